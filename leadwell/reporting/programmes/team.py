"""Who runs a programme or a hub: roles held there today, as far as somebody may know of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.held import among, numbered
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.people.phrased import asked
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
    members = asked(_running, user, on, programme.pk)
    sent = asked(_n_sent, user, on, programme.pk)
    return Team(tuple(_members(user, members, [programme], on)), sum(sent))


def of_hub(user: User, hub: Hub, on: date) -> list[Member]:
    """Everybody of the hub. Two queries."""
    return _members(user, asked(_of_hub, user, on, hub.pk), [hub.programme], on)


def leads_of(user: User, programmes: Collection[Programme], on: date) -> dict[int, list[Member]]:
    """Who leads each of these programmes, by its number. Two queries."""
    found: dict[int, list[Member]] = {}
    roles = asked(_leading, user, on, frozenset(one.pk for one in programmes))
    _at_hand(roles, programmes)
    opened = _opened(user, roles, on)
    for role in roles:
        found.setdefault(role.programme_id or 0, []).append(_member(role, opened))
    return found


def _members(
    user: User, roles: list[RoleHeld], programmes: Iterable[Programme], on: date
) -> list[Member]:
    _at_hand(roles, programmes)
    opened = _opened(user, roles, on)
    order = list(Role)
    roles.sort(key=lambda role: (order.index(Role(role.role)), role.person.name))
    return [_member(role, opened) for role in roles]


def _running(user: User, on: date, programme: int) -> QuerySet[RoleHeld]:
    """Everybody of a programme and its hubs but its specialists."""
    return _known(user, on).filter(_there(programme)).exclude(role=Role.SPECIALIST)


def _n_sent(user: User, on: date, programme: int) -> QuerySet[RoleHeld, int]:
    """How many specialists a programme and its hubs have, as far as one sees who is."""
    seen = access.roles_for(user).live_on(on).filter(_there(programme), role=Role.SPECIALIST)  # type: ignore[attr-defined]
    counted = seen.order_by().values("role").annotate(n=Count("person", distinct=True))
    found: QuerySet[RoleHeld, int]
    found = counted.values_list("n", flat=True)
    return found


def _of_hub(user: User, on: date, hub: int) -> QuerySet[RoleHeld]:
    return _known(user, on).filter(hub=hub)


def _leading(user: User, on: date, programmes: Collection[int]) -> QuerySet[RoleHeld]:
    led = numbered("programme_id", programmes)
    return _known(user, on).filter(led, role=Role.PROGRAMME_LEAD)


def _there(programme: int) -> Q:
    hubs = Hub.objects.filter(programme=programme).order_by()
    return Q(programme=programme) | among("hub_id", hubs.values("pk"))


def _known(user: User, on: date) -> QuerySet[RoleHeld]:
    """Leaders by the programme's own record; others where one sees who has which role."""
    leading = access.roles_for(user, key="programme").filter(role__in=LEADERS)
    either: QuerySet[RoleHeld] = leading | access.roles_for(user)
    known: QuerySet[RoleHeld] = either.live_on(on)  # type: ignore[attr-defined]
    return known.select_related("person", "hub")


def _at_hand(roles: Iterable[RoleHeld], programmes: Iterable[Programme]) -> None:
    """Roles of these programmes and their hubs know them."""
    by_number = {programme.pk: programme for programme in programmes}
    for held in (at for role in roles for at in (role, role.hub) if at):
        if held.programme_id:
            held.programme = by_number[held.programme_id]


def _opened(user: User, roles: Iterable[RoleHeld], on: date) -> set[int]:
    people = frozenset(role.person_id for role in roles)
    return set(asked(_to_open, user, on, people)) if people else set()


def _to_open(user: User, on: date, people: Collection[int]) -> QuerySet[Person, int]:
    """Of these people those whose page one may open."""
    seen = access.people_for(user).filter(numbered("pk", people)).order_by()
    return seen.values_list("pk", flat=True)


def _member(role: RoleHeld, opened: set[int]) -> Member:
    return Member(
        name=str(role.person),
        title=title(role),
        where=hub_name(role.hub) if role.hub else "",
        url=reverse("people:person", args=[role.person_id]) if role.person_id in opened else "",
    )
