import pytest

from tests.factories import make_administrator, make_colleague


@pytest.fixture
def administrator(db):
    return make_administrator()


@pytest.fixture
def as_administrator(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def as_reader(client, db):
    """Somebody signed in who may open no programme."""
    client.force_login(make_colleague().user)
    return client
