"""Whom a school turns to if something goes wrong: somebody of today who leads or manages the programme
or leads its hub. When their role ends the hub is told, for the memorandum names them."""

from datetime import date

from django.db.models import Q

from leadwell.people.models import Role, RoleHeld
from leadwell.people.models.role import RoleHeldQuerySet
from leadwell.people.roles.wording import title
from leadwell.prepare.models import Memorandum
from leadwell.prepare.models.memorandum import IN_FORCE
from leadwell.programmes.models import Enrolment

OF_PROGRAMME = (Role.PROGRAMME_LEAD, Role.STRATEGIC_LEAD, Role.PROJECT_MANAGER)


def turned_to(enrolment: Enrolment, on: date) -> RoleHeldQuerySet:
    """Roles of a day by which somebody can be named."""
    where = Q(role__in=OF_PROGRAMME, programme=enrolment.programme_id)
    if enrolment.hub_id:
        where |= Q(role=Role.HUB_LEAD, hub=enrolment.hub_id)
    live = RoleHeld.objects.live_on(on).filter(where).select_related("person", "hub__programme")
    return live.order_by("person__name", "role")


def named(role: RoleHeld) -> str:
    """ "Rowan Beck, programme lead": as it is printed."""
    post = title(role)
    return f"{role.person.name}, {post[:1].lower()}{post[1:]}"


def without_anybody(memoranda: list[Memorandum], on: date) -> list[Memorandum]:
    """Those in force whose named person has that role no more: nor again, by another row. Of
    memoranda with `in_force` and its role at hand. One query."""
    gone = {
        one.pk: role
        for one in memoranda
        if one.state in IN_FORCE and one.in_force and (role := one.in_force.escalates_to)
        if role.ends_on and role.ends_on < on
    }
    if not gone:
        return []
    people_of = {role.person_id for role in gone.values()}
    live = RoleHeld.objects.live_on(on).filter(person__in=people_of)
    still = {(one.person_id, one.role, one.programme_id, one.hub_id) for one in live}
    return [
        one
        for one in memoranda
        if (role := gone.get(one.pk))
        and (role.person_id, role.role, role.programme_id, role.hub_id) not in still
    ]
