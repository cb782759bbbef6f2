"""Who may say what else is asked of a school, and why it is asked all the same."""

from datetime import date

from leadwell.accounts.models import User
from leadwell.explore.models import Initiative
from leadwell.explore.radar import transitions
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access
from leadwell.people.held import grants
from leadwell.people.permissions import Operation, Reach
from leadwell.programmes.models import Enrolment, Programme
from leadwell.schools.models import School

HEARD = (
    "A programme that was choosing the school heard of it. The school puts it right here; that "
    "programme can, on its own page of the school, until the school has looked at it."
)
WHO = "Only the school’s head and senior leaders, and who leads or manages a programme it takes "


def may_declare(user: User, school: School, *, on: date) -> Verdict:
    """Its own leaders; of a programme who leads or manages it, while the school takes part."""
    return _may(user, school, Operation.CREATE, on)


def may_change(user: User, initiative: Initiative, *, on: date) -> Verdict:
    return _may_step(user, initiative, "change", on)


def may_end(user: User, initiative: Initiative, *, on: date) -> Verdict:
    if not (may := _may_step(user, initiative, "end", on)):
        return may
    if initiative.ends_on <= initiative.starts_on:
        return no("It is of one day. Change its days, or say that it was a mistake.")
    return YES


def may_take_back(user: User, initiative: Initiative, *, on: date) -> Verdict:
    return _may_step(user, initiative, "take_back", on)


def may_read_reasons(user: User, programme: Programme) -> Verdict:
    if access.holds(user, "overload_reason", Operation.READ, on=programme):
        return YES
    return no("Why schools are asked all the same is not open to you.")


def may_give_reasons(user: User, programme: Programme) -> Verdict:
    if access.holds(user, "overload_reason", Operation.CREATE, on=programme):
        return YES
    return no("Only who leads or manages this programme can give its board a reason.")


def may_give_reason(user: User, programme: Programme, school: School, *, on: date) -> Verdict:
    """Who leads or manages the programme. That there is something to give a reason for is asked
    of the radar."""
    if not (may := may_give_reasons(user, programme)):
        return may
    if not _parts(school, on).filter(programme=programme).exists():
        return no(f"{school} does not take part in {programme}.")
    return YES


def _may_step(user: User, initiative: Initiative, verb: str, on: date) -> Verdict:
    if not (may := _may(user, initiative.standing_school, Operation.CHANGE, on)):
        return may
    if initiative.heard_for_id and not is_of_school(user, initiative.standing_school):
        return no(HEARD)
    if transitions.allows(verb, initiative):
        return YES
    return no(f"It is over: {initiative.get_state_display().lower()}.")


def _may(user: User, school: School, operation: Operation, on: date) -> Verdict:
    if not access.holds(user, "initiative", operation, on=school):
        return no(f"{WHO}part in, can do this.")
    if is_of_school(user, school, operation):
        return YES
    mine = access.enrolments_for(user, key="initiative", operation=operation)
    if mine.filter(pk__in=_parts(school, on).values("pk")).exists():
        return YES
    return no(f"{school} takes part in none of your programmes any more.")


def is_of_school(user: User, school: School, operation: Operation = Operation.CHANGE) -> bool:
    """Whether somebody speaks for the school itself, and not for a programme."""
    granted = grants(access.held(user), "initiative", operation)
    return any(
        grant.reach == Reach.OWN_SCHOOL and one.reaches(grant.reach, school)
        for one, grant in granted
    )


def _parts(school: School, on: date):  # type: ignore[no-untyped-def]
    """Parts in programmes that the school has, or is to have."""
    return Enrolment.objects.of_schools([school.pk]).exclude(left_on__lt=on).order_by()
