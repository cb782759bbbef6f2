"""Who runs a programme or a hub: roles held there today, as far as somebody may know of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.models import Role, RoleHeld
from leadwell.people.placing import placed
from leadwell.people.roles.wording import hub_name, title
from leadwell.programmes.models import Hub, Programme

LEADERS = (Role.PROGRAMME_LEAD, Role.STRATEGIC_LEAD, Role.PROJECT_MANAGER, Role.HUB_LEAD)
"""Whom everybody in a programme may know by name: they are part of what it is."""


@dataclass(frozen=True, slots=True)
class Member:
    """url: of their own page, "" where this person may not open it. where: "Exe hub", or ""."""

    name: str
    title: str
    where: str
    url: str


def of_programme(user: User, programme: Programme, on: date) -> list[Member]:
    """Of the programme and of its hubs; three queries."""
    return _members(user, Q(programme=programme) | Q(hub__programme=programme), on)


def of_hub(user: User, hub: Hub, on: date) -> list[Member]:
    return _members(user, Q(hub=hub), on)


def leads_of(user: User, programmes: Iterable[Programme], on: date) -> dict[int, list[Member]]:
    """Who leads each of these programmes, by its number."""
    found: dict[int, list[Member]] = {}
    roles = _known(user, Q(programme__in=programmes, role=Role.PROGRAMME_LEAD), on)
    opened = _opened(user, roles)
    for role in roles:
        found.setdefault(role.programme_id or 0, []).append(_member(role, opened))
    return found


def _members(user: User, there: Q, on: date) -> list[Member]:
    roles = _known(user, there, on)
    opened = _opened(user, roles)
    order = list(Role)
    roles.sort(key=lambda role: (order.index(Role(role.role)), role.person.name))
    return [_member(role, opened) for role in roles]


def _known(user: User, there: Q, on: date) -> list[RoleHeld]:
    """Leaders by the programme's own record; others where one sees who has which role."""
    leading = access.roles_for(user, key="programme").filter(role__in=LEADERS)
    either: QuerySet[RoleHeld] = leading | access.roles_for(user)
    return placed(either.filter(there).live_on(on))  # type: ignore[attr-defined]


def _opened(user: User, roles: Iterable[RoleHeld]) -> set[int]:
    people = access.people_for(user).filter(pk__in={role.person_id for role in roles})
    return set(people.values_list("pk", flat=True))


def _member(role: RoleHeld, opened: set[int]) -> Member:
    return Member(
        name=str(role.person),
        title=title(role),
        where=hub_name(role.hub) if role.hub else "",
        url=reverse("people:person", args=[role.person_id]) if role.person_id in opened else "",
    )
