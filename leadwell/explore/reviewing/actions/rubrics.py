"""Keep a rubric that a review is by, bring one of one's own, take it back."""

import hashlib
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.explore.models import Rubric as Row
from leadwell.explore.reviewing import rules
from leadwell.explore.reviewing.rubrics import Rubric, read_rubric, text_of
from leadwell.explore.reviewing.shelf import Shelved
from leadwell.web.access import require


def keep(shelved: Shelved, *, at: datetime) -> Row:
    """Its row, made where a shipped one is used for the first time."""
    if shelved.own:
        return shelved.own
    row, _ = Row.objects.get_or_create(
        key=shelved.rubric.key,
        version=shelved.rubric.version,
        defaults=_fields(shelved.rubric, shelved.text) | {"added_at": at},
    )
    return row


@transaction.atomic
def add_rubric(*, data: bytes, name: str, by: User, at: datetime) -> Row:
    """A rubric of this file. Raises Refused for a file that is none, PermissionDenied with the
    reason where it may not be added."""
    require(rules.may_add_rubric(by))
    rubric = read_rubric(data, name=name)
    require(rules.is_new(rubric))
    fields = _fields(rubric, text_of(data))
    try:
        with transaction.atomic():
            row = Row.objects.create(
                key=rubric.key, version=rubric.version, added_by=by, added_at=at, **fields
            )
    except IntegrityError as error:  # somebody brought it at the same instant
        raise PermissionDenied(f"{rubric.name} is here already.") from error
    _log(row, "added", by, at)
    return row


@transaction.atomic
def take_back(*, rubric: Row, by: User, at: datetime) -> None:
    """It is not offered any more; reviews by it go on and can be repeated."""
    require(rules.may_take_back(by, rubric))
    rubric.taken_back_at = at
    rubric.save(update_fields=["taken_back_at"])
    _log(rubric, "took back", by, at)


def _fields(rubric: Rubric, text: str) -> dict[str, str]:
    return {
        "title": rubric.title, "text": text, "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }  # fmt: skip


def _log(row: Row, verb: str, by: User, at: datetime) -> None:
    detail = {"key": row.key, "version": row.version, "sha256": row.sha256}
    log.record(at=at, actor=by.email, verb=verb, subject=row, detail=detail)
