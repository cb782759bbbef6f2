"""The doors of the demonstration: anybody of the invented world, by role, one click each."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth import login
from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest
from django.utils.functional import Promise

from leadwell.accounts import sessions
from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.demo import access
from leadwell.people.models import Role, RoleHeld
from leadwell.people.placing import placed

SEEN_AT_ONCE = 5
A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Door:
    """One person in one role. where: such as the school, "" for the whole installation."""

    user: int
    name: str
    where: str


@dataclass(frozen=True, slots=True)
class Corridor:
    """Some with one role; n_more have it too."""

    code: str
    role: str | Promise
    doors: tuple[Door, ...]
    n_more: int


@dataclass(frozen=True, slots=True)
class Found:
    """Those looked for: a page of them. role: "" for any."""

    role: str | Promise
    page: Page
    doors: tuple[Door, ...]

    @property
    def n(self) -> int:
        return self.page.paginator.count


def only_in_the_demonstration() -> None:
    """Raises Http404 anywhere else, should the address ever lead here."""
    if settings.MODE != "demo":
        raise Http404


def corridors(*, on: date) -> list[Corridor]:
    """Every role that somebody with an account holds on the day, in the order of the roles. As many
    queries however many people."""
    doors: dict[str, list[Door]] = {role: [] for role in Role.values}
    for held in placed(access.first_of_each_role(SEEN_AT_ONCE, on=on)):
        doors[held.role].append(_door(held))
    n = dict(access.roles_with_an_account(on=on).values_list("role").annotate(Count("pk")))
    for user in access.administrators():
        doors[Role.ADMINISTRATOR].append(Door(user.pk, user.name, ""))
    return [
        Corridor(role, Role(role).label, _by_name(first), max(0, n.get(role, 0) - SEEN_AT_ONCE))
        for role, first in doors.items()
        if first
    ]


def found(asked: str, role: str, *, on: date, number: str) -> Found:
    """Those whose name or school has these words, A to Z; role: "" for any."""
    page = Paginator(access.found(asked, role, on=on), A_PAGE).get_page(number)
    label = Role(role).label if role else ""
    return Found(label, page, tuple(_door(held) for held in placed(page.object_list)))


def _door(held: RoleHeld) -> Door:
    assert held.person.user_id is not None  # the query has asked
    where = str(held.scope) if held.scope else ""
    return Door(held.person.user_id, held.person.name, where)


def _by_name(doors: list[Door]) -> tuple[Door, ...]:
    return tuple(sorted(doors, key=lambda door: door.name))


def enter(request: HttpRequest, user: User, *, at: datetime) -> None:
    """Sign somebody in without any proof: allauth's record of proofs stays empty, so that this is
    neither a second factor nor fresh."""
    only_in_the_demonstration()
    request.session.flush()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[sessions.ONE_CLICK] = True
    request.session[sessions.SIGNED_IN_AT] = at.isoformat()
    log.record(at=at, actor=user.email, verb="came in by one click", subject=user)
