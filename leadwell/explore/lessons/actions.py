"""Answer a lesson, tell one, take one back."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from leadwell.accounts.models import User
from leadwell.explore.lessons import register, rules
from leadwell.programmes import registering
from leadwell.programmes.models import LessonAnswer, OwnLesson, Programme
from leadwell.web.access import require


@transaction.atomic
def answer_lesson(
    *, programme: Programme, lesson: str, said: str, sentence: str, by: User, at: datetime
) -> LessonAnswer:
    """Accept it, or say why not. Said again, it gives way to what is said now.

    Raises PermissionDenied with the reason, IntegrityError for an answer without words.
    """
    require(rules.may_answer(by, programme))
    if not register.find(lesson):
        raise PermissionDenied("There is no such lesson any more.")
    return registering.answer_lesson(
        programme=programme, lesson=lesson, said=said, sentence=sentence, by=by, at=at
    )


@transaction.atomic
def tell_lesson(
    *, programme: Programme, review_on: date, by: User, at: datetime, **fields: Any
) -> OwnLesson:
    """A lesson of this programme, for those that come after."""
    require(rules.may_tell(by, programme))
    return registering.tell_lesson(programme=programme, review_on=review_on, by=by, at=at, **fields)


@transaction.atomic
def take_back_lesson(*, own: OwnLesson, by: User, at: datetime) -> None:
    require(rules.may_take_back(by, own))
    registering.take_back(thing=own, by=by, at=at)
