"""The gap between two groups, a row a year: a diamond for the first, a dot for the second.

When one half of a pair is missing the other is not shown either, in picture, table or
description: it would give the hidden one away.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from leadwell.lib.academic_year import label
from leadwell.web.charts import svg
from leadwell.web.charts.drawing import (
    TOO_FEW,
    Absence,
    Drawing,
    Parts,
    drawn_twice,
    sentence,
)
from leadwell.web.charts.lettering import fitted, spread, width, write
from leadwell.web.charts.scale import PERCENT, Scale, Unit, tick_labels, ticks
from leadwell.web.charts.svg import Svg
from leadwell.web.charts.years import Point, stretches
from leadwell.web.numbers import signed

TOP, ROW, FOOT = 30.0, 30.0, 28.0
GAP_UNIT = "points"
RANGE = "95% range of the gap"


@dataclass(frozen=True, slots=True)
class Pair:
    """Both groups in one year, or why they are not shown. A pair with one half missing and no
    reason is taken as hidden: too few pupils.

    n_first, n_second: how many are in each group. low, high: the 95% range of the gap, in points.
    None where not known.
    """

    academic_year: int
    first: float | None = None
    second: float | None = None
    absent: Absence | None = None
    n_first: int | None = None
    n_second: int | None = None
    low: float | None = None
    high: float | None = None

    @property
    def is_shown(self) -> bool:
        return self.first is not None and self.second is not None

    @property
    def why_not(self) -> Absence:
        return self.absent or TOO_FEW


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """pairs in order of year. The gap is the first less the second, in points: below
    nought where the first group stands lower."""

    ident: str
    title: str
    pairs: tuple[Pair, ...]
    first_name: str = "Disadvantaged"
    second_name: str = "Others"
    unit: Unit = PERCENT
    desc: str = ""
    table_caption: str = ""


def dumbbell(chart: Dumbbell) -> Drawing:
    """The chart and its table."""
    columns: tuple[str, ...] = ("Year", chart.first_name, chart.second_name, f"Gap, {GAP_UNIT}")
    has_range = any(pair.low is not None for pair in chart.pairs)
    if has_range:
        columns += (RANGE,)
    rows = tuple(_cells(pair, chart.unit, has_range=has_range) for pair in chart.pairs)
    return drawn_twice(
        chart,
        _Sheet(chart).draw,
        desc=chart.desc or _description(chart),
        columns=columns,
        rows=rows,
    )


class _Sheet:
    def __init__(self, chart: Dumbbell) -> None:
        self.chart = chart
        held = [
            value
            for pair in chart.pairs
            if pair.is_shown
            for value in (pair.first, pair.second)
            if value is not None
        ]
        self.marks = ticks(held, chart.unit, about=4)
        self.rows = list(_rows(chart.pairs))

    def draw(self, is_wide: bool) -> Parts:
        total = svg.WIDE if is_wide else svg.NARROW
        foot = TOP + ROW * len(self.rows)
        ends = [self._gap_words(pair, is_wide) for pair in self.chart.pairs if pair.is_shown]
        room = max((width(text, is_bold=True) for text in [*ends, "Gap"]), default=0)
        start = width("2025/26") + 20
        across = Scale(self.marks[0], self.marks[-1], start, total - room - 14)
        parts = [*self._axis(across, foot, total)]
        for i, row in enumerate(self.rows):
            y = TOP + ROW * (i + 0.5)
            if isinstance(row, Pair):
                parts += self._pair(row, across, y, is_wide)
            else:
                parts += _missing(row, across, y, total)
        parts += self._names(across, is_wide, total - room - 14)
        return foot + FOOT, parts

    def _axis(self, across: Scale, foot: float, total: float) -> Iterator[Svg]:
        suffix = self.chart.unit.suffix if self.chart.unit.suffix == "%" else ""
        for mark, text in zip(self.marks, tick_labels(self.marks, self.chart.unit), strict=True):
            x = across.at(mark)
            yield svg.line(x, TOP, x, foot, "grid")
            yield write(x, foot + 20, text + suffix, anchor="middle")

    def _pair(self, pair: Pair, across: Scale, y: float, is_wide: bool) -> Iterator[Svg]:
        first, second = across.at(pair.first or 0), across.at(pair.second or 0)
        yield write(0, y + 4, label(pair.academic_year))
        yield svg.line(first, y, second, y, "mv")
        yield svg.dot(second, y, 5)
        yield svg.diamond(first, y, 6)
        yield write(across.end + 14, y + 4, self._gap_words(pair, is_wide), "lab")

    def _gap_words(self, pair: Pair, is_wide: bool) -> str:
        gap = _gap(pair, self.chart.unit)
        if not is_wide:  # the table has the range
            return gap
        ends = _range(pair, self.chart.unit)
        return f"gap {gap} {GAP_UNIT} ({ends})" if ends else f"gap {gap} {GAP_UNIT}"

    def _names(self, across: Scale, is_wide: bool, room: float) -> Iterator[Svg]:
        """The groups named above their first marks, kept apart and inside the frame."""
        shown = [pair for pair in self.chart.pairs if pair.is_shown]
        if not shown:
            return
        names = ((self.chart.first_name, "alt"), (self.chart.second_name, "lus"))
        widths = [width(name, is_bold=True) for name, _ in names]
        places = spread(
            [across.at(shown[0].first or 0), across.at(shown[0].second or 0)],
            gap=sum(widths) / 2 + 12,
            low=max(widths) / 2,
            high=room - max(widths) / 2,
        )
        for (name, class_), x in zip(names, places, strict=True):
            yield write(x, 14, name, class_, anchor="middle")
        if not is_wide:
            yield write(svg.NARROW, 14, "Gap", "lab", anchor="end")


@dataclass(frozen=True, slots=True)
class _Missing:
    """A row for years without a pair."""

    years: str
    absent: Absence


def _rows(pairs: tuple[Pair, ...]) -> Iterator[Pair | _Missing]:
    """A row a year; years that nobody has figures for, of one reason, share a row."""
    points = [
        Point(p.academic_year, 0.0) if p.is_shown else Point(p.academic_year, absent=p.why_not)
        for p in pairs
    ]
    gaps = {gap.first: gap for gap in stretches(points)}
    passed = -1
    for pair in pairs:
        if pair.is_shown:
            yield pair
        elif not pair.why_not.is_hidden:
            if pair.academic_year > passed:
                gap = gaps[pair.academic_year]
                passed = gap.last
                yield _Missing(gap.years, gap.absent)
        else:
            yield _Missing(label(pair.academic_year), pair.why_not)


def _missing(row: _Missing, across: Scale, y: float, total: float) -> Iterator[Svg]:
    if row.absent.is_hidden:
        yield write(0, y + 4, row.years)
        yield write(across.start, y + 4, fitted(row.absent.text, total - across.start), "halo")
        return
    text = f"{row.years}: {sentence(row.absent.text)}"
    if width(text) > total - 12:
        text = f"{row.years}: {sentence(row.absent.brief)}"
    yield svg.tag("rect", class_="void", x=1, y=y - 12, width=total - 2, height=24)
    yield write(7, y + 4, fitted(text, total - 14), "halo")


def _gap(pair: Pair, unit: Unit) -> str:
    return signed((pair.first or 0) - (pair.second or 0), unit.decimals)


def _range(pair: Pair, unit: Unit) -> str:
    """−48 to +2; "" where it is not known."""
    if pair.low is None or pair.high is None:
        return ""
    return f"{signed(pair.low, unit.decimals)} to {signed(pair.high, unit.decimals)}"


def _cells(pair: Pair, unit: Unit, *, has_range: bool) -> tuple[str, ...]:
    if not pair.is_shown:
        n_cells = 4 if has_range else 3
        return (label(pair.academic_year), *([sentence(pair.why_not.text)] * n_cells))
    cells = (
        label(pair.academic_year),
        _of(unit.write(pair.first or 0), pair.n_first),
        _of(unit.write(pair.second or 0), pair.n_second),
        _gap(pair, unit),
    )
    return (*cells, _range(pair, unit)) if has_range else cells


def _of(value: str, n: int | None) -> str:
    """ "45% of 20", "104 (20 pupils)"."""
    if n is None:
        return value
    return f"{value} of {n:,}" if value.endswith("%") else f"{value} ({n:,} pupils)"


def _description(chart: Dumbbell) -> str:
    shown = [pair for pair in chart.pairs if pair.is_shown]
    points = [
        Point(p.academic_year, 0.0) if p.is_shown else Point(p.academic_year, absent=p.why_not)
        for p in chart.pairs
    ]
    missing = " ".join(f"{gap.years}: {sentence(gap.absent.text)}." for gap in stretches(points))
    if not shown:
        return f"No year can be shown. {missing}".strip()
    first, last = shown[0], shown[-1]
    told = (
        f"Each row is a year. The gap was {_gap(last, chart.unit)} {GAP_UNIT} in "
        f"{label(last.academic_year)}"
    )
    if first is not last:
        told += f" and {_gap(first, chart.unit)} in {label(first.academic_year)}"
    return f"{told}. {missing}".strip()
