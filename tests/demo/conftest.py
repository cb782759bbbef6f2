"""Two invented worlds: a small one to look into, and one large enough to measure."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from leadwell.demo import files
from leadwell.schools import actions
from tests.demo.peopled import undone
from tests.demo.reading import World

TODAY = date(2026, 11, 22)
SEED = 7
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("small")
    return World(files.write(folder, seed=SEED, today=TODAY, n_schools=60))


@pytest.fixture(scope="session")
def middling(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("middling")
    return World(files.write(folder, seed=SEED, today=TODAY, n_schools=2_400))


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker, small) -> Iterator[None]:
    """The register of sixty schools and its links, loaded."""
    with django_db_blocker.unblock(), undone():
        files = small.files
        actions.import_register(path=files.register, name="register.csv", by="a test", at=NOON)
        actions.import_links(path=files.links, name="links.csv", by="a test", at=NOON)
        yield
