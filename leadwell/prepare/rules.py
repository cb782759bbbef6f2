"""Who may agree an action, and take it on. Who first, then when."""

from datetime import date

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.lib.school_days import SchoolDays
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people.access import holds
from leadwell.people.permissions import Operation
from leadwell.prepare import access, transitions
from leadwell.prepare.models import AgreedAction, State
from leadwell.programmes.models import Enrolment
from leadwell.schools.models import School
from leadwell.web.templatetags.leadwell import day_and_year

MOST_OPEN = 12
"""Open actions of a school, in all its programmes."""


def may_read_list(user: User, enrolment: Enrolment) -> Verdict:
    if holds(user, "plan", Operation.READ, on=enrolment):
        return YES
    return no("What was agreed at this school is not open to you.")


def may_agree(user: User, enrolment: Enrolment, *, on: date) -> Verdict:
    """Whether somebody agrees actions there at all, however many there are."""
    if not holds(user, "plan", Operation.CREATE, on=enrolment):
        return no("Only a specialist of this school, or who leads the subject there, can do this.")
    if not enrolment.is_open_on(on):
        return no(f"{enrolment.standing_school} is not in {enrolment.programme} today.")
    return YES


def may_agree_one_more(school: School, *, less: int = 0) -> Verdict:
    """less: how many are dropped in the same breath."""
    n = AgreedAction.objects.at_school(school).open().count() - less
    if n < MOST_OPEN:
        return YES
    return no(
        f"{school} has {n} actions under way, and nobody keeps more than {MOST_OPEN} going. "
        "What will you stop? Choose one to drop, or finish one first."
    )


def is_in_term(days: SchoolDays, due_on: date) -> Verdict:
    """Whether an action can be due then. Of a year without term dates every day can be. days: of
    its school."""
    if not days.is_holiday(due_on):
        return YES
    near = (("the last school day before it is", days.before(due_on, 1)),
            ("the first after it is", days.after(due_on, 1)))  # fmt: skip
    said = [f"{which} {day_and_year(day)}" for which, day in near if not days.is_assumed(day)]
    return no(f"{day_and_year(due_on)} is in the school’s holiday: {words.listed(said)}.")


def may_change(user: User, action: AgreedAction) -> Verdict:
    if not (may := _may_work_on(user, action)):
        return may
    return _still_open(action)


def may_give(user: User, action: AgreedAction) -> Verdict:
    """To another owner: not by an owner who sees nothing else of the school."""
    if not holds(user, "plan", Operation.CHANGE, on=action.enrolment):
        return no("Ask who leads the subject, or the specialist, to give it to somebody else.")
    return _still_open(action)


def may_say_progress(user: User, action: AgreedAction) -> Verdict:
    return may_change(user, action)


def may_give_evidence(user: User, action: AgreedAction) -> Verdict:
    if not (may := _may_work_on(user, action)):
        return may
    return YES if transitions.allows("evidence", action) else _is_over(action)


def may_drop(user: User, action: AgreedAction) -> Verdict:
    return may_change(user, action)


def may_reopen(user: User, action: AgreedAction, *, on: date) -> Verdict:
    """Who may change it, while the school takes part and there is room among its twelve."""
    if not (may := _may_work_on(user, action)):
        return may
    enrolment = action.enrolment
    if not transitions.allows("reopen", action):
        return no("This action is under way already.")
    if not enrolment.is_open_on(on):
        return no(f"{enrolment.standing_school} is not in {enrolment.programme} today.")
    return may_agree_one_more(enrolment.standing_school)


def may_say_effect(user: User, action: AgreedAction) -> Verdict:
    if not (may := _may_work_on(user, action)):
        return may
    if action.state in {State.DONE, State.EVIDENCED}:
        return YES
    return no("What came of an action can be said once it is done.")


def _may_work_on(user: User, action: AgreedAction) -> Verdict:
    if access.holds(user, Operation.CHANGE, action):
        return YES
    return no("Only its owner, the school’s leaders and its specialists can do this.")


def _still_open(action: AgreedAction) -> Verdict:
    return YES if action.is_open else _is_over(action)


def _is_over(action: AgreedAction) -> Verdict:
    if action.state == State.DROPPED:
        return no("This action was dropped. Open it again if it is wanted after all.")
    return no("This action is done. Open it again if there is more to do.")
