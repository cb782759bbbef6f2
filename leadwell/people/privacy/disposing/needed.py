"""What stays because something needs it that stays: until nothing more does, round by round."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import QuerySet

Rows = QuerySet[Any]
Model = type[models.Model]
Key = models.ForeignKey[Any, Any]


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
