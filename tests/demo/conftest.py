"""Two invented worlds: a small one to look into, and one large enough to measure."""

from datetime import date

import pytest

from leadwell.demo import files
from tests.demo.reading import World

TODAY = date(2026, 11, 22)
SEED = 7


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("small")
    return World(files.write(folder, seed=SEED, today=TODAY, n_schools=60))


@pytest.fixture(scope="session")
def middling(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("middling")
    return World(files.write(folder, seed=SEED, today=TODAY, n_schools=2_400))
