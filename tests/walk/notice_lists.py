"""Privacy information: which programmes' somebody should see."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadwell.people.permissions import Operation
from leadwell.programmes.models import Programme
from tests.informed import make_notice

if TYPE_CHECKING:
    from tests.walk.test_lists import Reading, Shown

LINK = re.compile(r'href="/programmes/([^/"]+)/privacy-information/"')


def plant() -> None:
    """Of every programme one version."""
    for programme in Programme.objects.filter(notices=None):
        make_notice(programme)


def mine(reading: "Reading") -> Iterator["Shown"]:
    page = reading.get("people:my-notices")
    seen = {
        programme.code
        for programme in reading.twin.programmes.values()
        if reading.may("programme", Operation.READ, programme)
    }
    yield set(LINK.findall(page)), seen


PAGES = {"people:my-notices": mine}
