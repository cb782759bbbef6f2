"""What the school is set beside: its council and England, as published, and similar schools."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from leadwell.reporting.life.aggregates import ENGLAND, about_area, aggregates
from leadwell.reporting.life.rows import SchoolYear
from leadwell.reporting.similar import nearest as similar_search
from leadwell.reporting.similar.nearest import Search
from leadwell.schools.catalogue import Measure
from leadwell.schools.models import School

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
    span = range(min(rows), min(rows) + MOST_YEARS)
    for each in aggregates([ENGLAND, *map(about_area, codes)], measure, span):
        year = each.academic_year
        years.add(year)
        if each.value is None:
            continue
        if each.about == ENGLAND:
            england[year] = each.value
        elif each.about == about_area(areas.get(year) or school.local_authority_id):
            local[year] = each.value
    medians = similar_search.medians(found.ids, measure.slot) if found else {}
    return Beside(local, england, medians, years)
