"""Hand a view in: what was the author's draft is kept as theirs, and never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.explore.models import Review, ReviewView, ViewRating
from leadwell.explore.reviewing import access, rules
from leadwell.explore.reviewing.actions.moving import locked, move, note
from leadwell.explore.reviewing.shelf import of_rubric
from leadwell.explore.reviewing.transitions import BESIDE
from leadwell.people.drafts.actions import drop_draft
from leadwell.web.access import require

DRAFT = "review-view/{}"
"""The draft of one domain of a view, by the domain's key; about the number of the review."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a view says of one criterion."""

    criterion: str
    level: int
    evidence: Sequence[str] = ()
    text: str = ""
    confidence: str = ""
    need: str = ""
    success: str = ""


@transaction.atomic
def hand_in(
    *,
    review: Review,
    said: Sequence[Said],
    active_seconds: int = 0,
    passed: Mapping[str, int] | None = None,
    by: User,
    at: datetime,
) -> ReviewView:
    """All criteria at once. passed: how many warnings of which kind the author read and sent it
    all the same. Raises PermissionDenied with the reason; ValueError where not every criterion of
    the rubric is said once."""
    review = locked(review)
    require(rules.may_hand_in(by, review))
    view = access.view_of(by, review)
    assert view  # may_hand_in has seen it
    rubric = of_rubric(review.rubric)
    if sorted(one.criterion for one in said) != sorted(rubric.by_key):
        raise ValueError("a view says every criterion once")
    verb = rules.hand_in(review, view)
    ViewRating.objects.bulk_create(_rating(view, one) for one in said)
    view.submitted_at, view.active_seconds = at, active_seconds
    view.save(update_fields=["submitted_at", "active_seconds"])
    for domain in rubric.domains:
        drop_draft(form=DRAFT.format(domain.key), about=review.pk, by=by)
    (note if verb in BESIDE else move)(review, verb, by=by, at=at)
    if passed:
        log.record(at=at, actor=by.email, verb="read warnings", subject=view, detail=dict(passed))
    return view


def _rating(view: ReviewView, one: Said) -> ViewRating:
    return ViewRating(
        view=view, criterion=one.criterion, level=one.level, evidence=list(one.evidence),
        text=one.text, confidence=one.confidence, need=one.need, success=one.success,
    )  # fmt: skip
