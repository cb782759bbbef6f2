"""Which peer reviews a person reads, who writes in them, and whose school gave one."""

from typing import cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from leadwell.accounts.models import User
from leadwell.explore.models import (
    TOLD,
    PeerFinding,
    PeerReview,
    PeerReviewer,
    PeerReviewQuerySet,
    PeerState,
    TakenHome,
)
from leadwell.people import access
from leadwell.people.held import among, grants, of_schools, together, within
from leadwell.people.permissions import Operation, Reach, Without
from leadwell.programmes.models import Enrolment, Programme

KEY = "peer_review"
CLOSED_TOO = frozenset({Without.RELEASED_ONLY})
DATES_ONLY = frozenset({Without.CONTENT})
DATES_TOO = CLOSED_TOO | DATES_ONLY


def reviews_for(user: User) -> PeerReviewQuerySet:
    """Those whose words this person reads: closed ones alone, where that is all they may."""
    whole = among("enrolment_id", access.enrolments_for(user, key=KEY).values("pk"))
    closed = access.enrolments_for(user, key=KEY, leaving_out=CLOSED_TOO).values("pk")
    arms = [whole, Q(state=PeerState.CLOSED) & among("enrolment_id", closed)]
    return cast("PeerReviewQuerySet", within(PeerReview.objects.all(), arms))


def states_for(user: User) -> PeerReviewQuerySet:
    """Those of which this person sees that they are there, and how far."""
    dated = access.enrolments_for(user, key=KEY, leaving_out=DATES_ONLY).values("pk")
    closed = access.enrolments_for(user, key=KEY, leaving_out=CLOSED_TOO).values("pk")
    arms = [
        among("enrolment_id", dated),
        Q(state=PeerState.CLOSED) & among("enrolment_id", closed),
    ]
    return cast("PeerReviewQuerySet", within(PeerReview.objects.all(), arms))


def findings_for(user: User, review: PeerReview) -> QuerySet[PeerFinding]:
    """Spoken first, then read: before the school was told, its specialists read them, and others
    who write there what they wrote themselves, as for a reviewer who has no account."""
    found = review.findings.select_related("by", "answer__by")
    if review.is_told or looks_after(user, review.enrolment):
        return found
    return found.filter(by=user.person) if writes_for(user, review.enrolment) else found.none()


def found_by(user: User, review: PeerReview) -> QuerySet[PeerFinding]:
    """What somebody found in a review themselves."""
    return review.findings.filter(by=user.person)


def told_findings_for(user: User) -> QuerySet[PeerFinding]:
    """Findings that were said to the school, of reviews this person reads."""
    reviews = reviews_for(user).filter(state__in=TOLD).values("pk")
    return PeerFinding.objects.filter(review__in=reviews)


def findings_seen_by(user: User) -> QuerySet[PeerFinding]:
    """Findings of reviews this person reads, said or not: whether they may, the rule says."""
    return PeerFinding.objects.filter(review__in=reviews_for(user).values("pk"))


def reads(user: User, programme: Programme) -> bool:
    """Whether something of a programme's peer reviews is this person's to see."""
    return access.holds(user, KEY, Operation.READ, on=programme, leaving_out=DATES_TOO)


def writes_for(user: User, enrolment: Enrolment) -> bool:
    """Whether somebody plans the peer reviews of a school and writes what was found."""
    return access.holds(user, KEY, Operation.CREATE, on=enrolment)


def looks_after(user: User, enrolment: Enrolment) -> bool:
    """Whether somebody writes what was found, and is not of the school that is reviewed."""
    return writes_for(user, enrolment) and not answers_for(user, enrolment)


def answers_for(user: User, enrolment: Enrolment) -> bool:
    """Whether somebody answers for the school: its head and senior leaders, and no specialist."""
    granted = grants(access.held(user), KEY, Operation.CREATE)
    return any(
        grant.reach == Reach.OWN_SCHOOL and one.reaches(grant.reach, enrolment)
        for one, grant in granted
    )


def given_for(user: User, *, operation: Operation = Operation.READ) -> QuerySet[PeerReviewer]:
    """Reviewers who came from this person's own school: that it gave a review, and to whom. What
    was found there is not among it."""
    granted = grants(access.held(user), KEY, operation)
    far = {Reach.OWN_SCHOOL, Reach.EVERYWHERE}
    arms = (
        Q() if reach == Reach.EVERYWHERE else of_schools("home_school_id", one.schools)
        for one, reach in together(granted)
        if reach in far
    )
    return within(PeerReviewer.objects.all(), arms)


def to_say_for(user: User) -> PeerReviewQuerySet:
    """On site, where this person writes."""
    mine = access.enrolments_for(user, key=KEY, operation=Operation.CREATE).values("pk")
    return PeerReview.objects.filter(among("enrolment_id", mine), state=PeerState.ON_SITE)


def to_close_for(user: User) -> PeerReviewQuerySet:
    """Those that wait for the head: answered, and not closed."""
    mine = access.enrolments_for(user, key=KEY, operation=Operation.SIGN).values("pk")
    return PeerReview.objects.filter(among("enrolment_id", mine), state=PeerState.RESPONSE)


def to_answer_for(user: User) -> PeerReviewQuerySet:
    """Those that wait for the answer of this person's own school."""
    granted = grants(access.held(user), KEY, Operation.CREATE)
    own = [one for one, grant in granted if grant.reach == Reach.OWN_SCHOOL]
    schools = frozenset().union(*(one.schools for one in own))
    found = PeerReview.objects.filter(state=PeerState.FEEDBACK)
    if not schools:
        return found.none()
    mine = Enrolment.objects.filter(of_schools("school_id", schools)).values("pk")
    return found.filter(among("enrolment_id", mine))


def to_take_home_for(user: User) -> QuerySet[PeerReviewer]:
    """Of reviews this person's school gave and took nothing home from yet: its reviewers."""
    said = TakenHome.objects.filter(review=OuterRef("review"), school=OuterRef("standing"))
    found = given_for(user, operation=Operation.CREATE).filter(review__state__in=TOLD)
    standing = Coalesce(F("home_school__continued_by"), F("home_school"))
    return found.annotate(standing=standing).filter(~Exists(said))
