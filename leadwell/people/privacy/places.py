"""Where there is something about a person: table by table, from the dictionary and the models."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from leadwell.accounts.models import User
from leadwell.people.models import Person
from leadwell.people.privacy.dictionary import Class, Table, table_of, tables

SELF = "self"
LONG = 100
"""Letters that a column must hold for people to be named in it by the way."""

OWN_NAME = {"name", "email", "password"}


@dataclass(frozen=True, slots=True)
class Named:
    """Whom it is about, as the database names them: read once, before anything is forgotten."""

    person: int
    user: int | None
    addresses: frozenset[str]
    name: str


def named(person: Person) -> Named:
    addresses = {person.email, person.user.email if person.user else ""}
    history = Person._meta.get_field("user").model.pgh_event_model  # type: ignore[attr-defined]
    addresses |= set(history.objects.filter(pgh_obj=person.pk).values_list("email", flat=True))
    return Named(person.pk, person.user_id, frozenset(addresses - {""}), person.name)


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


def with_words() -> Iterator[tuple[str, str]]:
    """Columns in which anybody may be named by the way: table and column, history included."""
    for model in apps.get_models(include_auto_created=True):
        entry = table_of(model)
        is_ours = model.__module__.startswith("leadwell.")
        if entry is None or not (entry.is_personal or is_ours):
            continue
        of_somebody = entry.model in {User, Person}
        for column in model._meta.local_fields:
            nearness = entry.columns.get(column.name, Class.PUBLIC)
            if nearness == Class.PUBLIC or (of_somebody and column.name in OWN_NAME):
                continue
            if holds_words(column):
                yield model._meta.db_table, str(column.column)


def holds_words(column: "models.Field[Any, Any]") -> bool:
    """Whether somebody may have written about others there."""
    if isinstance(column, models.TextField | models.JSONField):
        return True
    is_long = isinstance(column, models.CharField) and (column.max_length or 0) >= LONG
    return is_long and not column.choices


def history_of(entry: Table) -> type[models.Model] | None:
    """The model of a table's history, where it keeps one."""
    return getattr(entry.model, "pgh_event_model", None)


def personal() -> list[Table]:
    """Tables that say something about people."""
    return [entry for entry in tables().values() if entry.is_personal]
