"""What a person's page says: who they are, which roles, and what those let them do."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.lib.verdict import Verdict
from leadwell.people import access
from leadwell.people.held import among
from leadwell.people.models import Handover, Person, Role, RoleHeld
from leadwell.people.phrased import asked
from leadwell.people.placing import placed
from leadwell.people.roles import reach, rules
from leadwell.people.roles.handing import steps_of
from leadwell.people.roles.wording import standing, title, when, where


@dataclass(frozen=True, slots=True)
class Held:
    """One role. lines: what it lets somebody do. handover: the number of its page, if any."""

    role: RoleHeld
    standing: str
    may_end: bool
    handover: int | None = None
    lines: tuple[reach.Line, ...] = ()

    @property
    def title(self) -> str:
        return title(self.role)

    @property
    def where(self) -> str:
        return where(self.role)

    @property
    def when(self) -> str:
        return when(self.role)

    @property
    def may_hand_over(self) -> bool:
        """Who is sent to a school is replaced in the agreement."""
        return self.may_end and not self.role.enrolment_id

    @property
    def is_head(self) -> bool:
        return self.role.role == Role.HEADTEACHER


@dataclass(frozen=True, slots=True)
class PersonPage:
    person: Person
    roles: tuple[Held, ...]
    is_own: bool
    may_change: Verdict
    may_invite: Verdict
    may_give: Verdict

    @property
    def now(self) -> list[Held]:
        return [held for held in self.roles if held.standing == "now"]

    @property
    def to_come(self) -> list[Held]:
        return [held for held in self.roles if held.standing == "to come"]

    @property
    def past(self) -> list[Held]:
        return [held for held in self.roles if held.standing == "past"]

    @property
    def was_named_only(self) -> bool:
        """For an action, say: they may turn out to be somebody who is here."""
        return bool(self.may_change) and self.person.user_id is None and not self.roles

    @property
    def has_signed_in(self) -> bool:
        return bool(self.person.user and self.person.user.has_come)


@dataclass(frozen=True, slots=True)
class Ending:
    """What ends with a role, and what stays."""

    role: RoleHeld
    lines: tuple[reach.Line, ...]
    title: str
    where: str
    when: str


def about(person: Person, user: User, *, on: date) -> PersonPage:
    """The roles this user sees of this person; all of one's own."""
    roles = placed(asked(_roles, user, on, person.pk))
    mine = set(asked(_looked_after, user, on, person.pk))
    handovers = _handovers(roles)
    may_change = rules.may_change_person(user, person)
    return PersonPage(
        person=person,
        roles=tuple(_held(role, on, mine, handovers) for role in roles),
        is_own=person.user_id == user.pk,
        may_change=may_change,
        may_invite=may_change and rules.can_be_invited(person),
        may_give=rules.may_give_any(user),
    )


def seen(user: User, on: date, whom: int) -> QuerySet[Person]:
    """Them, if this user sees them, with their account and where they work."""
    them = access.people_for(user).filter(pk=whom)
    return them.select_related("user", "home_school__continued_by")


def role_seen(user: User, on: date, role: int) -> QuerySet[RoleHeld]:
    """The role, if this user sees it, and the handover by which it went."""
    return access.roles_for(user).filter(pk=role).select_related("handed_to")


def _roles(user: User, on: date, whom: int) -> QuerySet[RoleHeld]:
    """Their roles, as far as this user sees them."""
    theirs = RoleHeld.objects.filter(person=whom).order_by()
    seen = access.roles_for(user).filter(among("pk", theirs.values("pk")))
    return seen.order_by("-starts_on", "pk")


def _looked_after(user: User, on: date, whom: int) -> QuerySet[RoleHeld, int]:
    """Their roles that this user may end."""
    theirs = RoleHeld.objects.filter(person=whom).order_by()
    mine = access.looked_after_for(user).filter(among("pk", theirs.values("pk")))
    return mine.order_by().values_list("pk", flat=True)


def ending(role: RoleHeld, *, on: date) -> Ending:
    return Ending(role, tuple(reach.lines(role)), title(role), where(role), when(role))


def others_to_end(role: RoleHeld, user: User, *, on: date) -> list[RoleHeld]:
    """Other roles of the same person that may end with this one: those this user looks after.

    A headship is never ended on the side.
    """
    others = asked(_to_end, user, on, role.person_id)
    return placed(other for other in others if other.pk != role.pk)


def _to_end(user: User, on: date, whom: int) -> QuerySet[RoleHeld]:
    theirs = RoleHeld.objects.filter(person=whom).order_by()
    mine = access.looked_after_for(user).filter(among("pk", theirs.values("pk")))
    return mine.filter(ends_on=None, starts_on__lte=on).exclude(role=Role.HEADTEACHER)


def steps_to_come(role: RoleHeld, *, first_day: date) -> list[str]:
    """What there will be to do, in words."""
    return [str(step) for step in steps_of(role, first_day=first_day)]


def _handovers(roles: list[RoleHeld]) -> dict[int, int]:
    """Those by which these roles came or went, by the role: the one by which it came where both."""
    either = Q(leaving__in=roles) | Q(coming__in=roles)
    found = list(Handover.objects.filter(either).order_by().values_list("pk", "leaving", "coming"))
    gone = {leaving: pk for pk, leaving, _ in found}
    return gone | {coming: pk for pk, _, coming in found}


def _held(role: RoleHeld, on: date, mine: set[int], handovers: dict[int, int]) -> Held:
    place = standing(role, on)
    return Held(
        role=role,
        standing=place,
        may_end=role.pk in mine and role.ends_on is None,
        handover=handovers.get(role.pk),
        lines=tuple(reach.lines(role)) if place != "past" else (),
    )
