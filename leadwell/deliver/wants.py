"""What a visit wants of somebody: to be confirmed, to say what it is for, to say that it was."""

from datetime import date, timedelta

from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.deliver import access
from leadwell.deliver.models import Side, Visit
from leadwell.deliver.models.visit import VisitQuerySet
from leadwell.deliver.placing import placed_visits
from leadwell.lib.school_days import SchoolDays
from leadwell.people.placing import of_parts
from leadwell.people.wants import MOST, Want
from leadwell.schools.calendar import school_days_of
from leadwell.web.templatetags.leadwell import day_and_year

PURPOSE_BEFORE = 3
"""School days before a visit by which the school should read what it is for."""
AHEAD = timedelta(days=28)
"""Looked ahead: three school days are within it, whatever the holidays, but the summer's."""
A_DAY = timedelta(days=1)


def to_confirm(user: User, on: date) -> list[Want]:
    """Visits on a day that the other side chose, and one's own has not confirmed."""
    at_school = access.at_own_school_for(user).filter(day_set_by=Side.SPECIALIST)
    found = _waiting(at_school, on)
    if access.makes_visits(user):
        found += _waiting(access.mine_for(user).filter(day_set_by=Side.SCHOOL), on)
    return found


def _waiting(visits: VisitQuerySet, on: date) -> list[Want]:
    waiting = visits.filter(state=Visit.State.PLANNED, on__gte=on)
    return [
        Want(
            title=f"Confirm the visit on {day_and_year(visit.on)}",
            why=_why(visit),
            url=visit.get_absolute_url(),
            verb="Confirm",
            due_on=visit.on,
        )
        for visit in placed_visits(waiting[:MOST])
    ]


def _why(visit: Visit) -> str:
    school = visit.enrolment.standing_school
    if visit.day_set_by == Side.SCHOOL:
        return f"{school} chose the day"
    return f"{visit.specialist} comes to {school}"


def purposes(user: User, on: date) -> list[Want]:
    """Visits one makes within three school days, and has not written what for."""
    if not access.makes_visits(user):
        return []
    mine = access.mine_for(user).to_come()
    silent = of_parts(mine.filter(purpose="", on__range=(on, on + AHEAD))[:MOST])
    days_of = school_days_of([visit.enrolment.standing_school for visit in silent])
    return [
        Want(
            title=f"Write what the visit to {visit.enrolment.standing_school} is for",
            why="The school should read it three school days before",
            url=reverse("deliver:change-visit", args=[visit.pk]),
            verb="Write it",
            due_on=visit.on,
            late=True,
        )
        for visit in silent
        if is_near(visit.on, on, days_of[visit.enrolment.standing_school.pk])
    ]


def not_said(user: User, on: date) -> list[Want]:
    """Visits of today or past their day, of which nobody has said whether they happened: the note
    says so."""
    if not access.makes_visits(user):
        return []
    due = access.mine_for(user).to_come().filter(on__lte=on)
    return [
        Want(
            title=f"Write the note of the visit to {visit.enrolment.standing_school}",
            why="Or say that it did not happen" if visit.on < on else "It is today",
            url=visit.get_absolute_url(),
            verb="Write it",
            due_on=visit.on,
            late=visit.on < on,
        )
        for visit in of_parts(due[:MOST])
    ]


def is_near(day: date, on: date, calendar: SchoolDays) -> bool:
    """Whether fewer than three school days lie between today and the day of the visit."""
    return calendar.between(on + A_DAY, day) <= PURPOSE_BEFORE
