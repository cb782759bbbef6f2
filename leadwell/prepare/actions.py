"""Agree an action, take it on, say what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.people.models import Person
from leadwell.people.roles.actions import Newcomer
from leadwell.prepare import access, rules
from leadwell.prepare.models import AgreedAction, Effect, Origin, ProgressSaid
from leadwell.prepare.needs import NOTHING, Needs
from leadwell.prepare.transitions import BY_WORD, TRANSITIONS
from leadwell.programmes.models import Enrolment
from leadwell.schools import calendar
from leadwell.schools.models import School
from leadwell.web.access import require

How = ProgressSaid.How


@dataclass(frozen=True, slots=True)
class Instead:
    """Which action is dropped for a new one, and why."""

    of: AgreedAction
    because: str


@transaction.atomic
def agree_action(
    *,
    enrolment: Enrolment,
    what: str,
    owner: Person | Newcomer,
    due_on: date,
    support: Iterable[str] = (),
    needs: Needs = NOTHING,
    origin: Origin = Origin.PLAN,
    instead_of: Instead | None = None,
    by: User,
    at: datetime,
) -> AgreedAction:
    """One more action of a school; where it has the most there can be, in the place of another.

    Raises PermissionDenied with the reason.
    """
    on = timezone.localdate(at)
    require(rules.may_agree(by, enrolment, on=on))
    school = _one_at_a_time(enrolment)
    require(rules.is_in_term(calendar.school_days(school), due_on))
    if instead_of:
        drop_action(action=instead_of.of, because=instead_of.because, by=by, at=at)
    require(rules.may_agree_one_more(school))
    action = AgreedAction.objects.create(
        enrolment=enrolment,
        what=what,
        owner=_who(owner, enrolment, by=by, at=at),
        due_on=due_on,
        support=list(support),
        **needs.as_fields,
        origin=origin,
        agreed_on=on,
        agreed_by=by.person,
    )
    _log(action, "agreed", by, at)
    return action


@transaction.atomic
def change_action(*, action: AgreedAction, by: User, at: datetime, **fields: Any) -> None:
    """fields: what, due_on, support, support_days, cover_days, cost_gbp."""
    action = _locked(action)
    require(rules.may_change(by, action))
    _is_in_term(action, fields.get("due_on", action.due_on))
    _set(action, **fields)
    # Which facts, not what they say: its history has that, and is forgotten with the person.
    _log(action, "changed", by, at, fields=sorted(fields))


@transaction.atomic
def give_action(*, action: AgreedAction, owner: Person | Newcomer, by: User, at: datetime) -> None:
    """To another owner; there is always one and only one."""
    action = _locked(action)
    require(rules.may_give(by, action))
    was = action.owner_id
    owner = _who(owner, action.enrolment, by=by, at=at)
    _set(action, owner=owner, passed_from=None, passed_on=None)
    _log(action, "gave", by, at, owner=[was, action.owner_id])


@transaction.atomic
def say_progress(*, action: AgreedAction, how: How, text: str = "", by: User, at: datetime) -> None:
    """How it goes, in one's own words. To drop it, the words are the reason."""
    if how == How.DROPPED:
        drop_action(action=action, because=text, by=by, at=at)
        return
    action = _locked(action)
    require(rules.may_say_progress(by, action))
    on = timezone.localdate(at)
    _move(action, BY_WORD[how], **({"ended_on": on} if how == How.DONE else {}))
    _say(action, how, text, by=by, at=at)


@transaction.atomic
def give_evidence(*, action: AgreedAction, evidence: str, by: User, at: datetime) -> None:
    """How one can see that it is done; which says that it is, where nobody had."""
    action = _locked(action)
    require(rules.may_give_evidence(by, action))
    if action.is_open:
        _move(action, "evidence", evidence=evidence, ended_on=timezone.localdate(at))
        _say(action, How.DONE, "", by=by, at=at)
    else:
        _move(action, "evidence", evidence=evidence)
    _log(action, "evidenced", by, at)


@transaction.atomic
def drop_action(*, action: AgreedAction, because: str, by: User, at: datetime) -> None:
    """It is not done, and why. Raises IntegrityError without a reason."""
    action = _locked(action)
    require(rules.may_drop(by, action))
    on = timezone.localdate(at)
    _move(action, "drop", dropped_because=because, ended_on=on)
    _say(action, How.DROPPED, "", by=by, at=at)


@transaction.atomic
def reopen_action(
    *, action: AgreedAction, because: str, due_on: date, by: User, at: datetime
) -> None:
    """There is more to do, by a new day. How it had ended is kept in what is said."""
    _one_at_a_time(action.enrolment)
    action = _locked(action)
    require(rules.may_reopen(by, action, on=timezone.localdate(at)))
    _is_in_term(action, due_on)
    was = action.ending
    _move(
        action, "reopen", due_on=due_on, ended_on=None, evidence="", dropped_because="",
        effect="", effect_note="", effect_said_on=None,
    )  # fmt: skip
    _say(action, How.REOPENED, because, was=was, by=by, at=at)


@transaction.atomic
def say_effect(
    *, action: AgreedAction, effect: Effect, note: str = "", by: User, at: datetime
) -> None:
    """What came of it; said again, it is said anew."""
    action = _locked(action)
    require(rules.may_say_effect(by, action))
    _set(action, effect=effect, effect_note=note, effect_said_on=timezone.localdate(at))
    _log(action, "said effect", by, at, effect=effect)


def _is_in_term(action: AgreedAction, due_on: date) -> None:
    """A day that it has already stays, whatever became of the calendar."""
    if due_on != action.due_on:
        school = action.enrolment.standing_school
        require(rules.is_in_term(calendar.school_days(school), due_on))


def _move(action: AgreedAction, verb: str, **fields: Any) -> None:
    _set(action, state=TRANSITIONS[verb].after, **fields)


def _set(action: AgreedAction, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(action, name, value)
    action.save(update_fields=list(fields))


def _say(
    action: AgreedAction, how: How, text: str, *, was: str = "", by: User, at: datetime
) -> None:
    ProgressSaid.objects.create(
        action=action, said_on=timezone.localdate(at), how=how, text=text, was=was, by=by.person
    )
    _log(action, "said", by, at, how=how)


def _who(owner: Person | Newcomer, enrolment: Enrolment, *, by: User, at: datetime) -> Person:
    """Somebody there of this name already is that person; else somebody without an account."""
    if isinstance(owner, Person):
        return owner
    there = access.owners_at(enrolment, on=timezone.localdate(at))
    if known := there.filter(name__iexact=owner.name).first():
        return known
    person = Person.objects.create(
        name=owner.name, post=owner.post, home_school=enrolment.standing_school, added_by=by
    )
    log.record(at=at, actor=by.email, verb="added", subject=person)
    return person


def _one_at_a_time(enrolment: Enrolment) -> School:
    """The standing school, so that two at once count its open actions one after the other."""
    school = enrolment.standing_school
    School.objects.select_for_update().get(pk=school.pk)
    return school


def _locked(action: AgreedAction) -> AgreedAction:
    found = AgreedAction.objects.select_for_update(of=("self",))
    return found.select_related("enrolment__programme", "enrolment__school__continued_by").get(
        pk=action.pk
    )


def _log(action: AgreedAction, verb: str, by: User, at: datetime, **detail: Any) -> None:
    log.record(at=at, actor=by.email, verb=verb, subject=action, detail=detail)
