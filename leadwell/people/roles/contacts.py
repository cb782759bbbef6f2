"""A school's contacts: roles held there, by kind; nothing is typed twice."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.held import among, of_schools
from leadwell.people.models import (
    Capacity,
    ContactsConfirmation,
    Handover,
    Person,
    Role,
    RoleHeld,
)
from leadwell.people.models.role import RoleHeldQuerySet
from leadwell.people.phrased import facts
from leadwell.people.placing import placed
from leadwell.people.roles.wording import standing, title, when
from leadwell.schools.models import School

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Kind:
    """A contact a school should have. key: in addresses. hint: what they are asked for."""

    key: str
    title: str
    role: Role
    is_deputy: bool = False
    is_below_senior: bool = False
    hint: str = ""

    def is_of(self, held: RoleHeld) -> bool:
        is_deputy = held.capacity == Capacity.DEPUTY
        return held.role == self.role and is_deputy == self.is_deputy

    @property
    def capacity(self) -> Capacity:
        return Capacity.DEPUTY if self.is_deputy else Capacity.FULL


KINDS = (
    Kind("head", "Headteacher", Role.HEADTEACHER),
    Kind(
        "link",
        "Senior leader linked to the programme",
        Role.SENIOR_LEADER,
        hint="Who decides with the head, and when the head is away.",
    ),
    Kind("subject-leader", "Subject leader", Role.SUBJECT_LEADER, is_below_senior=True),
    Kind(
        "deputy",
        "Deputy subject leader",
        Role.SUBJECT_LEADER,
        is_deputy=True,
        is_below_senior=True,
        hint="Two people who know the plan: it does not leave with one.",
    ),
    Kind(
        "finance",
        "Finance contact",
        Role.SCHOOL_FINANCE_CONTACT,
        is_below_senior=True,
        hint="One clear person for claims and questions of money.",
    ),
    Kind("governor", "Link governor", Role.GOVERNOR),
    Kind(
        "data",
        "Data protection contact",
        Role.DATA_PROTECTION_OFFICER,
        hint="The administrator of this installation names them.",
    ),
)
BY_KEY = {kind.key: kind for kind in KINDS}
NEEDED = ("head", "link", "subject-leader", "finance")
"""Kinds of contact that a school must have; the others are advised."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who has the role now, will have it, or had it."""

    held: RoleHeld
    on: date
    is_seen: bool
    """Whether whoever asks may open the person's own page."""

    @property
    def title(self) -> str:
        return title(self.held)

    @property
    def how(self) -> str:
        """ "Interim headteacher"; "" for somebody who is plainly in post."""
        is_plain = self.held.capacity in {Capacity.FULL, Capacity.DEPUTY}
        return "" if is_plain else self.title

    @property
    def when(self) -> str:
        return when(self.held)

    @property
    def standing(self) -> str:
        return standing(self.held, self.on)


@dataclass(frozen=True, slots=True)
class Line:
    """One kind, and who it is. may_add, may_replace: whether whoever asks may."""

    kind: Kind
    contacts: tuple[Contact, ...]
    past: tuple[Contact, ...]
    may_add: bool = False
    may_replace: frozenset[int] = frozenset()

    @property
    def is_missing(self) -> bool:
        return not any(contact.standing == "now" for contact in self.contacts)

    @property
    def offers_add(self) -> bool:
        """A school has one head; of the others it may have more than one."""
        return self.may_add and not (self.contacts and self.kind.role == Role.HEADTEACHER)


@dataclass(frozen=True, slots=True)
class Contacts:
    school: School
    lines: tuple[Line, ...]
    confirmed_on: date | None
    asks_to_confirm: bool

    @property
    def missing(self) -> list[str]:
        return [line.kind.title for line in self.lines if line.is_missing]


def about(
    school: School,
    *,
    on: date,
    shows_all: bool = True,
    seen: Iterable[int] = (),
    may_give: Collection[Role] = (),
    may_replace: Iterable[int] = (),
) -> Contacts:
    """Who is who at a school. Two queries. shows_all: those below senior leaders too. seen: people
    whose page may be opened. may_give, may_replace: what is offered."""
    roles = facts(_roles, on, school.pk)
    for role in roles:
        if role.school_id == school.pk:
            role.school = school
    placed(roles)
    seen, replaced = frozenset(seen), frozenset(may_replace)
    lines = []
    for kind in KINDS:
        if kind.is_below_senior and not shows_all:
            continue
        mine = [Contact(each, on, each.person_id in seen) for each in roles if kind.is_of(each)]
        lines.append(
            Line(
                kind=kind,
                contacts=tuple(each for each in mine if each.standing != "past"),
                past=tuple(each for each in mine if each.standing == "past"),
                may_add=kind.role in may_give,
                may_replace=replaced,
            )
        )
    confirmed = facts(_confirmed, on, school.pk)
    confirmed_on = timezone.localdate(confirmed[0]) if confirmed else None
    return Contacts(school, tuple(lines), confirmed_on, _is_old(roles, confirmed_on, on))


def named(schools: Iterable[int], *, on: date) -> set[tuple[int, str]]:
    """Of these standing schools, those with a contact that is needed on the day, and its kind's
    key."""
    keys: dict[tuple[str, bool], str]
    keys = {(BY_KEY[key].role, BY_KEY[key].is_deputy): key for key in NEEDED}
    rows = facts(_held_at, on, frozenset(schools))
    found = ((school, keys.get((role, how == Capacity.DEPUTY))) for school, role, how in rows)
    return {(school, key) for school, key in found if key}


def _held_at(on: date, schools: Collection[int]) -> QuerySet[RoleHeld, tuple[int, str, str]]:
    """Roles of needed contacts at these standing schools: at which, which role, and in which
    capacity."""
    standing = Coalesce("school__continued_by", "school")
    there = RoleHeld.objects.live_on(on).filter(of_schools("school_id", frozenset(schools)))
    found: QuerySet[RoleHeld, tuple[int, str, str]]
    found = (
        there.filter(role__in={BY_KEY[key].role for key in NEEDED}).order_by()
        .values_list(standing, "role", "capacity")
    )  # fmt: skip
    return found


def seen_at(user: User, on: date, school: int) -> QuerySet[Person, int]:
    """People with a role at the school whose page this person may open."""
    there = among("pk", _ever_at(school).values("person"))
    return access.people_for(user).filter(there).order_by().values_list("pk", flat=True)


def replaced_at(user: User, on: date, school: int) -> QuerySet[RoleHeld, int]:
    """Roles at the school that this person may hand on."""
    mine = access.looked_after_for(user).filter(among("pk", _ever_at(school).values("pk")))
    return mine.filter(ends_on=None).order_by().values_list("pk", flat=True)


def handed_over_at(user: User, on: date, school: int) -> QuerySet[Handover]:
    """Handovers under way at the school that this person sees."""
    there = among("leaving_id", _ever_at(school).values("pk"))
    seen = access.handovers_for(user).filter(there, closed_at=None)
    return seen.select_related("leaving__person", "coming__person")


def _ever_at(school: int) -> RoleHeldQuerySet:
    return RoleHeld.objects.at_schools([school]).order_by()


def role_ids(contacts: Contacts) -> list[int]:
    return [contact.held.pk for line in contacts.lines for contact in line.contacts]


def _roles(on: date, school: int) -> QuerySet[RoleHeld]:
    return (
        RoleHeld.objects.at_schools([school])
        .filter(role__in={kind.role for kind in KINDS})
        .annotate(written_at=Min("events__pgh_created_at"))
        .order_by("-starts_on", "pk")
    )


def _confirmed(on: date, school: int) -> QuerySet[ContactsConfirmation, datetime]:
    looked = ContactsConfirmation.objects.filter(school=school)
    return looked.values_list("confirmed_at", flat=True)[:1]


def _is_old(roles: Iterable[RoleHeld], confirmed_on: date | None, on: date) -> bool:
    """Whether a contact was written over a year ago and nobody has looked since."""
    if confirmed_on and confirmed_on > on - A_YEAR:
        return False
    written = [each.written_at for each in roles if each.is_live_on(on)]  # type: ignore[attr-defined]
    return any(timezone.localdate(at) <= on - A_YEAR for at in written)
