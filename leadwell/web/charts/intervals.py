"""Schools one below the other, each with its range: the picture of the overview.

One row a school, in the order given (A to Z): a wide pale bar for the range, a filled dot for
now, a hollow one for before, and one upright for level. Nothing is ranked.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from leadwell.web.charts import svg
from leadwell.web.charts.drawing import (
    NO_FIGURE,
    Absence,
    Drawing,
    Parts,
    drawn_twice,
    sentence,
)
from leadwell.web.charts.lettering import fitted, width, write, write_within
from leadwell.web.charts.scale import PERCENTAGE_POINTS, Scale, Unit, tick_labels, ticks
from leadwell.web.charts.svg import Svg

TOP, FOOT = 42.0, 26.0
WIDE_ROW, NARROW_ROW = 32.0, 44.0
MOST_FOR_NAMES = 210.0


@dataclass(frozen=True, slots=True)
class Row:
    """One school: now with its 95% range, before if known, or why there is no figure."""

    name: str
    now: float | None = None
    lower: float | None = None
    upper: float | None = None
    before: float | None = None
    absent: Absence | None = None


@dataclass(frozen=True, slots=True)
class Intervals:
    """level: where the dark upright stands, and its words. below and above: what the two sides
    mean. now_name and before_name: the columns of the table."""

    ident: str
    title: str
    rows: tuple[Row, ...]
    unit: Unit = PERCENTAGE_POINTS
    level: float = 0.0
    level_text: str = "Level with similar schools"
    below: str = "below"
    above: str = "above"
    now_name: str = "Now"
    before_name: str = "Before"
    desc: str = ""
    table_caption: str = ""


def intervals(chart: Intervals) -> Drawing:
    """The chart and its table; rows keep their order."""
    columns, rows = _table(chart)
    return drawn_twice(
        chart,
        _Sheet(chart).draw,
        desc=chart.desc or _description(chart),
        columns=columns,
        rows=rows,
    )


class _Sheet:
    def __init__(self, chart: Intervals) -> None:
        self.chart = chart
        held = [
            value - chart.level
            for row in chart.rows
            if row.now is not None
            for value in (row.now, row.lower, row.upper, row.before)
            if value is not None
        ]
        reach = max((abs(value) for value in held), default=1) or 1
        self.marks = ticks([chart.level - reach, chart.level + reach], chart.unit, about=6)
        furthest = max(abs(mark - chart.level) for mark in self.marks)
        self.low, self.high = chart.level - furthest, chart.level + furthest

    def draw(self, is_wide: bool) -> Parts:
        row_height = WIDE_ROW if is_wide else NARROW_ROW
        foot = TOP + row_height * len(self.chart.rows) + 4
        total = svg.WIDE if is_wide else svg.NARROW
        values = max((width(text) for text in self._values()), default=0)
        names = max((width(row.name, is_bold=True) for row in self.chart.rows), default=0)
        start = min(names, MOST_FOR_NAMES) + 16 if is_wide else 12
        end = total - values - 16 if is_wide else total - 12
        across = Scale(self.low, self.high, start, end)
        parts = [*self._axis(across, foot, total)]
        for i, row in enumerate(self.chart.rows):
            top = TOP + row_height * i
            parts += self._row(row, across, top, is_wide, total - values - 8)
        return foot + FOOT - 4, parts

    def _values(self) -> list[str]:
        return [self.chart.unit.bare(row.now) for row in self.chart.rows if row.now is not None]

    def _axis(self, across: Scale, foot: float, total: float) -> Iterator[Svg]:
        for mark, text in zip(self.marks, tick_labels(self.marks, self.chart.unit), strict=True):
            x = across.at(mark)
            if mark != self.chart.level:
                yield svg.line(x, TOP, x, foot, "grid")
            yield write_within(x, foot + 18, text, room=(0, total))
        level = across.at(self.chart.level)
        yield svg.line(level, TOP - 8, level, foot, "zero")
        yield write_within(level, 12, self.chart.level_text, "lab", room=(0, total))
        yield write(across.start, 30, f"← {self.chart.below}")
        yield write(across.end, 30, f"{self.chart.above} →", anchor="end")

    def _row(
        self, row: Row, across: Scale, top: float, is_wide: bool, room: float
    ) -> Iterator[Svg]:
        y = top + 16 if is_wide else top + 30
        baseline = y + 4 if is_wide else top + 17
        total = svg.WIDE if is_wide else svg.NARROW
        name = fitted(row.name, MOST_FOR_NAMES if is_wide else room, is_bold=True)
        yield write(0, baseline, name, "lab")
        if row.now is None:
            why = fitted((row.absent or NO_FIGURE).text, across.end - across.start)
            yield write(across.start, y + 4, why)
            return
        if row.lower is not None and row.upper is not None:
            yield svg.line(across.at(row.lower), y, across.at(row.upper), y, "rng")
        if row.before is not None:
            yield svg.line(across.at(row.before), y, across.at(row.now), y, "mv")
            yield svg.dot(across.at(row.before), y, 4.5, "hol")
        yield svg.dot(across.at(row.now), y, 5.5)
        yield write(total, baseline, self.chart.unit.bare(row.now), anchor="end")


def _description(chart: Intervals) -> str:
    shown = [row for row in chart.rows if row.now is not None]
    crossing = sum(
        row.lower is not None and row.upper is not None and row.lower <= chart.level <= row.upper
        for row in shown
    )
    hidden = len(chart.rows) - len(shown)
    text = (
        f"{_schools(len(chart.rows))}. Filled dot: {sentence(chart.now_name)}. "
        f"The bar is the 95% range; {crossing} of {len(shown)} bars cross the level line."
    )
    return f"{text} {_schools(hidden)} without a figure." if hidden else text


def _schools(n: int) -> str:
    return "1 school" if n == 1 else f"{n} schools"


def _table(chart: Intervals) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    has_before = any(row.before is not None for row in chart.rows)
    columns = ["School", *([chart.before_name] if has_before else []), chart.now_name, "95% range"]
    return tuple(columns), tuple(_cells(row, chart.unit, has_before) for row in chart.rows)


def _cells(row: Row, unit: Unit, has_before: bool) -> tuple[str, ...]:
    if row.now is None:
        why = sentence((row.absent or NO_FIGURE).text)
        return (row.name, *([why] if has_before else []), why, "")
    has_range = row.lower is not None and row.upper is not None
    span = unit.interval(row.lower or 0, row.upper or 0) if has_range else ""
    before = "" if row.before is None else unit.bare(row.before)
    return (row.name, *([before] if has_before else []), unit.bare(row.now), span)
