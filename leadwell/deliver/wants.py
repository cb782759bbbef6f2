"""What a visit wants of somebody: to be confirmed, to say what it is for, to say that it was."""

from datetime import date, timedelta

from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.deliver import access
from leadwell.deliver.models import Side, Visit
from leadwell.deliver.models.visit import VisitQuerySet
from leadwell.deliver.placing import placed_visits
from leadwell.lib.school_days import SchoolDays
from leadwell.people.phrased import asked
from leadwell.people.placing import of_parts
from leadwell.people.wants import MOST, Want
from leadwell.schools.calendar import school_days_of
from leadwell.web.templatetags.leadwell import day_and_year

PURPOSE_BEFORE = 3
"""School days before a visit by which the school should read what it is for."""
AHEAD = timedelta(days=28)
"""Looked ahead: three school days are within it, whatever the holidays, but the summer's."""
A_DAY = timedelta(days=1)


def said_to_school(user: User, on: date) -> VisitQuerySet:
    """Visits at one's school on a day the specialist chose, and that nobody there has confirmed."""
    return _waiting(access.at_own_school_for(user).filter(day_set_by=Side.SPECIALIST), on)


def said_to_specialist(user: User, on: date) -> VisitQuerySet:
    """Visits one makes on a day the school chose, and has not confirmed."""
    return _waiting(_mine(user).filter(day_set_by=Side.SCHOOL), on)


def _waiting(visits: VisitQuerySet, on: date) -> VisitQuerySet:
    return visits.filter(state=Visit.State.PLANNED, on__gte=on)[:MOST]


def to_confirm(user: User, on: date) -> list[Want]:
    """Visits on a day that the other side chose, and one's own has not confirmed."""
    return [
        Want(
            title=f"Confirm the visit on {day_and_year(visit.on)}",
            why=_why(visit),
            url=visit.get_absolute_url(),
            verb="Confirm",
            due_on=visit.on,
        )
        for visit in placed_visits(
            asked(said_to_school, user, on) + asked(said_to_specialist, user, on)
        )
    ]


def _why(visit: Visit) -> str:
    school = visit.enrolment.standing_school
    if visit.day_set_by == Side.SCHOOL:
        return f"{school} chose the day"
    return f"{visit.specialist} comes to {school}"


def without_purpose(user: User, on: date) -> VisitQuerySet:
    """Visits one makes soon, and has not written what for."""
    return _mine(user).to_come().filter(purpose="", on__range=(on, on + AHEAD))[:MOST]


def purposes(user: User, on: date) -> list[Want]:
    """Visits one makes within three school days, and has not written what for."""
    silent = of_parts(asked(without_purpose, user, on))
    schools = [visit.enrolment.standing_school for visit in silent]
    days_of = school_days_of(schools) if schools else {}
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


def past(user: User, on: date) -> VisitQuerySet:
    """Visits one makes of today or past their day, of which nobody has said whether they
    happened."""
    return _mine(user).to_come().filter(on__lte=on)[:MOST]


def not_said(user: User, on: date) -> list[Want]:
    """Visits of which nobody has said whether they happened: the note says so."""
    return [
        Want(
            title=f"Write the note of the visit to {visit.enrolment.standing_school}",
            why="Or say that it did not happen" if visit.on < on else "It is today",
            url=visit.get_absolute_url(),
            verb="Write it",
            due_on=visit.on,
            late=visit.on < on,
        )
        for visit in of_parts(asked(past, user, on))
    ]


def _mine(user: User) -> VisitQuerySet:
    return access.mine_for(user) if access.makes_visits(user) else Visit.objects.none()


def is_near(day: date, on: date, calendar: SchoolDays) -> bool:
    """Whether fewer than three school days lie between today and the day of the visit."""
    return calendar.between(on + A_DAY, day) <= PURPOSE_BEFORE
