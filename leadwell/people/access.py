"""Which records a person can see. Every view starts its query here.

Always about now: access follows the roles somebody holds today, so this is the one module below
the views that reads the clock. `*_for(user)` are the rows; `holds` is whether one of them may be
read, changed or signed.
"""

from datetime import date, datetime, timedelta
from typing import cast

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit.models import Look
from leadwell.people.held import Held, any_of, grants, within
from leadwell.people.models import Draft, Handover, Person, Role, RoleHeld
from leadwell.people.permissions import Operation, Without, gives
from leadwell.programmes.models import Enrolment, Hub, Programme
from leadwell.schools.models import IdentityDecision, Load, School, SourceFile

Thing = Programme | Hub | Enrolment | School | RoleHeld
NOTHING: frozenset[Without] = frozenset()
SAID_FOR = timedelta(days=60)
"""How long somebody is told that a role of theirs has ended."""
WHERE = (
    "person", "programme", "hub__programme", "enrolment__programme",
    "enrolment__school__continued_by", "school__continued_by", "trust", "organisation",
)  # fmt: skip
"""What a page needs of a role to say where it is held."""

HELD = """
select h.role, p.id,
  array_remove(array[h.programme_id, coalesce(hb.programme_id, e.programme_id)]
    || array(select o.programme_id from open o where o.school_id = any (s.ids)), null),
  array_remove(array[h.hub_id, e.hub_id]
    || array(select o.hub_id from open o where o.school_id = any (s.ids)), null),
  array_remove(array[h.enrolment_id], null),
  s.ids, h.organisation_id is not null, null::timestamptz
from people_person p
left join people_roleheld h on h.person_id = p.id
  and h.starts_on <= %(on)s and (h.ends_on is null or h.ends_on >= %(on)s)
left join programmes_hub hb on hb.id = h.hub_id
left join programmes_enrolment e on e.id = h.enrolment_id
cross join lateral (
  select array(
    select coalesce(x.continued_by_id, x.id) from schools_school x
    where x.id = h.school_id or x.trust_id = h.trust_id) as ids
) s
where p.user_id = %(user)s
"""
GLASS = """
union all
select null, 0, array[]::bigint[], array[]::bigint[], array[]::bigint[], array[]::bigint[], false,
  g.ends_at
from people_brokenglass g
where g.user_id = %(user)s and g.begins_at <= %(at)s and %(at)s < coalesce(g.ended_at, g.ends_at)
"""
OPEN = """
with open as materialized (
  select e.programme_id, e.hub_id, coalesce(x.continued_by_id, x.id) as school_id
  from programmes_enrolment e join schools_school x on x.id = e.school_id
  where e.school_id in (
      select y.id from schools_school y
      join people_roleheld h on h.school_id in (y.id, y.continued_by_id) or h.trust_id = y.trust_id
      join people_person p on p.id = h.person_id and p.user_id = %(user)s)
    and (e.left_on is null or e.left_on >= %(on)s)
)
"""


def held(user: User, *, on: date | None = None) -> tuple[Held, ...]:
    """The roles somebody holds today. One query; kept for as long as one request lasts."""
    if not user.is_active or user.pk is None:
        return ()
    on = on or timezone.localdate()
    kept = getattr(user, "held_today", None)
    if kept and kept[0] == on:
        return cast("tuple[Held, ...]", kept[1])
    with connection.cursor() as cursor:
        cursor.execute(OPEN + HELD + GLASS, {"user": user.pk, "on": on, "at": timezone.now()})
        rows = cursor.fetchall()
    found = [
        Held(
            Role(role) if role else None,
            person,
            *(frozenset(numbers) for numbers in reached),
            is_of_organisation=is_of_organisation,
            reads_all_until=until,
        )
        for role, person, *reached, is_of_organisation, until in rows
    ]
    if user.is_administrator:
        found.append(Held(Role.ADMINISTRATOR))
    if not any(one.role == Role.ADMINISTRATOR for one in found):  # the glass is theirs alone
        found = [one for one in found if one.reads_all_until is None]
    answer = tuple(found) or (Held(None),)
    if hasattr(user, "held_today"):
        user.held_today = (on, answer)
    return answer


def remember(user: User) -> None:
    """Ask once for all of a request: what middleware says of the request's own user."""
    user.held_today = None  # type: ignore[attr-defined]


def forget(user: User) -> None:
    """Ask again within this request: what somebody may see has just changed."""
    if hasattr(user, "held_today"):
        user.held_today = None


def reads_all_until(user: User) -> datetime | None:
    """When somebody's hour behind broken glass ends; None for somebody who is not there."""
    return next((one.reads_all_until for one in held(user) if one.reads_all_until), None)


def holds(
    user: User,
    key: str,
    operation: Operation,
    *,
    on: Thing | None = None,
    leaving_out: frozenset[Without] = NOTHING,
) -> bool:
    """Whether a role of today grants this about this thing; without a thing, about any at all."""
    granted = grants(held(user), key, operation, leaving_out=leaving_out)
    if on is None:
        return bool(granted)
    return any(one.reaches(grant.reach, on) for one, grant in granted)


def programmes_for(
    user: User, *, key: str = "programme", operation: Operation = Operation.READ
) -> QuerySet[Programme]:
    granted = grants(held(user), key, operation, leaving_out=_names_only(key))
    return within(
        Programme.objects.all(), (one.programmes_within(grant.reach) for one, grant in granted)
    )


def hubs_for(
    user: User, *, key: str = "school_record", operation: Operation = Operation.READ
) -> QuerySet[Hub]:
    granted = grants(held(user), key, operation)
    return within(Hub.objects.all(), (one.hubs_within(grant.reach) for one, grant in granted))


def enrolments_for(
    user: User,
    *,
    key: str = "school_record",
    operation: Operation = Operation.READ,
    leaving_out: frozenset[Without] = NOTHING,
) -> QuerySet[Enrolment]:
    """Schools' parts in programmes, of which this person may see (or change) this record."""
    granted = grants(held(user), key, operation, leaving_out=leaving_out)
    reached = (one.enrolments_within(grant.reach) for one, grant in granted)
    return within(Enrolment.objects.all(), reached)


def records_for(
    user: User, *, key: str = "school_record", operation: Operation = Operation.READ
) -> QuerySet[School]:
    """Schools whose own record (contacts, programmes) this person sees; the register is public."""
    granted = grants(held(user), key, operation)
    reached = (one.schools_within(grant.reach) for one, grant in granted)
    return within(School.objects.standing(), reached)


def roles_for(
    user: User, *, key: str = "account", operation: Operation = Operation.READ
) -> QuerySet[RoleHeld]:
    """Who has what: roles, past ones too."""
    granted = grants(held(user), key, operation)
    reached = (one.roles_within(grant.reach) for one, grant in granted)
    return within(RoleHeld.objects.all(), reached)


def looked_after_for(user: User) -> QuerySet[RoleHeld]:
    """Roles this person may end and hand over: within reach, and of those they may give."""
    granted = grants(held(user), "account", Operation.CHANGE)
    mine = (one.roles_within(grant.reach) & Q(role__in=gives(one.role)) for one, grant in granted)
    return within(RoleHeld.objects.all(), mine)


def people_for(user: User, *, operation: Operation = Operation.READ) -> QuerySet[Person]:
    """Oneself, those with a role this person sees, those who work where they do, those they added
    who have no role yet, and, for who looks after accounts, all."""
    if any(one.role == Role.ADMINISTRATOR for one in held(user)):
        return Person.objects.all()
    granted = grants(held(user), "account", operation)
    schools = within(
        School.objects.all(), (one.schools_within(grant.reach) for one, grant in granted)
    )
    seen = roles_for(user, operation=operation).order_by().values("person")
    added = Q(~Exists(RoleHeld.objects.filter(person=OuterRef("pk"))), added_by=user)
    works_there = (Q(home_school__in=schools), Q(home_school__continued_by__in=schools))
    return any_of(Person.objects.all(), (Q(user=user), Q(pk__in=seen), *works_there, added))


def handovers_for(user: User, *, operation: Operation = Operation.READ) -> QuerySet[Handover]:
    """Those of roles this person sees, and the one by which they came."""
    seen = roles_for(user, key="handover", operation=operation).order_by().values("pk")
    mine = Q(coming__person__user=user) if operation == Operation.READ else Q(pk__in=())
    return Handover.objects.filter(Q(leaving__in=seen) | Q(coming__in=seen) | mine)


def ended_for(user: User) -> list[RoleHeld]:
    """Roles of one's own that ended lately, and that one does not hold there again."""
    today = timezone.localdate()
    mine = RoleHeld.objects.filter(person__user=user).select_related(*WHERE)
    held_on = [one for one in mine if one.ends_on is None or one.ends_on >= today]
    still = {(one.role, *_scope(one)) for one in held_on}
    return [
        one
        for one in mine
        if one.ends_on
        and today - SAID_FOR <= one.ends_on < today
        and (one.role, *_scope(one)) not in still
    ]


def drafts_for(user: User) -> QuerySet[Draft]:
    """One's own; the database keeps the same wall."""
    return Draft.objects.filter(user=user)


def looks_about(user: User) -> QuerySet[Look]:
    """Who opened records about oneself."""
    person = Person.objects.filter(user=user).values_list("pk", flat=True).first()
    about = Look.objects.filter(about_people__contains=[person])
    return about if person else Look.objects.none()


def looks_at_school(user: User, school: School) -> QuerySet[Look]:
    """Who opened a school's records, for its head and data protection officers."""
    if not holds(user, "access_log", Operation.READ, on=school):
        return Look.objects.none()
    return Look.objects.filter(about_school=school.pk)


def schools_for(user: User) -> QuerySet[School]:
    """The register is public: everyone who may sign in sees every school in it."""
    standing = School.objects.standing()
    return standing if user.is_active else standing.none()


def sources_for(user: User) -> QuerySet[SourceFile]:
    """Where published figures came from: as public as the figures."""
    return SourceFile.objects.all() if user.is_active else SourceFile.objects.none()


def loads_for(user: User) -> QuerySet[Load]:
    """Uploads are for whoever looks after the installation."""
    may = holds(user, "data_load", Operation.READ)
    return Load.objects.all() if may else Load.objects.none()


def decisions_for(user: User) -> QuerySet[IdentityDecision]:
    """Which schools are one, for whoever decides it. What is in force, schools' pages tell all."""
    may = holds(user, "school_identity", Operation.READ)
    return IdentityDecision.objects.all() if may else IdentityDecision.objects.none()


def _names_only(key: str) -> frozenset[Without]:
    """That there is such a programme may be seen by whoever opens programmes."""
    return frozenset({Without.CONTENT}) if key == "programme" else NOTHING


def _scope(role: RoleHeld) -> tuple[int | None, ...]:
    school = role.school.continued_by_id or role.school_id if role.school else None
    return role.programme_id, role.hub_id, role.enrolment_id, school, role.trust_id
