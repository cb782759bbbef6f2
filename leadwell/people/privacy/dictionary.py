"""The data dictionary: what every column is for. Each floor keeps its own part.

`dictionary.yaml` of a floor names its tables; those of the libraries are in `config`. The record
of processing, subject access and erasure are made from it, and a column that is in none of them
fails the build. A history table holds the columns of the table it follows, under the same entry.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.apps import apps
from django.db import models


class Class(StrEnum):
    """How near to a person a column is."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    CHILD = "child"
    SPECIAL = "special"


BASES = {
    "public_task": "Article 6(1)(e): public task",
    "legitimate_interests": "Article 6(1)(f): legitimate interests",
    "contract": "Article 6(1)(b): contract",
    "legal_obligation": "Article 6(1)(c): legal obligation",
    "none": "No personal data",
}
POINTS = frozenset({"person", "user", "address"})
"""How a column without a foreign key names somebody: by a number, or by an e-mail address."""

FORGOTTEN = "Former participant"
DEAD_ADDRESS, NO_PASSWORD = "dead address", "no password"
"""In `on_erasure`: an address of its own that leads nowhere; a password that fits nothing."""

AT_ENROLMENT = "enrolment__school"
"""Where most of what is about a school says which."""

HISTORY = ("pgh_id", "pgh_created_at", "pgh_obj", "pgh_label", "pgh_context")


@dataclass(frozen=True, slots=True)
class Apart:
    """Rows of a table that another rule holds, because of how they stand.

    keep: that rule. when: what is so of them, as a filter has it. since: as of the table.
    """

    keep: str
    when: Mapping[str, Any]
    since: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns by class, why they are held, on what basis, how long, and who sees.

    record: the row of the permission table that says who sees it. keep: the rule of
    retention.yaml. about: the path from a row to the person it is about, "" when it is about
    nobody. on_erasure: what each column says once that person is forgotten; "delete" for the
    whole row. points: columns that name somebody without a foreign key, and by what. since: from
    which days the time of its rule is counted, where that cannot be found by itself: the first is
    there once it is over, the latest of all counts; a foreign key stands for the other row's days.
    at: the way from a row to the school it is about. apart: rows that another rule holds.
    goes_with: the foreign key to the row that it is a part of: where another rule holds that one,
    it holds this one too, and neither goes without the other.
    """

    name: str
    what: str
    purpose: str
    basis: str
    record: str
    keep: str
    about: tuple[str, ...] = ()
    columns: Mapping[str, Class] = field(default_factory=dict)
    on_erasure: Mapping[str, Any] | str = field(default_factory=dict)
    points: Mapping[str, str] = field(default_factory=dict)
    since: tuple[str, ...] = ()
    at: str = AT_ENROLMENT
    apart: tuple[Apart, ...] = ()
    goes_with: str = ""

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.name)

    @property
    def is_personal(self) -> bool:
        return any(each not in {Class.PUBLIC, Class.INTERNAL} for each in self.columns.values())


@cache
def tables() -> dict[str, Table]:
    """Every table there is an entry for, by its model's label. Raises ValueError for a bad one."""
    found: dict[str, Table] = {}
    for floor in _floors():
        text = files(floor).joinpath("dictionary.yaml")
        if text.is_file():
            rows = yaml.safe_load(text.read_text(encoding="utf-8"))
            found |= {name: _table(name, row) for name, row in rows.items()}
    return found


def table_of(model: type[models.Model]) -> Table | None:
    """The entry for a model, or for the one whose history it keeps."""
    followed = getattr(model, "pgh_tracked_model", None)
    return tables().get((followed or model)._meta.label)


def unclassified() -> list[str]:
    """Columns of the database that no entry names, and names of entries that are no column."""
    missing = []
    for model in apps.get_models(include_auto_created=True):
        entry = table_of(model)
        known = set(entry.columns) if entry else set()
        is_history = hasattr(model, "pgh_tracked_model")
        held = {column.name for column in model._meta.local_fields}
        missing += [
            f"{model._meta.label}.{name}"
            for name in sorted(held - known - (set(HISTORY) if is_history else set()))
        ]
        if entry and not is_history:
            missing += [f"{entry.name}.{name} (no such column)" for name in sorted(known - held)]
    return missing


def _floors() -> list[str]:
    ours = [config.name for config in apps.get_app_configs() if config.name.startswith("leadwell.")]
    return [*ours, "leadwell.config"]


def _table(name: str, row: dict[str, Any]) -> Table:
    columns = {
        column: Class(nearness)
        for nearness in Class
        for column in row.get("columns", {}).get(nearness, ())
    }
    if row["basis"] not in BASES:
        raise ValueError(f"the dictionary gives {name} the basis {row['basis']!r}")
    if unknown := set(row.get("points", {}).values()) - POINTS:
        raise ValueError(f"the dictionary lets {name} point at somebody by {unknown}")
    return Table(
        name=name,
        what=row["what"],
        purpose=row["purpose"],
        basis=row["basis"],
        record=row["record"],
        keep=row["keep"],
        about=tuple(row.get("about", ())),
        columns=columns,
        on_erasure=row.get("on_erasure", {}),
        points=row.get("points", {}),
        since=tuple(row.get("since", ())),
        at=row.get("at", AT_ENROLMENT),
        apart=tuple(map(_apart, row.get("apart", ()))),
        goes_with=row.get("goes_with", ""),
    )


def _apart(row: Mapping[str, Any]) -> Apart:
    when = {
        f"{name}__in" if isinstance(value, list) else name: value
        for name, value in row["when"].items()
    }
    return Apart(row["keep"], when, tuple(row["since"]))
