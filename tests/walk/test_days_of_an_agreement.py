"""A specialist's access to a school begins with the first day of the agreement and ends with its
last: every page and form that it opens, of every kind of record, walked on the days around both."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leadwell.accounts.models import User
from leadwell.people import permissions
from leadwell.people.models import Role, RoleHeld
from leadwell.people.permissions import Reach, table
from leadwell.prepare.deploying.agreeing import actions
from leadwell.prepare.deploying.agreeing.hashing import sha256
from leadwell.prepare.models import Deployment
from leadwell.programmes.models import Enrolment
from tests.accounts.signing_in import by_password
from tests.factories import NOON, holder_of, make_school
from tests.sent import make_specialist
from tests.walk.asking import ask
from tests.walk.test_every_address import fits
from tests.walk.test_midnight import Tab, opened, tabs
from tests.walk.twin import Twin
from tests.walk.world import Half, make_half, other_things

A_DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def half(django_db_setup, django_db_blocker) -> Iterator[Half]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_half("Alder")
        other_things(made)
        Enrolment.objects.update(work_agreed_on=date(2026, 9, 1))
        yield made
        transaction.set_rollback(True)


def sent(half: Half, first: date, last: date) -> User:
    """Somebody with a place in the hub and an agreement that all three have signed."""
    enrolment = half.enrolments[0]
    home = make_school(name="Quincetree Ford")
    specialist = make_specialist(hub=half.hubs[0], home=home)
    home_head = holder_of(Role.HOME_HEADTEACHER, school=home)
    host_head = RoleHeld.objects.filter(role=Role.HEADTEACHER, school=enrolment.school).first()
    head = (
        host_head.person.user if host_head else holder_of(Role.HEADTEACHER, school=enrolment.school)
    )
    days = {year: Decimal(1) for year in {_year(first), _year(last)}}
    found = actions.propose(
        enrolment=enrolment, specialist=specialist, priorities=["Bars"], outcomes="Books in July",
        starts_on=first, ends_on=last, review_on=last, lead_contact=head.person, days=days,
        by=holder_of(Role.HUB_LEAD, hub=half.hubs[0]), at=NOON,
    )  # fmt: skip
    own = specialist.person.user
    for verb, by in (("release", home_head), ("host", head), ("accept", own)):
        found = Deployment.objects.get(pk=found.pk)
        actions.sign(
            verb=verb, deployment=found, shown=sha256(found), authenticated_at=NOON, by=by, at=NOON
        )  # fmt: skip
    assert Deployment.objects.get(pk=found.pk).state == "active"
    return own


def _year(day: date) -> int:
    return day.year if day.month >= 9 else day.year - 1


def noon_of(day: date) -> time_machine.travel:
    return time_machine.travel(datetime.combine(day, NOON.timetz()), tick=False)


def open_on(day: date, user: User, half: Half) -> list[Tab]:
    """By the permission table, worked out slowly."""
    with noon_of(day):
        return tabs(user, Twin(timezone.localdate()), half)


def records() -> set[str]:
    """What a specialist has at schools they are sent to, where there are pages of it."""
    return {
        key
        for key, record in table().items()
        for grant in record.grants
        if grant.role == Role.SPECIALIST and grant.reach == Reach.ASSIGNED
    } & {page.record for page in permissions.pages().values() if page.of}


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@example(begins=0, length=0)
@given(begins=st.integers(0, 200), length=st.integers(0, 200))
def test_every_page_opens_with_the_first_day_and_shuts_with_the_last(half, begins, length):
    first = date(2026, 11, 23) + begins * A_DAY
    last = first + length * A_DAY
    with transaction.atomic():
        user = sent(half, first, last)
        before = open_on(first - A_DAY, user, half)
        between = [tab for tab in open_on(first, user, half) if tab not in before]
        assert {page.record for page, _ in between} >= records()
        school = half.enrolments[0].school.name
        for day, is_open in (
            (first - A_DAY, False), (first, True), (last, True), (last + A_DAY, False),
        ):  # fmt: skip
            with noon_of(day):
                client = Client(raise_request_exception=False)
                by_password(client, user)
                for (page, method), answer in zip(
                    between, opened(client, half, between), strict=True
                ):
                    where = (page.name, method, day, answer.status, answer.fault)
                    if is_open:
                        assert fits(answer.status, "opened", page), where
                    else:
                        assert answer.status in {403, 404}, where
                        assert not answer.changed, where
                mine = ask(client, "GET", reverse("reporting:my-schools")).text
                assert (school in mine) == is_open, day
        transaction.set_rollback(True)
