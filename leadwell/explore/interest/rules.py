"""Who may call for interest, write a school's, sign it and take it back. Who first, then when."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.explore.choosing import rules as choosing
from leadwell.explore.interest import access
from leadwell.explore.models import Interest, InterestCall
from leadwell.explore.transitions import allows
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access as people
from leadwell.people.models import RoleHeld
from leadwell.people.permissions import Operation
from leadwell.people.running import rules as running
from leadwell.programmes.models import Enrolment, Programme
from leadwell.schools.models import School

READERS = (
    "Expressions of interest are for those who lead or manage the programme, the leads of its hubs, "
    "and the schools themselves."
)
WRITERS = "Only the school’s head and senior leaders write this."
HEAD = "Only the school’s head signs and sends this, or withdraws it."
TOO_EARLY = (Programme.State.DRAFTING, Programme.State.DESIGNED)
A_WHILE = timedelta(days=3)
"""Between two letters to one head."""


def may_read_call(user: User, programme: Programme) -> Verdict:
    return YES if people.holds(user, access.KEY, Operation.READ, on=programme) else no(READERS)


def may_open_call(user: User, programme: Programme) -> Verdict:
    """Once the board has approved what the programme is; one call a programme."""
    if not (may := choosing.may_choose(user, programme)):
        return may
    if programme.state in TOO_EARLY:
        return no(f"The board approves {programme} first. Then schools can be asked.")
    if InterestCall.objects.filter(programme=programme).exists():
        return no(f"{programme} has its call. Choose another last day for it.")
    return YES


def may_change_call(user: User, call: InterestCall) -> Verdict:
    return choosing.may_choose(user, call.programme)


def may_invite(user: User, call: InterestCall) -> Verdict:
    return choosing.may_choose(user, call.programme)


def may_invite_school(user: User, call: InterestCall, school: School, *, on: date) -> Verdict:
    """One that can still join, and has a head to write to."""
    if not (may := may_invite(user, call) and running.may_join(call.programme, school)):
        return may
    if Interest.objects.of_call(call).filter(school__in=_lives(school)).exists():
        return no(f"{school} is invited already.")
    return YES


def may_name_head(school: School, *, on: date) -> Verdict:
    """Where nobody is named at a school and it takes part in nothing, whoever invites it says who
    its head is. Of any other school those say it who look after its record."""
    takes_part = Enrolment.objects.of_schools([school.pk]).exclude(left_on__lt=on).exists()
    if takes_part or RoleHeld.objects.at_schools([school.pk]).to_come_or_live(on).exists():
        return no(
            f"No head of {school} can be written to. Who looks after the school’s contacts names "
            "one first, with an e-mail address."
        )
    return YES


def no_head(school: School) -> Verdict:
    return no(f"Say first who heads {school}, and where to write to them.")


def may_write_to(user: User, interest: Interest, *, at: datetime) -> Verdict:
    """Once more to a head who has not answered, and not every day."""
    if not (may := may_invite(user, interest.call)):
        return may
    if not allows("write_to", interest):
        return no(f"{interest.standing_school} has answered.")
    if interest.written_to_at > at - A_WHILE:
        return no("The head was written to within the last three days.")
    return YES


def may_write(user: User, interest: Interest) -> Verdict:
    if not access.is_own(user, interest, Operation.CHANGE):
        return no(WRITERS)
    return _takes_answers(interest) and _moment("write", interest)


def may_submit(user: User, interest: Interest) -> Verdict:
    if not access.is_own(user, interest, Operation.SIGN):
        return no(HEAD)
    return _takes_answers(interest) and _moment("submit", interest)


def is_as_read(interest: Interest, version: int) -> Verdict:
    if interest.version == version:
        return YES
    return no("Somebody at the school has saved since you opened this page. Read it again.")


def may_withdraw(user: User, interest: Interest) -> Verdict:
    if not access.is_own(user, interest, Operation.SIGN):
        return no(HEAD)
    return _moment("withdraw", interest)


def _takes_answers(interest: Interest) -> Verdict:
    programme = interest.programme
    if programme.state in choosing.CLOSED:
        return no(f"{programme} is {programme.get_state_display().lower()}: it takes no schools.")
    return YES


def _moment(verb: str, interest: Interest) -> Verdict:
    if allows(verb, interest):
        return YES
    where = interest.get_state_display().lower()
    return no(f"{interest.standing_school}: {where}. This is not done from there.")


def _lives(school: School) -> QuerySet[School, Any]:
    return School.objects.lives_of([school.pk]).order_by().values("pk")
