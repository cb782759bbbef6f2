"""Who may read the schools of a programme under codes, and give them."""

from leadwell.accounts.models import User
from leadwell.evaluation.coded import access
from leadwell.evaluation.coded.bands import FEWEST
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people.permissions import Operation
from leadwell.programmes.models import Programme

READERS = "Only who leads a programme and who evaluates it read its schools under codes."
GIVERS = "Who leads the programme gives its schools their codes."


def may_read(user: User, programme: Programme) -> Verdict:
    """Who reads names elsewhere and codes here could put one beside the other."""
    if not access.holds(user, Operation.READ, programme):
        return no(READERS)
    if access.reads_elsewhere(user, programme) and not access.reads_names(user, programme):
        return no(
            "Another of your roles reads schools of this programme by name. Who does, reads none "
            "of them under a code."
        )
    return YES


def may_give(user: User, programme: Programme) -> Verdict:
    if not access.holds(user, Operation.CREATE, programme):
        return no(GIVERS)
    without, named = access.without_code(user, programme), access.that_said_so(user, programme)
    if without and sum(school.pk not in named for school in without) < FEWEST:
        return no(
            f"Codes are given to {FEWEST} schools at once, or more: whose a single new one is could "
            "be known from who has just joined."
        )
    return YES
