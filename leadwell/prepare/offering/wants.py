"""What offers want of somebody: an answer of the school, and a look at those nobody answered."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.explore.choosing import access as choosing
from leadwell.explore.models import Candidate
from leadwell.people import access as people
from leadwell.people.held import among, grants, of_schools, within
from leadwell.people.permissions import Operation, Reach
from leadwell.people.phrased import asked
from leadwell.people.wants import MOST, Want
from leadwell.prepare.models import Offer
from leadwell.prepare.offering.access import KEY


def unanswered(user: User, on: date) -> QuerySet[Offer]:
    """Offers to schools of which one is the head, while they can be answered."""
    granted = grants(people.held(user), KEY, Operation.SIGN)
    own = [
        of_schools("school_id", one.schools)
        for one, grant in granted
        if grant.reach == Reach.OWN_SCHOOL and one.schools
    ]
    mine = within(Candidate.objects.all(), own).order_by()
    found = Offer.objects.open().filter(among("candidate_id", mine.values("pk")), answer_by__gte=on)
    return _at_hand(found) if own else Offer.objects.none()


def to_answer(user: User, on: date) -> Iterable[Want]:
    for offer in asked(unanswered, user, on):
        candidate = offer.candidate
        yield Want(
            title=f"{candidate.programme} offers {candidate.standing_school} a place",
            why="The letter says what comes with it",
            url=reverse("prepare:offer", args=[candidate.pk]),
            verb="Read and answer",
            due_on=offer.answer_by,
            late=False,
        )


def over(user: User, on: date) -> QuerySet[Offer]:
    """Of who leads the programme: offers whose last day is over."""
    mine = choosing.candidates_for(user, key=KEY, operation=Operation.CHANGE).order_by()
    found = Offer.objects.open().filter(among("candidate_id", mine.values("pk")), answer_by__lt=on)
    return _at_hand(found)[:MOST]


def ran_out(user: User, on: date) -> list[Want]:
    """Offers whose last day is over, for who leads the programme."""
    return [
        Want(
            title=f"{offer.candidate.standing_school} has not answered the offer of a place",
            why=f"What goes with it is kept for the school in {offer.candidate.programme}",
            url=reverse("prepare:offer", args=[offer.candidate.pk]),
            verb="Give more time, or take it back",
            due_on=offer.answer_by,
            late=True,
        )
        for offer in asked(over, user, on)
    ]


def _at_hand(found: QuerySet[Offer]) -> QuerySet[Offer]:
    return found.select_related("candidate__programme", "candidate__school__continued_by").order_by(
        "answer_by", "pk"
    )
