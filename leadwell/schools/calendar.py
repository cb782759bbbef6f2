"""The days a school is at work: by its own term dates, else by those of its council."""

from collections.abc import Collection

from django.db.models import Q

from leadwell.lib.school_days import SchoolDays
from leadwell.schools.models import HalfTerm, School


def school_days(school: School) -> SchoolDays:
    """For each year the school's own half-terms where it has any, else the council's. One query."""
    return school_days_of([school])[school.pk]


def school_days_of(schools: Collection[School]) -> dict[int, SchoolDays]:
    """The same for many, by the number of each school. One query."""
    areas = {school.local_authority_id for school in schools} - {None}
    own: dict[int, list[HalfTerm]] = {}
    councils: dict[int, list[HalfTerm]] = {}
    for row in HalfTerm.objects.filter(
        Q(school__in=[school.pk for school in schools]) | Q(local_authority__in=areas)
    ):
        if row.school_id:
            own.setdefault(row.school_id, []).append(row)
        else:
            councils.setdefault(row.local_authority_id or 0, []).append(row)
    return {
        school.pk: _together(
            own.get(school.pk, []), councils.get(school.local_authority_id or 0, [])
        )
        for school in schools
    }


def _together(own: list[HalfTerm], councils: list[HalfTerm]) -> SchoolDays:
    years = {row.academic_year for row in own}
    rows = [*own, *(row for row in councils if row.academic_year not in years)]
    return SchoolDays(tuple(sorted((row.starts_on, row.ends_on) for row in rows)))
