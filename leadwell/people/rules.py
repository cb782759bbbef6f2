"""May this person do this, and is it the moment? A no carries its reason."""

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.schools.models import Load


def may_load_data(user: User) -> Verdict:
    if user.is_administrator:
        return YES
    return no("Only the administrator of this installation can load the register and results.")


def may_confirm_load(user: User, load: Load) -> Verdict:
    if not (may := may_load_data(user)):
        return may
    if load.state != Load.State.LOOKED:
        return no(f"There is nothing to decide about {load.name} now: {load.get_state_display()}.")
    return YES
