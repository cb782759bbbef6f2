"""Peer reviews as lists, and what each person should see of them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadwell.explore.models import PeerReview, PeerReviewer
from leadwell.people.models import Role, RoleHeld
from leadwell.people.permissions import Operation, Without
from leadwell.programmes.models import Enrolment, Programme
from tests.peer_reviewed import make_peer_review

if TYPE_CHECKING:
    from tests.walk.test_lists import Reading, Shown

READ = Operation.READ
LINK = re.compile(r'href="/peer-reviews/(\d+)/"')
GIVEN = re.compile(r'href="/peer-reviewers/(\d+)/taking-home/"')
CLOSED = frozenset({Without.RELEASED_ONLY})
DATES = CLOSED | {Without.CONTENT}


def plant() -> None:
    """Of every other part in a programme one, given by the next school; the first is closed."""
    without = list(Enrolment.objects.filter(peer_reviews=None).order_by("pk"))
    for n, enrolment in enumerate(without[::2]):
        given_by = next(
            (
                each.standing_school
                for each in without[n + 1 :]
                if each.standing_school != enrolment.standing_school
            ),
            None,
        )
        state = ("closed", "on_site", "feedback")[n % 3]
        make_peer_review(enrolment=enrolment, state=state, home=given_by)


def wanted(reading: "Reading", found: list[PeerReview]) -> set[int]:
    """Those whose words are theirs to read."""
    return {
        one.pk
        for one in found
        if reading.twin.may(
            reading.user, "peer_review", READ, one, CLOSED if one.is_closed else frozenset()
        )
    }


def of_a_programme(reading: "Reading") -> Iterator["Shown"]:
    for programme in Programme.objects.all():
        if reading.twin.may(reading.user, "peer_review", READ, programme, DATES):
            here = list(PeerReview.objects.filter(enrolment__programme=programme))
            page = reading.get("explore:peer-reviews", programme.code)
            yield {int(pk) for pk in LINK.findall(page)}, wanted(reading, here)


def of_schools(reading: "Reading") -> Iterator["Shown"]:
    for part in Enrolment.objects.all():
        if reading.twin.may(reading.user, "peer_review", READ, part, DATES):
            page = reading.get("explore:peer-reviews-of", part.pk)
            here = list(PeerReview.objects.filter(enrolment=part))
            yield {int(pk) for pk in LINK.findall(page)}, wanted(reading, here)


def given(reading: "Reading") -> Iterator["Shown"]:
    """Reviews a school gave, where somebody writes what it takes home: leaders of its own, and no
    specialist, whatever the table gives them where they are sent."""
    leaders = RoleHeld.objects.live_on(reading.twin.on).filter(
        role__in=[Role.HEADTEACHER, Role.SENIOR_LEADER]
    )
    at = {
        reading.twin.standing(pk)
        for pk in leaders.filter(person__user=reading.user).values_list("school", flat=True)
    }
    for part in Enrolment.objects.all():
        if reading.twin.may(reading.user, "peer_review", READ, part, DATES):
            page = reading.get("explore:peer-reviews-of", part.pk)
            here = PeerReviewer.objects.filter(
                home_school=part.standing_school, review__state__in=["feedback", "closed"]
            )
            may = {
                one.pk
                for one in here
                if part.standing_school.pk in at
                and reading.twin.may(reading.user, "peer_review", Operation.CREATE, one)
            }
            yield {int(pk) for pk in GIVEN.findall(page)}, may
