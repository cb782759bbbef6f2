"""What a paper says: headed parts of sentences, points, a small table, a chart."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str

    template = "web/paper/_words.html"


@dataclass(frozen=True, slots=True)
class Points:
    items: tuple[str, ...]
    is_numbered: bool = False

    template = "web/paper/_points.html"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. Each row has as many cells as there are columns; the first names the row."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    template = "web/paper/_grid.html"

    @property
    def is_broad(self) -> bool:
        """Whether its columns cannot stand beside one another on a phone."""
        return len(self.columns) > 2


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its figures. wide, narrow: as SVG for a desk and for a phone. A Word document
    has the figures alone."""

    heading: str
    wide: str
    narrow: str
    alt: str
    caption: str
    figures: Grid

    template = "web/paper/_chart.html"

    @property
    def wide_svg(self) -> SafeString:
        return mark_safe(self.wide)  # drawn by leadwell.web.charts, which escapes what it is given

    @property
    def narrow_svg(self) -> SafeString:
        return mark_safe(self.narrow)


Block = Words | Points | Grid | Chart


@dataclass(frozen=True, slots=True)
class Part:
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Colour:
    """level: green, amber, red or grey. meaning: in a sentence. change: "up from Amber", "" where
    nothing is known of before; direction: up, down or same."""

    name: str
    level: str
    meaning: str
    change: str = ""
    direction: str = "same"


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. name: of its files. kicker: what it is, above the title. lede: what is true,
    in a sentence or two. ends: who issued it and where figures are from, at its foot. as_at: the
    day it was made. is_published: whether it has published figures, whose licence is then named.
    """

    name: str
    kicker: str
    title: str
    lede: str
    colours: tuple[Colour, ...]
    colours_note: str
    parts: tuple[Part, ...]
    ends: tuple[str, ...]
    as_at: date
    is_published: bool
