"""People of the demonstration and the roles they hold, made through the actions of real life."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from leadwell.accounts import actions as accounts
from leadwell.accounts.models import User
from leadwell.demo.names import Named
from leadwell.demo.plans import Member
from leadwell.demo.terms import Terms
from leadwell.people.models import Capacity, Person, Role, RoleHeld
from leadwell.people.roles import actions as roles
from leadwell.programmes.models import Organisation
from leadwell.schools.models import School, Trust

HEADS_SINCE = 8  # years ago, at most
POSTS_OF_TEACHERS = (
    "Year {} teacher",
    "Year {} teacher",
    "Year {} teacher, in the first years of teaching",
    "Special educational needs coordinator",
    "Teaching assistant, Year {}",
)
PART_TIME = {
    "Tamar-03": (
        "Maths leader, Year 5 teacher, Monday to Wednesday",
        "Deputy maths leader, Year 5 teacher, Wednesday to Friday",
    )
}


@dataclass(frozen=True, slots=True)
class Scene:
    """Who makes the world, when, and what is needed while doing so.

    officers: the data protection officer of each council or trust. heads: of each school, as held
    on the world's day.
    """

    terms: Terms
    by: User
    names: Iterator[Named]
    officers: dict[str, Person] = field(default_factory=dict)
    heads: dict[int, RoleHeld] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Staff:
    """Whom a school's stories need by name."""

    head: RoleHeld
    subject_leader: RoleHeld
    deputy: RoleHeld
    finance: RoleHeld


def colleague(
    scene: Scene, *, on: date, post: str = "", home: School | None = None, signs_in: bool = True
) -> Person:
    """Somebody known here since that day, with an account unless they never sign in."""
    named, at = next(scene.names), scene.terms.at(on)
    user = None
    if signs_in:
        user = accounts.create_account(email=named.email, name=named.name, by=scene.by.email, at=at)
    return roles.add_person(
        by=scene.by,
        at=at,
        name=named.name,
        email=named.email,
        post=post,
        home_school=home,
        user=user,
        invited_at=at if user else None,
    )


def give(
    scene: Scene,
    person: Person,
    role: Role,
    *,
    since: date,
    on: date | None = None,
    capacity: Capacity = Capacity.FULL,
    until: date | None = None,
    **scope: Any,
) -> RoleHeld:
    """since: the role's first day. on: when it was written down, if later."""
    given = RoleHeld(
        person=person, role=role, capacity=capacity, starts_on=since, ends_on=until, **scope
    )
    return roles.give_role(given=given, by=scene.by, at=scene.terms.at(on or since))


def staff_a_school(scene: Scene, member: Member, *, place: int, since: date) -> Staff:
    """The twelve people of a school in a programme, and its data protection officer.

    place: its number among the programme's schools. since: the day it joined.
    """
    school = member.school

    def somebody(post: str, role: Role, **more: Any) -> RoleHeld:
        # Governors work elsewhere.
        home = None if role == Role.GOVERNOR else school
        person = colleague(scene, on=since, post=post, home=home)
        return give(scene, person, role, **_told(since, school) | more)

    leads, deputises = PART_TIME.get(
        member.code, ("Maths leader, Year 6 teacher", "Deputy maths leader, Year 2 teacher")
    )
    began = date(since.year - 1 - place % HEADS_SINCE, 9, 1)
    staff = Staff(
        head=somebody("Headteacher", Role.HEADTEACHER, since=began),
        subject_leader=somebody(leads, Role.SUBJECT_LEADER),
        deputy=somebody(deputises, Role.SUBJECT_LEADER, capacity=Capacity.DEPUTY),
        finance=somebody("School business manager", Role.SCHOOL_FINANCE_CONTACT),
    )
    somebody("Deputy headteacher", Role.SENIOR_LEADER)
    somebody("Governor for mathematics", Role.GOVERNOR)
    somebody("Chair of governors", Role.GOVERNOR)
    for n, post in enumerate(POSTS_OF_TEACHERS):
        somebody(post.format(_year_group(school, n)), Role.TEACHER)
    officer = data_officer(scene, member.data_officer, since=since)
    give(scene, officer, Role.DATA_PROTECTION_OFFICER, since=since, school=school)
    scene.heads[school.pk] = staff.head
    return staff


def _told(since: date, school: School) -> dict[str, Any]:
    return {"since": since, "on": since, "school": school}


def head_of(scene: Scene, school: School, *, since: date) -> RoleHeld:
    """The head of a school whose other staff nobody has named."""
    if school.pk not in scene.heads:
        person = colleague(scene, on=since, post="Headteacher", home=school)
        scene.heads[school.pk] = give(scene, person, Role.HEADTEACHER, since=since, school=school)
    return scene.heads[school.pk]


def releases_specialists(scene: Scene, school: School, *, since: date) -> None:
    """The head of a school where specialists work has a role of its own by that, once."""
    person = head_of(scene, school, since=since).person
    if not person.roles.filter(role=Role.HOME_HEADTEACHER, school=school).exists():
        give(scene, person, Role.HOME_HEADTEACHER, since=since, school=school)


def data_officer(scene: Scene, of: str, *, since: date) -> Person:
    """Who looks after data for a council, a trust or whoever leads a programme."""
    if of not in scene.officers:
        person = colleague(scene, on=since, post=f"Data protection officer, {of}")
        scope: dict[str, Any] = {"trust": Trust.objects.filter(name=of).first()}
        if not scope["trust"]:
            scope = {"organisation": Organisation.objects.get_or_create(name=of)[0]}
        give(scene, person, Role.DATA_PROTECTION_OFFICER, since=since, **scope)
        scene.officers[of] = person
    return scene.officers[of]


def _year_group(school: School, n: int) -> int:
    """Of the n-th teacher: the years that the school has, from Year 1 or its first."""
    youngest = max(1, (school.low_age or 4) - 4)
    eldest = max(youngest, (school.high_age or 11) - 5)
    return youngest + (n + 2) % (eldest - youngest + 1)
