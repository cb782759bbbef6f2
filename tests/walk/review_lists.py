"""Reviews as lists, and what each person should see of them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadwell.explore.models import Review
from leadwell.people.permissions import Operation, Without
from leadwell.programmes.models import Enrolment, Programme
from tests.reviewed import make_review

if TYPE_CHECKING:
    from tests.walk.test_lists import Reading, Shown

READ = Operation.READ
LINK = re.compile(r'href="/reviews/(\d+)/"')
SIGNED = frozenset({Without.RELEASED_ONLY})
ANYTHING = SIGNED | {Without.CONTENT, Without.FIGURES_ONLY}


def plant() -> None:
    """Of every other part in a programme one; the first of all is signed."""
    without = Enrolment.objects.filter(reviews=None).order_by("pk")
    for n, enrolment in enumerate(without[::2]):
        make_review(enrolment=enrolment, state="opened" if n else "signed")


def wanted(reading: "Reading", found: list[Review]) -> set[int]:
    """Those whose words are theirs to read."""
    return {
        one.pk
        for one in found
        if reading.twin.may(
            reading.user, "review", READ, one, SIGNED if one.is_signed else frozenset()
        )
    }


def of_a_programme(reading: "Reading") -> Iterator["Shown"]:
    for programme in Programme.objects.all():
        if reading.twin.may(reading.user, "review", READ, programme, ANYTHING):
            here = list(Review.objects.filter(enrolment__programme=programme))
            page = reading.get("explore:reviews", programme.code)
            yield {int(pk) for pk in LINK.findall(page)}, wanted(reading, here)


def of_schools(reading: "Reading") -> Iterator["Shown"]:
    for part in Enrolment.objects.all():
        if reading.twin.may(reading.user, "review", READ, part, SIGNED | {Without.CONTENT}):
            page = reading.get("explore:reviews-of", part.pk)
            here = list(Review.objects.filter(enrolment=part))
            yield {int(pk) for pk in LINK.findall(page)}, wanted(reading, here)
