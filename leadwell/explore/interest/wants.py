"""What expressions of interest want of somebody: answers of heads, and somebody who looks at them."""

from datetime import date

from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.explore.choosing.rules import CLOSED
from leadwell.explore.interest import access
from leadwell.explore.models import CandidateState, InterestQuerySet, InterestState
from leadwell.people import access as people
from leadwell.people.held import grants
from leadwell.people.permissions import Operation, Reach
from leadwell.people.phrased import asked
from leadwell.people.wants import MOST, Want

READ, CHANGE, SIGN = Operation.READ, Operation.CHANGE, Operation.SIGN


def unanswered(user: User, on: date) -> InterestQuerySet:
    """Calls that one's own school has not answered: for who writes for it."""
    mine = access.own_for(user, CHANGE).unsent().exclude(call__programme__state__in=CLOSED)
    return mine.select_related("call__programme", "school").order_by("call__closes_on", "pk")[:MOST]


def to_answer(user: User, on: date) -> list[Want]:
    return [
        Want(
            title=f"Would {one.school} like to take part in {one.programme}?",
            why="About ten minutes. Who leads with you may write it; the head sends it",
            url=reverse("explore:write-interest", args=[one.pk]),
            verb="Write on" if one.state == InterestState.DRAFT else "Answer",
            due_on=one.call.closes_on,
            late=one.call.closes_on < on,
        )
        for one in asked(unanswered, user, on)
    ]


def unscreened(user: User, on: date) -> InterestQuerySet:
    """Sent, and nobody has begun to screen the school: for who manages the programme."""
    mine = access.interests_for(user).filter(
        state=InterestState.SUBMITTED,
        candidate__state__in=(CandidateState.NOMINATED, CandidateState.RESERVE),
        candidate__is_eligible=None,
    )
    found = mine.exclude(call__programme__state__in=CLOSED)
    return found.select_related("call__programme", "school").order_by("since", "pk")[:MOST]


def to_look_at(user: User, on: date) -> list[Want]:
    if not people.holds(user, "selection", CHANGE) or not _looks_after_programmes(user):
        return []
    return [
        Want(
            title=f"{one.school} would like to take part in {one.programme}",
            why="Nobody has begun to screen it",
            url=one.get_absolute_url(),
            verb="Read it",
        )
        for one in asked(unscreened, user, on)
    ]


def _looks_after_programmes(user: User) -> bool:
    granted = grants(people.held(user), access.KEY, READ)
    return any(grant.reach == Reach.PROGRAMME for _, grant in granted)
