"""A programme that is being designed, and the people who design, approve and sign."""

import pytest

from leadwell.people.models import Role
from tests.designed import answer_for, assess, design, make_safe
from tests.factories import holder_of, make_programme


@pytest.fixture
def programme(db):
    return make_programme(name="Number Sense", code="NUM-26")


@pytest.fixture
def lead(programme):
    return holder_of(Role.PROGRAMME_LEAD, programme=programme)


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def board(programme):
    return holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=programme)


@pytest.fixture
def officer(programme):
    return holder_of(Role.DATA_PROTECTION_OFFICER, organisation=programme.lead_organisation)


@pytest.fixture
def designed(programme):
    return design(programme)


@pytest.fixture
def answered_for(designed):
    return answer_for(designed)


@pytest.fixture
def assessment(answered_for, lead):
    return assess(answered_for, lead=lead)


@pytest.fixture
def safe(answered_for, lead, officer):
    """A design that may use data, and says how long."""
    make_safe(answered_for, lead=lead, officer=officer)
    answered_for.refresh_from_db()
    return answered_for
