"""What waits at a data protection officer's desk, for their first page."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.people.privacy import clocks
from leadwell.people.privacy.access import is_at_a_desk, requests_for
from leadwell.people.privacy.problems.access import breaches_for, complaints_for
from leadwell.people.wants import MOST, Want
from leadwell.web.templatetags.leadwell import day_and_year, moment


def desk(user: User, on: date) -> Iterable[Want]:
    """Nothing, and nothing is asked, for whoever sits at none."""
    if is_at_a_desk(user):
        yield from _breaches(user, on)
        yield from _requests(user, on)
        yield from _complaints(user, on)


def _breaches(user: User, on: date) -> Iterable[Want]:
    waiting = breaches_for(user).filter(decision="").order_by("found_at")
    for breach in waiting[:MOST]:
        due_on = timezone.localdate(breach.due_at)
        yield Want(
            title=f"{breach}: decide who is told",
            why=f"Found {moment(breach.found_at)}; there are 72 hours",
            url=breach.get_absolute_url(),
            verb="Decide",
            due_on=due_on,
            late=due_on < on,
        )


def _requests(user: User, on: date) -> Iterable[Want]:
    waiting = requests_for(user).filter(answered_on=None).order_by("received_on", "pk")
    for asked in waiting[:MOST]:
        clock = clocks.clock(asked, on=on)
        yield Want(
            title=str(asked),
            why=f"Received {day_and_year(asked.received_on)}",
            url=asked.get_absolute_url(),
            verb="Answer",
            due_on=clock.due_on,
            late=clock.days_left is not None and clock.days_left < 0,
        )


def _complaints(user: User, on: date) -> Iterable[Want]:
    waiting = complaints_for(user).filter(acknowledged_on=None).order_by("received_on", "pk")
    for complaint in waiting[:MOST]:
        yield Want(
            title=f"{complaint}: say that it has arrived",
            why=f"Received {day_and_year(complaint.received_on)}",
            url=complaint.get_absolute_url(),
            verb="Acknowledge",
            due_on=complaint.due_on,
            late=complaint.due_on < on,
        )
