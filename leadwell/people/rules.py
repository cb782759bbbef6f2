"""May this person do this, and is it the moment? A no carries its reason."""

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import transitions
from leadwell.schools.models import Load


def may_load_data(user: User) -> Verdict:
    if user.is_active and user.is_administrator:
        return YES
    return no("Only the administrator of this installation can load the register and results.")


def may_confirm_load(user: User, load: Load) -> Verdict:
    if not (may := _may("confirm", user, load)):
        return may
    if load.report.get("is_known"):
        return no(f"{load.name} is loaded already. There is nothing to change.")
    return YES


def may_drop_load(user: User, load: Load) -> Verdict:
    return _may("drop", user, load)


def may_look_again(user: User, load: Load) -> Verdict:
    """Only a file that has too few schools can be right after all, and only while it is kept."""
    if not (may := _may("look_again", user, load)):
        return may
    if not load.report.get("is_about_fewer") or load.content_id is None:
        return no(f"Saying why cannot help {load.name}. Upload the right file instead.")
    return YES


def _may(verb: str, user: User, load: Load) -> Verdict:
    if not (may := may_load_data(user)):
        return may
    if not transitions.allows(verb, load):
        return no(f"There is nothing to decide about {load.name} now: {load.get_state_display()}.")
    return YES
