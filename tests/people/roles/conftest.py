"""A programme of two hubs and three schools, with the people who look after it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.programmes.models import Enrolment, Hub, Programme
from leadwell.schools.models import School
from tests.factories import (
    make_colleague,
    make_enrolment,
    make_hub,
    make_person,
    make_programme,
    make_role,
    make_school,
)


@dataclass
class World:
    programme: Programme
    exe: Hub
    tamar: Hub
    enrolment: Enrolment
    school: School
    elsewhere: Enrolment
    manager: User
    hub_lead: User
    head: User
    head_role: RoleHeld
    leader: User
    leader_role: RoleHeld


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def world(db: None) -> World:
    """Marlpit is in Exe hub; Quarry is in Tamar hub of the same programme."""
    programme = make_programme(name="Number Sense", specialist_word="lead practitioner")
    exe, tamar = (make_hub(programme, name=name) for name in ("Exe", "Tamar"))
    marlpit, quarry = (make_school(name=name) for name in ("Marlpit Primary", "Quarry Primary"))
    enrolment = make_enrolment(hub=exe, school=marlpit)
    head = named("Ada Marsh", Role.HEADTEACHER, school=marlpit)
    leader = named("Ben Ford", Role.SUBJECT_LEADER, school=marlpit)
    named("Cora Lane", Role.HEADTEACHER, school=quarry)
    return World(
        programme=programme,
        exe=exe,
        tamar=tamar,
        enrolment=enrolment,
        school=marlpit,
        elsewhere=make_enrolment(hub=tamar, school=quarry),
        manager=named("Dot Hale", Role.PROJECT_MANAGER, programme=programme).person.user,
        hub_lead=named("Eli Wood", Role.HUB_LEAD, hub=exe).person.user,
        head=head.person.user,
        head_role=head,
        leader=leader.person.user,
        leader_role=leader,
    )


def named(name: str, role: Role, **fields: object) -> RoleHeld:
    """A role of somebody who signs in, by name."""
    person = make_colleague()
    Person.objects.filter(pk=person.pk).update(name=name)
    User.objects.filter(pk=person.user_id).update(name=name)
    person.refresh_from_db()
    return make_role(role, person=person, **fields)


def nobody_yet(name: str = "Fay North", **fields: object) -> Person:
    """Somebody without an account, and with an address."""
    return make_person(
        **{"name": name, "email": f"{name.split()[0].lower()}@school.example"} | fields
    )


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    def as_(user: User) -> Client:
        client.force_login(user)
        return client

    return as_


def days(n: int) -> timedelta:
    return timedelta(days=n)


def as_seen(response) -> tuple[int, str]:
    """A page but for its token, which always changes, and its own address."""
    masked = re.sub(r'value="\w{64}"|\?next=[^"]*', "", response.text)
    return response.status_code, masked


def n_queries(client: Client, url: str) -> int:
    """How often a page asks the database, when it is asked for a second time."""
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)
