"""Invented countries with their register loaded, to make people and programmes in."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import connection, models, transaction

from leadwell.accounts.models import User
from leadwell.audit.models import Event
from leadwell.deliver.models import Postponement, Visit
from leadwell.explore.models import Candidate, Initiative, OverloadReason
from leadwell.people.models import (
    ContactsConfirmation,
    Handover,
    HandoverStep,
    Person,
    RoleHeld,
)
from leadwell.prepare.models import AgreedAction
from leadwell.programmes.models import (
    ActiveIngredient,
    Aim,
    Controller,
    Enrolment,
    Hub,
    Organisation,
    Programme,
    StageSpan,
    Strand,
)
from leadwell.schools.models import School, Trust

KEPT: tuple[type[models.Model], ...] = (
    User, Person, Organisation, Programme, Aim, Controller, Strand, ActiveIngredient, Hub,
    Enrolment, StageSpan, RoleHeld, Handover, HandoverStep, ContactsConfirmation, AgreedAction,
    Visit, Postponement, Initiative, OverloadReason, Candidate,
)  # fmt: skip
SECRET = {"password"}


@contextmanager
def undone() -> Iterator[None]:
    """Whatever the block writes is gone afterwards; what the database checks last, it checks.

    What the server knows of tables is of tests before, that were undone: it would take a thousand
    rows for none and read them all each time, minutes for what takes milliseconds. So by indices.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set local enable_seqscan = off")
        yield
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate; set constraints all deferred")
        transaction.set_rollback(True)


def digest() -> str:
    """Of every row of people and programmes, but for its number and its moments."""
    lines = [line for model in KEPT for line in sorted(map(_line, model._default_manager.all()))]
    lines += sorted(
        f"{event.actor} {event.verb} {event.subject_type}" for event in Event.objects.all()
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _line(row: models.Model) -> str:
    return f"{row._meta.label} " + "; ".join(
        f"{field.name}={_told(getattr(row, field.name))}"
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in SECRET
    )


def _told(value: Any) -> str:
    match value:
        case datetime():
            return "a moment"
        case User() | Person():
            return value.email or value.name
        case School():
            return str(value.urn)
        case Programme():
            return value.code
        case Hub():
            return f"{value.programme.code} {value.name}"
        case Enrolment():
            return f"{value.programme.code} {value.school.urn}"
        case StageSpan() | Strand() | Organisation() | Trust() | Handover() | None | date():
            return str(value)
        case RoleHeld():
            return f"{_told(value.person)} {value.role} {_told(value.school)} {value.starts_on}"
    return repr(value)
