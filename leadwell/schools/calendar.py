"""The days a school is at work: by its own term dates, else by those of its council."""

from collections.abc import Collection

from leadwell.lib.school_days import SchoolDays
from leadwell.schools.models import HalfTerm, School


def school_days(school: School) -> SchoolDays:
    """For each year the school's own half-terms where it has any, else the council's. One query."""
    return school_days_of([school])[school.pk]


def school_days_of(schools: Collection[School]) -> dict[int, SchoolDays]:
    """The same for many, by the school's number. One query, however many."""
    areas = {school.local_authority_id for school in schools} - {None}
    rows = list(
        HalfTerm.objects.filter(school__in=schools)
        | HalfTerm.objects.filter(local_authority__in=areas)
    )
    return {school.pk: _of(school, rows) for school in schools}


def _of(school: School, rows: list[HalfTerm]) -> SchoolDays:
    own = {row.academic_year for row in rows if row.school_id == school.pk}
    area = school.local_authority_id
    spans = sorted(
        (row.starts_on, row.ends_on)
        for row in rows
        if row.school_id == school.pk
        or (area and row.local_authority_id == area and row.academic_year not in own)
    )
    return SchoolDays(tuple(spans))
