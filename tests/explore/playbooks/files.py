"""A playbook of one's own: one that comes with Leadwell, under another key."""

from pathlib import Path

from leadwell.programmes import playbooks

KEY = "our-own-maths"
TITLE = "Our own maths: six schools"


def text_of_ones_own(**changes: str) -> str:
    """changes: by field of the file's first level, another value on that line."""
    file = playbooks.files()[0].read_text(encoding="utf-8")
    changed = {"key": KEY, "title": f'"{TITLE}"'} | changes
    lines = file.splitlines()
    return "\n".join(
        f"{name}: {changed[name]}" if (name := line.partition(":")[0]) in changed else line
        for line in lines
    )


def playbook_of_ones_own(folder: Path, **changes: str) -> Path:
    path = folder / "ours.yaml"
    path.write_text(text_of_ones_own(**changes), encoding="utf-8")
    return path
