"""Which schools that are put forward a person reads: for every room of this floor."""

from datetime import date
from typing import cast

from django.db.models import Exists, OuterRef, Q

from leadwell.accounts.models import User
from leadwell.explore.models import Candidate, CandidateQuerySet, CandidateState, Step
from leadwell.explore.models.candidate import TELLS_HEAD
from leadwell.people import access
from leadwell.people.held import NOBODY, Held, grants, numbered, of_schools, together, within
from leadwell.people.models import Role, RoleHeld
from leadwell.people.permissions import Grant, Operation, Reach, Without
from leadwell.schools.models import School

KEY, HEARD = "selection", "heard_initiative"
"""The records of candidates, and of what their programmes heard that is asked of them."""
TOLD = Q(head_told_on__isnull=False) | ~Q(state=CandidateState.NOMINATED)
"""Its head has heard of it from a person, before any page says so; or it is answered already, and
the head is whom the answer is for."""
HEARD_BY_HEAD = (
    Q(head_told_on__isnull=False)
    | ~Q(state__in=[CandidateState.NOMINATED, CandidateState.DECLINED])
    | Q(state=CandidateState.DECLINED)
    & Q(Exists(Step.objects.filter(candidate=OuterRef("pk"), verb__in=TELLS_HEAD)))
)
"""Its head has heard, and so others of the school and its trust may read of it."""


def candidates_for(
    user: User,
    *,
    key: str = KEY,
    operation: Operation = Operation.READ,
    leaving_out: frozenset[Without] = frozenset(),
) -> CandidateQuerySet:
    """Candidates this person reads by name, with the reasons; or another record about them, by its
    key. leaving_out: what a grant may leave out and still count."""
    granted = grants(access.held(user), key, operation, leaving_out=leaving_out)
    heads = [each for each in granted if _is_heads(*each)]
    others = [each for each in granted if not _is_heads(*each)]
    arms = [_within(one, reach, TOLD) for one, reach in together(heads)]
    arms += [_within(one, reach, HEARD_BY_HEAD) for one, reach in together(others)]
    return cast("CandidateQuerySet", within(Candidate.objects.all(), arms))


def heads_of(school: School, *, on: date) -> list[RoleHeld]:
    """Who heads it today and can be written to."""
    live = RoleHeld.objects.at_schools([school.pk]).live_on(on).filter(role=Role.HEADTEACHER)
    return list(live.exclude(person__email="").select_related("person__user"))


def _is_heads(one: Held, grant: Grant) -> bool:
    return one.role == Role.HEADTEACHER and grant.reach == Reach.OWN_SCHOOL


def _within(one: Held, reach: Reach, told: Q) -> Q:
    match reach:
        case Reach.EVERYWHERE:
            return Q()
        case Reach.PROGRAMME:
            return numbered("programme_id", one.programmes) if one.programmes else NOBODY
        case Reach.HUB:
            return numbered("hub_id", one.hubs) if one.hubs else NOBODY
        case Reach.OWN_SCHOOL | Reach.TRUST if one.schools:
            return of_schools("school_id", one.schools) & told
    return NOBODY


def not_yet_told_of(school: School) -> list[int]:
    """Numbers of candidates whose head has not heard: nothing at the school speaks of them."""
    lives = School.objects.lives_of([school.pk]).order_by().values("pk")
    return list(
        Candidate.objects.kept_from_school().filter(school__in=lives).values_list("pk", flat=True)
    )
