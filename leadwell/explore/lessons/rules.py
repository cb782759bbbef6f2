"""Who answers the lessons of a programme, and who tells one."""

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access
from leadwell.people.permissions import Operation
from leadwell.programmes.models import OwnLesson, Programme


def may_answer(user: User, programme: Programme) -> Verdict:
    if not access.holds(user, "programme", Operation.SIGN, on=programme):
        return no("Only who leads this programme answers its lessons.")
    if programme.state in {Programme.State.ARCHIVED, Programme.State.STOPPED}:
        return no(f"{programme} is {programme.get_state_display().lower()} and stays as it is.")
    return YES


def may_tell(user: User, programme: Programme) -> Verdict:
    """At any time: most is learned at the end."""
    if access.holds(user, "lesson", Operation.CREATE, on=programme):
        return YES
    return no("Only those who lead or manage this programme tell a lesson of it.")


def may_take_back(user: User, own: OwnLesson) -> Verdict:
    if not access.holds(user, "lesson", Operation.CHANGE, on=own.programme):
        return no("Only those who lead or manage the programme that told it take a lesson back.")
    return no("This lesson was taken back already.") if own.taken_back_at else YES
