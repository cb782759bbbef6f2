"""What a programme consists of, written. People and the floors above ask the rules first."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.programmes.models import (
    ActiveIngredient,
    Aim,
    Controller,
    Enrolment,
    Hub,
    ImplementationStage,
    Obligation,
    Organisation,
    Programme,
    StageSpan,
    Strand,
)
from leadwell.schools.models import School

Part = Strand | ActiveIngredient | Aim | Controller | Hub


@transaction.atomic
def create_programme(
    *, lead_organisation: str | Organisation, by: User, at: datetime, **fields: Any
) -> Programme:
    """A programme, led by an organisation that is made when its name is new.

    Raises IntegrityError when a field breaks one of the programme's constraints.
    """
    if isinstance(lead_organisation, str):
        lead_organisation, _ = Organisation.objects.get_or_create(name=lead_organisation)
    programme = Programme.objects.create(lead_organisation=lead_organisation, **fields)
    _log(programme, "created", by, at)
    return programme


@transaction.atomic
def change(*, thing: models.Model, by: User | None, at: datetime, **fields: Any) -> None:
    """Change these fields of a programme or a part of it; the log says from what to what, and of
    words only that they are others: what they were, the history of the row has."""
    was = {name: getattr(thing, name) for name in fields}
    changed = {name: value for name, value in fields.items() if value != was[name]}
    if not changed:
        return
    for name, value in changed.items():
        setattr(thing, name, value)
    thing.save(update_fields=list(changed))
    said = {
        name: log.WORDS if _is_for_words(thing, name) else [_plain(was[name]), _plain(value)]
        for name, value in changed.items()
    }
    _log(thing, "changed", by, at, {"changed": said})


@transaction.atomic
def add(*, part: Part, by: User, at: datetime) -> None:
    """Save a new strand, ingredient, aim, controller or hub of a programme."""
    part.save(force_insert=True)
    _log(part, "added", by, at)


@transaction.atomic
def enrol_school(
    *,
    programme: Programme,
    school: School,
    joined_on: date,
    hub: Hub | None = None,
    part: Enrolment.Part = Enrolment.Part.TARGET,
    by: User,
    at: datetime,
) -> Enrolment:
    """A school's part in a programme, which begins with finding out what it needs."""
    enrolment = Enrolment.objects.create(
        programme=programme, school=school, hub=hub, part=part, joined_on=joined_on
    )
    StageSpan.objects.create(
        enrolment=enrolment, stage=ImplementationStage.EXPLORE, starts_on=joined_on
    )
    _log(enrolment, "enrolled", by, at, {"school": school.urn, "programme": programme.code})
    return enrolment


@transaction.atomic
def begin_stage(
    *, enrolment: Enrolment, stage: ImplementationStage, on: date, by: User, at: datetime
) -> StageSpan:
    """The school is in another stage from this day; the one before ends the day before."""
    before = enrolment.stages.select_for_update().filter(ends_on=None).first()
    if before and before.starts_on == on:
        before.delete()
    elif before:
        before.ends_on = on - timedelta(days=1)
        before.save(update_fields=["ends_on"])
    begun = StageSpan.objects.create(enrolment=enrolment, stage=stage, starts_on=on)
    was = before.stage if before else ""
    _log(enrolment, "began a stage", by, at, {"stage": [was, stage], "on": on.isoformat()})
    return begun


@transaction.atomic
def leave_programme(
    *,
    enrolment: Enrolment,
    last_day: date,
    why: Enrolment.WhyLeft,
    by: User,
    at: datetime,
) -> None:
    """The school's part in the programme ends with this day; what was written stays."""
    enrolment.left_on, enrolment.why_left = last_day, why
    enrolment.save(update_fields=["left_on", "why_left"])
    enrolment.stages.filter(ends_on=None, starts_on__lte=last_day).update(ends_on=last_day)
    _log(enrolment, "left", by, at, {"on": last_day.isoformat(), "why": why})


@transaction.atomic
def agree_work(*, enrolment: Enrolment, on: date | None, by: User | None, at: datetime) -> None:
    """Work in the school is agreed since this day; None: it is not, or not any more. by: nobody
    where the last signature came by link."""
    change(thing=enrolment, by=by, at=at, work_agreed_on=on)


@transaction.atomic
def promise(
    *,
    enrolment: Enrolment,
    kind: str,
    due_on: date,
    detail: str = "",
    by: User | None,
    at: datetime,
) -> Obligation:
    """A row for what has to be done by a day. Promised twice, it is one row. by: nobody where the
    worker writes what follows from being in the programme."""
    obligation, is_new = Obligation.objects.get_or_create(
        enrolment=enrolment, kind=kind, detail=detail, due_on=due_on
    )
    if is_new:
        _log(obligation, "promised", by, at, {"what": kind, "due": due_on.isoformat()})
    return obligation


@transaction.atomic
def keep_promise(*, obligation: Obligation, on: date, by: User | None, at: datetime) -> None:
    """It was done on this day."""
    obligation.met_on = on
    obligation.save(update_fields=["met_on"])
    _log(obligation, "met", by, at, {"on": on.isoformat()})


@transaction.atomic
def skip_promise(*, obligation: Obligation, because: str, by: User | None, at: datetime) -> None:
    """It need not be done any more."""
    obligation.skipped_because = because
    obligation.save(update_fields=["skipped_because"])
    _log(obligation, "skipped", by, at)


@transaction.atomic
def promise_again(*, obligation: Obligation, by: User | None, at: datetime) -> None:
    """What was skipped has to be done after all, by the day it had."""
    obligation.skipped_because = ""
    obligation.save(update_fields=["skipped_because"])
    _log(obligation, "promised again", by, at)


def _log(
    thing: models.Model,
    verb: str,
    by: User | None,
    at: datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    actor = by.email if by else "worker"
    log.record(at=at, actor=actor, verb=verb, subject=thing, detail=detail)


def _is_for_words(thing: models.Model, name: str) -> bool:
    field = thing._meta.get_field(name)
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def _plain(value: Any) -> Any:
    """As the log can keep it."""
    if isinstance(value, models.Model):
        return value.pk
    return value if isinstance(value, int | str | bool | list | None) else str(value)
