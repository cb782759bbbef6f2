"""Who holds roles and where, at hand for as many roles as there are, in a query for each kind of
place among them: joined to them all at once, planning alone would take longer than a page may."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db.models import Model

from leadwell.people.models import RoleHeld
from leadwell.programmes.models import Enrolment

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
    placed_parts(at_hand(rows, "enrolment"))
    return rows


def placed_parts(parts: Sequence[Enrolment]) -> None:
    """Schools' parts in programmes, each with its programme and its school from now on."""
    at_hand(parts, "programme")
    at_hand(at_hand(parts, "school"), "continued_by")


def at_hand(rows: Sequence[Model], name: str, known: Iterable[Model] = ()) -> list[Any]:
    """What the rows' foreign keys of this name lead to, each once; the rows have it from now on.
    No query where they lead nowhere, or to what is known or at hand already."""
    keys: list[tuple[Model, Any]] = [(row, row._meta.get_field(name)) for row in rows]
    led = [(row, key, n) for row, key in keys if (n := getattr(row, key.attname))]
    found: dict[Any, Model] = {thing.pk: thing for thing in known}
    found |= {n: key.get_cached_value(row) for row, key, n in led if key.is_cached(row)}
    if numbers := {n for _, _, n in led} - found.keys():
        there = keys[0][1].related_model
        found |= {row.pk: row for row in _fetched(there, there._meta.pk.column, numbers)}
    for row, key, n in led:
        if n in found:
            key.set_cached_value(row, found[n])
    return list({n: found[n] for _, _, n in led if n in found}.values())


def beside(rows: Sequence[Model], name: str) -> list[Any]:
    """What points at the rows by its foreign key, as it is called from here, in its usual order; the
    rows have theirs from now on."""
    here = {row.pk: row for row in rows}
    if not here:
        return []
    theirs: Any = rows[0]._meta.get_field(name)
    key = theirs.field
    there = theirs.related_model
    order = "" if theirs.one_to_one else _usual_order(there)
    found = _fetched(there, key.column, here, order)
    of: dict[Any, list[Any]] = {pk: [] for pk in here}
    for each in found:
        pk = getattr(each, key.attname)
        key.set_cached_value(each, here[pk])
        of[pk].append(each)
    for pk, row in here.items():
        _keep(row, theirs, of[pk])
    return found


def _keep(row: Any, theirs: Any, found: list[Any]) -> None:
    """As the row has it once a queryset has fetched it."""
    if theirs.one_to_one:
        theirs.set_cached_value(row, found[0] if found else None)
        return
    kept = getattr(row, theirs.get_accessor_name()).get_queryset()
    kept._result_cache, kept._prefetch_done = found, True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[theirs.cache_name] = kept


def _fetched(there: Any, column: str, numbers: Collection[Any], order: str = "") -> list[Any]:
    """Written out, for there is one of these for each kind of thing: a fifth of the time of a
    queryset. One alone is asked for as one, for the database plans that once and for all."""
    is_one = len(numbers) == 1
    text = f'{_select(there)} where "{column}" = {"%s" if is_one else "any(%s)"} {order}'
    return list(there._base_manager.raw(text, list(numbers) if is_one else [list(numbers)]))


@cache
def _select(there: Any) -> str:
    columns = ", ".join(f'"{field.column}"' for field in there._meta.concrete_fields)
    return f"select {columns} from {there._meta.db_table}"


@cache
def _usual_order(there: Any) -> str:
    """Of things that are ordered by columns of their own."""
    fields = {name: field for field in there._meta.concrete_fields
              for name in (field.name, field.attname)} | {"pk": there._meta.pk}  # fmt: skip
    said = [(fields[each.lstrip("-")].column, each[0] == "-") for each in there._meta.ordering]
    columns = [f'"{column}"{" desc" if is_down else ""}' for column, is_down in said]
    return f"order by {', '.join(columns)}" if columns else ""
