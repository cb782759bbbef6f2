"""Who has a round planned, and stops it."""

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people.permissions import Operation
from leadwell.prepare.deploying.agreeing.rules import CLOSED
from leadwell.prepare.models import PlannedRound, RoundState
from leadwell.prepare.round import access
from leadwell.programmes.models import Hub, Programme

PLANNERS = "Only who leads a hub or manages a programme has a round planned."


def may_plan_any(user: User) -> Verdict:
    return YES if access.may_somewhere(user) else no(PLANNERS)


def may_plan(user: User, programme: Programme, hub: Hub | None) -> Verdict:
    """For a whole programme, or one hub of it."""
    if hub is None:
        may = access.programmes_for(user).filter(pk=programme.pk).exists()
    else:
        may = hub.programme_id == programme.pk and access.hubs_for(user).filter(pk=hub.pk).exists()
    if not may:
        return no(PLANNERS)
    if programme.state in CLOSED:
        said = programme.get_state_display().lower()
        return no(f"{programme} is {said}: nobody is sent for it any more.")
    return YES


def may_take_away(planned: PlannedRound) -> Verdict:
    """Whoever reads it, once there is a proposal."""
    if planned.state == RoundState.DONE:
        return YES
    said = planned.get_state_display().lower()
    return no(f"{planned}: {said}. There is no proposal to take away.")


def may_stop(user: User, planned: PlannedRound) -> Verdict:
    if not access.holds(user, Operation.CREATE, planned):
        return no(PLANNERS)
    if not planned.is_under_way:
        return no("It is not being worked out any more.")
    return YES
