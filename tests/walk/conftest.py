import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="module", autouse=True)
def _silently() -> Iterator[None]:
    """A refusal is written to the log with all that was known of it, which takes longer than it;
    here there are thousands."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
