"""Whose rounds a person reads, and for what they may have one planned."""

from typing import cast

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.held import NOBODY, Held, among, grants, together, within
from leadwell.people.permissions import Operation, Reach
from leadwell.prepare.models import PlannedRound, PlannedRoundQuerySet
from leadwell.programmes.models import Hub, Programme

KEY = "round"
NEAR = frozenset({Reach.HUB, Reach.PROGRAMME, Reach.EVERYWHERE})


def rounds_for(user: User, *, operation: Operation = Operation.READ) -> PlannedRoundQuerySet:
    """Those of hubs and programmes that one looks after."""
    granted = grants(access.held(user), KEY, operation)
    reached = (_within(one, reach) for one, reach in together(granted))
    return cast("PlannedRoundQuerySet", within(PlannedRound.objects.all(), reached))


def programmes_for(user: User) -> QuerySet[Programme]:
    """Those of which one may have a whole round planned."""
    granted = grants(access.held(user), KEY, Operation.CREATE)
    whole = (
        one.programmes_within(reach)
        for one, reach in together(granted)
        if reach in NEAR - {Reach.HUB}
    )
    return within(Programme.objects.all(), whole)


def hubs_for(user: User) -> QuerySet[Hub]:
    return access.hubs_for(user, key=KEY, operation=Operation.CREATE)


def holds(user: User, operation: Operation, planned: PlannedRound) -> bool:
    return rounds_for(user, operation=operation).filter(pk=planned.pk).exists()


def has_rounds(user: User) -> bool:
    """Whether there is a list of them for this person."""
    return bool(grants(access.held(user), KEY, Operation.READ))


def may_somewhere(user: User) -> bool:
    """Whether there is anything that this person could have planned."""
    return bool(grants(access.held(user), KEY, Operation.CREATE))


def _within(one: Held, reach: Reach) -> Q:
    match reach:
        case Reach.EVERYWHERE:
            return Q()
        case Reach.PROGRAMME:
            return among(
                "programme_id", Programme.objects.filter(one.programmes_within(reach)).values("pk")
            )
        case Reach.HUB:
            return among("hub_id", Hub.objects.filter(one.hubs_within(reach)).values("pk"))
    return NOBODY
