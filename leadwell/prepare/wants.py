"""What of agreed actions wants somebody: an owner's own, and what a hub lead should ask after."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.people import access as people
from leadwell.people.models import Role
from leadwell.people.permissions import Operation
from leadwell.people.phrased import asked
from leadwell.people.placing import of_parts
from leadwell.people.wants import MOST, Want
from leadwell.prepare import access
from leadwell.prepare.models import AgreedAction
from leadwell.prepare.page import Line, each_line
from leadwell.web.templatetags.leadwell import day

SOON = timedelta(days=7)
SAID_FOR = timedelta(days=14)
LATE_FOR_THE_HUB = 10
"""School days after which a hub lead asks."""


def due(user: User, on: date) -> QuerySet[AgreedAction]:
    """One's own that are due within a week, or late."""
    return _own(user).filter(due_on__lte=on + SOON)[:MOST]


def mine(user: User, on: date) -> Iterable[Want]:
    for line in each_line(of_parts(asked(due, user, on)), on):
        why = f"You do this at {line.school}"
        yield Want(
            title=line.action.what,
            why=f"{why}: {line.late}" if line.late else why,
            url=reverse("prepare:progress", args=[line.action.pk]),
            verb="Say how it goes",
            due_on=line.action.due_on,
            late=line.action.due_on < on,
        )


def came_lately(user: User, on: date) -> QuerySet[AgreedAction, tuple[str, int]]:
    """From whom each came of one's own that somebody had who left: for two weeks."""
    lately = _own(user).filter(passed_on__gt=on - SAID_FOR).order_by("passed_on")
    found: QuerySet[AgreedAction, tuple[str, int]]
    found = lately.values_list("passed_from__name", "passed_from")
    return found


def came_to_me(user: User, on: date) -> Iterable[Want]:
    for (name, _), n in Counter(asked(came_lately, user, on)).items():
        yield Want(
            title=f"{words.count(n, 'action')} came to you from {name}",
            why="Their role there has ended",
            url=reverse("prepare:my-actions"),
            verb="See them",
        )


def late(user: User, on: date) -> QuerySet[AgreedAction]:
    """Actions in the hubs one leads that may be more than ten school days late."""
    if not any(one.role == Role.HUB_LEAD for one in people.held(user)):
        return AgreedAction.objects.none()
    before = on - timedelta(days=LATE_FOR_THE_HUB)
    found: QuerySet[AgreedAction]
    found = access.led_for(user).open().filter(due_on__lt=before)  # type: ignore[attr-defined]
    return found


def late_in_my_hubs(user: User, on: date) -> Iterable[Want]:
    """Schools of the hubs one leads with actions more than ten school days late."""
    at: dict[int, list[Line]] = {}
    for line in each_line(of_parts(asked(late, user, on)), on):
        if line.n_late > LATE_FOR_THE_HUB:
            at.setdefault(line.action.enrolment_id, []).append(line)
    for enrolment, found in list(at.items())[:MOST]:
        n = words.count(len(found), "action")
        verb = words.verb(len(found), "is", "are")
        longest = max(found, key=lambda line: line.n_late)
        yield Want(
            title=f"{longest.school}: {n} {verb} more than {LATE_FOR_THE_HUB} school days late",
            why=f"“{longest.action.what}” was due {day(longest.action.due_on)}",
            url=reverse("prepare:actions", args=[enrolment]),
            verb="See them",
        )


def _own(user: User) -> QuerySet[AgreedAction]:
    """One's own that are open."""
    if not people.holds(user, "plan", Operation.CHANGE):
        return AgreedAction.objects.none()
    found: QuerySet[AgreedAction] = access.own_actions_for(user).open()  # type: ignore[attr-defined]
    return found
