"""Schools that took part, beside schools like them and what such groups do by themselves.

Also the difference between the two, year by year. The band is grey and behind everything: what a
line inside it does, chance alone does too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from leadwell.lib.academic_year import label
from leadwell.web.charts import trend_picture
from leadwell.web.charts.drawing import NO_FIGURE, Drawing, drawn_twice, sentence
from leadwell.web.charts.scale import PERCENT, Unit
from leadwell.web.charts.trend_picture import Marker, Style, StyledLine
from leadwell.web.charts.years import Line, Point, stretches

__all__ = ["Beside", "Line", "Marker", "Point", "beside"]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is drawn: each line with a point for every year, in order.

    ident, title, desc, table_caption: as of every chart; desc is written from the figures if empty.
    years: academic years by the year they start, or years before and after a start, in order.
    ours: those that took part, with ranges if it is a difference (an upright bar each).
    similar: schools like them. band: its points have ranges and no value. crowd: single schools,
    as thin lines without names. hollow: years that are counted from. written: how a year is.
    """

    ident: str
    title: str
    years: range
    ours: Line
    unit: Unit = PERCENT
    similar: Line | None = None
    band: Line | None = None
    crowd: tuple[Line, ...] = ()
    crowd_name: str = ""
    hollow: frozenset[int] = frozenset()
    markers: tuple[Marker, ...] = ()
    written: Callable[[int], str] = label
    desc: str = ""
    table_caption: str = ""


def beside(chart: Beside) -> Drawing:
    """The chart and its table."""
    similar = [] if chart.similar is None else [StyledLine(chart.similar, Style.SIMILAR)]
    picture = trend_picture.TrendPicture(
        years=chart.years,
        lines=(StyledLine(chart.ours, Style.US), *similar),
        unit=chart.unit,
        markers=chart.markers,
        band=chart.band,
        crowd=chart.crowd,
        is_barred=True,
        hollow=chart.hollow,
        written=chart.written,
    )
    columns = ["Year", chart.ours.brief]
    makers: list[Callable[[int], str]] = [chart.written, _cells(chart.ours, chart.unit)]
    if any(point.lower is not None for point in chart.ours.points):
        columns.append("95% range")
        makers.append(_ranges(chart.ours, chart.unit))
    if chart.similar is not None:
        columns.append(chart.similar.brief)
        makers.append(_cells(chart.similar, chart.unit))
    if chart.band is not None:
        columns.append(chart.band.brief)
        makers.append(_ranges(chart.band, chart.unit))
    if chart.crowd:
        columns.append(chart.crowd_name)
        makers.append(_of_crowd(chart))
    rows = tuple(tuple(make(year) for make in makers) for year in chart.years)
    desc = chart.desc or _description(chart)
    return drawn_twice(chart, picture.draw, desc=desc, columns=tuple(columns), rows=rows)


def _cells(line: Line, unit: Unit) -> Callable[[int], str]:
    def cell(year: int) -> str:
        point = line.at(year)
        if point.value is None:
            return sentence((point.absent or NO_FIGURE).text)
        return unit.write(point.value)

    return cell


def _ranges(line: Line, unit: Unit) -> Callable[[int], str]:
    def cell(year: int) -> str:
        point = line.at(year)
        if point.lower is None or point.upper is None or point.lower == point.upper:
            return ""
        return unit.interval(point.lower, point.upper)

    return cell


def _of_crowd(chart: Beside) -> Callable[[int], str]:
    def cell(year: int) -> str:
        known = [v for line in chart.crowd if (v := line.at(year).value) is not None]
        return chart.unit.interval(min(known), max(known)) if known else ""

    return cell


def _description(chart: Beside) -> str:
    told = [_told(line, chart) for line in (chart.ours, chart.similar) if line is not None]
    if chart.band is not None:
        known = [
            (ours.value, band.lower, band.upper)
            for ours, band in zip(chart.ours.points, chart.band.points, strict=True)
        ]
        both = [
            low <= value <= high
            for value, low, high in known
            if value is not None and low is not None and high is not None and low < high
        ]
        told.append(
            f"{chart.ours.name} lie inside the shaded band in {sum(both)} of {len(both)} years."
            if both
            else ""
        )
    missing = [
        f"{_years(gap.first, gap.last, chart)}: {sentence(gap.absent.text)}."
        for gap in stretches(chart.ours.points)
    ]
    return " ".join(text for text in [*told, *missing] if text) or "There is no figure to show."


def _years(first: int, last: int, chart: Beside) -> str:
    return (
        chart.written(first)
        if first == last
        else f"{chart.written(first)} to {chart.written(last)}"
    )


def _told(line: Line, chart: Beside) -> str:
    known = [point for point in line.points if point.value is not None]
    if not known:
        return ""
    first, last = known[0], known[-1]
    start = f"{chart.unit.write(first.value or 0)} in {chart.written(first.academic_year)}"
    if first is last:
        return f"{line.name}: {start}."
    end = f"{chart.unit.write(last.value or 0)} in {chart.written(last.academic_year)}"
    return f"{line.name}: {start}, {end}."
