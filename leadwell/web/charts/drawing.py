"""What every chart gives back, and how it says that a figure is missing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from leadwell.web.charts import svg
from leadwell.web.charts.svg import Svg


@dataclass(frozen=True, slots=True)
class Absence:
    """Why there is no figure, in words for people.

    short: the same where there is little room. is_hidden: there is a figure and it may not be
    shown (too few pupils); else nobody has it (tests cancelled, not published).
    """

    text: str
    short: str = ""
    is_hidden: bool = False

    @property
    def brief(self) -> str:
        return self.short or self.text


NO_FIGURE = Absence("No figure")
TOO_FEW = Absence("Too few pupils to show", short="Too few to show", is_hidden=True)
CANCELLED = Absence("Tests cancelled")
NOT_PUBLISHED = Absence("Schools not published", short="Not published")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart drawn twice, its words, and its figures as a table of text.

    wide, narrow: SVG for 720 and for 328 units. rows: as many cells as columns, the first of
    them the row's name.
    """

    ident: str
    title: str
    desc: str
    wide: Svg
    narrow: Svg
    table_caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def is_broad(self) -> bool:
        """Whether the table has too many columns to stand beside one another on a phone."""
        return len(self.columns) > 3


class Chart(Protocol):
    """What every chart is asked for, besides what it draws. ident: its name on the page, part of
    ids. table_caption: the title where it is empty."""

    @property
    def ident(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def table_caption(self) -> str: ...


Parts = tuple[float, list[Svg]]  # height in units, and what stands in it


def drawn_twice(
    chart: Chart,
    draw: Callable[[bool], Parts],
    *,
    desc: str,
    columns: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
) -> Drawing:
    """Draw for a desk (draw(True)) and for a phone (draw(False)), and keep the words together."""
    wide, narrow = (_picture(chart, draw(is_wide), desc, is_wide) for is_wide in (True, False))
    return Drawing(
        ident=chart.ident,
        title=chart.title,
        desc=desc,
        wide=wide,
        narrow=narrow,
        table_caption=chart.table_caption or chart.title,
        columns=columns,
        rows=rows,
    )


def _picture(chart: Chart, drawn: Parts, desc: str, is_wide: bool) -> Svg:
    height, parts = drawn
    return svg.picture(
        ident=chart.ident,
        class_="wid" if is_wide else "nar",
        size=(svg.WIDE if is_wide else svg.NARROW, height),
        title=chart.title,
        desc=desc,
        parts=parts,
    )


def sentence(text: str) -> str:
    """Text as it stands in the middle of a sentence: "Tests cancelled" becomes
    "tests cancelled", names of more than one capital stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
