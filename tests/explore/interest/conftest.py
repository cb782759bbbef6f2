"""A call of an approved programme, a small school that is invited, and its people."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leadwell.explore.interest import actions
from leadwell.explore.models import Interest
from leadwell.people.models import Role
from tests.accounts.signing_in import by_password
from tests.factories import (
    NOON,
    holder_of,
    make_candidate,
    make_person,
    make_programme,
    make_role,
    make_school,
    make_trust,
    make_user,
)

SITE = "https://leadwell.example"
WRITTEN = {
    "base": "0", "why": "Pupils in Year 4 stop talking about how they work it out.",
    "hoped": "They explain to one another again.", "in_plan": "Number talk is in it for the summer.",
    "plan_reference": "Priority 2, page 7", "subject_lead": "Jo Quince", "deputy": "",
    "leader": "Bryony Vale", "working_party": "Deputy head, subject lead, a governor",
    "can_decide": ["timetable", "staffing"], "others": "none", "hours": "1.5",
    "days_not": "", "access_needs": "", "shares": ["teachers", "tests"], "chair_told": "yes",
    "chair_told_on": "2026-11-02", "then": "continue", "kept-device": "a-phone",
}  # fmt: skip


def another(n=1, **fields):
    """One more initiative, as the form sends it."""
    said = {
        "name": "Maths Bridge", "subject": "Maths", "funder": "charity", "n_staff": "2",
        "staff_days": "8", "starts_on": "2026-09-01", "ends_on": "2028-07-20",
    } | fields  # fmt: skip
    return {"others": "listed"} | {f"i{n}_{name}": value for name, value in said.items()}


@pytest.fixture
def programme(db):
    return make_programme(
        name="Larkwater Counts", code="LARK", subject="Mathematics", state="recruiting",
        rule_set="SSIF-2017", starts_on=date(2026, 9, 1),
    )  # fmt: skip


@pytest.fixture
def manager(programme):
    return holder_of(Role.PROJECT_MANAGER, programme=programme)


@pytest.fixture
def school(db):
    return make_school(name="Sorrel Lane", n_pupils=98, trust=make_trust("Alder Trust"))


@pytest.fixture
def head(school):
    return holder_of(Role.HEADTEACHER, school=school)


@pytest.fixture
def leader(school):
    user = make_user(name="Bryony Vale")
    person = make_person(name="Bryony Vale", email=user.email, user=user)
    make_role(Role.SENIOR_LEADER, school=school, person=person)
    return user


@pytest.fixture
def call(programme, manager):
    today = timezone.localdate()
    return actions.open_call(
        programme=programme, closes_on=today + timedelta(14), answer_by=today + timedelta(30),
        by=manager, at=NOON,
    )  # fmt: skip


@pytest.fixture
def interest(call, school, head, manager) -> Interest:
    return actions.invite_school(call=call, school=school, site=SITE, by=manager, at=NOON)


@pytest.fixture
def put_forward(programme, school):
    """By a council, before anybody asked the school."""
    return make_candidate(programme=programme, school=school, head_told_on=None, is_eligible=None)


def signed_in(user):
    client = Client()
    by_password(client, user)  # just now: signing asks for that
    return client


def page_of(name, *args):
    return reverse(f"explore:{name}", args=args)


def sent_off(client, interest, **changed):
    """The whole way by pages: written, checked and signed."""
    posted = client.post(page_of("write-interest", interest.pk), WRITTEN | changed)
    assert posted.status_code == 302, posted.text
    interest.refresh_from_db()
    answer = client.post(page_of("send-interest", interest.pk), {"version": interest.version})
    interest.refresh_from_db()
    return answer
