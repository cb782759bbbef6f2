"""The days a school is at work: by its own term dates, else by those of its council."""

from leadwell.lib.school_days import SchoolDays
from leadwell.schools.models import HalfTerm, School


def school_days(school: School) -> SchoolDays:
    """For each year the school's own half-terms where it has any, else the council's. One query."""
    rows = list(
        HalfTerm.objects.filter(school=school)
        | HalfTerm.objects.filter(
            local_authority__isnull=False, local_authority=school.local_authority_id
        )
    )
    own = {row.academic_year for row in rows if row.school_id}
    spans = sorted(
        (row.starts_on, row.ends_on)
        for row in rows
        if row.school_id or row.academic_year not in own
    )
    return SchoolDays(tuple(spans))
