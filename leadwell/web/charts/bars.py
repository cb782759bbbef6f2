"""Amounts beside one another. Bars begin at 0, always."""

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
from leadwell.web.charts.lettering import fitted, width, write
from leadwell.web.charts.scale import PERCENT, Scale, Unit, ticks
from leadwell.web.charts.svg import Svg

TOP = 6.0
MOST_FOR_NAMES = 240.0
MOST_FOR_VALUES = 150.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount. of: its denominator in words ("of 34"). is_ours: drawn in our blue. text: the
    amount as it is printed elsewhere, where that is not the unit's way."""

    name: str
    value: float | None = None
    of: str = ""
    is_ours: bool = False
    absent: Absence | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars keep the order given. value_name: the table's column."""

    ident: str
    title: str
    bars: tuple[Bar, ...]
    unit: Unit = PERCENT
    name_name: str = "Group"
    value_name: str = "Figure"
    desc: str = ""
    table_caption: str = ""


def bars(chart: Bars) -> Drawing:
    """The chart and its table. Raises ValueError for an amount below 0, which a bar from 0
    cannot show."""
    if any(bar.value is not None and bar.value < 0 for bar in chart.bars):
        raise ValueError("a bar begins at 0 and cannot show less: use intervals")
    return drawn_twice(
        chart,
        lambda is_wide: _draw(chart, is_wide),
        desc=chart.desc or _description(chart),
        columns=(chart.name_name, chart.value_name),
        rows=tuple((bar.name, _value(bar, chart.unit)) for bar in chart.bars),
    )


def _draw(chart: Bars, is_wide: bool) -> Parts:
    total = svg.WIDE if is_wide else svg.NARROW
    height = 34.0 if is_wide else 48.0
    names = max((width(bar.name, is_bold=True) for bar in chart.bars), default=0)
    values = max((width(_value(bar, chart.unit)) for bar in chart.bars), default=0)
    start = min(names, MOST_FOR_NAMES) + 16 if is_wide else 1
    end = total - min(values, MOST_FOR_VALUES) - 10
    marks = ticks([0, *(b.value for b in chart.bars if b.value is not None)], chart.unit)
    across = Scale(0, marks[-1], start, end)
    parts: list[Svg] = []
    for i, bar in enumerate(chart.bars):
        top = TOP + height * i
        parts += _bar(bar, chart.unit, across, top + (17 if is_wide else 32))
        name = fitted(bar.name, MOST_FOR_NAMES if is_wide else total, is_bold=True)
        parts.append(write(0, top + (21 if is_wide else 16), name, "lab"))
    return TOP + height * len(chart.bars) + 6, parts


def _bar(bar: Bar, unit: Unit, across: Scale, y: float) -> Iterator[Svg]:
    yield svg.line(across.start, y - 12, across.start, y + 12, "zero")
    if bar.value is None:
        why = (bar.absent or NO_FIGURE).text
        yield write(across.start + 8, y + 4, fitted(why, across.end - across.start))
        return
    end = across.at(bar.value)
    class_ = "own" if bar.is_ours else "bars"
    yield svg.tag(
        "rect", class_=class_, x=across.start, y=y - 8, width=end - across.start, height=16
    )
    yield write(end + 8, y + 4, fitted(_value(bar, unit), MOST_FOR_VALUES))


def _value(bar: Bar, unit: Unit) -> str:
    if bar.value is None:
        return sentence((bar.absent or NO_FIGURE).text)
    return f"{bar.text or unit.write(bar.value)} {bar.of}".strip()


def _description(chart: Bars) -> str:
    return ". ".join(f"{bar.name}: {_value(bar, chart.unit)}" for bar in chart.bars) + "."
