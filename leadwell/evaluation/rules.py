"""Who may read, fix, change and run a question. Who first, then when."""

from leadwell.accounts.models import User
from leadwell.evaluation import access, frames
from leadwell.evaluation.models import Evaluation
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.programmes.models import Enrolment, Programme

READERS = (
    "Only those who lead, oversee or evaluate a programme, and governors of its schools, read "
    "whether it worked."
)
FIXERS = "Only who leads the programme and its evaluator fix what is asked."


def may_read(user: User, programme: Programme) -> Verdict:
    may = people.holds(
        user, access.KEY, Operation.READ, on=programme, leaving_out=access.GROUPS_ONLY
    )
    return YES if may else no(READERS)


def may_fix(user: User, programme: Programme) -> Verdict:
    """The first version: later ones come of a change."""
    if not people.holds(user, access.KEY, Operation.CREATE, on=programme):
        return no(FIXERS)
    if Evaluation.objects.filter(programme=programme).exists():
        return no(
            "The question of this programme is fixed already. It can be changed, with a reason."
        )
    return _has_schools(programme)


def may_change(user: User, evaluation: Evaluation) -> Verdict:
    if not people.holds(user, access.KEY, Operation.CHANGE, on=evaluation.programme):
        return no(FIXERS)
    if not evaluation.is_current:
        return no("There is a later version of this question. Change that one.")
    return _has_schools(evaluation.programme)


def may_run(user: User, evaluation: Evaluation) -> Verdict:
    if not people.holds(user, access.KEY, Operation.CHANGE, on=evaluation.programme):
        return no("Only who leads the programme and its evaluator have the question answered.")
    if not evaluation.is_current:
        return no("There is a later version of this question. That one is answered.")
    if not frames.loaded_years():
        return no("No results are loaded yet: there is nothing to answer it from.")
    return YES


def _has_schools(programme: Programme) -> Verdict:
    targets = programme.enrolments.filter(part=Enrolment.Part.TARGET)
    return YES if targets.exists() else no("No school has joined the programme yet.")
