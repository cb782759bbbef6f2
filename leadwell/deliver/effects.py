"""What came of an action is asked two visits later: by then somebody has seen whether it lasts."""

from datetime import date

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.deliver.models import Visit
from leadwell.people.wants import MOST, Want
from leadwell.prepare import access
from leadwell.prepare.models import FINISHED, AgreedAction
from leadwell.prepare.page import at_hand
from leadwell.web.templatetags.leadwell import day_and_year

VISITS_LATER = 2
STANDING = Coalesce("enrolment__school__continued_by", "enrolment__school")


def what_came_of(user: User, on: date) -> list[Want]:
    """Actions done two visits ago at schools one is sent to, or whose subject one leads, and of
    which nobody has said what came."""
    asked = access.followed_up_for(user)
    if asked is None:
        return []
    waiting = asked.filter(state__in=FINISHED, effect="").alias(standing=STANDING)
    seen_since = waiting.alias(n_visits=_n_visits_since(on)).filter(n_visits__gte=VISITS_LATER)
    return [_want(action) for action in at_hand(seen_since).order_by("ended_on", "pk")[:MOST]]


def _n_visits_since(on: date) -> Coalesce:
    """Visits that happened at the school after the day on which the action ended."""
    happened = Visit.objects.filter(
        state=Visit.State.HAPPENED, on__lte=on, on__gt=OuterRef("ended_on")
    )
    there = happened.alias(standing=STANDING).filter(standing=OuterRef("standing")).order_by()
    counted = there.values("state").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _want(action: AgreedAction) -> Want:
    assert action.ended_on
    return Want(
        title=f"What came of “{action.what}”?",
        why=f"Done {day_and_year(action.ended_on)} at {action.enrolment.standing_school}; "
        "there were two visits since",
        url=reverse("prepare:effect", args=[action.pk]),
        verb="Say it",
    )
