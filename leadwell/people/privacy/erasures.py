"""The list of erasures, which outlives a restore: rows, and a file of numbers beside the database.

A line of the file is a person's number, when they were added, and when they were erased. A restore
reads both lists first and forgets the same people again after.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min

from leadwell.people.models import Erasure, Person
from leadwell.people.privacy import outliving

NAME = "erasures.jsonl"


@dataclass(frozen=True, slots=True)
class Listed:
    """One erasure. What a file does not know is None or empty."""

    person: int
    made_at: datetime | None
    erased_at: datetime
    by_user: int | None = None
    request: int | None = None
    lines: tuple[dict[str, Any], ...] = ()

    @property
    def key(self) -> tuple[int, datetime | None]:
        return self.person, self.made_at


def made_at(person: Person) -> datetime | None:
    """When this person was added, to the microsecond: with the number, who it is even after a
    restore has given the number to somebody else."""
    history = Person.pgh_event_model  # type: ignore[attr-defined]
    first = history.objects.filter(pgh_obj=person.pk).aggregate(first=Min("pgh_created_at"))
    found: datetime | None = first["first"]
    return found


def is_listed(person: Person) -> bool:
    return Erasure.objects.filter(person=person.pk, made_at=made_at(person)).exists()


def write_missing() -> int:
    """Add to the file whatever rows it lacks; how many those were. Nothing is ever taken out."""
    known = {one.key for one in in_file()}
    missing = [one for one in in_rows() if one.key not in known]
    if missing:
        outliving.add(NAME, map(_line, missing))
    return len(missing)


def in_file() -> list[Listed]:
    """Lines that can be read. One cut short by a lost machine is left out: its row is kept too."""
    return [one for line in outliving.lines(NAME) if (one := _read(line))]


def in_rows() -> list[Listed]:
    return [
        Listed(
            person=row.person,
            made_at=row.made_at,
            erased_at=row.erased_at,
            by_user=row.by_user,
            request=row.request,
            lines=tuple(row.lines),
        )
        for row in Erasure.objects.order_by("pk")
    ]


def together(*lists: Iterable[Listed]) -> list[Listed]:
    """Each erasure once; who knows more about it comes first."""
    found: dict[tuple[int, datetime | None], Listed] = {}
    for one in (one for each in lists for one in each):
        found.setdefault(one.key, one)
    return list(found.values())


def _line(one: Listed) -> str:
    said = {
        "person": one.person,
        "made_at": one.made_at.isoformat() if one.made_at else None,
        "erased_at": one.erased_at.isoformat(),
    }
    return json.dumps(said)


def _read(line: str) -> Listed | None:
    try:
        said = json.loads(line)
        made_at = said["made_at"] and datetime.fromisoformat(said["made_at"])
        return Listed(said["person"], made_at, datetime.fromisoformat(said["erased_at"]))
    except (ValueError, KeyError, TypeError):
        return None
