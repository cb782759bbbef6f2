"""Visits of the demonstration: four to a school around the world's day, made by the actions."""

from datetime import date, time, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from leadwell.deliver import actions, rules
from leadwell.deliver.models import Side, Visit
from leadwell.demo.people_world import Scene
from leadwell.demo.programme_world import Made
from leadwell.lib.school_days import SchoolDays
from leadwell.people import access
from leadwell.people.models import Person, Role
from leadwell.people.running import actions as running
from leadwell.programmes.models import Enrolment
from leadwell.schools.calendar import school_days

WEEKS = (-12, -6, 0, 3)
"""From the world's day: a visit every half-term, about."""
AGREED = Decimal(6)
HALF, THREE_QUARTERS = Decimal("0.50"), Decimal("0.75")
HOURS = (time(9), time(13))
PURPOSES = (
    "Plan the first lessons together",
    "See how pupils explain a partner’s method",
    "Look at books of Year 4 with the subject leader",
    "Say what goes on until the summer",
)
A_DAY = timedelta(days=1)
BEFORE = timedelta(days=21)
SOON = timedelta(days=14)
NOT_VISITED, PUT_OFF, NOT_SAID, SILENT = 2, 3, 1, 0
"""Places, among the schools, of those that have a story: nobody has been there; the next visit was
put off twice; nobody says whether the last one happened; what the next is for is not written."""


def make(scene: Scene, made: Made) -> None:
    """For every school that is still in the programme and to which somebody is sent. The project
    manager writes them in."""
    assert made.manager.user  # a colleague signs in
    access.remember(made.manager.user)  # asked once, as within a request
    for place, (code, enrolment) in enumerate(made.enrolments.items()):
        enrolment.refresh_from_db()
        if enrolment.left_on:
            continue
        agreed_on = scene.terms.at(scene.terms.day(1, 9, 6))
        running.change_enrolment(
            enrolment=enrolment, days_agreed=AGREED, by=made.lead, at=agreed_on
        )
        for n, weeks in enumerate(WEEKS):
            if place != NOT_VISITED or weeks > 0:
                _visit(scene, made, enrolment, code, place, n)


def _visit(scene: Scene, made: Made, enrolment: Enrolment, code: str, place: int, n: int) -> None:
    today, by = scene.terms.today, made.manager.user
    asked = today + timedelta(weeks=WEEKS[n], days=place % 5)
    days_there = school_days(enrolment.standing_school)
    on = days_there.after(_in_term(asked) - A_DAY, 1)
    sent = enrolment.deployed.live_on(on).filter(role=Role.SPECIALIST).first()
    if sent is None or by is None:
        return
    hour = HOURS[place % 2]
    on = _free(sent.person, on, hour, days_there)
    said_at = scene.terms.at(on - BEFORE)
    if not rules.may_visit_on(enrolment, sent.person, on, today=said_at.date()):
        return  # such as after a summer, in a first year
    is_silent = place == SILENT and on >= today
    visit = actions.plan_visit(
        sent_id=uuid5(UUID(int=0), f"{made.programme.code} {code} {n}"),
        enrolment=enrolment,
        specialist=sent.person,
        on=on,
        starts_at=hour,
        days=HALF,
        purpose="" if is_silent else PURPOSES[n],
        by=by,
        at=said_at,
    )
    if place == PUT_OFF and n == len(WEEKS) - 1:
        _put_off_twice(scene, made, visit)
    elif on < today:
        if place != NOT_SAID or n < WEEKS.index(0) - 1:
            days = THREE_QUARTERS if place % 4 == 0 else HALF
            actions.say_happened(visit=visit, days=days, by=by, at=scene.terms.at(on + A_DAY))
    elif on < today + SOON:
        actions.confirm_visit(visit=visit, by=by, at=scene.terms.at(today - A_DAY))


def _free(person: Person, on: date, hour: time | None, days: SchoolDays) -> date:
    """The first school day from this one on which nothing else begins at that hour."""
    while person.visits.filter(on=on, starts_at=hour).exists():
        on = days.after(on, 1)
    return on


def _in_term(day: date) -> date:
    """Not at Christmas and not in summer, though the country has no term dates of its own."""
    if (day.month, day.day) >= (12, 19):
        return date(day.year + 1, 1, 6)
    if (day.month, day.day) < (1, 6):
        return date(day.year, 1, 6)
    return date(day.year, 9, 4) if (7, 20) <= (day.month, day.day) < (9, 4) else day


def _put_off_twice(scene: Scene, made: Made, visit: Visit) -> None:
    """By the school, then by the specialist: a few days later each time."""
    by, at = made.manager.user, scene.terms.at(scene.terms.today - A_DAY)
    days = school_days(visit.enrolment.standing_school)
    on: date = visit.on
    for side, reason in (
        (Side.SCHOOL, "cover"),
        (Side.SPECIALIST, "illness"),
    ):
        later = days.after(_in_term(days.after(on, 3)) - A_DAY, 1)
        on = _free(visit.specialist, later, visit.starts_at, days)
        may = rules.may_visit_on(visit.enrolment, visit.specialist, on, today=at.date())
        if may and by:
            actions.postpone_visit(
                visit=visit, to_day=on, starts_at=visit.starts_at, side=side, reason=reason,
                by=by, at=at,
            )  # fmt: skip
