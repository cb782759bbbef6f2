"""One step of a peer review: locked, moved, written into its history and the log."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.explore.models import PeerReview, PeerStep
from leadwell.explore.peer_reviewing.transitions import TRANSITIONS

Passed = Mapping[str, int] | None
"""How many warnings of which kind somebody read, and sent it all the same."""


def locked(review: PeerReview) -> PeerReview:
    """As it is now, for as long as the change takes."""
    return PeerReview.objects.select_for_update(of=("self",)).at_hand().get(pk=review.pk)


def move(review: PeerReview, verb: str, *, by: User, at: datetime, **fields: Any) -> None:
    """To the verb's state; fields: of the review, which change with it."""
    for name, value in {**fields, "state": TRANSITIONS[verb].after}.items():
        setattr(review, name, value)
    review.save(update_fields=["state", *fields])
    note(review, verb, by=by, at=at)


def note(review: PeerReview, verb: str, *, by: User, at: datetime, **detail: Any) -> None:
    """That something was done with it, whether or not it moved. Never what was written."""
    PeerStep.objects.create(review=review, verb=verb, state=review.state, by=by.person, at=at)
    said = {"state": review.state, "programme": review.enrolment.programme.code} | detail
    log.record(at=at, actor=by.email, verb=verb, subject=review, detail=said)


def passed_by(review: PeerReview, passed: Passed, *, by: User, at: datetime) -> None:
    if passed:
        log.record(at=at, actor=by.email, verb="read warnings", subject=review, detail=dict(passed))
