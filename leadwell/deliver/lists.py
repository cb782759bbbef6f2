"""Visits as lists: one's calendar, a school's, schools not visited, visits put off again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from leadwell.accounts.models import User
from leadwell.deliver import access
from leadwell.deliver.models import Visit
from leadwell.deliver.models.visit import VisitQuerySet
from leadwell.lib.school_days import SchoolDays
from leadwell.people.permissions import Operation
from leadwell.programmes.models import Enrolment, ImplementationStage, StageSpan
from leadwell.schools.calendar import school_days_of
from leadwell.schools.models import School

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
WEEKS = 4
"""Shown of a calendar at once."""
UNVISITED_AFTER = 30
"""School days."""
AT_LEAST = timedelta(days=UNVISITED_AFTER * 7 // 5)
"""So many days hold no more school days than that: nearer visits are not looked at further."""
OFTEN = 2
"""Times a visit is put off until somebody should ask why."""


@dataclass(frozen=True, slots=True)
class Week:
    """monday: its first day."""

    monday: date
    visits: tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Four weeks of visits. earlier, later: the Mondays of those before and after."""

    weeks: tuple[Week, ...]
    n: int
    earlier: date
    later: date


def calendar(user: User, *, first: date) -> Calendar:
    """Of the weeks from the one of this day: one's own visits as a specialist where one makes
    any, else all that one sees."""
    monday = first - timedelta(days=first.weekday())
    visits = list(within_weeks(user, monday).with_places())
    weeks = [monday + n * A_WEEK for n in range(WEEKS)]
    return Calendar(
        tuple(
            Week(each, tuple(v for v in visits if each <= v.on < each + A_WEEK)) for each in weeks
        ),
        n=len(visits),
        earlier=monday - WEEKS * A_WEEK,
        later=monday + WEEKS * A_WEEK,
    )


def within_weeks(user: User, monday: date) -> VisitQuerySet:
    mine = access.mine_for(user)
    seen = mine if mine.exists() else access.visits_for(user)
    return seen.filter(on__gte=monday, on__lt=monday + WEEKS * A_WEEK)


@dataclass(frozen=True, slots=True)
class Unvisited:
    """A school in which work goes on and nobody has been. since: the last visit, or when the work
    began; next_on: the next one planned."""

    enrolment: Enrolment
    school: School
    since: date
    was_visited: bool
    n_school_days: int
    next_on: date | None


def unvisited(user: User, on: date) -> list[Unvisited]:
    """Target schools in the stage of delivery without a visit for more than thirty school days,
    the longest first. For those who can plan one. Two queries."""
    delivering = StageSpan.objects.live_on(on).filter(stage=ImplementationStage.DELIVER)
    happened = Q(visits__state=Visit.State.HAPPENED, visits__on__lte=on)
    to_come = Q(visits__state__in=[Visit.State.PLANNED, Visit.State.CONFIRMED], visits__on__gte=on)
    rows = (
        access.enrolments_for(user, operation=Operation.CHANGE)
        .open_on(on)  # type: ignore[attr-defined]
        .filter(part=Enrolment.Part.TARGET, stages__in=delivering, programme__ends_on__gte=on)
        .select_related("school__continued_by", "programme", "hub")
        .annotate(
            last=Max("visits__on", filter=happened),
            next=Min("visits__on", filter=to_come),
            begun=Max("stages__starts_on"),
        )
        .order_by()
    )
    long_ago = [row for row in rows if _since(row) < on - AT_LEAST]
    days_of = school_days_of([row.standing_school for row in long_ago])
    found = [_waiting(row, days_of[row.standing_school.pk], on) for row in long_ago]
    late = [each for each in found if each.n_school_days > UNVISITED_AFTER]
    return sorted(late, key=lambda each: (-each.n_school_days, each.school.name))


def _since(row: Any) -> date:
    """row: an enrolment with `last` and `begun`."""
    begun: date = row.begun
    return max(row.last or begun, begun)


def _waiting(row: Any, days: SchoolDays, on: date) -> Unvisited:
    since = _since(row)
    return Unvisited(
        row,
        row.standing_school,
        since,
        was_visited=row.last == since,
        n_school_days=days.between(since + A_DAY, on),
        next_on=row.next,
    )


def put_off_again(user: User) -> QuerySet[Visit]:
    """Visits to come that were put off twice or more. For those who look after visits."""
    seen: VisitQuerySet = access.visits_for(user, operation=Operation.CHANGE)
    often = seen.to_come().annotate(n_postponed=Count("postponements"))
    often = often.filter(n_postponed__gte=OFTEN)
    return often.with_places().prefetch_related("postponements")


def of_school(enrolment: Enrolment, visits: Iterable[Visit]) -> list[Visit]:
    """Each with its own school at hand, so that nothing is asked again."""
    found = list(visits)
    for visit in found:
        visit.enrolment = enrolment
    return found
