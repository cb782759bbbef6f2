"""Looks as a person reads them: when, who, in which roles, did what, with which record of whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from leadwell.audit.models import Look
from leadwell.people.models import Person, Role
from leadwell.people.permissions import table
from leadwell.schools.models import School

COLUMNS = (
    "When", "Who", "In which role", "Did what", "With which record", "About whom", "School",
    "Rows taken",
)  # fmt: skip
NOBODYS = "An address that is nobody’s here"
"""Whom a failed sign-in with a stranger's address is by."""

MOST_NAMED = 3
"""People named in a cell; a page about a school is about all who work there."""


@dataclass(frozen=True, slots=True)
class Row:
    at: datetime
    who: str
    roles: str
    outcome: str
    what: str
    whom: str
    school: str
    n_taken: int | None

    @property
    def about(self) -> str:
        """ "Wren Ashdown, Marlpit Primary"."""
        return ", ".join(part for part in (self.whom, self.school) if part)

    def cells(self) -> tuple[str | int | None, ...]:
        at = f"{timezone.localtime(self.at):%Y-%m-%d %H:%M}"
        told = (self.who, self.roles, self.outcome, self.what, self.whom, self.school)
        return (at, *told, self.n_taken)


def rows(looks: Iterable[Look], *, named: frozenset[int] | None = None) -> Iterator[Row]:
    """In words; names are read once for all. named: the people whose names may be told; None for
    everybody's."""
    found = list(looks)
    about = {number for look in found for number in look.about_people}
    told = about if named is None else about & named
    names = dict(Person.objects.filter(pk__in=told).values_list("pk", "name"))
    lookers = dict(
        Person.objects.filter(user__in={look.by_user for look in found}).values_list("user", "name")
    )
    schools = School.objects.in_bulk({look.about_school for look in found if look.about_school})
    for look in found:
        record = table().get(look.record)
        yield Row(
            at=look.at,
            who=lookers.get(look.by_user, f"Account {look.by_user}" if look.by_user else NOBODYS),
            roles=", ".join(Role(code).label for code in look.as_roles.split()) or "None",
            outcome=look.get_outcome_display(),
            what=record.title if record else look.record,
            whom=_whom(look.about_people, names),
            school=str(schools.get(look.about_school or 0, "")),
            n_taken=look.n_rows,
        )


def _whom(about: list[int], names: dict[int, str]) -> str:
    """ "Ada Marsh, Wren Ashdown and 4 more"."""
    told = sorted(names[number] for number in about if number in names)
    shown, more = told[:MOST_NAMED], len(about) - len(told[:MOST_NAMED])
    if not shown:
        return f"{more} people" if more > 1 else "1 person" if more else ""
    return ", ".join(shown) + (f" and {more} more" if more else "")
