"""What stays because something needs it that stays, or because what it is a part of stays: until
nothing more does, round by round."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from leadwell.people.privacy.shares import Share, shares_of

Rows = QuerySet[Any]
Model = type[models.Model]
Key = models.ForeignKey[Any, Any]


def together(going: Mapping[Share, Rows]) -> dict[Share, Rows]:
    """Of the rows that are to be deleted, share by share, those to which nothing points that stays;
    of those that are apart with what they are a part of, those with which it goes."""
    left = dict(going)
    while True:
        found = leave_needed(_by_model(left))
        left = {share: _within(share, rows, found) for share, rows in left.items()}
        parts = {
            share: _with_its_whole(share, rows, found) for share, rows in left.items() if share.way
        }
        is_less = any(rows.count() < left[share].count() for share, rows in parts.items())
        left |= parts
        if not is_less:
            return left


def leave_needed(going: Mapping[Model, Rows]) -> dict[Model, Rows]:
    """Of the rows that are to be deleted those to which nothing points that stays.

    Rows to which nothing can point are left as a query, since logs are long.
    """
    numbers = {
        model: set(rows.values_list("pk", flat=True))
        for model, rows in going.items()
        if pointing_at(model)
    }
    is_less = True
    while is_less:
        before = sum(map(len, numbers.values()))
        for model in numbers:
            numbers[model] -= _needed(model, numbers, going)
        is_less = sum(map(len, numbers.values())) < before
    return dict(going) | {
        model: model._default_manager.order_by().filter(pk__in=sorted(left))
        for model, left in numbers.items()
    }


def _by_model(going: Mapping[Share, Rows]) -> dict[Model, Rows]:
    """Of each table what goes of it by any rule."""
    found: dict[Model, list[Rows]] = {}
    for share, rows in going.items():
        found.setdefault(share.entry.model, []).append(rows)
    return {
        model: rows[0] if len(rows) == 1 else _any(model, rows) for model, rows in found.items()
    }


def _any(model: Model, every: Sequence[Rows]) -> Rows:
    either = Q()
    for rows in every:
        either |= Q(pk__in=rows.values("pk"))
    return model._default_manager.order_by().filter(either)


def _within(share: Share, rows: Rows, going: Mapping[Model, Rows]) -> Rows:
    """What is left of these, of a table that may have other shares."""
    left = going[share.entry.model]
    if len(shares_of(share.entry)) == 1:
        return left
    return rows.filter(pk__in=left.values("pk"))


def _with_its_whole(share: Share, rows: Rows, going: Mapping[Model, Rows]) -> Rows:
    whole: Any = share.entry.model._meta.get_field(share.entry.goes_with).related_model
    return rows.filter(**{f"{share.entry.goes_with}__in": going[whole].values("pk")})


def pointing_at(model: Model) -> list[Key]:
    """Foreign keys of other tables, history apart."""
    return [
        relation.field
        for relation in model._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
        and isinstance(relation.field, models.ForeignKey)
        and not hasattr(relation.related_model, "pgh_tracked_model")
    ]


def _needed(
    model: Model, numbers: Mapping[Model, set[Any]], going: Mapping[Model, Rows]
) -> set[Any]:
    """Numbers of the rows of this table to which a row points that stays."""
    found: set[Any] = set()
    for column in pointing_at(model):
        there: Any = column.model
        rows = there._base_manager.filter(**{f"{column.name}__in": numbers[model]})
        if there in numbers:
            rows = rows.exclude(pk__in=numbers[there])
        elif there in going:
            rows = rows.exclude(pk__in=going[there].values("pk"))
        found |= set(rows.values_list(column.attname, flat=True))
    return found
