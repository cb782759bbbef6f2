"""On which days somebody's schools are at work."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet

from leadwell.lib.school_days import SchoolDays
from leadwell.people.models import Person, RoleHeld
from leadwell.schools.calendar import school_days_of
from leadwell.schools.models import School

Calendars = tuple[SchoolDays, ...]


def calendars_of(users: Collection[int], on: date) -> dict[int, Calendars]:
    """Of many, by the account's number: of every school they have a role at today, are sent to or
    work at, and of every school of their trust. () for somebody of none. A query for each trust, and
    five for all else, however many people."""
    schools: dict[int, set[int]] = {user: set() for user in users}
    held = RoleHeld.objects.live_on(on).filter(person__user__in=users)
    at = [
        *_rows(held.filter(school__isnull=False), "person__user", "school"),
        *_rows(Person.objects.filter(user__in=users, home_school__isnull=False),
               "user", "home_school"),
    ]  # fmt: skip
    for user, school, standing in at:
        schools[user].add(standing or school)
    in_trust = held.filter(trust__isnull=False).values_list("person__user", "trust")
    for user, trust in in_trust:
        schools[user].update(
            School.objects.standing().filter(trust=trust).values_list("pk", flat=True)
        )
    named = School.objects.in_bulk({pk for own in schools.values() for pk in own})
    days = school_days_of(list(named.values()))
    return {user: tuple(days[pk] for pk in sorted(own)) for user, own in schools.items()}


def _rows(
    rows: QuerySet[Any], user: str, school: str
) -> QuerySet[Any, tuple[int, int, int | None]]:
    return rows.values_list(user, school, f"{school}__continued_by")
