"""A past for the tests of what is past its time."""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import connection
from django.utils import timezone

from leadwell.audit import log
from leadwell.audit.models import Look
from leadwell.people.models import Person, Role
from leadwell.people.privacy.disposing import due
from leadwell.programmes.models import Aim, Programme
from tests.factories import (
    make_colleague,
    make_enrolment,
    make_programme,
    make_role,
    make_school,
)

LONG_AGO = datetime(2015, 9, 1, 9, tzinfo=timezone.get_default_timezone())


def grow_old():
    """Everything so far was last changed long ago: only the owner can say so."""
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        for model in apps.get_models():
            if hasattr(model, "pgh_tracked_model"):
                cursor.execute(f"update {model._meta.db_table} set pgh_created_at = %s", [LONG_AGO])
        cursor.execute("set role leadwell_app")


def looked(at: datetime, **more: object) -> None:
    log.looked(
        at=at, by_user=1, as_roles="HT", outcome=Look.Outcome.OPENED, page="people:person",
        record="account", **more,
    )  # fmt: skip


def found(on: date) -> dict[str, int]:
    return {one.entry.name: one.n for one in due.due(on)}


def old_programme() -> Programme:
    """Over for more than six years, with all that hangs on it."""
    programme = make_programme(starts_on=date(2017, 9, 1), ends_on=date(2019, 7, 20))
    enrolment = make_enrolment(programme=programme, joined_on=date(2017, 9, 1))
    Aim.objects.create(programme=programme, term="short", text="Talk", due_on=date(2018, 7, 1))
    make_role(
        Role.SPECIALIST, enrolment=enrolment,
        starts_on=date(2017, 9, 1), ends_on=date(2019, 7, 20),
    )  # fmt: skip
    return programme


def gone(ends_on: date, **fields: object) -> Person:
    """Somebody whose last role ended then, with an account."""
    person = make_colleague(**fields)
    make_role(Role.TEACHER, person=person, school=make_school(),
              starts_on=date(2012, 9, 1), ends_on=ends_on)  # fmt: skip
    EmailAddress.objects.create(user=person.user, email=person.email, primary=True)
    return person
