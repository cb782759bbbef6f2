"""Somebody who left, with traces everywhere, and the officer who answers for data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts import actions as accounts
from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import Session, User
from leadwell.audit import log
from leadwell.audit.models import Look
from leadwell.people.models import Draft, Person, Role, RoleHeld, SubjectRequest
from leadwell.programmes.models import Enrolment
from tests.factories import (
    make_enrolment,
    make_organisation,
    make_person,
    make_role,
    make_user,
)

NAME, ADDRESS, EARLIER = "Wren Ashdown", "wren@marlpit.example.org", "w.ashdown@old.example.org"
NOW = datetime(2026, 11, 23, 10, tzinfo=timezone.get_default_timezone())


@dataclass
class Left:
    """Wren was subject leader of Marlpit until last month."""

    person: Person
    user: User
    role: RoleHeld
    enrolment: Enrolment


@pytest.fixture
def officer(db: None) -> User:
    role = make_role(Role.DATA_PROTECTION_OFFICER, organisation=make_organisation())
    assert role.person.user
    return role.person.user


@pytest.fixture
def left(db: None) -> Left:
    enrolment = make_enrolment()
    user = make_user(name=NAME)
    accounts.change_address(user=user, email=ADDRESS, by="a test", at=NOW)
    person = make_person(
        name=NAME, email=EARLIER, phone="01632 960123", post="Maths lead",
        home_school=enrolment.school, user=user,
    )  # fmt: skip
    Person.objects.filter(pk=person.pk).update(email=ADDRESS)
    person.refresh_from_db()
    yesterday = timezone.localdate() - timedelta(days=1)
    role = make_role(Role.SUBJECT_LEADER, person=person, school=enrolment.school, ends_on=yesterday)
    leave_traces(person, user, enrolment)
    return Left(person, user, role, enrolment)


def leave_traces(person: Person, user: User, enrolment: Enrolment) -> None:
    """In every kind of place where there is something about somebody."""
    with acting_as(user.pk):
        Draft.objects.create(
            user=user, form="visit", words={"notes": "Private"}, begun_at=NOW, saved_at=NOW
        )
    colleague = make_user()
    with acting_as(colleague.pk):
        Draft.objects.create(
            user=colleague,
            form="visit",
            words={"notes": f"Met {NAME.upper()} at ten"},
            begun_at=NOW,
            saved_at=NOW,
        )
    EmailAddress.objects.create(user=user, email=ADDRESS, primary=True)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    Session.objects.create(
        session_key="k" * 32, session_data="d", expire_date=NOW, user=user, device="A telephone"
    )
    log.record(at=NOW, actor=ADDRESS, verb="changed", subject=person, detail={"to": EARLIER})
    log.record(at=NOW, actor=colleague.email, verb="wrote", subject=person, detail={"of": NAME})
    log.looked(
        at=NOW, by_user=user.pk, as_roles="SUB", outcome=Look.Outcome.OPENED, page="people:person",
        record="account", about_people=[person.pk],
    )  # fmt: skip
    aims = enrolment.programme.aims.model
    aims.objects.create(
        programme=enrolment.programme, term="short", due_on=date(2027, 7, 1),
        text=f"{NAME}’s class talks more, {ADDRESS}.",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args) values ('q', 'letter', %s)",
            [f'{{"to": "{ADDRESS}"}}'],
        )


@pytest.fixture
def asked(left: Left, officer: User) -> SubjectRequest:
    """Wren asks to be forgotten."""
    return SubjectRequest.objects.create(
        kind="erasure", person=left.person, received_on=date(2026, 11, 16),
        logged_by=officer, logged_at=NOW,
    )  # fmt: skip


@pytest.fixture
def now() -> datetime:
    """The database's own clock: it decides what is old."""
    return timezone.now()


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def as_somebody(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return as_somebody


@pytest.fixture
def desk(officer, client):
    """The officer, who has just signed in by password."""
    client.post(
        reverse("account_login"), {"login": officer.email, "password": "a long pass phrase"}
    )
    return client


def whole_database() -> dict[str, str]:
    """Every row of every table as text, drafts of all included: what a thief would read."""
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(
            "select tablename from pg_tables where schemaname = 'public' order by tablename"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for name in tables:
            cursor.execute(f"select string_agg(t::text, e'\\n') from public.\"{name}\" t")
            found[name] = cursor.fetchone()[0] or ""
        cursor.execute("set role leadwell_app")
    return found


def tables_that_say(*words: str) -> set[str]:
    return {
        name
        for name, text in whole_database().items()
        if any(word.lower() in text.lower() for word in words)
    }
