"""Schools that a board member should look at first, said on their first page."""

from datetime import date

from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.lib import words
from leadwell.people.wants import MOST, Want
from leadwell.programmes.models import Programme
from leadwell.reporting.board import access
from leadwell.reporting.board.rows import first_by_programme

NAMED = 3
"""Schools called by name; the page has all."""


def look_first(user: User, on: date) -> list[Want]:
    """A line for each programme whose strategic board one sits on, where there is any."""
    if not access.looks_first(user):
        return []
    first = first_by_programme(user, on, access.opened_for(user, on))
    programmes = Programme.objects.filter(pk__in=first).order_by("name")[:MOST]
    return [
        Want(
            title=f"{words.count(len(first[one.pk]), 'school')} to look at first",
            why=f"{one}: {_named(first[one.pk])}",
            url=reverse("reporting:board", args=[one.code]),
            verb="Look",
        )
        for one in programmes
    ]


def _named(names: list[str]) -> str:
    if len(names) > NAMED:
        return f"{', '.join(names[:NAMED])} and {words.count(len(names) - NAMED, 'other')}"
    return words.listed(names)
