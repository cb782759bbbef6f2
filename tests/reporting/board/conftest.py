from datetime import UTC, date, datetime, time

import pytest
from django.test import Client

from leadwell.deliver.models import QualityCheck, Rag
from leadwell.deliver.models.version import ASPECTS
from leadwell.deliver.notes import actions as notes
from leadwell.deliver.notes.content import Stand
from leadwell.people.models import Role, RoleHeld
from tests.factories import holder_of, make_note, make_role, make_visit


def stands(*colours):
    """Three colours as a note says them: engagement, implementation, impact."""
    return {
        aspect: Stand(Rag(colour), "It is so" if colour in {"amber", "red"} else "")
        for aspect, colour in zip(ASPECTS, colours, strict=True)
    }


@pytest.fixture
def released(db):
    """Makes a released note of a visit to a school, in these colours."""

    def make(enrolment, on, *colours, is_signed=True, sees_differently="", **content):
        at = datetime.combine(on, time(12), tzinfo=UTC)
        sent = enrolment.deployed.filter(role=Role.SPECIALIST).first()
        specialist = (sent or make_role(Role.SPECIALIST, enrolment=enrolment)).person
        if colours:
            content["stands"] = stands(*colours)
        note = make_note(
            make_visit(enrolment=enrolment, specialist=specialist, on=on), at=at, **content
        )
        sign_and_release(note, at, is_signed=is_signed, sees_differently=sees_differently)
        return note

    return make


def sign_and_release(note, at, *, is_signed=True, sees_differently=""):
    school, hub = note.enrolment.school, note.enrolment.hub
    head = _holder(Role.HEADTEACHER, school=school)
    lead = _holder(Role.HUB_LEAD, hub=hub)
    if is_signed:
        notes.sign_note(
            note=note, version=note.shown, sees_differently=sees_differently, authenticated_at=at,
            by=head, at=at,
        )  # fmt: skip
        notes.release_note(note=note, ticks=QualityCheck.Tick.values, by=lead, at=at)
        return
    type(note).objects.filter(pk=note.pk).update(state="unsigned", due_on=None)
    note.refresh_from_db()


def _holder(role, **scope):
    held = RoleHeld.objects.filter(role=role, **scope).first()
    return held.person.user if held else holder_of(role, **scope)


@pytest.fixture
def signed_in():
    """A client of one's own for each person."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def today():
    return date(2026, 11, 20)
