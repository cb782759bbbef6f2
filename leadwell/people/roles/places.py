"""Where somebody may give a role: what a form offers, and what was chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.models import Role, RoleHeld
from leadwell.people.models.role import OF_A_PROGRAMME, OF_A_SCHOOL
from leadwell.people.permissions import Operation
from leadwell.people.roles.wording import hub_name
from leadwell.programmes.models import Hub, Organisation
from leadwell.schools.models import School, Trust

MOST_LISTED = 300
HAVE_A_SCHOOL = (School, Trust)
"""What can be found by the URN of a school."""
Options = list[tuple[str, str]]
T = TypeVar("T", bound=models.Model)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Places:
    """groups: of a select, by heading. long: lists of more than anybody would read through, whose
    things are found by the URN of their school."""

    things: dict[str, models.Model]
    groups: list[tuple[str, Options]]
    long: tuple[QuerySet[Any], ...] = ()
    is_everywhere: bool = False

    def find(self, chosen: str) -> models.Model:
        """By its key in the groups, or by a URN. Raises LookupError with a sentence."""
        if thing := self.things.get(chosen):
            return thing
        urn = int(chosen) if chosen.isdecimal() else 0
        for school in School.objects.standing().filter(entries__urn=urn):
            for rows in self.long:
                for found in _of_school(rows, school):
                    return found
        raise LookupError(f"No school here has the URN {chosen}. Check the number.")


def of(role: Role, user: User) -> Places:
    """Where this person may give this role. A specialist has a place among those of a hub; to which
    school they are sent is agreed, and not given."""
    if role == Role.ADMINISTRATOR:
        return Places({}, [], is_everywhere=True)
    return _grouped(_groups(role, user))


def few(rows: QuerySet[T, R]) -> list[R] | None:
    """All of them, or None for more than anybody would read through."""
    found = list(rows[: MOST_LISTED + 1])
    return found if len(found) <= MOST_LISTED else None


def put(held: RoleHeld, place: models.Model | None) -> None:
    """Say of a role where it is held."""
    match place:
        case Hub():
            held.hub = place
        case School():
            held.school = place
        case Trust():
            held.trust = place
        case Organisation():
            held.organisation = place
        case None:
            pass
        case _:
            held.programme = place  # type: ignore[assignment]


def _groups(role: Role, user: User) -> Iterable[tuple[str, QuerySet[Any]]]:
    create = Operation.CREATE
    if role in OF_A_SCHOOL:
        yield "Schools", access.records_for(user, key="account", operation=create)
    elif role in OF_A_PROGRAMME:
        yield "Programmes", access.programmes_for(user, key="account", operation=create)
    elif role in {Role.HUB_LEAD, Role.SPECIALIST}:
        hubs = access.hubs_for(user, key="account", operation=create).select_related("programme")
        yield "A place among the specialists of" if role == Role.SPECIALIST else "Hubs", hubs
    elif role == Role.CHIEF_EXECUTIVE:
        yield "Trusts", Trust.objects.order_by("name")
    else:
        yield "Organisations", Organisation.objects.order_by("name")
        yield "Trusts", Trust.objects.order_by("name")


def _grouped(groups: Iterable[tuple[str, QuerySet[Any]]]) -> Places:
    things: dict[str, models.Model] = {}
    options: list[tuple[str, Options]] = []
    long: list[QuerySet[Any]] = []
    for heading, rows in groups:
        found = few(rows) if rows.model in HAVE_A_SCHOOL else list(rows)
        if found is None:
            long.append(rows)
            continue
        mine = {f"{thing._meta.model_name}-{thing.pk}": thing for thing in found}
        things |= mine
        if mine:
            options.append((heading, [(key, _named(thing)) for key, thing in mine.items()]))
    return Places(things, options, tuple(long))


def _of_school(rows: QuerySet[Any], school: School) -> Iterable[models.Model]:
    return rows.filter(pk=school.trust_id if rows.model is Trust else school.pk)


def _named(thing: models.Model) -> str:
    return f"{hub_name(thing)}, {thing.programme}" if isinstance(thing, Hub) else str(thing)
