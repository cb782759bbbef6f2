"""Schools that a board member should look at first, said on their first page."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.people.held import among, numbered
from leadwell.people.wants import MOST, Want
from leadwell.programmes.models import Enrolment, Programme
from leadwell.reporting.board import access
from leadwell.reporting.board.rows import first_by_programme

NAMED = 3
"""Schools called by name; the page has all."""


def look_first(user: User, on: date) -> list[Want]:
    """A line for each programme whose strategic board one sits on, where there is any."""
    if not access.looks_first(user):
        return []
    parts = access.opened_for(user, on)
    programmes = Programme.objects.filter(among("pk", parts.values("programme")))
    by_name = list(programmes.order_by("name", "pk"))
    found: list[Want] = []
    # Most boards have some: all the others are asked only where the first did not.
    for some in (by_name[:MOST], by_name[MOST:]):
        if some and len(found) < MOST:
            found += _of(some, user, on, parts)
    return found[:MOST]


def _of(
    programmes: list[Programme], user: User, on: date, parts: QuerySet[Enrolment]
) -> Iterable[Want]:
    here = parts.filter(numbered("programme_id", {one.pk for one in programmes}))
    first = first_by_programme(user, on, here)
    for one in programmes:
        if names := first.get(one.pk):
            yield Want(
                title=f"{words.count(len(names), 'school')} to look at first",
                why=f"{one}: {_named(names)}",
                url=reverse("reporting:board", args=[one.code]),
                verb="Look",
            )


def _named(names: list[str]) -> str:
    if len(names) > NAMED:
        return f"{', '.join(names[:NAMED])} and {words.count(len(names) - NAMED, 'other')}"
    return words.listed(names)
