"""Which other initiatives a school has in the first year of a programme."""

from datetime import date, timedelta

from django.db.models import Q

from leadwell.explore.choosing.ready import Other
from leadwell.explore.models import Candidate, Initiative, InitiativesAnswer
from leadwell.programmes.models import Enrolment, Programme
from leadwell.schools.models import School

ELSEWHERE = "another programme"
"""Said of every other programme here: who reads it may have nothing to do with that one."""
A_YEAR = timedelta(days=365)


def others_of(candidate: Candidate, *, on: date) -> tuple[Other, ...]:
    """Of a school that is put forward, as `others_at` has them."""
    return others_at(candidate.programme, candidate.standing_school, on=on)


def others_at(programme: Programme, school: School, *, on: date) -> tuple[Other, ...]:
    """Going on now or in the year from the programme's start: other programmes here, and what the
    school declared. Two queries."""
    first, last = span_of(programme, on=on)
    parts = (
        Enrolment.objects.of_schools([school.pk])
        .exclude(programme=programme)
        .exclude(programme__state=Programme.State.STOPPED)
        .filter(Q(left_on=None) | Q(left_on__gte=first))
        .filter(programme__starts_on__lte=last, programme__ends_on__gte=first)
        .select_related("programme")
        .order_by("programme__subject", "pk")
    )
    declared = Initiative.objects.counted().at_schools([school.pk])
    near = declared.filter(starts_on__lte=last, ends_on__gte=first)
    return (
        *(Other(ELSEWHERE, p.programme.subject, p.programme.is_paid_from_outside) for p in parts),
        *(Other(i.name, i.subject, i.is_paid_from_outside) for i in near if i.last_on >= first),
    )


def span_of(programme: Programme, *, on: date) -> tuple[date, date]:
    """The year that is asked about: from the programme's start, or from today once it has begun."""
    first = max(programme.starts_on, on)
    return first, first + A_YEAR


def is_list_whole(candidate: Candidate, *, on: date) -> bool:
    """Whether somebody said within a year that the school's list of other initiatives is whole."""
    lives = School.objects.lives_of([candidate.standing_school.pk]).order_by().values("pk")
    said = InitiativesAnswer.objects.filter(school__in=lives, said_on__gte=on - A_YEAR)
    return said.exists()
