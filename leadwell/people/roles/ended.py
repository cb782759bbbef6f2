"""Roles of one's own that ended lately: whoever has lost sight of something is told why."""

from datetime import date, timedelta

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.models import RoleHeld
from leadwell.people.phrased import asked
from leadwell.people.placing import at_hand, placed

SAID_FOR = timedelta(days=60)
"""How long somebody is told that a role of theirs has ended."""


def lately(user: User, on: date) -> QuerySet[RoleHeld]:
    mine = access.own_roles_for(user)
    return mine.filter(ends_on__gte=on - SAID_FOR, ends_on__lt=on)


def ended_for(user: User) -> list[RoleHeld]:
    """Roles of one's own that ended lately, and that one does not hold there again."""
    today = access.today()
    if not (ended := asked(lately, user, today)):
        return []
    still_held = list(access.own_roles_for(user).to_come_or_live(today))  # type: ignore[attr-defined]
    at_hand([*ended, *still_held], "school")
    still = {(one.role, *_scope(one)) for one in still_held}
    return placed(one for one in ended if (one.role, *_scope(one)) not in still)


def _scope(role: RoleHeld) -> tuple[int | None, ...]:
    school = role.school.continued_by_id or role.school_id if role.school else None
    return role.programme_id, role.hub_id, role.enrolment_id, school, role.trust_id
