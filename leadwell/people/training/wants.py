"""That one's own training is due: a fortnight before, and until it is confirmed."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.models import Person
from leadwell.people.phrased import asked
from leadwell.people.second_factor import must_have_one
from leadwell.people.training.access import SOON, is_out_of_date
from leadwell.people.wants import Want


def due(user: User, on: date) -> QuerySet[Person]:
    """Oneself, where it is out of date or will be within a fortnight."""
    mine = {one.person for one in access.held(user) if one.person}
    return Person.objects.filter(is_out_of_date(on + SOON), pk__in=mine).order_by("pk")


def to_confirm(user: User, on: date) -> Iterable[Want]:
    if must_have_one(user) and asked(due, user, on):
        yield Want(
            title="Confirm your data protection training of this year",
            why="Everybody who reads what is about people does it once a year",
            url=reverse("people:my-training"),
            verb="Confirm it",
        )
