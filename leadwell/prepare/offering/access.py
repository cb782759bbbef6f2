"""Whose offers one reads: those to schools of one's programme, hub or trust, and one's own."""

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.explore.choosing import access as choosing
from leadwell.explore.models import Candidate, CandidateQuerySet
from leadwell.people import access as people
from leadwell.people.held import grants
from leadwell.people.permissions import Operation, Reach
from leadwell.prepare.models import Offer
from leadwell.programmes.models import Programme

KEY = "offer"
FAR = {Reach.PROGRAMME, Reach.EVERYWHERE}


def candidates_for(user: User) -> CandidateQuerySet:
    """Schools put forward, the offer to which this person may read, whether or not there is one."""
    return choosing.candidates_for(user, key=KEY)


def offers_for(user: User) -> QuerySet[Offer]:
    mine = candidates_for(user).order_by().values("pk")
    return Offer.objects.filter(candidate__in=mine)


def reads_whole(user: User, programme: Programme) -> bool:
    """Every offer of the programme with what all cost, and not those of one's own school or hub
    alone."""
    granted = grants(people.held(user), KEY, Operation.READ)
    return any(grant.reach in FAR and one.reaches(grant.reach, programme) for one, grant in granted)


def holds(user: User, operation: Operation, candidate: Candidate) -> bool:
    return choosing.holds(user, operation, candidate, key=KEY)


def is_of_school(user: User, candidate: Candidate) -> bool:
    """Whether somebody answers as the head of the school."""
    granted = grants(people.held(user), KEY, Operation.SIGN)
    own = (one for one, grant in granted if grant.reach == Reach.OWN_SCHOOL)
    return any(candidate.standing_school.pk in one.schools for one in own)
