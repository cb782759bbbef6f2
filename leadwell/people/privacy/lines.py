"""What erasing somebody means, table by table: for the page before it and the certificate after."""

from dataclasses import asdict, dataclass
from typing import Any

from leadwell.accounts.acting import acting_as
from leadwell.people.models import Person
from leadwell.people.privacy import places, retention
from leadwell.people.privacy.dictionary import (
    BASES,
    DEAD_ADDRESS,
    NO_PASSWORD,
    Table,
)
from leadwell.people.privacy.places import Named
from leadwell.people.privacy.shares import in_words

DELETED, REPLACED, KEPT = "deleted", "replaced", "kept"
ONES_OWN_EYES = {"people.Draft"}
"""Tables that the database lets their owner alone see: counted and deleted as them, never read."""

NOWHERE = "@leadwell.invalid"


@dataclass(frozen=True, slots=True)
class Line:
    """One table: how many rows, what becomes of them, and on which ground those stay that stay.

    done: deleted, replaced or kept. columns: the names of those that are replaced.
    """

    table: str
    what: str
    n: int
    done: str
    columns: str = ""
    ground: str = ""

    @property
    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def preview(person: Person) -> list[Line]:
    """What there is about somebody, and what erasing them would do. Reads only."""
    who = places.named(person)
    found = []
    for entry in places.personal():
        n = n_about(entry, who)
        done = done_to(entry) if n else KEPT
        if n:
            found.append(line(entry, n, done))
        passing = n_naming(entry, who) if done == KEPT and not n else 0
        if passing:
            found.append(line(entry, passing, KEPT, only_named=True))
    return found


def line(entry: Table, n: int, done: str, *, only_named: bool = False) -> Line:
    return Line(
        table=entry.name,
        what=entry.what,
        n=n,
        done=done,
        columns=columns_replaced(entry) if done == REPLACED else "",
        ground="" if done == DELETED else ground(entry, only_named=only_named),
    )


def ground(entry: Table, *, only_named: bool = False) -> str:
    """Why rows stay, and for how long."""
    kept = in_words(entry, retention.in_force())
    by_number = "Afterwards they tell who it was by a number only. " if only_named else ""
    return f"{by_number}{BASES[entry.basis]}. {entry.purpose}. Kept {kept}."


def done_to(entry: Table) -> str:
    if entry.on_erasure == "delete":
        return DELETED
    return REPLACED if entry.on_erasure else KEPT


def n_about(entry: Table, who: Named) -> int:
    condition = places.about(entry, who)
    if condition is None:
        return 0
    if entry.name in ONES_OWN_EYES:
        with acting_as(who.user):
            return entry.model._default_manager.filter(condition).count()
    return entry.model._default_manager.filter(condition).distinct().count()


def n_naming(entry: Table, who: Named) -> int:
    condition = places.naming(entry, who)
    return entry.model._default_manager.filter(condition).count() if condition else 0


def new_values(entry: Table, who: Named) -> dict[str, Any]:
    """What each column says afterwards, by the model's own names of columns."""
    assert isinstance(entry.on_erasure, dict)
    dead = dead_address_of(who.person) if who.user else ""
    said = {DEAD_ADDRESS: dead, NO_PASSWORD: ""}
    return {
        name: said.get(value, value) if isinstance(value, str) else value
        for name, value in entry.on_erasure.items()
    }


def dead_address_of(person: int) -> str:
    """One for each person, so that what former participants did stays apart; it leads nowhere."""
    return f"former-participant-{person}{NOWHERE}"


def columns_replaced(entry: Table) -> str:
    """By the names people read; "" where the whole row goes or stays."""
    replaced = entry.on_erasure if isinstance(entry.on_erasure, dict) else {}
    return ", ".join(_verbose(entry, name) for name in replaced)


def _verbose(entry: Table, name: str) -> str:
    return str(entry.model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
