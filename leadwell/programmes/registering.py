"""Playbooks and lessons of an installation, and what was said to lessons, written. The floors above
ask the rules first."""

from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.programmes.models import LessonAnswer, OwnLesson, OwnPlaybook, Programme
from leadwell.programmes.playbooks import Playbook
from leadwell.programmes.setting_up import sha256


@transaction.atomic
def add_playbook(*, playbook: Playbook, text: str, by: User | str, at: datetime) -> OwnPlaybook:
    """by: a user, or how the log calls who sits at the command line.

    Raises IntegrityError where a playbook of its key is in use.
    """
    added = OwnPlaybook.objects.create(
        key=playbook.key, title=playbook.title, text=text, sha256=sha256(text),
        added_by=by if isinstance(by, User) else None, added_at=at,
    )  # fmt: skip
    _log(added, "added", by, at, {"key": added.key, "sha256": added.sha256})
    return added


@transaction.atomic
def tell_lesson(
    *, programme: Programme, review_on: date, by: User, at: datetime, **fields: Any
) -> OwnLesson:
    """fields: title, learned, do, stage, fact, compared, value."""
    lesson = OwnLesson.objects.create(
        programme=programme, review_on=review_on, written_by=by, written_at=at, **fields
    )
    _log(lesson, "told", by, at, {"programme": programme.code})
    return lesson


@transaction.atomic
def take_back(*, thing: OwnLesson | OwnPlaybook, by: User, at: datetime) -> None:
    """It is not shown any more, and stays for what was said to it and set up from it."""
    thing.taken_back_at = at
    thing.save(update_fields=["taken_back_at"])
    _log(thing, "took back", by, at)


@transaction.atomic
def answer_lesson(
    *, programme: Programme, lesson: str, said: str, sentence: str, by: User, at: datetime
) -> LessonAnswer:
    """What was said before to the same lesson of this programme gives way, and stays in its history."""
    answer, _ = LessonAnswer.objects.update_or_create(
        programme=programme,
        lesson=lesson,
        defaults={"said": said, "sentence": sentence, "answered_by": by, "answered_at": at},
    )
    _log(programme, "answered", by, at, {"lesson": lesson, "said": said})
    return answer


def _log(
    thing: models.Model,
    verb: str,
    by: User | str,
    at: datetime,
    detail: dict[str, Any] | None = None,
) -> None:
    actor = by.email if isinstance(by, User) else by
    log.record(at=at, actor=actor, verb=verb, subject=thing, detail=detail)
