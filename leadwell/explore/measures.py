"""How long the views of a review take whoever gives them."""

from datetime import datetime

from leadwell.explore.models import ReviewView
from leadwell.people.disclosure.taking import Taking, taking
from leadwell.programmes.models import Programme

BUDGET = 40
"""Minutes that a view of the whole school is meant to take, at the middle one."""


def view_minutes(programme: Programme, *, since: datetime, until: datetime) -> Taking:
    """Of the views handed in from `since` on and before `until`. One query."""
    given = ReviewView.objects.filter(
        review__enrolment__programme=programme, submitted_at__gte=since, submitted_at__lt=until
    )
    return taking("View in a review", given, by="by", budget=BUDGET)
