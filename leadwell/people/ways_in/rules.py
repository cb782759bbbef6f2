"""Who may reset a person's second factor, and close their account."""

from leadwell.accounts import factors
from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access
from leadwell.people.models import Person
from leadwell.people.permissions import Operation


def may_reset_second_factor(user: User, person: Person) -> Verdict:
    if not (may := _may(user, person)):
        return may
    if person.user_id == user.pk:
        return no("Change your own second factor on the page of your account.")
    if not factors.has_one(person.user):  # type: ignore[arg-type]  # _may has looked
        return no(f"{person} has no second factor to reset.")
    return YES


def may_close_account(user: User, person: Person) -> Verdict:
    """Closing it, or opening it again."""
    if not (may := _may(user, person)):
        return may
    return YES if person.user_id != user.pk else no("You cannot close your own account.")


def _may(user: User, person: Person) -> Verdict:
    if not access.holds(user, "way_in", Operation.CHANGE):
        return no("Only an administrator can change how somebody else gets in.")
    return YES if person.user_id else no(f"{person} has no account.")
