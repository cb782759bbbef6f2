"""A provider of school accounts, for the tests that ask for one."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from leadwell.accounts import actions
from leadwell.accounts.models import User
from tests.factories import NOON, make_user
from tests.provider import Provider, running


@pytest.fixture
def school(settings) -> Iterator[Provider]:
    """Set up, and nobody known to it yet."""
    cache.clear()
    with running() as provider:
        for name, value in provider.settings().items():
            setattr(settings, name, value)
        yield provider
    cache.clear()


@pytest.fixture
def alice(db) -> User:
    return make_user(name="Alice")


@pytest.fixture
def bob(db) -> User:
    return make_user(name="Bob")


@pytest.fixture
def invited(db) -> User:
    """Carol has an invitation and nothing else yet."""
    return actions.create_account(
        email="carol@tansyhill.example", name="Carol", by="a test", at=NOON
    )
