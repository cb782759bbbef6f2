"""From which days the time of a row is counted: the dictionary's own word, or found by the models."""

from collections import deque
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import DateTimeField, F, Max, QuerySet
from django.db.models.functions import Greatest, TruncDate

from leadwell.people.privacy.dictionary import Table, tables
from leadwell.people.privacy.periods import A_DAY, midnight
from leadwell.people.privacy.retention import Rule, rules
from leadwell.people.privacy.shares import Share
from leadwell.programmes.models import Programme

Rows = QuerySet[Any]


def days(entry: Table, rule: Rule) -> tuple[str, ...]:
    """Paths to days: the first is there once it is over, the latest of all counts.

    Raises ValueError where neither the dictionary nor the models say.
    """
    if entry.since:
        return paths(entry.model, entry.since)
    if rule.counted_from == "programme_end" and (way := _way_to_programme(entry.model)) is not None:
        return (f"{way}ends_on",)
    if rule.column in entry.columns:
        return (rule.column,)
    raise ValueError(f"the dictionary does not say from when {entry.name} is counted: `since`")


def days_of(share: Share, rule: Rule) -> tuple[str, ...]:
    """The same for rows under one rule of several: of a part its own days count too."""
    if share.apart is None:
        return days(share.entry, rule)
    found = tuple(f"{share.way}{path}" for path in paths(share.head.model, share.apart.since))
    return found + paths(share.entry.model, share.entry.since) if share.way else found


def paths(model: type[models.Model], since: Iterable[str]) -> tuple[str, ...]:
    """Where a foreign key stands for the days of the row it leads to, these."""
    return tuple(path for each in since for path in _followed(model, each))


def over_by(rows: Rows, paths: tuple[str, ...], last: date) -> Rows:
    """Of these rows those of which every day that is there is this one or before."""
    first, *others = paths
    rows = rows.filter(**_by(rows.model, first, last))
    for path in others:
        rows = rows.exclude(**_after(rows.model, path, last))
    return rows


def earliest(rows: Rows, paths: tuple[str, ...]) -> date | None:
    """The day that the oldest of these rows is counted from."""
    first, *others = paths
    since = _as_day(rows.model, first)
    if others:
        latest = Greatest(since, *(Max(_as_day(rows.model, path)) for path in others))
        rows = rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"))
    else:
        latest = since
    found: date | None = (
        # Not called since: a table may have a column of that name.
        rows.order_by()
        .annotate(counted=latest)
        .order_by("counted")
        .values_list("counted", flat=True)
    ).first()
    return found


def _by(model: type[models.Model], path: str, last: date) -> dict[str, Any]:
    if _is_moment(model, path):
        return {f"{path}__lt": midnight(last + A_DAY)}
    return {f"{path}__lte": last}


def _after(model: type[models.Model], path: str, last: date) -> dict[str, Any]:
    if _is_moment(model, path):
        return {f"{path}__gte": midnight(last + A_DAY)}
    return {f"{path}__gt": last}


def _as_day(model: type[models.Model], path: str) -> Any:
    return TruncDate(path) if _is_moment(model, path) else F(path)


def _is_moment(model: type[models.Model], path: str) -> bool:
    return isinstance(_column(model, path), DateTimeField)


def _column(model: type[models.Model], path: str) -> Any:
    *steps, name = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return model._meta.get_field(name)


def _followed(model: type[models.Model], path: str) -> list[str]:
    """The path itself, or through a foreign key the days of the row it leads to."""
    column = _column(model, path)
    if not isinstance(column, models.ForeignKey):
        return [path]
    entry = tables()[column.related_model._meta.label]
    return [f"{path}__{each}" for each in days(entry, rules()[entry.keep])]


def _way_to_programme(model: type[models.Model]) -> str | None:
    """The nearest way by foreign keys that are always there: "enrolment__programme__"."""
    seen, waiting = {model}, deque([(model, "")])
    while waiting:
        here, way = waiting.popleft()
        if here is Programme:
            return way
        for column in here._meta.local_fields:
            if isinstance(column, models.ForeignKey) and not column.null:
                there: Any = column.related_model
                if there not in seen:
                    seen.add(there)
                    waiting.append((there, f"{way}{column.name}__"))
    return None
