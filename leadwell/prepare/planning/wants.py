"""What plans want of somebody: the head's approval, and to be looked at each half-term."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.people import access as people
from leadwell.people.held import among
from leadwell.people.permissions import Operation
from leadwell.people.phrased import asked
from leadwell.people.wants import MOST, Want
from leadwell.prepare.models import Plan, PlanQuerySet
from leadwell.prepare.models.plan import UNDER_WAY
from leadwell.prepare.planning import access
from leadwell.prepare.planning.actions import KIND
from leadwell.programmes.models import Obligation

SOON = timedelta(days=10)


def unapproved(user: User, on: date) -> PlanQuerySet:
    """A head's: plans that both sides have said yes to."""
    if not people.holds(user, access.KEY, Operation.SIGN):
        return Plan.objects.none()
    return _at_hand(access.to_approve_for(user))


def to_approve(user: User, on: date) -> Iterator[Want]:
    for plan in asked(unapproved, user, on):
        yield Want(
            title=f"Read and approve the plan of {plan.standing_school}",
            why="Whoever leads the subject and the specialist agree on it",
            url=reverse("prepare:approve-plan", args=[plan.pk]),
            verb="Read it",
        )


def owed(user: User, on: date) -> PlanQuerySet:
    """Plans to look at this half-term, of those who write them."""
    if not people.holds(user, access.KEY, Operation.CREATE):
        return Plan.objects.none()
    here = people.enrolments_for(user, key=access.KEY, operation=Operation.CREATE).values("pk")
    due = Obligation.objects.open().filter(
        enrolment=OuterRef("enrolment"), kind=KIND, due_on__lte=on + SOON
    )
    found = Plan.objects.filter(among("enrolment_id", here), state__in=UNDER_WAY)
    return _at_hand(found.filter(Exists(due)))


def to_review(user: User, on: date) -> Iterator[Want]:
    for plan in asked(owed, user, on):
        yield Want(
            title=f"Look at the plan of {plan.standing_school} this half-term",
            why="How each priority stands, in a minute or two each",
            url=reverse("prepare:review-plan", args=[plan.pk]),
            verb="Look at it",
        )


def _at_hand(found: PlanQuerySet) -> PlanQuerySet:
    rows = found.select_related("enrolment__school__continued_by")
    return rows.order_by("opened_on", "pk")[:MOST]
