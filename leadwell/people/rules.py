"""May this person do this, and is it the moment? A no carries its reason."""

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access, transitions
from leadwell.people.permissions import Operation
from leadwell.schools import deciding
from leadwell.schools.models import IdentityDecision, Join, Load, School


def may_load_data(user: User) -> Verdict:
    if access.holds(user, "data_load", Operation.CREATE):
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


def may_decide_identity(user: User) -> Verdict:
    if access.holds(user, "school_identity", Operation.CREATE):
        return YES
    return no("Only the administrator of this installation can decide which schools are one.")


def may_join_schools(user: User, earlier: School, later: School) -> Verdict:
    if not (may := may_decide_identity(user)):
        return may
    if earlier == later:
        return no(
            f"{earlier} ({earlier.urn}) is one school already, under all the URNs it has had."
        )
    if apart := deciding.held_apart(earlier, later):
        return no(f"Take back first what was decided about them. {apart.sentence}")
    return YES


def may_part_schools(user: User, join: Join) -> Verdict:
    if not (may := may_decide_identity(user)):
        return may
    held = Join.objects.filter(old_urn=join.old_urn, new_urn=join.new_urn).first()
    if held is None:
        return no(f"{join.old_urn} and {join.new_urn} are two schools already.")
    if held.is_decided:
        return no(f"That {join} was decided by a person, not by a file. Take that back instead.")
    return YES


def may_take_back(user: User, decision: IdentityDecision) -> Verdict:
    if not (may := may_decide_identity(user)):
        return may
    if decision.taken_back_at is not None:
        return no("This decision was taken back already.")
    return YES


def _may(verb: str, user: User, load: Load) -> Verdict:
    if not (may := may_load_data(user)):
        return may
    if not transitions.allows(verb, load):
        return no(f"There is nothing to decide about {load.name} now: {load.get_state_display()}.")
    return YES
