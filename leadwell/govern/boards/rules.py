"""Who may decide, say what came of it, withdraw it, publish it, agree its action. Who first, then when."""

from datetime import date

from leadwell.accounts.models import User
from leadwell.govern.boards import access, transitions
from leadwell.govern.models import Decision
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.prepare import rules as agreeing
from leadwell.programmes.models import Enrolment

MEMBERS = "Only members of the strategic board decide about a school."


def may_decide(user: User, enrolment: Enrolment, *, on: date) -> Verdict:
    """Whether somebody may record a decision of the strategic board about this school."""
    if not people.holds(user, access.KEY, Operation.SIGN, on=enrolment):
        return no(MEMBERS)
    if not (free := is_free_of_interest(user, enrolment)):
        return free
    if not enrolment.is_open_on(on):
        return no(f"{enrolment.standing_school} is not in {enrolment.programme} today.")
    return YES


def is_free_of_interest(user: User, enrolment: Enrolment) -> Verdict:
    role = access.interest_of(user, enrolment)
    if role is None:
        return YES
    called = f"{role.label[0].lower()}{role.label[1:]}"
    return no(
        f"You have an interest in {enrolment.standing_school}, as its {called}. The other members "
        "decide about it."
    )


def may_finish(user: User, decision: Decision) -> Verdict:
    """Say what came of it: its owner, the board, and who runs the programme."""
    if not people.holds(user, access.KEY, Operation.CHANGE, on=decision.enrolment):
        return no("Only its owner, the board and those who run the programme say what came of it.")
    return _moment("finish", decision)


def may_withdraw(user: User, decision: Decision) -> Verdict:
    return _may_of_board(user, decision) and _moment("withdraw", decision)


def may_publish(user: User, decision: Decision) -> Verdict:
    """Open it to the school later than it was recorded."""
    if not (may := _may_of_board(user, decision)):
        return may
    if decision.is_published:
        return no("It is published to the school already.")
    return _moment("publish", decision)


def may_unpublish(user: User, decision: Decision) -> Verdict:
    """Close it to the school again; never where the school is asked for something."""
    if not (may := _may_of_board(user, decision)):
        return may
    if not decision.is_published:
        return no("It is not published to the school.")
    if decision.asks_for:
        return no(
            "The school is asked to agree an action for it, so it stays open to the school. "
            "A decision that no longer stands is withdrawn, with the reason."
        )
    return _moment("unpublish", decision)


def may_agree(user: User, decision: Decision, *, on: date) -> Verdict:
    """Agree the action that the board asks for, as any other of the school."""
    if not (may := agreeing.may_agree(user, decision.enrolment, on=on)):
        return may
    if not decision.asks_for:
        return no("The board asks for no action at the school.")
    if decision.action_id:
        return no("An action has been agreed for this already.")
    return _moment("agree", decision)


def _may_of_board(user: User, decision: Decision) -> Verdict:
    """Whether somebody decides about this school at all."""
    if not people.holds(user, access.KEY, Operation.SIGN, on=decision.enrolment):
        return no(MEMBERS)
    return is_free_of_interest(user, decision.enrolment)


def _moment(verb: str, decision: Decision) -> Verdict:
    if transitions.allows(verb, decision):
        return YES
    return no(f"This decision is {decision.get_state_display().lower()}: it stays as it is.")
