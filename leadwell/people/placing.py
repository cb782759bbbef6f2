"""Who holds roles and where, at hand for as many roles as there are, in a query for each kind of
place among them: joined to them all at once, planning alone would take longer than a page may."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import Model

from leadwell.people.models import RoleHeld

R = TypeVar("R", bound=Model)


def placed(roles: Iterable[RoleHeld]) -> list[RoleHeld]:
    """These roles, each with its person and all that says where it is held."""
    roles = list(roles)
    at_hand(roles, "person")
    parts = at_hand(roles, "enrolment")
    hubs = at_hand([*roles, *parts], "hub")
    at_hand([*roles, *parts, *hubs], "programme")
    schools = at_hand([*roles, *parts], "school")
    at_hand(schools, "continued_by")
    at_hand(roles, "trust")
    at_hand(roles, "organisation")
    return roles


def of_parts(rows: Iterable[R]) -> list[R]:
    """These rows about schools' parts in programmes, each with its part, programme and school."""
    rows = list(rows)
    parts = at_hand(rows, "enrolment")
    at_hand(parts, "programme")
    at_hand(at_hand(parts, "school"), "continued_by")
    return rows


def at_hand(rows: Sequence[Model], name: str) -> list[Any]:
    """What the rows' foreign keys of this name lead to, each once; the rows have it from now on.
    No query where they lead nowhere."""
    keys: list[tuple[Model, Any]] = [(row, row._meta.get_field(name)) for row in rows]
    numbers = {n for row, key in keys if (n := getattr(row, key.attname))}
    if not numbers:
        return []
    # Written out, for there is one of these for each kind of place: half the time of a queryset.
    there = keys[0][1].related_model
    columns = ", ".join(f'"{field.column}"' for field in there._meta.concrete_fields)
    asked = f"select {columns} from {there._meta.db_table} where {there._meta.pk.column} = any(%s)"
    found = {row.pk: row for row in there._base_manager.raw(asked, [list(numbers)])}
    for row, key in keys:
        if thing := found.get(getattr(row, key.attname)):
            key.set_cached_value(row, thing)
    return list(found.values())
