"""Whose lines of the register a person reads, and whose they keep."""

from datetime import date
from typing import cast

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.held import NOBODY, Held, among, grants, numbered, together, within
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.people.models.role import RoleHeldQuerySet
from leadwell.people.permissions import Operation, Reach
from leadwell.prepare.models import Specialist, SpecialistQuerySet
from leadwell.programmes.models import Enrolment, Hub, Programme

KEY = "specialist_register"
KEEPERS = frozenset({Reach.HUB, Reach.PROGRAMME, Reach.EVERYWHERE})
"""How far a grant goes of somebody who looks after the register, and not after their own line."""


def specialists_for(user: User, *, operation: Operation = Operation.READ) -> SpecialistQuerySet:
    """One's own line, those of one's staff, and those of whom a place among the specialists of a
    hub, or a school they are sent to, is in reach today or will be."""
    granted = grants(access.held(user), KEY, operation)
    reached = (_within(one, reach) for one, reach in together(granted))
    return cast("SpecialistQuerySet", within(Specialist.objects.all(), reached))


def kept_for(user: User, *, operation: Operation = Operation.CHANGE) -> SpecialistQuerySet:
    """Those that one keeps for others: without one's own, unless one keeps that too."""
    granted = grants(access.held(user), KEY, operation)
    reached = (_within(one, reach) for one, reach in together(granted) if reach in KEEPERS)
    return cast("SpecialistQuerySet", within(Specialist.objects.all(), reached))


def programmes_kept_for(user: User) -> QuerySet[Programme]:
    """Of whose specialists one keeps lines, in all of its hubs or in some."""
    return access.programmes_for(user, key=KEY, operation=Operation.CREATE)


def kept_in(
    user: User,
    programme: Programme,
    *,
    hub: Hub | None = None,
    operation: Operation = Operation.CHANGE,
    on: date,
) -> SpecialistQuerySet:
    """Of those, who has a place there or is sent to a school of it, today or later. hub: one of the
    programme's, where only that is meant."""
    where = Q(hub=hub) | Q(enrolment__hub=hub)
    if hub is None:
        where = Q(hub__programme=programme) | Q(enrolment__programme=programme)
    placed = RoleHeld.objects.filter(where, role=Role.SPECIALIST).to_come_or_live(on)
    kept = kept_for(user, operation=operation).listed()
    return kept.filter(among("person_id", placed.order_by().values("person")))


def others_kept_in(user: User, programme: Programme, *, on: date) -> SpecialistQuerySet:
    """The same without one's own line: nobody keeps that."""
    return kept_in(user, programme, on=on).exclude(person__user=user)


def holds(user: User, operation: Operation, specialist: Specialist) -> bool:
    """Whether a role of today grants this about this line."""
    return specialists_for(user, operation=operation).filter(pk=specialist.pk).exists()


def keeps(user: User, specialist: Specialist) -> bool:
    """Whether somebody looks after this line for its register."""
    return kept_for(user).filter(pk=specialist.pk).exists()


def whole_for(user: User) -> SpecialistQuerySet:
    """Of which somebody reads all. A head reads who is sent to their school, and what for: not what
    that person says of themselves, nor how many days they have."""
    granted = grants(access.held(user), KEY, Operation.READ)
    inside = ((one, reach) for one, reach in together(granted) if reach != Reach.OWN_SCHOOL)
    reached = (_within(one, reach) for one, reach in inside)
    return cast("SpecialistQuerySet", within(Specialist.objects.all(), reached))


def reads_whole(user: User, specialist: Specialist) -> bool:
    return whole_for(user).filter(pk=specialist.pk).exists()


def has_register(user: User) -> bool:
    """Whether somebody has more to do with it than being in it, or having somebody sent."""
    return bool(grants(access.held(user), KEY, Operation.CREATE)) or any(
        grant.reach in KEEPERS | {Reach.OWN_STAFF}
        for _, grant in grants(access.held(user), KEY, Operation.READ)
    )


def is_listed(user: User) -> bool:
    """Whether somebody is a specialist today, and may have a line of their own."""
    granted = grants(access.held(user), KEY, Operation.READ)
    return any(grant.reach == Reach.SELF for _, grant in granted)


def to_register_for(user: User) -> RoleHeldQuerySet:
    """Places among specialists, within one's reach, of people who have no line yet."""
    granted = grants(access.held(user), KEY, Operation.CREATE)
    near = within(
        RoleHeld.objects.all(), (_places(one, reach) for one, reach in together(granted))
    ).filter(role=Role.SPECIALIST)
    waiting = near.to_come_or_live(access.today()).filter(person__specialist=None)  # type: ignore[attr-defined]
    return cast("RoleHeldQuerySet", waiting)


def may_be_registered(user: User, person: Person) -> bool:
    """Whether this person is one of those."""
    return to_register_for(user).filter(person=person).exists()


def _within(one: Held, reach: Reach) -> Q:
    match reach:
        case Reach.SELF:
            return numbered("person_id", {one.person}) if one.person else NOBODY
        case Reach.OWN_STAFF:
            staff = Person.objects.filter(one.people_within(Reach.OWN_SCHOOL))
            return among("person_id", staff.values("pk"))
        case Reach.EVERYWHERE:
            return Q()
    if (places := _places(one, reach)) == NOBODY:
        return NOBODY
    sent = RoleHeld.objects.filter(places, role=Role.SPECIALIST).to_come_or_live(access.today())
    return among("person_id", sent.values("person"))


def _places(one: Held, reach: Reach) -> Q:
    """Specialists' roles so far: by the hub in which they have a place, or the school's part."""
    if reach not in {*KEEPERS, Reach.OWN_SCHOOL}:
        return NOBODY
    parts, hubs = one.enrolments_within(reach), NOBODY
    if reach in KEEPERS:
        hubs = one.hubs_within(reach)
    found = [
        among(column, rows.values("pk"))
        for column, rows, near in (
            ("enrolment_id", Enrolment.objects.filter(parts), parts),
            ("hub_id", Hub.objects.filter(hubs), hubs),
        )
        if near != NOBODY
    ]
    return found[0] | found[1] if len(found) > 1 else found[0] if found else NOBODY
