"""Who may plan a visit, confirm it, put it off, cancel it and say that it happened; and when."""

from datetime import date, timedelta

from leadwell.accounts.models import User
from leadwell.deliver import access, transitions
from leadwell.deliver.models import Side, Visit
from leadwell.lib.school_days import SchoolDays
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people.access import holds, today
from leadwell.people.models import Person, Role
from leadwell.people.permissions import Operation
from leadwell.people.running.rules import may_work_at
from leadwell.prepare.deploying.agreeing.rules import may_go_there
from leadwell.programmes.models import Enrolment
from leadwell.schools.calendar import school_days
from leadwell.web.templatetags.leadwell import day_and_year

WEEKS_APART = 8
DAYS_APART = WEEKS_APART * 5
"""School days from one visit to the next, at most, in a school's first year."""
FIRST_YEAR = timedelta(days=365)
A_DAY = timedelta(days=1)


def may_plan(user: User, enrolment: Enrolment) -> Verdict:
    if not holds(user, "visit", Operation.CREATE, on=enrolment):
        return no(
            "Only the school’s subject leader and senior leader, its specialist and those who look "
            "after the hub can plan a visit."
        )
    if enrolment.left_on:
        return no(f"{enrolment.standing_school} has left {enrolment.programme}.")
    return may_work_at(enrolment)


def may_visit_on(enrolment: Enrolment, specialist: Person, on: date, *, today: date) -> Verdict:
    """Whether a day is one on which this specialist can go there. Whoever asks."""
    school = enrolment.standing_school
    if not (may := may_work_at(enrolment)):
        return may
    if not enrolment.is_open_on(on):
        return no(f"{school} is not in {enrolment.programme} on {day_and_year(on)}.")
    deployed = enrolment.deployed.live_on(on).filter(role=Role.SPECIALIST)
    if not deployed.filter(person_id=specialist.pk).exists():
        return no(f"{specialist} is not sent to {school} on {day_and_year(on)}.")
    calendar = school_days(school)
    if not calendar.includes(on):
        return no(f"{day_and_year(on)} is no school day at {school}. Choose another day.")
    return _may_wait_until(enrolment, on, today, calendar)


def may_plan_for(enrolment: Enrolment, specialist: Person, *, today: date) -> Verdict:
    """Whether a visit of theirs there may be planned or confirmed today: not while their check or
    credential is over. Whoever asks. What has happened is written down as it was."""
    return may_go_there(enrolment, specialist, on=today)


def _may_wait_until(enrolment: Enrolment, on: date, today: date, calendar: SchoolDays) -> Verdict:
    """In the first year no more than eight school weeks lie between one visit and the next."""
    begun = max(enrolment.joined_on, enrolment.programme.starts_on)
    if on >= begun + FIRST_YEAR:
        return YES
    visits = enrolment.visits.exclude(state=Visit.State.CANCELLED).filter(on__lt=on)
    last = visits.order_by("-on").values_list("on", flat=True).first() or begun
    since = max(last, today)
    if calendar.between(since + A_DAY, on) <= DAYS_APART:
        return YES
    return no(
        f"{day_and_year(on)} is more than {WEEKS_APART} school weeks after "
        f"{'today' if since == today else 'the visit before'}. In a school’s first year visits are "
        f"no further apart. Choose {day_and_year(calendar.after(since, DAYS_APART))} or a day "
        "before it."
    )


def may_confirm(user: User, visit: Visit) -> Verdict:
    """The side that did not choose the day; and who looks after both, and hears it from them."""
    if not (may := _may_step("confirm", user, visit, Operation.CREATE)):
        return may
    if not (may := may_plan_for(visit.enrolment, visit.specialist, today=today())):
        return may
    chose_it = access.side_of(user, visit.enrolment) == visit.day_set_by
    if chose_it and not access.hears_both(user, visit.enrolment):
        return no(f"{visit.get_day_set_by_display()} chose this day. {waits_for(visit)} it.")
    return YES


def waits_for(visit: Visit) -> str:
    """ "The school is to confirm": the side that is asked."""
    asked = Side.SCHOOL if visit.day_set_by == Side.SPECIALIST else Side.SPECIALIST
    return f"{asked.label} is to confirm"


def may_postpone(user: User, visit: Visit) -> Verdict:
    return _may_step("postpone", user, visit, Operation.CREATE)


def may_cancel(user: User, visit: Visit) -> Verdict:
    return _may_step("cancel", user, visit, Operation.CREATE)


def may_change(user: User, visit: Visit) -> Verdict:
    """Its hour, its length and what it is for: while it is to come."""
    return _may_step("cancel", user, visit, Operation.CREATE)


def is_as_known(visit: Visit, known: Visit) -> Verdict:
    """Whether nobody has changed since what a form was made of."""
    now, then = ((one.starts_at, one.days, one.purpose) for one in (visit, known))
    if now == then:
        return YES
    return no(
        "Somebody changed this visit at the same moment. Press the button again: where you both "
        "changed the same, you see both."
    )


def may_say_happened(user: User, visit: Visit, *, today: date) -> Verdict:
    if not (may := _may_step("happen", user, visit, Operation.CHANGE)):
        return may
    if visit.on > today:
        return no(f"It is planned for {day_and_year(visit.on)}. Say so when it has happened.")
    return YES


def _may_step(verb: str, user: User, visit: Visit, operation: Operation) -> Verdict:
    if not holds(user, "visit", operation, on=visit.enrolment):
        return no(_WHO[operation])
    if not transitions.allows(verb, visit):
        return no(f"The visit is {visit.get_state_display().lower()}: that stays as it is.")
    return YES


_WHO = {
    Operation.CREATE: "Only the school’s subject leader and senior leader, its specialist and "
    "those who look after the hub can change when a visit is.",
    Operation.CHANGE: "Only the specialist and those who look after the hub can say that a visit "
    "happened.",
}
