"""Open both views, agree criterion by criterion, write the headlines, come to an end."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.explore.models import AgreedLevel, Headline, Review
from leadwell.explore.reviewing import rules
from leadwell.explore.reviewing.actions.moving import locked, move, note
from leadwell.explore.reviewing.actions.viewing import Said
from leadwell.explore.reviewing.shelf import of_rubric
from leadwell.web.access import require

Kind = Headline.Kind


@transaction.atomic
def meet(*, review: Review, by: User, at: datetime) -> None:
    """From now on both views are read by both."""
    review = locked(review)
    require(rules.may_meet(by, review, on=timezone.localdate(at)))
    move(review, "meet", by=by, at=at)


@transaction.atomic
def agree_level(
    *, review: Review, said: Said, passed: Mapping[str, int] | None = None, by: User, at: datetime
) -> AgreedLevel:
    """What is agreed of one criterion; said again, it is agreed anew. Raises KeyError for a
    criterion that the rubric does not have."""
    review = locked(review)
    require(rules.may_agree_level(by, review))
    of_rubric(review.rubric).by_key[said.criterion]
    made, _ = AgreedLevel.objects.update_or_create(
        review=review, criterion=said.criterion,
        defaults={
            "level": said.level, "evidence": list(said.evidence), "text": said.text,
            "need": said.need, "success": said.success, "by": by.person, "at": at,
        },
    )  # fmt: skip
    note(review, "agree_level", by=by, at=at, criterion=said.criterion)
    _passed(review, passed, by, at)
    return made


@transaction.atomic
def write_headlines(
    *,
    review: Review,
    strengths: Sequence[str],
    needs: Sequence[tuple[str, str]],
    passed: Mapping[str, int] | None = None,
    by: User,
    at: datetime,
) -> None:
    """In the place of those before. needs: each in words, and the criterion it is about, or "".

    Raises IntegrityError for more than there can be.
    """
    review = locked(review)
    require(rules.may_write_headlines(by, review))
    review.headlines.all().delete()
    rows = [(Kind.STRENGTH, n, text, "") for n, text in enumerate(strengths, start=1)]
    rows += [(Kind.NEED, n, text, about) for n, (text, about) in enumerate(needs, start=1)]
    Headline.objects.bulk_create(
        Headline(review=review, kind=kind, number=n, text=text, criterion=about)
        for kind, n, text, about in rows
    )
    note(review, "write_headlines", by=by, at=at)
    _passed(review, passed, by, at)


@transaction.atomic
def agree(*, review: Review, by: User, at: datetime) -> None:
    """The meeting is over: the head reads and signs."""
    review = locked(review)
    require(rules.may_agree(by, review))
    move(review, "agree", by=by, at=at)


@transaction.atomic
def reopen(*, review: Review, by: User, at: datetime) -> None:
    """Back to the meeting, before anybody has signed."""
    review = locked(review)
    require(rules.may_reopen(by, review))
    move(review, "reopen", by=by, at=at)


def _passed(review: Review, passed: Mapping[str, int] | None, by: User, at: datetime) -> None:
    if passed:
        log.record(at=at, actor=by.email, verb="read warnings", subject=review, detail=dict(passed))
