"""Where one group stands among many: a dot a group, stacked where they would lie on another."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from leadwell.web.charts import svg
from leadwell.web.charts.drawing import Drawing, Parts, drawn_twice
from leadwell.web.charts.lettering import width, write_within
from leadwell.web.charts.scale import PROGRESS, Scale, Unit, tick_labels, ticks
from leadwell.web.charts.svg import Svg

TOP, FOOT = 30.0, 28.0
MOST_TALL = 180.0


@dataclass(frozen=True, slots=True)
class Strip:
    """values: one a group. ours: our figure, an upright with words. is_filled beyond: dots as
    far from `level` as ours, on either side, are filled."""

    ident: str
    title: str
    values: tuple[float, ...]
    ours: float | None = None
    our_name: str = "Our schools"
    unit: Unit = PROGRESS
    level: float = 0.0
    group_name: str = "group"
    desc: str = ""
    table_caption: str = ""

    @property
    def n_as_far(self) -> int:
        return sum(self.is_as_far(value) for value in self.values)

    def is_as_far(self, value: float) -> bool:
        """Whether a group lies as far from level as ours, either way."""
        if self.ours is None:
            return False
        return abs(value - self.level) >= abs(self.ours - self.level)


def strip(chart: Strip) -> Drawing:
    """The chart, and a table of how many groups lie between the marks of the axis."""
    marks = _marks(chart)
    columns = ("Between", f"How many of {len(chart.values)}")
    rows = tuple(
        (chart.unit.interval(low, high), str(_between(chart.values, low, high, high == marks[-1])))
        for low, high in pairwise(marks)
    )
    return drawn_twice(
        chart,
        lambda is_wide: _draw(chart, is_wide),
        desc=chart.desc or _description(chart),
        columns=columns,
        rows=rows,
    )


def _marks(chart: Strip) -> list[float]:
    held = [*chart.values, *([chart.ours] if chart.ours is not None else [])]
    return ticks(held, chart.unit, about=6)


def _between(values: tuple[float, ...], low: float, high: float, is_last: bool) -> int:
    return sum(low <= value < high or (is_last and value == high) for value in values)


def _draw(chart: Strip, is_wide: bool) -> Parts:
    total = svg.WIDE if is_wide else svg.NARROW
    marks = _marks(chart)
    labels = tick_labels(marks, chart.unit)
    edge = max(width(text) for text in labels) / 2 + 2
    across = Scale(marks[0], marks[-1], edge, total - edge)
    radius, stacks = _stacks(chart, across)
    tallest = max((len(stack) for stack in stacks.values()), default=0)
    foot = TOP + max(40.0, 2 * radius * tallest + radius + 4)
    parts = [svg.line(across.start, foot, across.end, foot, "zero")]
    for mark, text in zip(marks, labels, strict=True):
        parts.append(write_within(across.at(mark), foot + 20, text, room=(0, total)))
    parts += _dots(chart, stacks, radius, foot)
    if chart.ours is not None:
        x = across.at(chart.ours)
        words = f"{chart.our_name} {chart.unit.bare(chart.ours)}"
        parts.append(svg.line(x, TOP - 6, x, foot, "us"))
        parts.append(write_within(x, TOP - 14, words, "lus", room=(0, total)))
    return foot + FOOT, parts


def _stacks(chart: Strip, across: Scale) -> tuple[float, dict[int, list[float]]]:
    """The largest dots whose stacks are not too tall, and the values in each column of dots."""
    radius = 5.0
    while True:
        stacks: dict[int, list[float]] = {}
        for value in sorted(chart.values):
            stacks.setdefault(math.floor(across.at(value) / (2 * radius)), []).append(value)
        tallest = max((len(stack) for stack in stacks.values()), default=0)
        if tallest * 2 * radius <= MOST_TALL or radius <= 1.5:
            return radius, stacks
        radius -= 0.5


def _dots(
    chart: Strip, stacks: dict[int, list[float]], radius: float, foot: float
) -> Iterator[Svg]:
    for column, stack in stacks.items():
        for i, value in enumerate(stack):
            class_ = "far" if chart.is_as_far(value) else "near"
            x, y = (column + 0.5) * 2 * radius, foot - 2 - radius - 2 * radius * i
            yield svg.dot(x, y, radius - 0.8, class_)


def _description(chart: Strip) -> str:
    text = f"{len(chart.values)} dots, each one {chart.group_name}."
    if chart.ours is None:
        return text
    return (
        f"{text} {chart.our_name}: {chart.unit.write(chart.ours)}. "
        f"Filled: the {chart.n_as_far} of {len(chart.values)} that lie this far or further."
    )
