"""Lessons told here, and what was said to lessons: wrong ones are impossible."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from leadwell.programmes.lessons import matching
from leadwell.programmes.models import LessonAnswer, OwnLesson
from tests.factories import NOON, make_programme, make_user

pytestmark = pytest.mark.django_db


def own(**fields: object) -> OwnLesson:
    said = {
        "title": "Ring before you write", "learned": "Letters were not read", "do": "Ring first",
        "stage": "prepare", "review_on": (NOON + timedelta(300)).date(), "written_at": NOON,
    }  # fmt: skip
    return OwnLesson(programme=make_programme(), written_by=make_user(), **said | fields)


def test_a_lesson_of_ones_own_is_one_account_and_has_a_key_of_its_own():
    row = own(fact="strands", compared="more_than", value="3")
    row.save()
    assert row.lesson.key == f"own-{row.pk}"
    assert row.lesson.accounts == 1
    assert matching({"strands": 4}, [row.lesson]) == (row.lesson,)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"fact": "strands"}, "own_lesson_has_a_whole_condition_or_none"),
        ({"fact": "strands", "compared": "over", "value": "3"}, "own_lesson_has_a_whole"),
        ({"title": " "}, "own_lesson_says_what"),
        ({"review_on": NOON.date()}, "own_lesson_is_looked_at_later"),
        ({"taken_back_at": NOON - timedelta(1)}, "own_lesson_is_taken_back_after"),
    ],
)
def test_the_database_refuses_a_lesson_that_cannot_be(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        own(**fields).save()


@pytest.mark.parametrize(
    ("fact", "compared", "value"),
    [("strands", "more_than", "few"), ("has_deputy", "more_than", "yes"), ("luck", "is", "no")],
)
def test_a_condition_that_cannot_be_asked_is_said_so(fact, compared, value):
    with pytest.raises(ValidationError, match="This cannot be asked"):
        own(fact=fact, compared=compared, value=value).full_clean()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"sentence": " "}, "lesson_is_answered_in_words"),
        ({"said": "ignored"}, "lesson_is_accepted_or_answered"),
        ({"lesson": "Not a key"}, "answer_is_to_a_lesson_by_key"),
    ],
)
def test_the_database_refuses_an_answer_that_is_none(fields, constraint):
    said = {"lesson": "time-to-lead", "said": "accepted", "sentence": "An hour is on the timetable"}
    with pytest.raises(IntegrityError, match=constraint):
        LessonAnswer.objects.create(
            programme=make_programme(), answered_by=make_user(), answered_at=NOON, **said | fields
        )
