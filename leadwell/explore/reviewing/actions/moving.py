"""One step of a review: locked, moved, written into its history and the log."""

from datetime import datetime
from typing import Any

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.explore.models import Review, ReviewStep
from leadwell.explore.reviewing.transitions import TRANSITIONS


def locked(review: Review) -> Review:
    """As it is now, for as long as the change takes."""
    found = Review.objects.select_for_update(of=("self",))
    return found.at_hand().prefetch_related("views__by").get(pk=review.pk)


def move(review: Review, verb: str, *, by: User, at: datetime) -> None:
    review.state = TRANSITIONS[verb].after
    review.save(update_fields=["state"])
    note(review, verb, by=by, at=at)


def note(review: Review, verb: str, *, by: User, at: datetime, **detail: Any) -> None:
    """That something was done with it, whether or not it moved. Never what was written."""
    ReviewStep.objects.create(review=review, verb=verb, state=review.state, by=by.person, at=at)
    said = {"state": review.state, "programme": review.enrolment.programme.code} | detail
    log.record(at=at, actor=by.email, verb=verb, subject=review, detail=said)
