"""Which candidates a person reads, and who chooses them."""

from leadwell.accounts.models import User
from leadwell.explore.access import HEARD, KEY, candidates_for
from leadwell.explore.models import Candidate, CandidateQuerySet, CandidateState
from leadwell.people import access
from leadwell.people.held import Held, grants
from leadwell.people.models import Role
from leadwell.people.permissions import Operation, Reach, Without
from leadwell.programmes.models import Programme
from leadwell.schools.models import School

__all__ = ["HEARD", "KEY", "candidates_for"]
COUNTS_TOO = frozenset({Without.FIGURES_ONLY})
"""A board reads how many, and the set it is asked to approve."""
BOARD = (Role.STRATEGIC_BOARD_MEMBER, Role.STEERING_GROUP_MEMBER)


def holds(user: User, operation: Operation, candidate: Candidate, *, key: str = KEY) -> bool:
    """Whether a role of today grants this about a candidate, or what came of it by this key."""
    granted = grants(access.held(user), key, operation)
    return any(_reaches(one, grant.reach, candidate) for one, grant in granted)


def put_forward(programme: Programme) -> list[School]:
    """Schools of a programme that still chooses: nobody there should be named in what all read."""
    those = Candidate.objects.filter(programme=programme).order_by()
    return list(School.objects.filter(pk__in=those.values("school")).only("continued_by"))


def put_forward_by(user: User) -> CandidateQuerySet:
    """Those that somebody put forward, as far as they read of them."""
    return candidates_for(user).filter(nominated_by__user=user)


def reads_counts(user: User, programme: Programme) -> bool:
    """Whether the set of a programme is this person's to read, if only as counts."""
    return access.holds(user, KEY, Operation.READ, on=programme, leaving_out=COUNTS_TOO)


def reads_whole(user: User, programme: Programme) -> bool:
    """Every candidate of the programme, and not those of one's own school or hub alone."""
    granted = grants(access.held(user), KEY, Operation.READ, leaving_out=COUNTS_TOO)
    far = {Reach.PROGRAMME, Reach.EVERYWHERE}
    return any(grant.reach in far and one.reaches(grant.reach, programme) for one, grant in granted)


def leads_a_hub(user: User, programme: Programme) -> bool:
    granted = grants(access.held(user), KEY, Operation.READ)
    return any(
        grant.reach == Reach.HUB and one.reaches(grant.reach, programme) for one, grant in granted
    )


def is_inside(user: User, candidate: Candidate) -> bool:
    """Whether somebody reads it because they choose or look after the schools, and not because it
    is their own."""
    inside = {Reach.PROGRAMME, Reach.HUB, Reach.EVERYWHERE}
    granted = grants(access.held(user), KEY, Operation.READ)
    return any(
        grant.reach in inside and _reaches(one, grant.reach, candidate) for one, grant in granted
    )


def is_of_board(user: User, programme: Programme) -> bool:
    """Whether somebody approves the set: of its boards, and not who leads it."""
    granted = grants(access.held(user), KEY, Operation.SIGN)
    return any(one.role in BOARD and one.reaches(grant.reach, programme) for one, grant in granted)


def programmes_of_board(user: User) -> frozenset[int]:
    """Programmes on whose board somebody sits, by their numbers."""
    granted = grants(access.held(user), KEY, Operation.SIGN)
    mine = (one.programmes for one, _ in granted if one.role in BOARD)
    return frozenset().union(*mine)


def results_for(user: User) -> CandidateQuerySet:
    """How schools one reads about were chosen: for heads and executives."""
    granted = grants(access.held(user), KEY, Operation.READ)
    near = {Reach.OWN_SCHOOL, Reach.TRUST}
    is_near = any(grant.reach in near for _, grant in granted)
    return candidates_for(user) if is_near else Candidate.objects.none()


def interest_of(user: User, candidates: CandidateQuerySet) -> School | None:
    """A school among these that somebody is of, and so has no part in the decision about."""
    mine = {pk for one in access.held(user) if one.role for pk in one.schools}
    found = (each.standing_school for each in candidates.select_related("school__continued_by"))
    return next((school for school in found if school.pk in mine), None)


def _has_heard(candidate: Candidate, reader: Held) -> bool:
    """Whether its school may know of it: its head from the answer on, others once the head does."""
    if candidate.waits_to_be_told:
        return False
    if candidate.head_told_on or candidate.state != CandidateState.DECLINED:
        return True
    return reader.role == Role.HEADTEACHER or candidate.has_answered_head


def _reaches(one: Held, reach: Reach, candidate: Candidate) -> bool:
    match reach:
        case Reach.EVERYWHERE:
            return True
        case Reach.PROGRAMME:
            return candidate.programme_id in one.programmes
        case Reach.HUB:
            return candidate.hub_id in one.hubs
        case Reach.OWN_SCHOOL | Reach.TRUST:
            is_near = candidate.standing_school.pk in one.schools
            return is_near and _has_heard(candidate, one)
    return False
