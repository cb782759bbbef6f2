"""Whose expressions of interest somebody reads, writes and signs."""

from typing import cast

from django.db.models import Q

from leadwell.accounts.models import User
from leadwell.explore.access import heads_of
from leadwell.explore.models import Candidate, Interest, InterestCall, InterestQuerySet
from leadwell.people import access
from leadwell.people.held import NOBODY, Held, among, grants, numbered, of_schools, together, within
from leadwell.people.permissions import Operation, Reach

__all__ = ["heads_of"]
KEY = "interest"


def interests_for(user: User, *, operation: Operation = Operation.READ) -> InterestQuerySet:
    """Those this person reads, or writes: of a hub, once its school is put forward for it."""
    granted = grants(access.held(user), KEY, operation)
    arms = (_within(one, reach) for one, reach in together(granted))
    return cast("InterestQuerySet", within(Interest.objects.all(), arms))


def own_for(user: User, operation: Operation) -> InterestQuerySet:
    """Of one's own school, and of no programme: who writes and who signs is the school."""
    granted = grants(access.held(user), KEY, operation)
    arms = (
        of_schools("school_id", one.schools)
        for one, grant in granted
        if grant.reach == Reach.OWN_SCHOOL and one.schools
    )
    return cast("InterestQuerySet", within(Interest.objects.all(), arms))


def is_own(user: User, interest: Interest, operation: Operation) -> bool:
    """Whether somebody may do this with it as one of the school."""
    granted = grants(access.held(user), KEY, operation)
    school = interest.standing_school.pk
    return any(grant.reach == Reach.OWN_SCHOOL and school in one.schools for one, grant in granted)


def _within(one: Held, reach: Reach) -> Q:
    match reach:
        case Reach.EVERYWHERE:
            return Q()
        case Reach.PROGRAMME if one.programmes:
            calls = InterestCall.objects.filter(numbered("programme_id", one.programmes))
            return among("call_id", calls.values("pk"))
        case Reach.HUB if one.hubs:
            here = Candidate.objects.filter(numbered("hub_id", one.hubs))
            return among("candidate_id", here.values("pk"))
        case Reach.OWN_SCHOOL if one.schools:
            return of_schools("school_id", one.schools)
    return NOBODY
