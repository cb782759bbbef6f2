"""What every chart gives back, and how it says that a figure is missing."""

from collections.abc import Callable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Words:
    """A chart's name on the page (`ident`, part of ids), its title, description and table name."""

    ident: str
    title: str
    desc: str
    table_caption: str


Parts = tuple[float, list[Svg]]  # height in units, and what stands in it


def drawn_twice(
    words: Words,
    draw: Callable[[bool], Parts],
    *,
    columns: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
) -> Drawing:
    """Draw for a desk (draw(True)) and for a phone (draw(False)), and keep the words together."""
    pictures = []
    for is_wide in (True, False):
        height, parts = draw(is_wide)
        pictures.append(
            svg.picture(
                ident=words.ident,
                class_="wid" if is_wide else "nar",
                size=(svg.WIDE if is_wide else svg.NARROW, height),
                title=words.title,
                desc=words.desc,
                parts=parts,
            )
        )
    return Drawing(
        ident=words.ident,
        title=words.title,
        desc=words.desc,
        wide=pictures[0],
        narrow=pictures[1],
        table_caption=words.table_caption,
        columns=columns,
        rows=rows,
    )


def sentence(text: str) -> str:
    """Text as it stands in the middle of a sentence: "Tests cancelled" becomes
    "tests cancelled", names of more than one capital stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
