"""Where somebody may give a role: what a form offers, and what was chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.models import Role, RoleHeld
from leadwell.people.models.role import OF_A_PROGRAMME, OF_A_SCHOOL
from leadwell.people.permissions import Operation
from leadwell.people.roles.wording import hub_name
from leadwell.programmes.models import Enrolment, Hub, Organisation
from leadwell.schools.models import School, Trust

MOST_LISTED = 300
Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Places:
    """groups: of a select, by heading; None where there are too many, and a URN is asked for."""

    things: dict[str, models.Model]
    groups: list[tuple[str, Options]] | None
    schools: QuerySet[School]
    is_everywhere: bool = False

    def find(self, chosen: str) -> models.Model:
        """Raises LookupError with a sentence."""
        if self.groups is not None:
            return self.things[chosen]
        found = self.schools.filter(entries__urn=int(chosen)) if chosen.isdecimal() else []
        for school in found:
            return school
        raise LookupError(f"No school here has the URN {chosen}. Check the number.")


def of(role: Role, user: User, *, on: date) -> Places:
    """Where this person may give this role."""
    schools = access.records_for(user, key="account", operation=Operation.CREATE)
    if role == Role.ADMINISTRATOR:
        return Places({}, [], schools, is_everywhere=True)
    if role in OF_A_SCHOOL:
        few_schools = few(schools)
        if few_schools is None:
            return Places({}, None, schools)
        return _grouped(schools, ("Schools", few_schools))
    return _grouped(schools, *_groups(role, user, on=on))


def few(schools: QuerySet[School]) -> list[School] | None:
    """All of them, or None for more than anybody would read through."""
    found = list(schools.order_by("name", "pk")[: MOST_LISTED + 1])
    return found if len(found) <= MOST_LISTED else None


def put(held: RoleHeld, place: models.Model | None) -> None:
    """Say of a role where it is held."""
    match place:
        case Enrolment():
            held.enrolment, held.school = place, place.school
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


def _groups(role: Role, user: User, *, on: date) -> Iterable[tuple[str, Iterable[models.Model]]]:
    create = Operation.CREATE
    if role in OF_A_PROGRAMME:
        yield "Programmes", access.programmes_for(user, key="account", operation=create)
    elif role in {Role.HUB_LEAD, Role.SPECIALIST}:
        hubs = access.hubs_for(user, key="account", operation=create).select_related("programme")
        if role == Role.SPECIALIST:
            parts = access.enrolments_for(user, key="account", operation=create).open_on(on)  # type: ignore[attr-defined]
            yield "Deployed to", parts.select_related("programme", "school__continued_by")
            yield "A place among the specialists of", hubs
        else:
            yield "Hubs", hubs
    elif role == Role.CHIEF_EXECUTIVE:
        yield "Trusts", Trust.objects.order_by("name")
    else:
        yield "Organisations", Organisation.objects.order_by("name")
        yield "Trusts", Trust.objects.order_by("name")


def _grouped(schools: QuerySet[School], *groups: tuple[str, Iterable[models.Model]]) -> Places:
    things: dict[str, models.Model] = {}
    options: list[tuple[str, Options]] = []
    for heading, found in groups:
        mine = {f"{thing._meta.model_name}-{thing.pk}": thing for thing in found}
        things |= mine
        if mine:
            options.append((heading, [(key, _named(thing)) for key, thing in mine.items()]))
    return Places(things, options, schools)


def _named(thing: models.Model) -> str:
    match thing:
        case Hub():
            return f"{hub_name(thing)}, {thing.programme}"
        case Enrolment():
            return f"{thing.standing_school}, in {thing.programme}"
    return str(thing)
