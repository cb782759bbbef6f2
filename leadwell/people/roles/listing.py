"""Who has what: roles this person may see, as a list to sort, page and take away."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.held import Held
from leadwell.people.models import Person, RoleHeld
from leadwell.people.permissions import Reach
from leadwell.people.roles.wording import standing, title, when, where
from leadwell.web.csv_out import Value as Cell

A_PAGE = 50
COLUMNS = (
    "Name", "E-mail", "Telephone", "Post", "Role", "Where", "First day", "Last day", "Now",
)  # fmt: skip
SORTS: dict[str, tuple[str, ...]] = {
    "name": ("sorted_name", "role", "starts_on", "pk"),
    "role": ("role", "sorted_name", "pk"),
    "where": ("sorted_where", "role", "sorted_name", "pk"),
    "from": ("-starts_on", "sorted_name", "pk"),
    "to": ("ends_on", "sorted_name", "pk"),
}
"""Last days: the soonest first, those without one after them all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One role of one person, on this day."""

    held: RoleHeld
    on: date

    @property
    def title(self) -> str:
        return title(self.held)

    @property
    def where(self) -> str:
        return where(self.held)

    @property
    def when(self) -> str:
        return when(self.held)

    @property
    def standing(self) -> str:
        return standing(self.held, self.on)

    @property
    def cells(self) -> list[Cell]:
        held = self.held
        person = held.person
        return [
            person.name, person.email, person.phone, person.post, self.title, self.where,
            held.starts_on, held.ends_on, self.standing,
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listing:
    """rows: of this page. idle: people one sees who have no role at all."""

    page: Page
    rows: tuple[Row, ...]
    idle: tuple[Person, ...]


def listing(user: User, asked: dict[str, Any], *, number: str, on: date) -> Listing:
    """A page of roles. asked: cleaned by FilterForm. A constant number of queries."""
    page = Paginator(roles(user, asked, on=on), A_PAGE).get_page(number)
    idle = access.people_for(user).filter(roles=None).order_by("name", "pk")[:A_PAGE]
    return Listing(page, tuple(Row(held, on) for held in page.object_list), tuple(idle))


def every_row(user: User, asked: dict[str, Any], *, on: date) -> Iterator[Row]:
    """All that fit, for a file."""
    return (Row(held, on) for held in roles(user, asked, on=on))


def roles(user: User, asked: dict[str, Any], *, on: date) -> QuerySet[RoleHeld]:
    found = access.roles_for(user).filter(_asked(asked)).filter(_in_time(asked.get("when"), on))
    named = found.annotate(
        sorted_name=Lower("person__name"),
        sorted_where=Lower(
            Coalesce(
                "school__name", "hub__name", "programme__name", "trust__name",
                "organisation__name", Value(""),
            )
        ),
    )  # fmt: skip
    order = SORTS[asked.get("sort") or "name"]
    return named.select_related(*access.WHERE).order_by(*order)


def _asked(asked: dict[str, Any]) -> Q:
    """Every word of the search in a name, an address or a school; and each filter chosen."""
    wanted = Q()
    for word in (asked.get("q") or "").split():
        wanted &= (
            Q(person__name__icontains=word)
            | Q(person__email__icontains=word)
            | Q(school__name__icontains=word)
        )
    if role := asked.get("role"):
        wanted &= Q(role=role)
    if hub := asked.get("hub"):
        wanted &= Held(None, hubs=frozenset({hub.pk})).roles_within(Reach.HUB)
    if programme := asked.get("programme"):
        within = Held(None, programmes=frozenset({programme.pk}))
        wanted &= within.roles_within(Reach.PROGRAMME)
    if school := asked.get("school"):
        wanted &= Held(None, schools=frozenset({school.pk})).roles_within(Reach.OWN_SCHOOL)
    return wanted


def _in_time(when: str | None, on: date) -> Q:
    ended = Q(ends_on__lt=on)
    match when:
        case "all":
            return Q()
        case "past":
            return ended
        case "to-come":
            return Q(starts_on__gt=on)
    return Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gte=on))
