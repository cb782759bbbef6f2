"""Who may look behind the glass, and is it the moment?"""

from datetime import date

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access
from leadwell.people.glass.access import told_of
from leadwell.people.permissions import Operation


def may_see_glass(user: User) -> Verdict:
    if access.holds(user, "broken_glass", Operation.READ):
        return YES
    return no("Only administrators and those who watch over them see when the glass was broken.")


def may_break_glass(user: User, *, on: date) -> Verdict:
    if not access.holds(user, "broken_glass", Operation.CREATE):
        return no("Only an administrator can break the glass.")
    if access.reads_all_until(user):
        return no("You have broken the glass already.")
    if not told_of(user, on=on)[1]:
        return no(
            "There is nobody to tell, so the glass cannot be broken. Give somebody else the role "
            "of data protection officer first."
        )
    return YES


def may_end_glass(user: User) -> Verdict:
    if not access.holds(user, "broken_glass", Operation.CHANGE):
        return no("Only an administrator can break the glass, or end it.")
    if access.reads_all_until(user):
        return YES
    return no("The glass is whole: your hour has ended.")
