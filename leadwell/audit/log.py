"""The log of what happened: written in the same transaction as the change it tells of."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models

from leadwell.audit.models import Event, Look


def record(
    *,
    at: datetime,
    actor: str,
    verb: str,
    subject: models.Model,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Note that `actor` did `verb` to `subject`. If this fails, so does the change."""
    Event.objects.create(
        at=at,
        actor=actor,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        detail=dict(detail or {}),
    )


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
