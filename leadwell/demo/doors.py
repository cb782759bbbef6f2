"""The doors of the demonstration: anybody of the invented world, by role, one click each."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest
from django.utils.functional import Promise

from leadwell.accounts import sessions
from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.demo.access import administrators, roles_with_an_account
from leadwell.people.models import Role

SEEN_AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Door:
    """One person in one role. where: such as the school, "" for the whole installation."""

    user: int
    name: str
    where: str


@dataclass(frozen=True, slots=True)
class Corridor:
    """Everybody with one role; the first few are seen at once."""

    role: str | Promise
    first: tuple[Door, ...]
    others: tuple[Door, ...]


def only_in_the_demonstration() -> None:
    """Raises Http404 anywhere else, should the address ever lead here."""
    if settings.MODE != "demo":
        raise Http404


def corridors(*, on: date) -> list[Corridor]:
    """Every role that somebody with an account holds on the day, in the order of the roles."""
    doors: dict[str, list[Door]] = {role: [] for role in Role.values}
    for user in administrators():
        doors[Role.ADMINISTRATOR].append(Door(user.pk, user.name, ""))
    for held in roles_with_an_account(on=on):
        assert held.person.user_id is not None  # the query has asked
        where = str(held.scope) if held.scope else ""
        doors[held.role].append(Door(held.person.user_id, held.person.name, where))
    return [
        Corridor(Role(role).label, tuple(found[:SEEN_AT_ONCE]), tuple(found[SEEN_AT_ONCE:]))
        for role, found in doors.items()
        if found
    ]


def enter(request: HttpRequest, user: User, *, at: datetime) -> None:
    """Sign somebody in without any proof: allauth's record of proofs stays empty, so that this is
    neither a second factor nor fresh."""
    only_in_the_demonstration()
    request.session.flush()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[sessions.ONE_CLICK] = True
    request.session[sessions.SIGNED_IN_AT] = at.isoformat()
    log.record(at=at, actor=user.email, verb="came in by one click", subject=user)
