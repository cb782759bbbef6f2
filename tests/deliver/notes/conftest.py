import pytest

from leadwell.people.models import Role
from tests.factories import NOON, holder_of, make_visit


@pytest.fixture
def visit(enrolment, specialist):
    """Of today, at Tansy Hill."""
    return make_visit(enrolment=enrolment, specialist=specialist, on=NOON.date())


@pytest.fixture
def author(specialist):
    return specialist.user


@pytest.fixture
def writer(client, author):
    client.force_login(author)
    return client


@pytest.fixture
def head(enrolment):
    return holder_of(Role.HEADTEACHER, school=enrolment.school)


@pytest.fixture
def senior_leader(enrolment):
    return holder_of(Role.SENIOR_LEADER, school=enrolment.school)
