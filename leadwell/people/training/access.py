"""Whose training somebody sees: their own, and at a data protection officer's desk that of the
people they answer for."""

from datetime import date, timedelta
from functools import cache

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from leadwell.accounts.models import User
from leadwell.people.models import DataTraining, Person, Role, RoleHeld
from leadwell.people.permissions import Operation, Reach, Without, carries_people, record
from leadwell.people.privacy import access as desk

TO_BEGIN = timedelta(days=30)
"""How long somebody new has for their first."""
SOON = timedelta(days=14)
"""How long before it is due somebody is reminded."""
SHOWS_PEOPLE = frozenset({Without.NAMES, Without.RELEASED_ONLY})


def trainings_for(user: User) -> QuerySet[DataTraining]:
    """One's own."""
    return DataTraining.objects.filter(person__user=user)


def oneself(user: User) -> QuerySet[Person]:
    return Person.objects.filter(user=user)


def expected_for(user: User, on: date) -> QuerySet[Person]:
    """People this officer answers for whose role of today reads records about people. last: the day
    of their last training, None for none."""
    held = RoleHeld.objects.live_on(on).filter(
        person=OuterRef("pk"), role__in=roles_that_read_people()
    )
    people = desk.people_for(user).filter(Exists(held), user__is_active=True)
    return people.select_related("user").annotate(last=Max("data_trainings__trained_on"))


def out_of_date(people: QuerySet[Person], on: date) -> QuerySet[Person]:
    """Those whose training held until a day before this one."""
    return people.filter(is_out_of_date(on))


def is_out_of_date(on: date) -> Q:
    """Of people: no training in the year to this day, and not new either."""
    in_time = DataTraining.objects.filter(person=OuterRef("pk"), trained_on__gte=a_year_before(on))
    return Q(~Exists(in_time), user__joined_at__date__lt=on - TO_BEGIN)


def a_year_before(on: date) -> date:
    try:
        return on.replace(year=on.year - 1)
    except ValueError:  # 29 February
        return on.replace(year=on.year - 1, day=28)


@cache
def roles_that_read_people() -> frozenset[Role]:
    """As for the second factor: whole records about people other than oneself."""
    return frozenset(
        grant.role
        for key in carries_people()
        for grant in record(key).granting(Operation.READ)
        if grant.role and grant.reach != Reach.SELF and grant.without <= SHOWS_PEOPLE
    )
