"""The school's answer, the workshop, what each school takes home, and the end."""

from datetime import date, datetime

from django.db import transaction

from leadwell.accounts.models import User
from leadwell.explore.models import PeerAnswer, PeerFinding, PeerReview, PeerReviewer, TakenHome
from leadwell.explore.peer_reviewing import rules
from leadwell.explore.peer_reviewing.actions.moving import Passed, locked, move, note, passed_by
from leadwell.schools.models import School
from leadwell.web.access import require


@transaction.atomic
def answer_finding(
    *, finding: PeerFinding, how: str, because: str, passed: Passed = None, by: User, at: datetime
) -> PeerAnswer:
    """Answered again, the answer is another. Raises IntegrityError without a reason."""
    review = locked(finding.review)
    finding.review = review
    require(rules.may_answer(by, finding))
    answer, _ = PeerAnswer.objects.update_or_create(
        finding=finding, defaults={"how": how, "because": because, "by": by.person, "at": at}
    )
    note(review, "answer_finding", by=by, at=at, finding=finding.pk)
    passed_by(review, passed, by=by, at=at)
    return answer


@transaction.atomic
def respond(*, review: PeerReview, by: User, at: datetime) -> None:
    """Every finding has its answer: the school stands by them."""
    review = locked(review)
    require(rules.may_respond(by, review))
    move(review, "respond", by=by, at=at)


@transaction.atomic
def set_workshop(*, review: PeerReview, on: date, by: User, at: datetime) -> None:
    review = locked(review)
    require(rules.may_set_workshop(by, review))
    review.workshop_on = on
    review.save(update_fields=["workshop_on"])
    note(review, "set_workshop", by=by, at=at)


@transaction.atomic
def close(*, review: PeerReview, by: User, at: datetime) -> None:
    """The head's yes: those who lead the programme or the hub read it from now on."""
    review = locked(review)
    require(rules.may_close(by, review))
    move(review, "close", by=by, at=at)


@transaction.atomic
def take_home(
    *, review: PeerReview, text: str, passed: Passed = None, by: User, at: datetime
) -> TakenHome:
    """As the school that was reviewed; written again, it says something else."""
    review = locked(review)
    require(rules.may_take_home(by, review))
    return _take(review, review.standing_school, text, passed, by, at)


@transaction.atomic
def take_home_as_giver(
    *, reviewer: PeerReviewer, text: str, passed: Passed = None, by: User, at: datetime
) -> TakenHome:
    """As the school a reviewer came from."""
    review = locked(reviewer.review)
    reviewer.review = review
    require(rules.may_take_home_as_giver(by, reviewer))
    assert reviewer.standing_home  # who comes from no school is not among them
    return _take(review, reviewer.standing_home, text, passed, by, at)


def _take(
    review: PeerReview, school: School, text: str, passed: Passed, by: User, at: datetime
) -> TakenHome:
    taken, _ = TakenHome.objects.update_or_create(
        review=review, school=school, defaults={"text": text, "by": by.person, "at": at}
    )
    note(review, "take_home", by=by, at=at, school=school.pk)
    passed_by(review, passed, by=by, at=at)
    return taken
