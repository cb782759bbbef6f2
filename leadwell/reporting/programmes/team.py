"""Who runs a programme or a hub: roles held there today, as far as somebody may know of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.held import among
from leadwell.people.models import Role, RoleHeld
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


@dataclass(frozen=True, slots=True)
class Team:
    """Who runs a programme, one by one; of its specialists, who may be many, how many there are."""

    members: tuple[Member, ...]
    n_specialists: int


def of_programme(user: User, programme: Programme, on: date) -> Team:
    """Of the programme and of its hubs. Three queries."""
    there = Q(programme=programme) | among("hub_id", programme.hubs.values("pk"))
    members = _known(user, on).filter(there).exclude(role=Role.SPECIALIST)
    seen = access.roles_for(user).live_on(on).filter(there, role=Role.SPECIALIST)  # type: ignore[attr-defined]
    n = seen.order_by().values("person").distinct().count()
    return Team(tuple(_members(user, members, [programme])), n)


def of_hub(user: User, hub: Hub, on: date) -> list[Member]:
    """Everybody of the hub. Two queries."""
    return _members(user, _known(user, on).filter(hub=hub), [hub.programme])


def leads_of(user: User, programmes: Iterable[Programme], on: date) -> dict[int, list[Member]]:
    """Who leads each of these programmes, by its number. Two queries."""
    found: dict[int, list[Member]] = {}
    leading = _known(user, on).filter(programme__in=programmes, role=Role.PROGRAMME_LEAD)
    roles = _at_hand(leading, programmes)
    opened = _opened(user, roles)
    for role in roles:
        found.setdefault(role.programme_id or 0, []).append(_member(role, opened))
    return found


def _members(
    user: User, known: QuerySet[RoleHeld], programmes: Iterable[Programme]
) -> list[Member]:
    roles = _at_hand(known, programmes)
    opened = _opened(user, roles)
    order = list(Role)
    roles.sort(key=lambda role: (order.index(Role(role.role)), role.person.name))
    return [_member(role, opened) for role in roles]


def _known(user: User, on: date) -> QuerySet[RoleHeld]:
    """Leaders by the programme's own record; others where one sees who has which role."""
    leading = access.roles_for(user, key="programme").filter(role__in=LEADERS)
    either: QuerySet[RoleHeld] = leading | access.roles_for(user)
    return either.live_on(on)  # type: ignore[attr-defined, no-any-return]


def _at_hand(known: QuerySet[RoleHeld], programmes: Iterable[Programme]) -> list[RoleHeld]:
    """Roles of these programmes and their hubs, with all that says what they are."""
    by_number = {programme.pk: programme for programme in programmes}
    roles = list(known.select_related("person", "hub"))
    for held in (at for role in roles for at in (role, role.hub) if at):
        if held.programme_id:
            held.programme = by_number[held.programme_id]
    return roles


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
