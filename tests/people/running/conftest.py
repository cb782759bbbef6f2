"""A programme that has just been opened, and the people it takes."""

import pytest

from leadwell.people.models import Role
from tests.factories import holder_of, make_hub, make_programme


@pytest.fixture
def programme(db):
    return make_programme(name="Number Sense", code="NUM-26")


@pytest.fixture
def hub(programme):
    return make_hub(programme, name="Exe")


@pytest.fixture
def lead(programme):
    return holder_of(Role.PROGRAMME_LEAD, programme=programme)


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client
