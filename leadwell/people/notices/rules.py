"""Who may issue a programme's privacy information, and is it the moment?"""

from leadwell.accounts.models import User
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people.running.rules import may_change_programme, may_read_programme
from leadwell.programmes.models import Programme

may_read = may_read_programme


def may_issue(user: User, programme: Programme) -> Verdict:
    if not (may := may_change_programme(user, programme)):
        return may
    named = {one.party for one in programme.controllers.all()}
    if not {"lead", "school"} <= named:
        return no("Say first who answers for data: families are told who they are.")
    return YES
