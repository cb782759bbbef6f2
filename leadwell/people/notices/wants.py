"""Programmes at work whose people were not told yet what is held about them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.people.notices.access import to_issue_for
from leadwell.people.phrased import asked
from leadwell.people.wants import Want
from leadwell.programmes.models import Programme


def unissued(user: User, on: date) -> QuerySet[Programme]:
    return to_issue_for(user).filter(ends_on__gte=on)


def to_issue(user: User, on: date) -> Iterable[Want]:
    for programme in asked(unissued, user, on):
        yield Want(
            title=f"{programme}: tell families and staff what is held about them",
            why="Schools cannot give families what is not issued yet",
            url=reverse("people:issue-notices", args=[programme.code]),
            verb="Read and issue it",
        )
