"""What a PDF file says, as plain text: no markup, no Django, nothing about how it is set."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

MOST_ROWS = 500  # about 30 sides; more is for a spreadsheet, and the CSV file has it
Cell = tuple[str, str]  # what it says, and what is said under it


@dataclass(frozen=True, slots=True)
class Column:
    """A heading. share: of the width, beside the other columns' shares."""

    text: str
    share: float = 1


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together, each with as many cells as there are columns. heading: "" where
    the rows need none of their own."""

    heading: str
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart. wide, narrow: as SVG for a desk and for a phone, with their classes: the first of a
    document stands narrow beside its opening. alt: what it shows, in words."""

    heading: str
    wide: str
    narrow: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Document:
    """A table and everything needed to read it alone, away from the site.

    name: of the file, as the CSV's. facts: what it is, what was chosen, as at when, from where.
    opening: paragraphs, the first of them the finding. caution: what to bear in mind, lifted out.
    notes: how to read it, after the tables. left_out: a sentence where rows are, for every page.
    is_published: whether any of it stands on published data, whose source is then named.
    """

    name: str
    title: str
    made_on: date
    facts: Sequence[tuple[str, str]]
    columns: Sequence[Column]
    sections: Sequence[Section]
    opening: Sequence[str] = ()
    caution: Sequence[str] = ()
    pictures: Sequence[Picture] = ()
    notes: Sequence[str] = ()
    left_out: str = ""
    is_wide: bool = True
    is_published: bool = True


def left_out(n_rows: int | None, order: str) -> str:
    """The sentence where there are more than MOST_ROWS. n_rows: None where nobody counted them."""
    if n_rows is not None and n_rows <= MOST_ROWS:
        return ""
    of = "" if n_rows is None else f" of {n_rows:,}"
    return (
        f"Only the first {MOST_ROWS:,}{of} are here, in the order chosen ({order}). "
        "The CSV file has all of them."
    )
