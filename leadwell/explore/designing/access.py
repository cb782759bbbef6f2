"""Whose signature counts for the data of a programme."""

from datetime import date

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.models import Role, RoleHeld
from leadwell.people.permissions import Operation
from leadwell.programmes.models import Programme


def is_officer_of(user: User, programme: Programme, *, on: date) -> bool:
    """Whether somebody is, on that day, data protection officer of the organisation that leads."""
    if not access.holds(user, "impact_assessment", Operation.SIGN):
        return False
    held = RoleHeld.objects.live_on(on).filter(
        person__user=user,
        role=Role.DATA_PROTECTION_OFFICER,
        organisation=programme.lead_organisation,
    )
    return held.exists()
