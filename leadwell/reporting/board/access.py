"""Of which schools somebody reads released notes of visit, and which they may only count."""

from datetime import date
from typing import cast

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.deliver.notes import access as noting
from leadwell.people import access
from leadwell.people.held import grants, numbered, within
from leadwell.people.models import Role
from leadwell.people.permissions import Operation, Reach, Without
from leadwell.programmes.models import Enrolment, Programme

KEY = "note_released"
COUNTED_TOO = frozenset({Without.RELEASED_ONLY, Without.FIGURES_ONLY})
MANY = (Reach.PROGRAMME, Reach.HUB)


def counted_for(user: User, on: date, programme: Programme | None = None) -> QuerySet[Enrolment]:
    """Schools' parts of today whose released notes somebody reads, or may count."""
    seen = access.enrolments_for(user, key=KEY, leaving_out=COUNTED_TOO)
    found = _open(seen, on)
    return found.filter(programme=programme) if programme else found


def opened_for(user: User, on: date) -> QuerySet[Enrolment]:
    """Those of them whose released notes somebody reads."""
    return _open(noting.enrolments_for(user), on)


def of_trust_for(user: User, on: date) -> QuerySet[Enrolment]:
    """Those of the trusts that somebody is chief executive of."""
    found = grants(access.held(user), KEY, Operation.READ, leaving_out=noting.RELEASED_ONLY)
    reached = [
        one.enrolments_within(grant.reach) for one, grant in found if grant.reach == Reach.TRUST
    ]
    return _open(within(Enrolment.objects.all(), reached), on)


def boards_for(user: User) -> QuerySet[Programme]:
    """Programmes whose board's page is this person's business: they lead it, or a hub of it, or
    sit on one of its boards."""
    found = grants(access.held(user), KEY, Operation.READ, leaving_out=COUNTED_TOO)
    own = {pk for one, grant in found if grant.reach in MANY for pk in one.programmes}
    return Programme.objects.filter(numbered("pk", own)) if own else Programme.objects.none()


def looks_first(user: User) -> bool:
    """Whether schools to look at first are told on somebody's first page: board members'."""
    return any(one.role == Role.STRATEGIC_BOARD_MEMBER for one in access.held(user))


def leads_trust(user: User) -> bool:
    return any(one.role == Role.CHIEF_EXECUTIVE for one in access.held(user))


def _open(seen: QuerySet[Enrolment], on: date) -> QuerySet[Enrolment]:
    return cast("QuerySet[Enrolment]", seen.open_on(on))  # type: ignore[attr-defined]
