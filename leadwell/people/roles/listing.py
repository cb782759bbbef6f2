"""Who has what: roles this person may see, as a list to sort, page and take away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.held import Held, among
from leadwell.people.models import Person, RoleHeld
from leadwell.people.permissions import Reach
from leadwell.people.placing import placed
from leadwell.people.roles.finding import fitting
from leadwell.people.roles.wording import standing, title, when, where
from leadwell.schools.models import School
from leadwell.web.csv_out import Value as Cell

A_PAGE = 50
COLUMNS = (
    "Name", "E-mail", "Telephone", "Post", "Role", "Where", "First day", "Last day", "Now",
)  # fmt: skip
NAME = Lower("person__name")
ELSEWHERE = Lower(
    Coalesce("hub__name", "programme__name", "trust__name", "organisation__name", Value(""))
)
SORTS: dict[str, tuple[str | Lower, ...]] = {
    "name": (NAME, "role", "starts_on", "pk"),
    "role": ("role", NAME, "pk"),
    "where": ("role", NAME, "pk"),
    "from": ("-starts_on", NAME, "pk"),
    "to": ("ends_on", NAME, "pk"),
}
"""By place: within one. Last days: the soonest first, those without one after them all."""


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


class InTurn:
    """Lists as one, for a paginator."""

    def __init__(self, lists: Sequence[QuerySet[RoleHeld]]) -> None:
        self.lists = lists

    @cached_property
    def lengths(self) -> list[int]:
        return [each.count() for each in self.lists]

    def __len__(self) -> int:
        return sum(self.lengths)

    def __getitem__(self, asked: Any) -> list[RoleHeld]:
        first, last, _ = asked.indices(len(self))
        found: list[RoleHeld] = []
        for each, length in zip(self.lists, self.lengths, strict=True):
            if first < length and last > 0:
                found += each[max(0, first) : last]
            first, last = first - length, last - length
        return found


@dataclass(frozen=True, slots=True)
class Listing:
    """rows: of this page. idle: people one sees who have no role at all, the first of n_idle."""

    page: Page
    rows: tuple[Row, ...]
    idle: tuple[Person, ...]
    n_idle: int

    @property
    def n_more_idle(self) -> int:
        return self.n_idle - len(self.idle)


def listing(user: User, asked: dict[str, Any], *, number: str, on: date) -> Listing:
    """A page of roles. asked: cleaned by FilterForm. A constant number of queries."""
    page: Page = Paginator(InTurn(roles(user, asked, on=on)), A_PAGE).get_page(number)  # type: ignore[arg-type]
    rows = tuple(Row(held, on) for held in placed(page.object_list))
    idle, n_idle = _idle(user, asked) if page.number == 1 else ((), 0)
    return Listing(page, rows, idle, n_idle)


def _idle(user: User, asked: dict[str, Any]) -> tuple[tuple[Person, ...], int]:
    """The first people without any role, where nothing is asked that is about roles; of how many."""
    if any(asked.get(name) for name in ("role", "programme", "hub", "school", "when")):
        return (), 0
    found = access.idle_for(user, of=fitting(Person.objects.themselves(), asked.get("q") or ""))
    first = tuple(found.order_by("name", "pk")[:A_PAGE])
    return first, len(first) if len(first) < A_PAGE else found.count()


def every_row(user: User, asked: dict[str, Any], *, on: date) -> Iterator[Row]:
    """All that fit, for a file."""
    return (Row(held, on) for held in placed(InTurn(roles(user, asked, on=on))[:]))


def roles(user: User, asked: dict[str, Any], *, on: date) -> list[QuerySet[RoleHeld]]:
    """Lists that follow one another. By place they are two, the schools first: their names have an
    index, so that a page of them is there at once, and no index reaches over several tables."""
    found = access.roles_for(user).filter(_in_time(asked.get("when"), on))
    for wanted in _asked(asked):
        found = found.filter(wanted)
    sort = asked.get("sort") or "name"
    order = SORTS[sort]
    if sort != "where":
        return [found.order_by(*order)]
    at_schools = found.filter(school__isnull=False).order_by("school__name", *order)
    return [at_schools, found.filter(school=None).order_by(ELSEWHERE, *order)]


def _asked(asked: dict[str, Any]) -> Iterator[Q]:
    """Every word of the search in a name, an address or a school; and each filter chosen."""
    for word in (asked.get("q") or "").split():
        yield _named(word)
    if role := asked.get("role"):
        yield Q(role=role)
    if hub := asked.get("hub"):
        yield Held(None, hubs=frozenset({hub.pk})).roles_within(Reach.HUB)
    if programme := asked.get("programme"):
        yield Held(None, programmes=frozenset({programme.pk})).roles_within(Reach.PROGRAMME)
    if school := asked.get("school"):
        yield Held(None, schools=frozenset({school.pk})).roles_within(Reach.OWN_SCHOOL)


def _named(word: str) -> Q:
    """Each side by its own index: asked with an "or", the database reads the constraints' index,
    which is made for one person at a time."""
    people = fitting(Person.objects.all(), word).values("pk")
    schools = School.objects.named_like(word).values("pk")
    of_people, at_schools = (
        RoleHeld.objects.filter(fits).order_by().values("pk")
        for fits in (among("person_id", people), among("school_id", schools))
    )
    return among("pk", of_people.union(at_schools))


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
