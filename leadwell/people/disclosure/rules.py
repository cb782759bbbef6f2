"""Who may say how few pupils is too few?"""

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access
from leadwell.people.held import grants
from leadwell.people.permissions import Operation, Reach


def may_set_threshold(user: User) -> Verdict:
    """It holds for every school, so a school's or a trust's own officer cannot."""
    granted = grants(access.held(user), "disclosure", Operation.CHANGE)
    if any(grant.reach == Reach.EVERYWHERE for _, grant in granted):
        return YES
    return no(
        "Only a data protection officer of the organisation that leads here can change how few "
        "pupils is too few."
    )
