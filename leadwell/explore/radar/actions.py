"""Declare what else is asked of a school, end it, say that the list is whole, go on all the same."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.explore.models import Initiative, InitiativesAnswer, OverloadReason
from leadwell.explore.radar import rules
from leadwell.explore.radar.load import Level
from leadwell.explore.radar.moving import alter, enter, kept, locked, move, note, one_at_a_time, put
from leadwell.explore.radar.radar import radar
from leadwell.lib import academic_year as years
from leadwell.programmes.models import Programme
from leadwell.schools.models import School
from leadwell.web.access import require


@transaction.atomic
def declare_initiative(*, school: School, by: User, at: datetime, **fields: Any) -> Initiative:
    """One more that is not run here. fields: name, subject, funder, n_staff, staff_days,
    starts_on, ends_on. Raises IntegrityError for one that is in the list."""
    require(rules.may_declare(by, school, on=timezone.localdate(at)))
    return enter(school, by=by, at=at, **fields)


@transaction.atomic
def change_initiative(*, initiative: Initiative, by: User, at: datetime, **fields: Any) -> None:
    """fields: as those of declaring."""
    found = locked(initiative)
    require(rules.may_change(by, found, on=timezone.localdate(at)))
    alter(found, by=by, at=at, **fields)
    _answered(found, by, at)


@transaction.atomic
def end_initiative(*, initiative: Initiative, ended_on: date, by: User, at: datetime) -> None:
    """It asks nothing after this day, which is before the one that was planned."""
    found = locked(initiative)
    require(rules.may_end(by, found, on=timezone.localdate(at)))
    move(found, "end", ended_on=ended_on)
    note(found, "ended", by, at)
    _answered(found, by, at)


@transaction.atomic
def take_back_initiative(*, initiative: Initiative, by: User, at: datetime) -> None:
    """It never was: it counts nowhere, and stays readable in the history."""
    found = locked(initiative)
    require(rules.may_take_back(by, found, on=timezone.localdate(at)))
    move(found, "take_back", ended_on=None)
    note(found, "took back", by, at)
    _answered(found, by, at)


@transaction.atomic
def say_list_is_whole(
    *, school: School, n_listed: int, by: User, at: datetime
) -> InitiativesAnswer:
    """These are all, or there are none. n_listed: how many the person has seen; raises
    IntegrityError where there are others meanwhile."""
    on = timezone.localdate(at)
    require(rules.may_declare(by, school, on=on))
    one_at_a_time(school)
    found = InitiativesAnswer.objects.create(
        school=school, n_listed=n_listed, said_on=on, said_by=by.person
    )
    note(found, "said whole", by, at, n_listed=n_listed)
    for one in Initiative.objects.open_on(on).at_schools([school.pk]).to_answer():
        _answered(one, by, at)
    return found


@transaction.atomic
def give_reason(
    *, programme: Programme, school: School, text: str, by: User, at: datetime
) -> OverloadReason:
    """Why a school goes on, or is taken, although much is asked of it; with what is asked now.

    Raises PermissionDenied, with the reason, where nothing is too much.
    """
    on = timezone.localdate(at)
    require(rules.may_give_reason(by, programme, school, on=on))
    [seen] = radar(by, [school], academic_year=years.of(on), on=on, programme=programme)
    if seen.level == Level.GREEN and not seen.clash:
        raise PermissionDenied(f"{school} is asked no more than usual: no reason is needed.")
    return kept(programme, school, seen, text, by=by, at=at)


def _answered(initiative: Initiative, by: User, at: datetime) -> None:
    """The school has said something of what a programme declared: from now on it is its own."""
    if initiative.is_to_answer and rules.is_of_school(by, initiative.standing_school):
        put(initiative, answered_by=by.person, answered_on=timezone.localdate(at))
