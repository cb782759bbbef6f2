"""A line as small as a word, for a table's cell: the shape of the years and no more."""

from dataclasses import dataclass

from leadwell.lib.academic_year import label
from leadwell.web.charts import svg
from leadwell.web.charts.drawing import NO_FIGURE, Drawing, sentence
from leadwell.web.charts.scale import PERCENT, Scale, Unit
from leadwell.web.charts.svg import Svg
from leadwell.web.charts.years import Point, runs

WIDTH, HEIGHT, EDGE = 120.0, 28.0, 5.0


@dataclass(frozen=True, slots=True)
class Sparkline:
    """points in order of year, one for each. low and high: the same for every row of a table,
    so that rows may be compared; from the figures if not given."""

    ident: str
    title: str
    points: tuple[Point, ...]
    unit: Unit = PERCENT
    low: float | None = None
    high: float | None = None


def sparkline(chart: Sparkline) -> Drawing:
    """One small picture for every size of screen: wide and narrow are the same."""
    known = [p for p in chart.points if p.value is not None]
    desc = (
        ". ".join(f"{label(p.academic_year)}: {chart.unit.write(p.value or 0)}" for p in known)
        or "No figure"
    )
    drawn = svg.picture(
        ident=chart.ident,
        class_="spark",
        size=(WIDTH, HEIGHT),
        title=chart.title,
        desc=f"{desc}.",
        parts=_parts(chart),
    )
    return Drawing(
        ident=chart.ident,
        title=chart.title,
        desc=f"{desc}.",
        wide=drawn,
        narrow=drawn,
        table_caption=chart.title,
        columns=("Year", "Figure"),
        rows=tuple((label(p.academic_year), _cell(p, chart.unit)) for p in chart.points),
    )


def _parts(chart: Sparkline) -> list[Svg]:
    values = [p.value for p in chart.points if p.value is not None]
    if not values:
        return []
    low = min(values) if chart.low is None else chart.low
    high = max(values) if chart.high is None else chart.high
    if high <= low:
        low, high = low - 1, high + 1
    up = Scale(low, high, HEIGHT - EDGE, EDGE)
    last = max(len(chart.points) - 1, 1)
    across = Scale(0, last, EDGE, WIDTH - EDGE)
    first_year = chart.points[0].academic_year
    parts: list[Svg] = []
    for run in runs(chart.points):
        places = [(across.at(p.academic_year - first_year), up.at(p.value or 0)) for p in run]
        if len(places) > 1:
            parts.append(svg.path(places, "us"))
        elif run[0].academic_year != chart.points[-1].academic_year:
            parts.append(svg.dot(*places[0], 2))
    if chart.points[-1].value is not None:
        parts.append(svg.dot(across.end, up.at(chart.points[-1].value), 3.5))
    return parts


def _cell(point: Point, unit: Unit) -> str:
    if point.value is None:
        return sentence((point.absent or NO_FIGURE).text)
    return unit.write(point.value)
