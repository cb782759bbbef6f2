"""Whose hours behind the glass somebody sees, and who is told of one."""

from datetime import date

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.models import BrokenGlass, Person, Role
from leadwell.people.permissions import Operation

TOLD = (Role.DATA_PROTECTION_OFFICER, Role.PROGRAMME_LEAD)
"""The first of these roles that anybody holds."""


def glass_for(user: User) -> QuerySet[BrokenGlass]:
    """One's own, those one was told of, and all for an officer of an organisation that leads: one
    of a single school or trust reads of no other's."""
    rows = BrokenGlass.objects.select_related("user")
    held = access.held(user)
    if any(one.role == Role.DATA_PROTECTION_OFFICER and one.is_of_organisation for one in held):
        return rows
    if not access.holds(user, "broken_glass", Operation.READ):
        return rows.none()
    me = [one.person for one in held if one.person]
    return rows.filter(Q(user=user) | Q(told__overlap=me))


def told_of(user: User, *, on: date) -> tuple[Role | None, list[Person]]:
    """Who is told when this administrator breaks the glass, never themselves: the data protection
    officers of the day, else the programme leads, else nobody."""
    for role in TOLD:
        live = Q(roles__role=role, roles__starts_on__lte=on) & (
            Q(roles__ends_on=None) | Q(roles__ends_on__gte=on)
        )
        people = Person.objects.filter(live).exclude(email="").exclude(user=user).distinct()
        if found := list(people):
            return role, found
    return None, []


def latest_of(user: User) -> BrokenGlass:
    """The hour somebody is in, who is in one."""
    return BrokenGlass.objects.filter(user=user, ended_at=None).latest("begins_at")
