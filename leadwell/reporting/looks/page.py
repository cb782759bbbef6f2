"""The list of looks as a person reads it: when, who, in which role, at what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from leadwell.audit.models import Look
from leadwell.people.models import Person, Role
from leadwell.people.permissions import table

A_PAGE = 50
FORGOTTEN = "A former participant"
NO_ACCOUNT = "An address without an account"


@dataclass(frozen=True, slots=True)
class Row:
    """One look, in words."""

    at: datetime
    who: str
    roles: str
    what: str
    outcome: str

    def cells(self) -> tuple[str, ...]:
        return (f"{self.at:%Y-%m-%d %H:%M}", self.who, self.roles, self.outcome, self.what)


@dataclass(frozen=True, slots=True)
class Looks:
    """One page of them."""

    page: Page
    rows: tuple[Row, ...]


def looks_page(looks: QuerySet[Look], *, number: str) -> Looks:
    """Newest first. Three queries, however many there are."""
    page = Paginator(looks, A_PAGE).get_page(number)
    return Looks(page, tuple(rows(list(page.object_list))))


def rows(looks: Iterable[Look]) -> Iterator[Row]:
    """In words; the names of those who looked are read once for all."""
    found = list(looks)
    names = {0: NO_ACCOUNT} | dict(
        Person.objects.filter(user__in={look.by_user for look in found}).values_list("user", "name")
    )
    for look in found:
        yield Row(
            at=look.at,
            who=names.get(look.by_user, FORGOTTEN),
            roles=", ".join(Role(code).label for code in look.as_roles.split()),
            what=table()[look.record].title if look.record in table() else look.record,
            outcome=look.get_outcome_display(),
        )
