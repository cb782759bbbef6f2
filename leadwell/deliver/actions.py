"""Plan a visit, confirm it, put it off, cancel it, say that it happened."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.deliver import access, rules
from leadwell.deliver.models import Postponement, Side, Visit
from leadwell.deliver.transitions import TRANSITIONS
from leadwell.people.models import Person
from leadwell.prepare.deploying.agreeing import actions as deploying
from leadwell.programmes.models import Enrolment
from leadwell.web.access import require


@transaction.atomic
def plan_visit(
    *,
    sent_id: UUID,
    enrolment: Enrolment,
    specialist: Person,
    on: date,
    days: Decimal,
    starts_at: time | None = None,
    purpose: str = "",
    by: User,
    at: datetime,
) -> Visit:
    """A visit, however often its form is sent. Raises PermissionDenied with the reason,
    IntegrityError where the specialist is elsewhere at that time."""
    require(rules.may_plan_for(enrolment, specialist, today=_day(at)))
    return plan_next_visit(
        sent_id=sent_id, enrolment=enrolment, specialist=specialist, on=on, days=days,
        starts_at=starts_at, purpose=purpose, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def plan_next_visit(
    *,
    sent_id: UUID,
    enrolment: Enrolment,
    specialist: Person,
    on: date,
    days: Decimal,
    starts_at: time | None = None,
    purpose: str = "",
    by: User,
    at: datetime,
) -> Visit:
    """The same, as a note of a visit says it: a note is not held up by a check that ended since.
    The visit can be confirmed once there is a new one."""
    require(rules.may_plan(by, enrolment))
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)  # the same form twice at once
    if known := enrolment.visits.filter(sent_id=sent_id).first():
        return known
    require(rules.may_visit_on(enrolment, specialist, on, today=_day(at)))
    visit = Visit.objects.create(
        sent_id=sent_id,
        enrolment=enrolment,
        specialist=specialist,
        on=on,
        starts_at=starts_at,
        days=days,
        purpose=purpose,
        purpose_by=_person(by) if purpose else None,
        planned_by=_person(by),
        day_set_by=access.side_of(by, enrolment),
    )
    _log(visit, "planned", by, at, {"on": on.isoformat(), "days": str(days)})
    return visit


@transaction.atomic
def change_visit(
    *,
    visit: Visit,
    starts_at: time | None,
    days: Decimal,
    purpose: str,
    by: User,
    at: datetime,
) -> None:
    """Its hour, its length, what it is for. Another day is a postponement. visit: as it was when
    this was asked for; refused where it is not so any more, so that nothing is written over."""
    known, visit = visit, _held(visit)
    require(rules.may_change(by, visit))
    require(rules.is_as_known(visit, known))
    if purpose != visit.purpose:
        visit.purpose, visit.purpose_by = purpose, _person(by) if purpose else None
    visit.starts_at, visit.days = starts_at, days
    visit.save(update_fields=["starts_at", "days", "purpose", "purpose_by"])
    _log(visit, "changed", by, at, {"days": str(days)})


@transaction.atomic
def confirm_visit(*, visit: Visit, by: User, at: datetime) -> None:
    visit = _held(visit)
    require(rules.may_confirm(by, visit))
    _step("confirm", visit)
    _log(visit, "confirmed", by, at)


@transaction.atomic
def postpone_visit(
    *,
    visit: Visit,
    to_day: date,
    starts_at: time | None = None,
    side: Side,
    reason: str,
    by: User,
    at: datetime,
) -> Postponement:
    """To another day, which the side that did not choose it is to confirm anew."""
    visit = _held(visit)
    require(rules.may_postpone(by, visit))
    require(rules.may_visit_on(visit.enrolment, visit.specialist, to_day, today=_day(at)))
    said = Postponement(
        visit=visit, from_day=visit.on, to_day=to_day, side=side, reason=reason,
        said_by=_person(by), said_at=at,
    )  # fmt: skip
    said.clean()
    said.save(force_insert=True)
    side_of_day = access.side_of(by, visit.enrolment)
    _step("postpone", visit, on=to_day, starts_at=starts_at, day_set_by=side_of_day)
    _log(visit, "postponed", by, at, {"on": [said.from_day.isoformat(), to_day.isoformat()]})
    return said


@transaction.atomic
def cancel_visit(*, visit: Visit, because: str, by: User, at: datetime) -> None:
    visit = _held(visit)
    require(rules.may_cancel(by, visit))
    _step("cancel", visit, cancelled_because=because)
    _log(visit, "cancelled", by, at)


@transaction.atomic
def say_happened(*, visit: Visit, days: Decimal, by: User, at: datetime) -> None:
    """days: how long it was, which counts towards the days agreed."""
    visit = _held(visit)
    require(rules.may_say_happened(by, visit, today=_day(at)))
    _step("happen", visit, days=days)
    tell_agreements(visit)
    _log(visit, "happened", by, at, {"days": str(days)})


def tell_agreements(visit: Visit) -> None:
    """The agreement by which the specialist is sent there counts the days given, from all visits
    of theirs there that happened."""
    happened = Visit.objects.filter(
        enrolment=visit.enrolment_id, specialist=visit.specialist_id, state=Visit.State.HAPPENED
    )
    deploying.count_given(
        enrolment=visit.enrolment_id, person=visit.specialist_id,
        happened=happened.order_by().values_list("on", "days"),
    )  # fmt: skip


def _held(visit: Visit) -> Visit:
    """As it is now, kept from others until this is done."""
    return Visit.objects.with_places().select_for_update(of=("self",)).get(pk=visit.pk)


def _step(verb: str, visit: Visit, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(visit, name, value)
    visit.state = TRANSITIONS[verb].after
    visit.save(update_fields=["state", *fields])


def _person(user: User) -> Person:
    """Whoever may do this has a role, and so is a person."""
    return user.person


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _log(
    visit: Visit, verb: str, by: User, at: datetime, detail: Mapping[str, Any] | None = None
) -> None:
    log.record(at=at, actor=by.email, verb=verb, subject=visit, detail=detail)
