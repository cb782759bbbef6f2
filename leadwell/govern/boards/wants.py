"""What decisions of boards want of somebody: to be seen to, and to have their action agreed."""

from datetime import date, timedelta

from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.govern.boards import access
from leadwell.govern.models import Decision
from leadwell.govern.models.decision import DecisionQuerySet
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.people.phrased import asked
from leadwell.people.wants import MOST, Want
from leadwell.web.templatetags.leadwell import day

SOON = timedelta(days=7)


def due(user: User, on: date) -> DecisionQuerySet:
    """Decisions one sees to oneself that are due within a week, or late."""
    if not people.holds(user, access.KEY, Operation.CHANGE):
        return Decision.objects.none()
    mine = access.owned_for(user).open().filter(due_on__lte=on + SOON)
    return mine.with_names().order_by("due_on", "pk")[:MOST]


def decisions_of_mine(user: User, on: date) -> list[Want]:
    return [
        Want(
            title=one.text,
            why=f"The board decided this about {one.school} on {day(one.decided_on)}. "
            "You see to it",
            url=reverse("govern:finish-decision", args=[one.pk]),
            verb="Say what came of it",
            due_on=one.due_on,
            late=one.due_on < on,
        )
        for one in asked(due, user, on)
    ]


def to_agree(user: User, on: date) -> DecisionQuerySet:
    """Decisions that wait for an action to be agreed at a school: for who agrees them there."""
    if not people.holds(user, "plan", Operation.CREATE):
        return Decision.objects.none()
    return access.to_agree_for(user).with_names().order_by("due_on", "pk")[:MOST]


def actions_asked_for(user: User, on: date) -> list[Want]:
    return [
        Want(
            title=f"The board asks {one.school}: {one.asks_for}",
            why=f"Decided on {day(one.decided_on)}. Agree who does it, and by when",
            url=reverse("govern:agree-decided", args=[one.pk]),
            verb="Agree it",
            due_on=one.due_on,
            late=one.due_on < on,
        )
        for one in asked(to_agree, user, on)
    ]
