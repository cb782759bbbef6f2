import logging
from collections.abc import Iterator

import pytest
from django.template import Template
from django.test.utils import _TestState


@pytest.fixture(scope="module", autouse=True)
def _silently() -> Iterator[None]:
    """A refusal is written to the log with all that was known of it, which takes longer than it;
    here there are thousands."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module", autouse=True)
def _as_the_site_does() -> Iterator[None]:
    """Pages are made without Django's copy of all that each piece was made from, for tests that
    look into it. None here does: what is told is all that counts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", _TestState.saved_data.template_render)
        yield
