"""The two pictures of a trend: where each mark and each word of it stands."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from leadwell.lib.academic_year import label
from leadwell.web.charts import svg
from leadwell.web.charts.drawing import Parts
from leadwell.web.charts.lettering import fitted, spread, width, wrapped, write, write_within
from leadwell.web.charts.scale import Scale, Unit, tick_labels, ticks
from leadwell.web.charts.svg import Svg
from leadwell.web.charts.years import Line, Point, Stretch, runs, stretches

ROW = 18  # height of a row of words above the picture
LABEL_GAP = 16  # between labels at the ends of lines
MOST_FOR_ENDS = 190  # room for the longest label at a line's end
KEY_SAMPLE = 22  # length of the piece of line in the key


class Style(StrEnum):
    """The class of a line, in theme.css."""

    US = "us"
    SIMILAR = "them"
    LOCAL_AUTHORITY = "la"
    ENGLAND = "eng"


@dataclass(frozen=True, slots=True)
class Marker:
    """An upright at the start of an academic year, with words above it."""

    academic_year: int
    text: str


@dataclass(frozen=True, slots=True)
class StyledLine:
    line: Line
    style: Style

    @property
    def word_class(self) -> str | None:
        return "lus" if self.style is Style.US else None


@dataclass(frozen=True, slots=True)
class TrendPicture:
    """years in order; lines ours first, each with a point for every year.

    band: ranges of what happens by itself, shaded grey behind all lines. crowd: thin lines without
    names. is_barred: an upright bar for each range of ours, instead of shading between them.
    hollow: years of ours that are counted from. written: how a year is written under the picture.
    """

    years: range
    lines: tuple[StyledLine, ...]
    unit: Unit
    markers: tuple[Marker, ...]
    band: Line | None = None
    crowd: tuple[Line, ...] = ()
    is_barred: bool = False
    hollow: frozenset[int] = frozenset()
    written: Callable[[int], str] = label

    def draw(self, is_wide: bool) -> Parts:
        """Height in units and what stands in it."""
        return _Sheet(self, is_wide).draw()

    def marks(self) -> list[float]:
        """The figures of the upright axis: they hold every value and every range."""
        held = [
            value
            for line in self._all_lines()
            for point in line.points
            for value in (point.value, point.lower, point.upper)
            if value is not None
        ]
        least, most = self.unit.least, self.unit.most
        inside = [
            min(max(v, least if least is not None else v), most if most is not None else v)
            for v in held
        ]
        return ticks(inside, self.unit)

    def _all_lines(self) -> Iterator[Line]:
        yield from (styled.line for styled in self.lines)
        yield from self.crowd
        if self.band is not None:
            yield self.band


class _Sheet:
    """One size of the picture: the room each part takes, and then the parts."""

    def __init__(self, picture: TrendPicture, is_wide: bool) -> None:
        self.picture = picture
        self.is_wide = is_wide
        self.lines = picture.lines
        self.width = svg.WIDE if is_wide else svg.NARROW
        room = MOST_FOR_ENDS if is_wide else self.width - KEY_SAMPLE - 4
        self.words = [_end_words(picture, styled, room) for styled in self.lines]
        self.key = [] if is_wide else list(_key_rows(self.lines, self.words, self.width))
        marks = picture.marks()
        self.mark_labels = tick_labels(marks, picture.unit)
        self.mark_labels[-1] += picture.unit.suffix if picture.unit.suffix == "%" else ""
        self.left = max(width(text) for text in self.mark_labels) + 8
        self.right = self.width - (self._room_for_ends() if is_wide else 10)
        self.step = (self.right - self.left) / len(picture.years)
        self.marker_rows = self._marker_rows()
        rows = len(self.key) + max((row + 1 for row in self.marker_rows), default=0)
        self.top = 12.0 + ROW * rows
        self.bottom = self.top + (278 if is_wide else 252)
        self.marks = marks
        self.up = Scale(marks[0], marks[-1], self.bottom, self.top)

    def draw(self) -> Parts:
        gaps = stretches(self.lines[0].line.points)
        parts: list[Svg] = [self._void(gap) for gap in gaps if not gap.absent.is_hidden]
        parts += self._band()
        parts += self._axes()
        parts += self._year_labels()
        parts += self._markers()
        parts += self._crowd()
        parts += self._ribbons()
        for styled in reversed(self.lines):
            parts += self._line(styled)
        parts += [self._gap_words(gap) for gap in gaps]
        parts += self._ends() if self.is_wide else self._key()
        return self.bottom + 32, parts

    def x(self, academic_year: float) -> float:
        """The middle of a year's column."""
        return self.left + (academic_year - self.picture.years[0] + 0.5) * self.step

    def _room_for_ends(self) -> float:
        return max(width(words, is_bold=True) for words in self.words) + 10

    def _marker_rows(self) -> list[int]:
        """The row above the picture for each marker's words: the lowest where they lie on no
        others."""
        ends: list[float] = []
        rows = []
        for marker in self.picture.markers:
            half = width(marker.text, is_bold=True) / 2
            x = self.x(marker.academic_year - 0.5)
            x = min(max(x, half), self.width - half)
            row = next((i for i, end in enumerate(ends) if end < x - half), len(ends))
            ends[row : row + 1] = [x + half + 8]
            rows.append(row)
        return rows

    def _void(self, gap: Stretch) -> Svg:
        """A dotted empty frame as wide as the years nobody has figures for."""
        start, end = self.x(gap.first - 0.5) + 2, self.x(gap.last + 0.5) - 2
        return svg.tag(
            "rect",
            class_="void",
            x=start,
            y=self.top,
            width=end - start,
            height=self.bottom - self.top,
        )

    def _axes(self) -> Iterator[Svg]:
        for mark, text in zip(self.marks, self.mark_labels, strict=True):
            y = self.up.at(mark)
            is_level = mark == 0 and self.picture.unit.is_signed
            yield svg.line(self.left, y, self.right, y, "zero" if is_level else "grid")
            yield write(self.left - 6, y + 4, text, anchor="end")

    def _year_labels(self) -> Iterator[Svg]:
        room = width("2025/26", size=12) + 4
        every = math.ceil(room / self.step)
        for year in self.picture.years:
            if (self.picture.years[-1] - year) % every == 0:
                half = width("2025/26", size=12) / 2
                x = min(max(self.x(year), half), self.width - half)
                yield write(x, self.bottom + 24, self.picture.written(year), "sm", anchor="middle")

    def _markers(self) -> Iterator[Svg]:
        words = []
        for row, marker in zip(self.marker_rows, self.picture.markers, strict=True):
            x = self.x(marker.academic_year - 0.5)
            y = self.top - 6 - ROW * row
            text = fitted(marker.text, self.width, is_bold=True)
            words.append(write_within(x, y, text, "lab halo", room=(0, self.width)))
            yield svg.line(x, y + 4, x, self.bottom, "zero")
        yield from words

    def _band(self) -> Iterator[Svg]:
        """Grey between the ends of its ranges; a year that stands alone is as wide as its column
        allows. It breaks where a year has no range."""
        if self.picture.band is None:
            return
        for run in runs(self.picture.band.points):
            known = self._ranges(run)
            if len(known) == 1:
                x, low, high = known[0]
                half = self.step / 4
                known = [(x - half, low, high), (x + half, low, high)]
            if known:
                yield _between(known, "band")

    def _crowd(self) -> Iterator[Svg]:
        for line in self.picture.crowd:
            for run in runs(line.points):
                places = [(self.x(p.academic_year), self.up.at(p.value or 0)) for p in run]
                if len(places) > 1:
                    yield svg.path(places, "near")
                else:
                    yield svg.dot(*places[0], 2, "near")

    def _ribbons(self) -> Iterator[Svg]:
        """Shading between the ends of the ranges; a thin bar where a year stands alone."""
        for run in runs(self.lines[0].line.points):
            known = self._ranges(run)
            if len(known) == 1 or self.picture.is_barred:
                yield from (svg.line(x, low, x, high, "mv") for x, low, high in known)
            elif known:
                yield _between(known, "rib")

    def _ranges(self, run: list[Point]) -> list[tuple[float, float, float]]:
        return [
            (self.x(p.academic_year), self.up.at(p.lower), self.up.at(p.upper))
            for p in run
            if p.lower is not None and p.upper is not None
        ]

    def _line(self, styled: StyledLine) -> Iterator[Svg]:
        for run in runs(styled.line.points):
            places = [(self.x(p.academic_year), self.up.at(p.value or 0)) for p in run]
            if len(places) > 1:
                yield svg.path(places, styled.style)
            if styled.style is Style.US:
                radius = 4.5 if self.step > 16 else 3
                for point, (x, y) in zip(run, places, strict=True):
                    is_hollow = point.academic_year in self.picture.hollow
                    yield svg.dot(x, y, radius, "hol" if is_hollow else "dot")
            elif len(places) == 1:
                yield svg.dot(*places[0], 2.5, "far")

    def _gap_words(self, gap: Stretch) -> Svg:
        """The reason: across if it fits its years, else up the column, clear of other lines."""
        middle = self.x((gap.first + gap.last) / 2)
        room = (gap.last - gap.first + 1) * self.step - 12
        is_low, free = self._free_room(gap)
        across = wrapped(gap.absent.text, room)
        if len(across) <= 3 and all(width(part) <= room for part in across):
            first = self.bottom - 8 - 16 * (len(across) - 1) if is_low else self.top + 20
            return Svg(
                "".join(
                    write(middle, first + 16 * i, part, "halo", anchor="middle")
                    for i, part in enumerate(across)
                )
            )
        tall = self.bottom - self.top - 16
        text = gap.absent.text if width(gap.absent.text) <= free else gap.absent.brief
        y = self.bottom - 8 if is_low else self.top + 8
        turned = f"rotate(-90 {svg.coordinate(middle + 4)} {svg.coordinate(y)})"
        return svg.tag(
            "text",
            fitted(text, tall),
            x=middle + 4,
            y=y,
            class_="halo",
            transform=turned,
            text_anchor=None if is_low else "end",
        )

    def _free_room(self, gap: Stretch) -> tuple[bool, float]:
        """Whether there is more room under the other lines of those years than over them, and
        how much."""
        heights = [
            self.up.at(point.value)
            for styled in self.lines[1:]
            for point in styled.line.points
            if point.value is not None and gap.first - 1 <= point.academic_year <= gap.last + 1
        ]
        under = self.bottom - max(heights, default=self.top) - 16
        over = min(heights, default=self.top) - self.top - 16
        return under >= over, max(under, over)

    def _ends(self) -> Iterator[Svg]:
        """The name of each line at its end, spread so that none lies on another."""
        shown = [
            (styled, words, last)
            for styled, words in zip(self.lines, self.words, strict=True)
            if (last := styled.line.last())
        ]
        wanted = [self.up.at(last.value or 0) for _, _, last in shown]
        placed = spread(wanted, gap=LABEL_GAP, low=self.top + 4, high=self.bottom - 4)
        for (styled, words, last), y_line, y in zip(shown, wanted, placed, strict=True):
            if abs(y - y_line) > LABEL_GAP / 2 and last.academic_year == self.picture.years[-1]:
                yield svg.line(self.x(last.academic_year) + 7, y_line, self.right + 3, y, "lead")
            yield write(self.right + 6, y + 4, words, styled.word_class)

    def _key(self) -> Iterator[Svg]:
        for row, items in enumerate(self.key):
            y = 10 + ROW * row
            for x, styled, text in items:
                yield svg.line(x, y, x + KEY_SAMPLE, y, styled.style)
                yield write(x + KEY_SAMPLE + 4, y + 4, text, styled.word_class)


def _between(known: list[tuple[float, float, float]], class_: str) -> Svg:
    """The area between the ends of ranges: place, low and high of each."""
    edge = [(x, high) for x, _, high in known]
    edge += [(x, low) for x, low, _ in reversed(known)]
    return svg.path(edge, class_, is_closed=True)


def _end_words(picture: TrendPicture, styled: StyledLine, room: float) -> str:
    """The line's name, cut short if it must be, and its figure if it reaches the last year."""
    last = styled.line.last()
    if last is None or last.value is None or last.academic_year != picture.years[-1]:
        return fitted(styled.line.brief, room, is_bold=True)
    figure = f" {picture.unit.bare(last.value)}"
    name = fitted(styled.line.brief, room - width(figure, is_bold=True), is_bold=True)
    return name + figure


def _key_rows(
    lines: tuple[StyledLine, ...], words: list[str], room: float
) -> Iterator[list[tuple[float, StyledLine, str]]]:
    """The key in rows no wider than the room: where each sample starts, its line and words."""
    row: list[tuple[float, StyledLine, str]] = []
    x = 0.0
    for styled, name in zip(lines, words, strict=True):
        is_bold = styled.style is Style.US
        takes = KEY_SAMPLE + 4 + width(name, is_bold=is_bold)
        if row and x + takes > room:
            yield row
            row, x = [], 0.0
        row.append((x, styled, name))
        x += takes + 14
    if row:
        yield row
