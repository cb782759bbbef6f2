"""Results have come that a question waits for."""

from datetime import date

from django.db.models import Max, Q
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.evaluation import access
from leadwell.lib.academic_year import label
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.people.wants import MOST, Want
from leadwell.schools.models import SourceFile


def results_came(user: User, on: date) -> list[Want]:
    """Questions of which no finding looks at the newest results after the start: for who has them
    answered."""
    if not people.holds(user, access.KEY, Operation.CHANGE):
        return []
    if (newest := _newest()) is None:
        return []
    mine = access.evaluations_for(user, operation=Operation.CHANGE).current()
    waiting = (
        mine.filter(first_start__lte=newest)
        .annotate(looked_at=Max("findings__as_of"))
        .filter(Q(looked_at=None) | Q(looked_at__lt=newest))
    )
    return [
        Want(
            title=f"Results of {label(newest)} have come for {one.programme}",
            why="Its question waits for them. Nothing is answered until somebody asks",
            url=reverse("evaluation:question", args=[one.pk]),
            verb="Have it answered",
        )
        for one in waiting.order_by("fixed_at", "pk")[:MOST]
    ]


def _newest() -> int | None:
    """The last academic year of which results are loaded."""
    files = SourceFile.objects.filter(kind=SourceFile.Kind.RESULTS).order_by()
    years = [year for found in files.values_list("academic_years", flat=True) for year in found]
    return max(years, default=None)
