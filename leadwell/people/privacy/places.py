"""Where there is something about a person: table by table, from the dictionary and the models."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import Q

from leadwell.accounts.models import User
from leadwell.people.models import Person
from leadwell.people.privacy.dictionary import Class, Table, table_of, tables

SELF = "self"
LONG = 80
"""Letters that a column must hold for people to be named in it by the way."""

OWN_NAME = {"name", "email", "password"}


@dataclass(frozen=True, slots=True)
class Named:
    """Whom it is about, as the database names them: read once, before anything is forgotten.
    names: every name they have had here."""

    person: int
    user: int | None
    addresses: frozenset[str]
    name: str
    names: frozenset[str] = frozenset()


def named(person: Person) -> Named:
    addresses = {person.email, person.user.email if person.user else ""}
    history = Person._meta.get_field("user").model.pgh_event_model  # type: ignore[attr-defined]
    earlier = history.objects.filter(pgh_obj=person.pk)
    addresses |= set(earlier.values_list("email", flat=True))
    names = {person.name, *earlier.values_list("name", flat=True)}
    return Named(
        person.pk, person.user_id, frozenset(addresses - {""}), person.name, frozenset(names)
    )


def about(entry: Table, who: Named) -> Q | None:
    """Which rows are about somebody: the dictionary's own ways. None where it has none."""
    if not entry.about:
        return None
    found = Q()
    for path in entry.about:
        found |= Q(pk=who.person) if path == SELF else Q(**{path: who.person})
    return found


def naming(entry: Table, who: Named) -> Q | None:
    """Which rows name somebody in passing, as who did it or who looked. None where none can."""
    found = Q()
    for reference in references(entry):
        leads_to_account = reference.related_model is User
        found |= Q(**{reference.name: who.user if leads_to_account else who.person})
    for column, kind in entry.points.items():
        found |= _pointing(entry, column, kind, who)
    return found or None


def references(entry: Table) -> list["models.ForeignKey[models.Model]"]:
    """Foreign keys to a person or an account, of those that say something about somebody."""
    return [
        column
        for column in entry.model._meta.local_fields
        if isinstance(column, models.ForeignKey)
        and column.related_model in {User, Person}
        and entry.columns.get(column.name) == Class.PERSONAL
    ]


def _pointing(entry: Table, column: str, kind: str, who: Named) -> Q:
    if kind == "address":
        return Q(**{f"{column}__in": sorted(who.addresses)})
    number = who.person if kind == "person" else who.user
    is_list = not isinstance(entry.model._meta.get_field(column), models.BigIntegerField)
    return Q(**{f"{column}__contains": [number]}) if is_list else Q(**{column: number})


def way(entry: Table, path: str) -> list[str]:
    """The dictionary's way as the database walks it: "people_roleheld.person_id" a step forwards,
    "<people_person.user_id" a step back."""
    steps, model = [], entry.model
    for name in [] if path == SELF else path.split("__"):
        column = model._meta.get_field(name)
        if isinstance(column, models.ForeignKey):
            steps.append(f"{model._meta.db_table}.{column.column}")
        else:
            back = column.remote_field
            steps.append(f"<{back.model._meta.db_table}.{back.column}")  # type: ignore[union-attr]
        model = column.related_model  # type: ignore[assignment]
    return steps


def worded() -> Iterator[tuple[type[models.Model], list["models.Field[Any, Any]"]]]:
    """Tables with their columns in which anybody may be named by the way, history included."""
    for model in apps.get_models(include_auto_created=True):
        entry = table_of(model)
        is_ours = model.__module__.startswith("leadwell.")
        if entry is None or not (entry.is_personal or is_ours):
            continue
        of_somebody = entry.model in {User, Person}
        found = [
            column
            for column in model._meta.local_fields
            if entry.columns.get(column.name, Class.PUBLIC) != Class.PUBLIC
            and not (of_somebody and column.name in OWN_NAME)
            and holds_words(column)
        ]
        if found:
            yield model, found


def with_words() -> Iterator[tuple[str, str]]:
    """The same by name: table and column."""
    for model, columns in worded():
        for column in columns:
            yield model._meta.db_table, str(column.column)


def holds_words(column: "models.Field[Any, Any]") -> bool:
    """Whether somebody may have written about others there, be it in a list."""
    inner = column.base_field if isinstance(column, ArrayField) else column
    if isinstance(inner, models.TextField | models.JSONField):
        return True
    is_long = isinstance(inner, models.CharField) and (inner.max_length or 0) >= LONG
    return is_long and not inner.choices


def naming_in_words(
    model: type[models.Model], columns: Iterable["models.Field[Any, Any]"], names: Iterable[str]
) -> list[Any]:
    """Keys of rows in whose words one of these whole names stands, in whatever capitals. A name of
    a single word is not looked for: too much would look like it."""
    parts = [each.split() for each in names if len(each.split()) > 1]
    if not parts:
        return []
    whole = "|".join(r"\s+".join(re.escape(part) for part in each) for each in parts)
    quote = connection.ops.quote_name
    said = " or ".join(f"{quote(str(each.column))}::text ~* %s" for each in columns)
    pattern = rf"(?<![[:alnum:]_-])({whole})(?![[:alnum:]_-])"
    key, table = quote(str(model._meta.pk.column)), quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {key} from {table} where {said} order by {key}", [pattern] * said.count("%s")
        )
        return [row[0] for row in cursor.fetchall()]


def history_of(entry: Table) -> type[models.Model] | None:
    """The model of a table's history, where it keeps one."""
    return getattr(entry.model, "pgh_event_model", None)


def personal() -> list[Table]:
    """Tables that say something about people."""
    return [entry for entry in tables().values() if entry.is_personal]
