"""What the school is set beside: its council and England, as published, and similar schools."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection

from leadwell.reporting.life.rows import SchoolYear
from leadwell.reporting.similar import nearest as similar_search
from leadwell.reporting.similar.nearest import Search
from leadwell.schools.catalogue import Measure
from leadwell.schools.models import PublishedYear, School

ENGLAND = f"England {PublishedYear.RecordType.ENGLAND_STATE:d}"
MOST_YEARS = 40  # after a school's first results, in which others may have some


@dataclass(frozen=True, slots=True)
class Beside:
    """Values of one measure by academic year: as published, and the middle one of the similar
    schools. years: every year in which the council or England has a row."""

    local_authority: Mapping[int, float] = field(default_factory=dict)
    england: Mapping[int, float] = field(default_factory=dict)
    similar: Mapping[int, float] = field(default_factory=dict)
    years: Collection[int] = ()


def beside(
    school: School, measure: Measure, rows: Mapping[int, SchoolYear], found: Search | None
) -> Beside:
    """One query for council and England, one for similar schools. There is a row at least."""
    areas = {year: each.row.la_code for year, each in rows.items()}
    local, england, years = {}, {}, set()
    codes = {code for code in (*areas.values(), school.local_authority_id) if code}
    for year, about, value in _aggregates(codes, measure, first_year=min(rows)):
        years.add(year)
        if value is None:
            continue
        if about == ENGLAND:
            england[year] = value
        elif about == _about(areas.get(year) or school.local_authority_id):
            local[year] = value
    medians = similar_search.medians(found.ids, measure.slot) if found else {}
    return Beside(local, england, medians, years)


def _aggregates(
    codes: Iterable[int], measure: Measure, *, first_year: int
) -> list[tuple[int, str, float | None]]:
    """Year, whose row, and value. The years are named so that the rows are found by index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select academic_year, about, values[%s] from schools_publishedyear"
            " where academic_year = any(%s::smallint[]) and about = any(%s::text[])",
            [
                measure.slot + 1,
                list(range(first_year, first_year + MOST_YEARS)),
                [ENGLAND, *(_about(code) for code in codes)],
            ],
        )
        return [(year, about, value) for year, about, value in cursor.fetchall()]


def _about(code: int | None) -> str:
    return f"area {code}"
