"""The log of what happened: written in the same transaction as the change it tells of.

It tells by numbers, codes and days. Its rows outlive a person's wish to be forgotten, so no words that
somebody wrote are in it: they stand in the row that it names, and go with that.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models

from leadwell.audit.models import Event, Look

WORDS = "words"
"""In the place of a text."""


def record(
    *,
    at: datetime,
    actor: str,
    verb: str,
    subject: models.Model,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Note that `actor` did `verb` to `subject`. If this fails, so does the change.

    detail: numbers, codes, days, and lists of them. A text of several words is none of these: that
    there was one is kept, and not what it says.
    """
    Event.objects.create(
        at=at,
        actor=actor,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        detail={name: _coded(value) for name, value in (detail or {}).items()},
    )


def _coded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _coded(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_coded(inner) for inner in value]
    return WORDS if isinstance(value, str) and any(map(str.isspace, value)) else value


def looked(
    *,
    at: datetime,
    by_user: int,
    as_roles: str,
    outcome: Look.Outcome,
    page: str,
    record: str,
    subject_id: str = "",
    about_people: Iterable[int] = (),
    about_school: int | None = None,
    asked: str = "",
    n_rows: int | None = None,
) -> None:
    """Note that somebody opened this, took it along or was refused. In the transaction that shows
    it."""
    Look.objects.create(
        at=at,
        by_user=by_user,
        as_roles=as_roles,
        outcome=outcome,
        page=page,
        record=record,
        subject_id=subject_id[:60],
        about_people=sorted(set(about_people)),
        about_school=about_school,
        asked=asked[:400],
        n_rows=n_rows,
    )
