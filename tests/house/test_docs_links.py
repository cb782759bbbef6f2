import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
KINDS = {"tutorials", "how-to", "reference", "explanation", "adr", "pictures"}


def links_of(page: Path) -> list[str]:
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    return [link for link in LINK.findall(text) if "://" not in link]


def anchors_of(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("doc", PAGES, ids=lambda doc: str(doc.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(doc):
    broken = []
    for link in links_of(doc):
        name, _, anchor = link.partition("#")
        target = doc.parent / name if name else doc
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            broken.append(link)
    assert broken == []


def test_docs_are_of_the_four_kinds_and_records():
    assert {path.name for path in (ROOT / "docs").iterdir() if path.is_dir()} <= KINDS


def test_every_page_of_docs_is_reached_from_another():
    reached = {
        (page.parent / link.partition("#")[0]).resolve()
        for page in PAGES
        for link in links_of(page)
    }
    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in reached] == ["README.md"]


def test_every_picture_is_shown_by_a_page_and_is_light():
    shown = {(page.parent / link).resolve() for page in PAGES for link in links_of(page)}
    pictures = sorted((ROOT / "docs" / "pictures").iterdir())
    assert [path.name for path in pictures if path not in shown] == []
    assert [path.name for path in pictures if path.stat().st_size > 80_000] == []
