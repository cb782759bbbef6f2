"""The overview's picture: the rows of the page with their ranges, beside England."""

from functools import lru_cache

from leadwell.lib import academic_year as years
from leadwell.reporting.overview.rows import About, SchoolRow
from leadwell.schools.catalogue import Unit
from leadwell.web.charts.drawing import Absence, Drawing
from leadwell.web.charts.intervals import Intervals, intervals
from leadwell.web.charts.intervals import Row as Bar

HEADINGS = {
    Unit.PERCENT: "Per cent of pupils",
    Unit.SCALED_SCORE: "Average scaled score",
    Unit.PROGRESS_POINTS: "Progress points",
}


def picture(rows: tuple[SchoolRow, ...], about: About) -> Drawing | None:
    """None where no school of the page has a figure, or England has none to stand beside."""
    if about.england is None or not any(row.level.value is not None for row in rows):
        return None
    earlier = "" if about.earlier_year is None else years.label(about.earlier_year)
    england = about.writing.write(about.england)
    return _drawn(
        Intervals(
            ident="overview",
            title=f"{HEADINGS[about.measure.unit]}: {about.measure.label.lower()}",
            rows=tuple(map(_bar, rows)),
            unit=about.writing,
            level=about.england,
            level_text=f"England {england}",
            now_name=years.label(about.academic_year),
            before_name=earlier or "Before",
        )
    )


def _bar(row: SchoolRow) -> Bar:
    if row.level.value is None:
        return Bar(name=row.row.name, absent=Absence(row.level.reason))
    return Bar(
        name=row.row.name,
        now=row.level.value,
        lower=row.level.low,
        upper=row.level.high,
        before=row.row.before,
    )


# The same fifty schools draw the same picture: 6 ms that need not be spent again.
_drawn = lru_cache(maxsize=32)(intervals)
