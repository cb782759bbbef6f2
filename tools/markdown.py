"""Pages and tables in Markdown."""

from collections.abc import Iterable, Sequence

WRITTEN_BY = "<!-- Made by `make docs` from {source}: change that, not this page. -->"


def page(source: str, *parts: str) -> str:
    """A generated page: its first line says from what."""
    return "\n\n".join([WRITTEN_BY.format(source=source), *parts]) + "\n"


def table_of(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(text) for text in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
