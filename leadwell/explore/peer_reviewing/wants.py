"""What a peer review wants of somebody: to be said, answered and closed, and something taken home."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.explore.models import PeerReview, PeerReviewer, PeerReviewQuerySet
from leadwell.explore.peer_reviewing import access
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.people.phrased import asked
from leadwell.people.wants import MOST, Want
from leadwell.web.templatetags.leadwell import day_and_year


def unsaid(user: User, on: date) -> PeerReviewQuerySet:
    """On site, the last day come: that it was said is not recorded."""
    if not people.holds(user, access.KEY, Operation.CREATE):
        return PeerReview.objects.none()
    return _at_hand(access.to_say_for(user).filter(ends_on__lte=on))


def to_say(user: User, on: date) -> Iterator[Want]:
    for review in asked(unsaid, user, on):
        yield Want(
            title=f"Say what was found at {review.standing_school}",
            why="The same day, to whoever leads the subject and to senior leaders",
            url=review.get_absolute_url(),
            verb="Record it",
        )


def unanswered(user: User, on: date) -> PeerReviewQuerySet:
    """The own school's: said, and not answered."""
    if not people.holds(user, access.KEY, Operation.CREATE):
        return PeerReview.objects.none()
    return _at_hand(access.to_answer_for(user))


def to_answer(user: User, on: date) -> Iterator[Want]:
    for review in asked(unanswered, user, on):
        assert review.answer_by  # since it was said
        late = "was due" if review.answer_by < on else "due"
        yield Want(
            title=f"Answer what the peer review of {review.standing_school} found",
            why=f"Each finding, {late} {day_and_year(review.answer_by)}",
            url=review.get_absolute_url(),
            verb="Answer",
        )


def unclosed(user: User, on: date) -> PeerReviewQuerySet:
    """A head's: answered, and not closed."""
    if not people.holds(user, access.KEY, Operation.SIGN):
        return PeerReview.objects.none()
    return _at_hand(access.to_close_for(user))


def to_close(user: User, on: date) -> Iterator[Want]:
    for review in asked(unclosed, user, on):
        yield Want(
            title=f"Close the peer review of {review.standing_school}",
            why="The school has answered every finding",
            url=reverse("explore:close-peer-review", args=[review.pk]),
            verb="Read it",
        )


def untaken(user: User, on: date) -> QuerySet[PeerReviewer]:
    """Reviews the own school gave, and took nothing home from yet."""
    if not people.holds(user, access.KEY, Operation.CREATE):
        return PeerReviewer.objects.none()
    found = access.to_take_home_for(user).select_related("review__enrolment__school__continued_by")
    return found.order_by("review", "pk")[:MOST]


def to_take_home(user: User, on: date) -> Iterator[Want]:
    of = {one.review_id: one for one in asked(untaken, user, on)}  # once, however many went
    for reviewer in of.values():
        yield Want(
            title=f"What are you taking home from {reviewer.review.standing_school}?",
            why="Somebody of your school reviewed there",
            url=reverse("explore:give-and-take", args=[reviewer.pk]),
            verb="Write it",
        )


def _at_hand(found: PeerReviewQuerySet) -> PeerReviewQuerySet:
    rows = found.select_related("enrolment__school__continued_by")
    return rows.order_by("starts_on", "pk")[:MOST]
