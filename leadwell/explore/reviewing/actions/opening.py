"""Open a review, again at mid-way and at the end, and say who gives its two views."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.explore.models import Point, Review, ReviewView, Rubric
from leadwell.explore.reviewing import rules
from leadwell.explore.reviewing.actions.moving import locked, note
from leadwell.explore.reviewing.actions.rubrics import keep
from leadwell.explore.reviewing.shelf import Shelved
from leadwell.people.models import Person
from leadwell.programmes.models import Enrolment
from leadwell.web.access import require

Voice = ReviewView.Voice


@transaction.atomic
def open_review(
    *, enrolment: Enrolment, shelved: Shelved, school: Person, second: Person, by: User,
    at: datetime,
) -> Review:  # fmt: skip
    """At the start: by this rubric, with these two to give their views.

    Raises PermissionDenied with the reason, IntegrityError where there is one by it already.
    """
    require(rules.may_open(by, enrolment, on=timezone.localdate(at)))
    rubric = keep(shelved, at=at)
    return _open(enrolment, rubric, Point.BASELINE, None, school, second, by, at)


@transaction.atomic
def review_again(
    *, before: Review, point: Point, school: Person, second: Person, by: User, at: datetime
) -> Review:
    """At mid-way or at the end: by the same version of the same rubric."""
    before = locked(before)
    require(rules.may_open(by, before.enrolment, on=timezone.localdate(at)))
    require(rules.may_repeat(before, point))
    return _open(before.enrolment, before.rubric, point, before, school, second, by, at)


@transaction.atomic
def name_voice(*, review: Review, voice: str, person: Person, by: User, at: datetime) -> None:
    """Somebody else gives a view that is not in. What the other had begun stays their draft."""
    review = locked(review)
    require(rules.may_name_voice(by, review, voice))
    two = {one.voice: one.by for one in review.views.all()} | {voice: person}
    on = timezone.localdate(at)
    require(rules.may_name(review.enrolment, two[Voice.SCHOOL], two[Voice.SECOND], on=on))
    view = next(one for one in review.views.all() if one.voice == voice)
    view.by = person
    view.save(update_fields=["by"])
    note(review, "name_voice", by=by, at=at, voice=voice)


def _open(
    enrolment: Enrolment, rubric: Rubric, point: Point, before: Review | None, school: Person,
    second: Person, by: User, at: datetime,
) -> Review:  # fmt: skip
    on = timezone.localdate(at)
    require(rules.may_name(enrolment, school, second, on=on))
    review = Review.objects.create(
        enrolment=enrolment, rubric=rubric, point=point, before=before, opened_by=by.person,
        opened_on=on,
    )  # fmt: skip
    for voice, person in ((Voice.SCHOOL, school), (Voice.SECOND, second)):
        ReviewView.objects.create(review=review, voice=voice, by=person)
    note(review, "open", by=by, at=at, rubric=rubric.key, version=rubric.version, point=point)
    return review
