"""The log of what happened: written in the same transaction as the change it tells of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

from leadwell.audit.models import Event


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
