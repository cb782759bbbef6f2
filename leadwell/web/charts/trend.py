"""A school over the years, beside the groups it is compared with."""

from dataclasses import dataclass

from leadwell.lib.academic_year import label
from leadwell.web.charts import trend_picture
from leadwell.web.charts.drawing import NO_FIGURE, Drawing, drawn_twice, sentence
from leadwell.web.charts.scale import PERCENT, Unit
from leadwell.web.charts.trend_picture import Marker, Style, StyledLine
from leadwell.web.charts.years import Line, Point, stretches

__all__ = ["Line", "Marker", "Point", "Trend", "trend"]


@dataclass(frozen=True, slots=True)
class Trend:
    """What is drawn.

    ident: names the chart on its page, in small letters. title: what it is, with the school.
    desc: two sentences for those who do not see it; written from the figures if empty.
    first_year, last_year: academic years by the year they start, both included.
    ours: the school, with its ranges. Years without a figure are drawn as the absence of ours
    says. markers: an upright with words at the start of an academic year ("Joined Sept 2024").
    """

    ident: str
    title: str
    first_year: int
    last_year: int
    ours: Line
    unit: Unit = PERCENT
    similar: Line | None = None
    local_authority: Line | None = None
    england: Line | None = None
    markers: tuple[Marker, ...] = ()
    desc: str = ""
    table_caption: str = ""


def trend(chart: Trend) -> Drawing:
    """The chart and its table. Raises ValueError if the last year is before the first."""
    if chart.last_year < chart.first_year:
        raise ValueError("the last academic year is before the first")
    lines = _lines(chart)
    picture = trend_picture.TrendPicture(
        years=range(chart.first_year, chart.last_year + 1),
        lines=lines,
        unit=chart.unit,
        markers=chart.markers,
    )
    columns, rows = _table(chart, [line.line for line in lines])
    return drawn_twice(
        chart,
        picture.draw,
        desc=chart.desc or _description(chart, [line.line for line in lines]),
        columns=columns,
        rows=rows,
    )


def _lines(chart: Trend) -> tuple[StyledLine, ...]:
    """Ours first; every line with a point for each year, in order."""
    given = (
        (chart.ours, Style.US),
        (chart.similar, Style.SIMILAR),
        (chart.local_authority, Style.LOCAL_AUTHORITY),
        (chart.england, Style.ENGLAND),
    )
    years = range(chart.first_year, chart.last_year + 1)
    return tuple(
        StyledLine(Line(line.name, tuple(line.at(year) for year in years), line.short_name), style)
        for line, style in given
        if line is not None
    )


def _description(chart: Trend, lines: list[Line]) -> str:
    told = [text for line in lines if (text := _told(line, chart.unit))]
    missing = [
        f"{stretch.years}: {sentence(stretch.absent.text)}."
        for stretch in stretches(lines[0].points)
    ]
    return " ".join(told + missing) or "There is no figure to show."


def _told(line: Line, unit: Unit) -> str:
    known = [point for point in line.points if point.value is not None]
    if not known:
        return ""
    first, last = known[0], known[-1]
    start, end = unit.write(first.value or 0), unit.write(last.value or 0)
    if first is last:
        return f"{line.name}: {end} in {label(last.academic_year)}."
    return (
        f"{line.name}: {start} in {label(first.academic_year)}, "
        f"{end} in {label(last.academic_year)}."
    )


def _table(chart: Trend, lines: list[Line]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    has_range = any(point.lower is not None for point in lines[0].points)
    columns = ["Year", lines[0].brief, *(["95% range"] if has_range else [])]
    columns += [line.brief for line in lines[1:]]
    rows = []
    for year in range(chart.first_year, chart.last_year + 1):
        ours = lines[0].at(year)
        row = [label(year), _cell(ours, chart.unit)]
        if has_range:
            row.append(_range(ours, chart.unit))
        row += [_cell(line.at(year), chart.unit) for line in lines[1:]]
        rows.append(tuple(row))
    return tuple(columns), tuple(rows)


def _cell(point: Point, unit: Unit) -> str:
    if point.value is None:
        return sentence((point.absent or NO_FIGURE).text)
    return unit.write(point.value)


def _range(point: Point, unit: Unit) -> str:
    if point.value is None or point.lower is None or point.upper is None:
        return ""
    return unit.interval(point.lower, point.upper)
