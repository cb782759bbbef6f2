"""Write what was found, on what it rests, and that it was said to the school."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.explore.models import PeerFinding, PeerReview
from leadwell.explore.peer_reviewing import rules
from leadwell.explore.peer_reviewing.actions.moving import Passed, locked, move, note, passed_by
from leadwell.schools.calendar import school_days
from leadwell.web.access import require

DAYS_TO_ANSWER = 10
"""School days."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a finding says. to_whom: a value of PeerFinding.ToWhom."""

    working: str
    evidence: str
    better: str
    to_whom: str


@transaction.atomic
def say_ground(
    *, review: PeerReview, evidence: Sequence[str], limits: str, passed: Passed = None, by: User,
    at: datetime,
) -> None:  # fmt: skip
    """On which kinds of evidence the findings rest, and what it does not show."""
    review = locked(review)
    require(rules.may_write(by, review, "say_ground"))
    review.evidence, review.limits = list(dict.fromkeys(evidence)), limits
    review.save(update_fields=["evidence", "limits"])
    note(review, "say_ground", by=by, at=at)
    passed_by(review, passed, by=by, at=at)


@transaction.atomic
def write_finding(
    *, review: PeerReview, said: Found, passed: Passed = None, by: User, at: datetime
) -> PeerFinding:
    review = locked(review)
    require(rules.may_write(by, review, "write_finding"))
    last = review.findings.aggregate(last=Max("number"))["last"] or 0
    finding = PeerFinding(review=review, number=last + 1)
    _keep(finding, said, by, at)
    note(review, "write_finding", by=by, at=at, finding=finding.pk)
    passed_by(review, passed, by=by, at=at)
    return finding


@transaction.atomic
def change_finding(
    *, finding: PeerFinding, said: Found, passed: Passed = None, by: User, at: datetime
) -> None:
    review = locked(finding.review)
    require(rules.may_change_finding(by, finding))
    _keep(finding, said, by, at)
    note(review, "write_finding", by=by, at=at, finding=finding.pk)
    passed_by(review, passed, by=by, at=at)


@transaction.atomic
def drop_finding(*, finding: PeerFinding, by: User, at: datetime) -> None:
    review = locked(finding.review)
    require(rules.may_change_finding(by, finding, "drop_finding"))
    number = finding.pk
    finding.delete()
    note(review, "drop_finding", by=by, at=at, finding=number)


@transaction.atomic
def give_feedback(
    *, review: PeerReview, leader_told_on: date, senior_told_on: date, late_because: str = "",
    by: User, at: datetime,
) -> None:  # fmt: skip
    """Both were told aloud; from now on the school reads it and nothing of it changes. Raises
    PermissionDenied with the reason."""
    review, on = locked(review), timezone.localdate(at)
    require(rules.may_give_feedback(by, review))
    require(rules.was_spoken(review, leader_told_on, senior_told_on, late_because, on=on))
    days = school_days(review.standing_school)
    move(
        review, "give_feedback", by=by, at=at, leader_told_on=leader_told_on,
        senior_told_on=senior_told_on, late_because=late_because,
        answer_by=days.after(on, DAYS_TO_ANSWER),
    )  # fmt: skip


def _keep(finding: PeerFinding, said: Found, by: User, at: datetime) -> None:
    for name in ("working", "evidence", "better", "to_whom"):
        setattr(finding, name, getattr(said, name))
    if finding.pk is None:
        finding.by = by.person  # who corrects a word has not found it
    finding.at = at
    finding.save()
