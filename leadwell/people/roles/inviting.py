"""Who could be invited, and who was and has not followed the link."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from leadwell.accounts.models import NOT_COME, User
from leadwell.people import access
from leadwell.people.held import among
from leadwell.people.models import Person, RoleHeld
from leadwell.people.permissions import Operation
from leadwell.people.placing import placed
from leadwell.people.roles.wording import title, where
from leadwell.web.templatetags.leadwell import day_and_year

A_PAGE = 50
LINK_WORKS_FOR = timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who cannot sign in yet."""

    person: Person
    roles: tuple[str, ...]
    has_run_out: bool

    @property
    def state(self) -> str:
        if self.person.invited_at is None:
            return "Not invited yet."
        so_far = "the link has run out" if self.has_run_out else "the link is not followed yet"
        return f"Invited on {day_and_year(self.person.invited_at)}: {so_far}."

    @property
    def is_invited(self) -> bool:
        return self.person.invited_at is not None


def to_invite(user: User, *, on: date) -> QuerySet[Person]:
    """People one looks after, with an address and a role now or to come, who cannot sign in.

    Those never invited first, then those invited longest ago.
    """
    mine = access.people_for(user, operation=Operation.CHANGE)
    has_role = Exists(RoleHeld.objects.to_come_or_live(on).filter(person_id=OuterRef("pk")))
    closed_to_them = User.objects.filter(NOT_COME, is_active=True)
    not_come = Q(user=None) | among("user_id", closed_to_them.values("pk"))
    waiting = mine.exclude(email="").filter(has_role, not_come)
    return waiting.select_related("user").order_by(
        F("invited_at").asc(nulls_first=True), "name", "pk"
    )


def waiting(people: Iterable[Person], *, now: datetime) -> list[Waiting]:
    """What the page says of each. One query for their roles."""
    people = list(people)
    held: dict[int, list[str]] = {}
    roles = RoleHeld.objects.to_come_or_live(timezone.localdate(now))
    for role in placed(roles.filter(person__in=people)):
        held.setdefault(role.person_id, []).append(f"{title(role)}, {where(role)}")
    return [
        Waiting(
            person=one,
            roles=tuple(held.get(one.pk, ())),
            has_run_out=bool(one.invited_at and one.invited_at + LINK_WORKS_FOR < now),
        )
        for one in people
    ]
