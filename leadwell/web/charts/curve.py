"""One quantity against a number: how much could be noticed, by how many schools take part."""

from collections.abc import Iterator
from dataclasses import dataclass

from leadwell.web import numbers
from leadwell.web.charts import svg
from leadwell.web.charts.drawing import Drawing, Parts, drawn_twice
from leadwell.web.charts.lettering import width, write, write_within
from leadwell.web.charts.scale import Scale, Unit, tick_labels, ticks
from leadwell.web.charts.svg import Svg

TOP, TALL, FOOT = 30.0, 200.0, 40.0
COUNT = Unit(decimals=0, least=0)
AMOUNT = Unit(decimals=1, least=0)


@dataclass(frozen=True, slots=True)
class Curve:
    """across, values: as many of each, at least two, across ascending. chosen: one of across, which
    is marked. across_name, value_name: the columns of the table, and the words at the axes."""

    ident: str
    title: str
    across: tuple[float, ...]
    values: tuple[float, ...]
    chosen: float
    across_name: str
    value_name: str
    table_caption: str = ""


def curve(chart: Curve) -> Drawing:
    """The chart and its table. Raises ValueError for `chosen` that is none of those across."""
    rows = tuple(
        (numbers.plain(at), numbers.plain(value, 1))
        for at, value in zip(chart.across, chart.values, strict=True)
    )
    return drawn_twice(
        chart,
        _Sheet(chart).draw,
        desc=_description(chart),
        columns=(chart.across_name, chart.value_name),
        rows=rows,
    )


class _Sheet:
    def __init__(self, chart: Curve) -> None:
        self.chart = chart
        self.at = chart.across.index(chart.chosen)
        self.up_marks = ticks([0, max(chart.values)], AMOUNT, about=4)
        self.across_marks = ticks([0, chart.across[-1]], COUNT, about=5)

    def draw(self, is_wide: bool) -> Parts:
        total = svg.WIDE if is_wide else svg.NARROW
        labels = tick_labels(self.up_marks, AMOUNT)
        left = max(map(width, labels)) + 10
        foot = TOP + TALL
        across = Scale(0, self.across_marks[-1], left, total - 12)
        up = Scale(0, self.up_marks[-1], foot, TOP)
        parts = [*self._axes(across, up, labels, left, total)]
        places = [
            (across.at(x), up.at(y))
            for x, y in zip(self.chart.across, self.chart.values, strict=True)
        ]
        x, y = places[self.at]
        said = f"{numbers.plain(self.chart.values[self.at], 1)} with {numbers.plain(self.chart.chosen)}"
        parts += [
            svg.path(places, "us"),
            svg.line(x, y, x, foot, "mv"),
            svg.dot(x, y, 5),
            write_within(x + width(said) / 2 + 8, y - 10, said, "lus halo", room=(left, total)),
        ]
        return foot + FOOT, parts

    def _axes(
        self, across: Scale, up: Scale, labels: list[str], left: float, total: float
    ) -> Iterator[Svg]:
        foot = TOP + TALL
        for mark, text in zip(self.up_marks, labels, strict=True):
            yield svg.line(left, up.at(mark), total - 12, up.at(mark), "grid" if mark else "zero")
            yield write(left - 6, up.at(mark) + 4, text, anchor="end")
        for mark in self.across_marks:
            text = numbers.plain(mark)
            yield write_within(across.at(mark), foot + 18, text, "sm", room=(0, total))
        yield write(0, 12, self.chart.value_name)
        yield write(total, foot + 36, self.chart.across_name, anchor="end")


def _description(chart: Curve) -> str:
    at = chart.across.index(chart.chosen)
    return (
        f"The line falls from {numbers.plain(chart.values[0], 1)} at "
        f"{numbers.plain(chart.across[0])} to {numbers.plain(chart.values[-1], 1)} at "
        f"{numbers.plain(chart.across[-1])}. At {numbers.plain(chart.chosen)} it is "
        f"{numbers.plain(chart.values[at], 1)}."
    )
