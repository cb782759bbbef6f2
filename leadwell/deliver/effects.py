"""What came of an action is asked two visits later: by then somebody has seen whether it lasts."""

from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.deliver.models import Visit
from leadwell.people.phrased import asked
from leadwell.people.wants import MOST, Want
from leadwell.prepare import access
from leadwell.prepare.models import FINISHED, AgreedAction
from leadwell.prepare.page import at_hand
from leadwell.programmes.models import Enrolment
from leadwell.web.templatetags.leadwell import day_and_year

VISITS_LATER = 2
STANDING = Coalesce("enrolment__school__continued_by", "enrolment__school")


def without_effect(user: User, on: date) -> QuerySet[AgreedAction, tuple[int, date, int]]:
    """Actions that are done and of which nobody has said what came: each, its last day, its
    school."""
    followed = access.followed_up_for(user)
    rows = AgreedAction.objects.none() if followed is None else followed
    waiting = rows.filter(state__in=FINISHED, effect="").order_by("ended_on", "pk")
    found: QuerySet[AgreedAction, tuple[int, date, int]]
    found = waiting.values_list("pk", "ended_on", STANDING)
    return found


def what_came_of(user: User, on: date) -> list[Want]:
    """Actions done two visits ago at schools one is sent to, or whose subject one leads, and of
    which nobody has said what came. Three queries: counted in one, for each action the database
    would look through the visits of all schools."""
    ended = asked(without_effect, user, on)
    been = _visited({school for _, _, school in ended}, on)
    due = [
        pk
        for pk, ended_on, school in ended
        if sum(day > ended_on for day in been.get(school, ())) >= VISITS_LATER
    ][:MOST]
    found = at_hand(AgreedAction.objects.filter(pk__in=due)) if due else ()
    return [_want(action) for action in sorted(found, key=lambda each: due.index(each.pk))]


def _visited(schools: set[int], on: date) -> dict[int, list[date]]:
    """The days of visits that happened there, by the standing school, in all its programmes."""
    if not schools:
        return {}
    there = Enrolment.objects.of_schools(sorted(schools)).order_by()
    happened = Visit.objects.filter(state=Visit.State.HAPPENED, on__lte=on, enrolment__in=there)
    found: dict[int, list[date]] = {}
    for school, day in happened.order_by().values_list(STANDING, "on"):
        found.setdefault(school, []).append(day)
    return found


def _want(action: AgreedAction) -> Want:
    assert action.ended_on
    return Want(
        title=f"What came of “{action.what}”?",
        why=f"Done {day_and_year(action.ended_on)} at {action.enrolment.standing_school}; "
        "there were two visits since",
        url=reverse("prepare:effect", args=[action.pk]),
        verb="Say it",
    )
