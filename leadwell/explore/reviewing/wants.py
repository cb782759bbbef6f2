"""What a review wants of somebody: a view, the joint meeting, a signature."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.explore.models import Review, ReviewQuerySet, ReviewView
from leadwell.explore.reviewing import access
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.people.phrased import asked
from leadwell.people.wants import MOST, Want


def unwritten(user: User, on: date) -> QuerySet[ReviewView]:
    """Views that this person is asked for."""
    if not people.holds(user, access.KEY, Operation.CHANGE):
        return ReviewView.objects.none()
    found = access.asked_of(user).select_related(
        "review__rubric", "review__enrolment__school__continued_by"
    )
    return found.order_by("review__opened_on", "pk")[:MOST]


def to_write(user: User, on: date) -> Iterator[Want]:
    for view in asked(unwritten, user, on):
        yield Want(
            title=f"Your view of {view.review.standing_school}: {view.review.rubric.title}",
            why="Nobody else reads it before the other view is in too",
            url=reverse("explore:submit-view", args=[view.review_id]),
            verb="Write it",
        )


def both_in(user: User, on: date) -> ReviewQuerySet:
    """A specialist's: reviews whose two views are in."""
    return _at_hand(access.to_meet_for(user))


def to_meet(user: User, on: date) -> Iterator[Want]:
    for review in asked(both_in, user, on):
        yield Want(
            title=f"Both views of {review.standing_school} are in",
            why="Meet with those who gave them, and open them together",
            url=reverse("explore:begin-meeting", args=[review.pk]),
            verb="Open them",
        )


def unsigned(user: User, on: date) -> ReviewQuerySet:
    """A head's: what was agreed."""
    if not people.holds(user, access.KEY, Operation.SIGN):
        return Review.objects.none()
    return _at_hand(access.to_sign_for(user))


def to_sign(user: User, on: date) -> Iterator[Want]:
    for review in asked(unsigned, user, on):
        yield Want(
            title=f"Read and sign where {review.standing_school} stands: {review.rubric.title}",
            why="Two views have been agreed",
            url=reverse("explore:sign-review", args=[review.pk]),
            verb="Read it",
        )


def _at_hand(found: ReviewQuerySet) -> ReviewQuerySet:
    rows = found.select_related("rubric", "enrolment__school__continued_by")
    return rows.order_by("opened_on", "pk")[:MOST]
