"""What a role lets somebody do, in plain words, from the permission table and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass

from leadwell.people.models import Role, RoleHeld
from leadwell.people.permissions import Grant, Operation, Reach, Without, table
from leadwell.people.roles.wording import hub_name, where

ORDER = (
    "Writes and signs",
    "Reads and signs",
    "Writes and changes",
    "Adds",
    "Reads",
    "Reads, once released:",
    "Reads, without names:",
    "Sees figures of groups only:",
    "Sees only dates and counts:",
)
NEAREST = (
    Reach.ASSIGNED, Reach.OWN_SCHOOL, Reach.TRUST, Reach.HUB, Reach.PROGRAMME, Reach.OWN_STAFF,
    Reach.SELF, Reach.EVERYWHERE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """does: "Reads"; what: "released notes, plans"; of: "schools in Exe hub"."""

    does: str
    of: str
    what: tuple[str, ...]


def lines(held: RoleHeld) -> list[Line]:
    """What this role lets somebody do while it is held: the nearest place first, and there the
    most far-reaching verb."""
    found: dict[tuple[str, str], list[str]] = {}
    places: list[str] = [at for reach in NEAREST if (at := place(held, reach))]
    for record in table().values():
        for reach, without, operations in _cells(record.grants, Role(held.role)):
            if of := place(held, reach):
                title = record.title[0].lower() + record.title[1:]
                found.setdefault((verb(operations, without), of), []).append(title)
    written = [Line(does, of, tuple(what)) for (does, of), what in found.items()]
    return sorted(written, key=lambda line: (places.index(line.of), ORDER.index(line.does)))


def verb(operations: frozenset[Operation], without: frozenset[Without]) -> str:
    """One of ORDER: what is left out weighs more than what may be done."""
    if Without.CONTENT in without:
        return "Sees only dates and counts:"
    if Without.FIGURES_ONLY in without:
        return "Sees figures of groups only:"
    writes = bool(operations & {Operation.CHANGE, Operation.WITHDRAW})
    adds = Operation.CREATE in operations
    if Operation.SIGN in operations:
        return "Writes and signs" if writes or adds else "Reads and signs"
    if writes:
        return "Writes and changes"
    if adds:
        return "Adds"
    if Without.NAMES in without:
        return "Reads, without names:"
    return "Reads, once released:" if Without.RELEASED_ONLY in without else "Reads"


def place(held: RoleHeld, reach: Reach) -> str:
    """ "schools in Exe hub"; "" where the role does not reach so."""
    match reach:
        case Reach.SELF:
            return "what is their own"
        case Reach.EVERYWHERE if held.is_of_one_controller:
            return place(held, Reach.OWN_SCHOOL)
        case Reach.EVERYWHERE:
            return "everything here"
        case Reach.OWN_SCHOOL | Reach.TRUST:
            return f"schools in {held.trust}" if held.trust else _school(held)
        case Reach.ASSIGNED:
            return f"{held.enrolment.standing_school}, while deployed" if held.enrolment else ""
        case Reach.OWN_STAFF:
            return f"people who work at {_school(held)}" if held.school else ""
        case Reach.HUB:
            return _hub(held)
        case Reach.PROGRAMME:
            return _programme(held)


def _cells(
    grants: Iterable[Grant], role: Role
) -> Iterable[tuple[Reach, frozenset[Without], frozenset[Operation]]]:
    """A role's grants about one record, the operations of a kind together."""
    cells: dict[tuple[Reach, frozenset[Without]], set[Operation]] = {}
    for grant in grants:
        if grant.role == role:
            cells.setdefault((grant.reach, grant.without), set()).add(grant.operation)
    return ((reach, without, frozenset(found)) for (reach, without), found in cells.items())


def _school(held: RoleHeld) -> str:
    return str(held.school.continued_by or held.school) if held.school else where(held)


def _hub(held: RoleHeld) -> str:
    hub = held.hub or (held.enrolment.hub if held.enrolment else None)
    if hub:
        return f"schools in {hub_name(hub)}"
    return f"schools in a hub with {_school(held)}" if held.school else ""


def _programme(held: RoleHeld) -> str:
    of = held.hub or held.enrolment
    if programme := held.programme or (of.programme if of else None):
        return str(programme)
    if held.school or held.trust:
        return f"programmes that {where(held)} takes part in"
    return ""
