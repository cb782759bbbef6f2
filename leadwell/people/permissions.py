"""What each role may do: permissions.yaml, read once and checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from leadwell.people.models import Role


class Operation(StrEnum):
    CREATE = "C"
    READ = "R"
    CHANGE = "U"
    WITHDRAW = "D"
    SIGN = "Z"


class Reach(StrEnum):
    """How far a grant goes, from the role's own scope."""

    SELF = "S"
    OWN_SCHOOL = "O"
    ASSIGNED = "A"
    HUB = "H"
    PROGRAMME = "P"
    TRUST = "T"
    OWN_STAFF = "E"
    EVERYWHERE = "X"


class Without(StrEnum):
    """What a grant leaves out."""

    FIGURES_ONLY = "a"
    RELEASED_ONLY = "r"
    NAMES = "p"
    CONTENT = "m"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role (None: everybody signed in) may do one operation, so far, without this."""

    role: Role | None
    operation: Operation
    reach: Reach
    without: frozenset[Without]

    @property
    def is_whole(self) -> bool:
        """The rows themselves, not figures of them, and not only their dates."""
        return not self.without & {Without.FIGURES_ONLY, Without.CONTENT}


@dataclass(frozen=True, slots=True)
class Record:
    """A row of the table: a kind of record and everything granted about it."""

    key: str
    title: str
    grants: tuple[Grant, ...]

    def granting(self, operation: Operation) -> tuple[Grant, ...]:
        return tuple(grant for grant in self.grants if grant.operation == operation)


@dataclass(frozen=True, slots=True)
class Page:
    """An address of the site, and what of the table it asks for."""

    name: str
    record: str
    of: str
    sees: str
    audience: str
    is_list: bool
    depends: bool
    is_known: bool
    leaves: frozenset[Without]
    operations: Mapping[str, Operation]


GRANT = re.compile(r"([CRUDZ]+) ([SOAHPTEX])([arpm]*)")


@cache
def table() -> dict[str, Record]:
    """Every record by its key. Raises ValueError for a cell that cannot be read."""
    return {key: _record(key, row) for key, row in _file()["records"].items()}


def gives(role: Role | None) -> frozenset[Role]:
    """The roles that somebody with this one may give to others and end."""
    return frozenset(Role(code) for code in _file()["may_give"].get(role, ()))


def record(key: str) -> Record:
    """Raises KeyError for a record the table does not know: nobody may do anything with it."""
    return table()[key]


@cache
def _file() -> dict[str, Any]:
    text = files(__package__).joinpath("permissions.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@cache
def carries_people() -> frozenset[str]:
    """Records that tell about persons."""
    return frozenset(_file()["carries_people"])


@cache
def sealed() -> frozenset[str]:
    """Records that nobody reads behind broken glass either."""
    return frozenset(_file()["sealed"])


@cache
def pages() -> dict[str, Page]:
    """Every address the table knows, by its URL name."""
    return {name: _page(name, row) for name, row in _file()["pages"].items()}


def _page(name: str, row: dict[str, Any]) -> Page:
    operations: dict[str, Operation] = {
        method: Operation(row[method]) for method in ("GET", "POST") if method in row
    }
    if not operations or bool(row.get("record")) == bool(row.get("for")):
        raise ValueError(f"the permission table does not say what {name} asks for")
    return Page(
        name,
        record=row.get("record", ""),
        of=row.get("of", ""),
        sees=row.get("sees", row.get("record", "")),
        audience=row.get("for", ""),
        is_list=row.get("lists", False),
        depends=row.get("depends", False),
        is_known=row.get("known", False),
        leaves=frozenset(Without(letter) for letter in row.get("leaves", "")),
        operations=operations,
    )


def _record(key: str, row: dict[str, Any]) -> Record:
    cells: dict[Role | None, str] = {Role(code): cell for code, cell in row["grants"].items()}
    if everybody := row.get("everybody"):
        cells[None] = str(everybody)
    grants = tuple(grant for role, cell in cells.items() for grant in read_cell(role, cell))
    return Record(key, str(row["title"]), grants)


def read_cell(role: Role | None, cell: str) -> list[Grant]:
    """The grants of a cell such as "CRU P; R Xm". Raises ValueError for any other text."""
    grants = []
    for part in cell.split(";"):
        if not (found := GRANT.fullmatch(part.strip())):
            raise ValueError(f"the permission table says {cell!r}, which cannot be read")
        operations, reach, without = found.groups()
        left_out = frozenset(Without(letter) for letter in without)
        grants += [Grant(role, Operation(o), Reach(reach), left_out) for o in operations]
    return grants
