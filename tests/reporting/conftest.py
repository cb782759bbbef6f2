import pytest

from tests.factories import make_user


@pytest.fixture
def signed_in(client):
    client.force_login(make_user())
    return client
