"""Which programmes' questions and findings a person reads."""

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.evaluation.models import Evaluation, EvaluationQuerySet, Finding, Run
from leadwell.people import access
from leadwell.people.held import among, grants, together, within
from leadwell.people.permissions import Operation, Without
from leadwell.programmes.models import Enrolment, Programme

KEY = "evaluation"
GROUPS_ONLY = frozenset({Without.FIGURES_ONLY, Without.NAMES})
"""What a finding tells is of groups of schools: for governors too, and for who evaluates."""


def programmes_for(
    user: User, *, operation: Operation = Operation.READ, by_name: bool = False
) -> QuerySet[Programme]:
    """Programmes whose evaluation this person reads, or may change. by_name: only those of whose
    schools they read by name, and not of groups alone."""
    leaving_out = frozenset() if by_name or operation != Operation.READ else GROUPS_ONLY
    granted = grants(access.held(user), KEY, operation, leaving_out=leaving_out)
    reached = (one.programmes_within(reach) for one, reach in together(granted))
    return within(Programme.objects.all(), reached)


def reads_of(user: User, programme: Programme, *, by_name: bool = False) -> bool:
    """Whether this person reads the evaluation of a programme; by_name as `programmes_for`."""
    return programmes_for(user, by_name=by_name).filter(pk=programme.pk).exists()


def evaluations_for(user: User, *, operation: Operation = Operation.READ) -> EvaluationQuerySet:
    mine = programmes_for(user, operation=operation)
    found = Evaluation.objects.filter(among("programme_id", mine.values("pk")))
    return found.select_related("programme", "replaces", "followed_by", "fixed_by")


def findings_for(user: User) -> QuerySet[Finding]:
    mine = evaluations_for(user).order_by().values("pk")
    found = Finding.objects.filter(among("evaluation_id", mine))
    return found.select_related("evaluation__programme", "evaluation__followed_by", "asked_by")


def runs_for(user: User) -> QuerySet[Run]:
    mine = evaluations_for(user).order_by().values("pk")
    return Run.objects.filter(among("evaluation_id", mine)).select_related("asked_by")


def named_for(user: User, programme: Programme) -> QuerySet[Enrolment]:
    """Of the schools of a programme, those whose part in it this person sees by name."""
    return access.enrolments_for(user).filter(programme=programme)
