"""Plan a peer review, name who comes, and say what the school thinks itself before they do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.explore.models import PeerQuestion, PeerReview, PeerReviewer
from leadwell.explore.peer_reviewing import rules
from leadwell.explore.peer_reviewing.actions.moving import Passed, locked, move, note, passed_by
from leadwell.people.models import Person
from leadwell.programmes.models import Enrolment
from leadwell.schools.models import School
from leadwell.web.access import require


@dataclass(frozen=True, slots=True)
class Planned:
    """questions: one to three, in order."""

    kind: str
    starts_on: date
    ends_on: date
    questions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Reviewer:
    """home: the school they work at, or None and for whom they work."""

    name: str
    home: School | None = None
    organisation: str = ""
    interest: str = ""


@transaction.atomic
def plan(
    *, enrolment: Enrolment, said: Planned, passed: Passed = None, by: User, at: datetime
) -> PeerReview:
    """Raises PermissionDenied with the reason, IntegrityError in the words of a constraint."""
    on = timezone.localdate(at)
    require(rules.may_plan(by, enrolment, on=on))
    review = PeerReview.objects.create(
        enrolment=enrolment, kind=said.kind, starts_on=said.starts_on, ends_on=said.ends_on,
        opened_by=by.person, opened_on=on,
    )  # fmt: skip
    _ask(review, said.questions)
    note(review, "plan", by=by, at=at, kind=said.kind)
    passed_by(review, passed, by=by, at=at)
    return review


@transaction.atomic
def change(
    *, review: PeerReview, said: Planned, passed: Passed = None, by: User, at: datetime
) -> None:
    """What the school wrote of a question stays with its number."""
    review = locked(review)
    require(rules.may_write(by, review, "change"))
    review.kind, review.starts_on, review.ends_on = said.kind, said.starts_on, said.ends_on
    review.save(update_fields=["kind", "starts_on", "ends_on"])
    _ask(review, said.questions)
    note(review, "change", by=by, at=at)
    passed_by(review, passed, by=by, at=at)


@transaction.atomic
def add_reviewer(
    *, review: PeerReview, said: Reviewer, passed: Passed = None, by: User, at: datetime
) -> PeerReviewer:
    """Somebody of this name at that school already is that person; else a person without an
    account, to whom nothing is sent."""
    review = locked(review)
    require(rules.may_write(by, review, "add_reviewer"))
    require(rules.may_come_from(review, said.home))
    reviewer = PeerReviewer.objects.create(
        review=review, person=_who(said, by=by, at=at), home_school=said.home,
        organisation="" if said.home else said.organisation, interest=said.interest,
    )  # fmt: skip
    note(review, "add_reviewer", by=by, at=at, reviewer=reviewer.pk)
    passed_by(review, passed, by=by, at=at)
    return reviewer


@transaction.atomic
def drop_reviewer(*, reviewer: PeerReviewer, by: User, at: datetime) -> None:
    review = locked(reviewer.review)
    require(rules.may_write(by, review, "drop_reviewer"))
    number = reviewer.pk
    reviewer.delete()
    note(review, "drop_reviewer", by=by, at=at, reviewer=number)


@transaction.atomic
def begin(*, review: PeerReview, by: User, at: datetime) -> None:
    review = locked(review)
    require(rules.may_write(by, review, "begin"))
    move(review, "begin", by=by, at=at)


@transaction.atomic
def say_own(
    *, review: PeerReview, said: Mapping[int, str], passed: Passed = None, by: User, at: datetime
) -> None:
    """What the school thinks of each question, by its number; "" for nothing."""
    review = locked(review)
    require(rules.may_write(by, review, "say_own"))
    for question in review.questions.all():
        question.own_view = said.get(question.number, question.own_view)
        question.save(update_fields=["own_view"])
    note(review, "say_own", by=by, at=at)
    passed_by(review, passed, by=by, at=at)


@transaction.atomic
def arrive(*, review: PeerReview, by: User, at: datetime) -> None:
    review = locked(review)
    require(rules.may_arrive(by, review, on=timezone.localdate(at)))
    move(review, "arrive", by=by, at=at)


@transaction.atomic
def cancel(*, review: PeerReview, because: str, by: User, at: datetime) -> None:
    """Raises IntegrityError without a reason."""
    review = locked(review)
    require(rules.may_write(by, review, "cancel"))
    move(review, "cancel", by=by, at=at, cancelled_because=because)


def _ask(review: PeerReview, questions: Sequence[str]) -> None:
    for number, text in enumerate(questions, start=1):
        PeerQuestion.objects.update_or_create(review=review, number=number, defaults={"text": text})
    review.questions.filter(number__gt=len(questions)).delete()


def _who(said: Reviewer, *, by: User, at: datetime) -> Person:
    if said.home:
        lives = School.objects.lives_of([said.home.pk])
        there = Person.objects.themselves().filter(home_school__in=lives)
        if known := there.filter(name__iexact=said.name).order_by("pk").first():
            return known
    person = Person.objects.create(
        name=said.name, post=said.organisation, home_school=said.home, added_by=by
    )
    log.record(at=at, actor=by.email, verb="added", subject=person)
    return person
