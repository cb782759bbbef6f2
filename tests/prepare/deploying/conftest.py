from datetime import date
from decimal import Decimal

import pytest

from leadwell.people.models import Role
from leadwell.prepare.deploying.agreeing import actions
from leadwell.prepare.deploying.agreeing.hashing import sha256
from leadwell.prepare.models import Deployment
from tests.factories import NOON, holder_of, make_enrolment, make_school
from tests.sent import make_specialist

TERMS = {
    "priorities": ["Bar modelling in Year 3/4"], "outcomes": "Books of Year 4 in July",
    "starts_on": date(2026, 11, 23), "ends_on": date(2027, 7, 16), "review_on": date(2027, 3, 1),
}  # fmt: skip


@pytest.fixture
def enrolment(db):
    return make_enrolment(
        school=make_school(name="Tansy Hill", easting=400_000, northing=100_000),
        work_agreed_on=date(2026, 9, 1),
    )


@pytest.fixture
def hub_lead(enrolment):
    return holder_of(Role.HUB_LEAD, hub=enrolment.hub)


@pytest.fixture
def specialist(enrolment):
    home = make_school(name="Alder Bank", easting=410_000, northing=100_000)
    return make_specialist(hub=enrolment.hub, home=home)


@pytest.fixture
def home_head(specialist):
    return holder_of(Role.HOME_HEADTEACHER, school=specialist.home)


@pytest.fixture
def host_head(enrolment):
    return holder_of(Role.HEADTEACHER, school=enrolment.school)


@pytest.fixture
def propose(enrolment, specialist, hub_lead, home_head, host_head):
    """Proposes 8 days of this year, unless told otherwise."""

    def make(*, days=8, **terms):
        return actions.propose(
            **{
                "enrolment": enrolment, "specialist": specialist, "by": hub_lead, "at": NOON,
                "lead_contact": host_head.person, "days": days if isinstance(days, dict) else {2026: Decimal(days)},
            } | TERMS | terms
        )  # fmt: skip

    return make


@pytest.fixture
def sign():
    def step(deployment: Deployment, verb, by, at=NOON):
        return actions.sign(
            verb=verb, deployment=deployment, shown=sha256(deployment), authenticated_at=at, by=by,
            at=at,
        )  # fmt: skip

    return step


@pytest.fixture
def active(propose, sign, specialist, home_head, host_head):
    deployment = propose()
    for verb, by in (
        ("release", home_head), ("host", host_head), ("accept", specialist.person.user),
    ):  # fmt: skip
        sign(deployment, verb, by)
    deployment.refresh_from_db()
    return deployment
