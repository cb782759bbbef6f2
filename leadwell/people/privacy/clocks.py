"""The clock of a request, and whether a school's parents have the right to the education record."""

from datetime import date

from leadwell.lib.school_days import SchoolDays
from leadwell.people.models import SubjectRequest
from leadwell.people.privacy import clock as counting
from leadwell.people.privacy.clock import Clock
from leadwell.schools import calendar
from leadwell.schools.models import School

MAINTAINED = ("community", "voluntary", "foundation", "local authority", "pupil referral")
"""How the register's kinds of maintained schools begin; academies, free schools and independent
schools are of other kinds."""


def clock(request: SubjectRequest, *, on: date) -> Clock:
    """As it stood on the day of the answer, once there is one."""
    return counting.count(
        request.received_on,
        pauses=[pause.days for pause in request.pauses.all()],
        is_extended=request.extended_on is not None,
        school_days=_school_days(request),
        on=request.answered_on or on,
    )


def counts_school_days(request: SubjectRequest) -> bool:
    """A parent's request for a copy, at a maintained school."""
    is_copy = request.kind == SubjectRequest.Kind.ACCESS
    return bool(request.school and is_copy and is_maintained(request.school))


def _school_days(request: SubjectRequest) -> SchoolDays | None:
    """By the calendar of the school as it stands today, under whatever number it was asked."""
    if request.school is None or not counts_school_days(request):
        return None
    return calendar.school_days(request.school.continued_by or request.school)


def is_maintained(school: School) -> bool:
    return school.type_of_establishment.lower().startswith(MAINTAINED)
