"""Declare what else is asked of a school, end it, say that the list is whole, go on all the same."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.explore.models import Initiative, InitiativesAnswer, OverloadReason
from leadwell.explore.radar import rules
from leadwell.explore.radar.load import Level
from leadwell.explore.radar.radar import radar
from leadwell.explore.radar.transitions import TRANSITIONS
from leadwell.lib import academic_year as years
from leadwell.lib.transitions import Transition
from leadwell.programmes.models import Programme
from leadwell.schools.models import School
from leadwell.web.access import require


@transaction.atomic
def declare_initiative(*, school: School, by: User, at: datetime, **fields: Any) -> Initiative:
    """One more that is not run here. fields: name, subject, funder, n_staff, staff_days,
    starts_on, ends_on. Raises IntegrityError for one that is in the list."""
    on = timezone.localdate(at)
    require(rules.may_declare(by, school, on=on))
    _one_at_a_time(school)
    found = Initiative.objects.create(
        school=school, declared_on=on, declared_by=by.person, **fields
    )
    _log(found, "declared", by, at)
    return found


@transaction.atomic
def change_initiative(*, initiative: Initiative, by: User, at: datetime, **fields: Any) -> None:
    """fields: as those of declaring."""
    found = _locked(initiative)
    require(rules.may_change(by, found, on=timezone.localdate(at)))
    _set(found, **fields)
    _log(found, "changed", by, at, fields=sorted(fields))


@transaction.atomic
def end_initiative(*, initiative: Initiative, ended_on: date, by: User, at: datetime) -> None:
    """It asks nothing after this day, which is before the one that was planned."""
    found = _locked(initiative)
    require(rules.may_end(by, found, on=timezone.localdate(at)))
    _move(found, "end", ended_on=ended_on)
    _log(found, "ended", by, at)


@transaction.atomic
def take_back_initiative(*, initiative: Initiative, by: User, at: datetime) -> None:
    """It never was: it counts nowhere, and stays readable in the history."""
    found = _locked(initiative)
    require(rules.may_take_back(by, found, on=timezone.localdate(at)))
    _move(found, "take_back", ended_on=None)
    _log(found, "took back", by, at)


@transaction.atomic
def say_list_is_whole(
    *, school: School, n_listed: int, by: User, at: datetime
) -> InitiativesAnswer:
    """These are all, or there are none. n_listed: how many the person has seen; raises
    IntegrityError where there are others meanwhile."""
    on = timezone.localdate(at)
    require(rules.may_declare(by, school, on=on))
    _one_at_a_time(school)
    found = InitiativesAnswer.objects.create(
        school=school, n_listed=n_listed, said_on=on, said_by=by.person
    )
    _log(found, "said whole", by, at, n_listed=n_listed)
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
    found = OverloadReason.objects.create(
        programme=programme, school=school, text=text, load=seen.highest.total,
        level="red" if seen.needs_the_board else seen.level, clash=seen.clash, said_on=on,
        said_by=by.person,
    )  # fmt: skip
    _log(found, "gave reason", by, at, level=found.level, clash=found.clash)
    return found


def _move(initiative: Initiative, verb: str, **fields: Any) -> None:
    step = TRANSITIONS[verb]
    if not isinstance(step, Transition):
        raise TypeError(f"{verb} leads nowhere")
    _set(initiative, state=step.after, **fields)


def _set(initiative: Initiative, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(initiative, name, value)
    initiative.save(update_fields=list(fields))


def _one_at_a_time(school: School) -> None:
    """So that nobody calls a list whole while another adds to it."""
    School.objects.select_for_update().get(pk=school.pk)


def _locked(initiative: Initiative) -> Initiative:
    found = Initiative.objects.select_for_update(of=("self",))
    return found.select_related("school__continued_by").get(pk=initiative.pk)


def _log(
    subject: Initiative | InitiativesAnswer | OverloadReason,
    verb: str,
    by: User,
    at: datetime,
    **detail: Any,
) -> None:
    log.record(at=at, actor=by.email, verb=verb, subject=subject, detail=detail)
