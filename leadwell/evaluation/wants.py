"""Results have come that a question waits for."""

from datetime import date

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Subquery
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.evaluation import access
from leadwell.evaluation.models import Evaluation, EvaluationQuerySet, Finding
from leadwell.lib.academic_year import label
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.people.phrased import asked
from leadwell.people.wants import MOST, Want
from leadwell.schools.models import SourceFile


def waiting(user: User, on: date) -> EvaluationQuerySet:
    """Questions of which no finding looks at the newest results after the start: for who has them
    answered."""
    if not people.holds(user, access.KEY, Operation.CHANGE):
        return Evaluation.objects.none()
    mine = access.evaluations_for(user, operation=Operation.CHANGE).current()
    later = Finding.objects.filter(evaluation=OuterRef("pk"), as_of__gte=OuterRef("newest"))
    waiting = mine.annotate(newest=_newest()).filter(first_start__lte=F("newest"))
    return waiting.filter(~Exists(later)).order_by("fixed_at", "pk")[:MOST]


def results_came(user: User, on: date) -> list[Want]:
    return [
        Want(
            title=f"Results of {label(one.newest)} have come for {one.programme}",  # type: ignore[attr-defined]
            why="Its question waits for them. Nothing is answered until somebody asks",
            url=reverse("evaluation:question", args=[one.pk]),
            verb="Have it answered",
        )
        for one in asked(waiting, user, on)
    ]


def _newest() -> Subquery:
    """The last academic year of which results are loaded."""
    files = SourceFile.objects.filter(kind=SourceFile.Kind.RESULTS).order_by()
    years = files.annotate(year=Func("academic_years", function="unnest"))
    return Subquery(years.order_by("-year").values("year")[:1], IntegerField())
