"""A record that is read from top to bottom, such as a note of a visit, as a PDF file says it.

Plain text, as in document.py. Pieces stand in the order in which they are given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from leadwell.web.pdf.document import Cell, Column


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs; the label stands before the first."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list. Each has what it says, and what is said under it."""

    points: Sequence[Cell]
    label: str = ""
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Lifted:
    """Set apart, so that it is not read over."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Light:
    """A colour of an aspect: its word, its sign and its colour, so that it lives without the last.

    level: "Green", "Amber", "Red" or "Grey". change: how it differs from before, in words.
    """

    name: str
    level: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class Lights:
    lights: Sequence[Light]


@dataclass(frozen=True, slots=True)
class Rows:
    """A small table with a caption."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Mark:
    """level: parts of the bar that are filled. word: what it is called."""

    name: str
    level: int
    word: str


@dataclass(frozen=True, slots=True)
class Levels:
    """Bars with their words, in two columns; groups: a title and its marks. of: parts of a bar."""

    groups: Sequence[tuple[str, Sequence[Mark]]]
    of: int


Piece = Words | Points | Lifted | Lights | Rows | Levels


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading. begins_side: on a side of its own."""

    heading: str
    pieces: Sequence[Piece]
    begins_side: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """name: of the file. lede: a sentence under the title. marks: what must be known of it wherever
    it lies, on every side. banner: a line at the top of every side. foot: at its bottom."""

    name: str
    title: str
    made_on: date
    lede: str
    marks: Sequence[str]
    banner: str
    foot: str
    parts: Sequence[Part]
