"""Which records a person can see. Every view starts its query here.

Always about now: access follows the roles somebody holds today, so this is the one module below
the views that reads the clock. `*_for(user)` are the rows; `holds` is whether one of them may be
read, changed or signed.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import cast

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit.models import Look
from leadwell.people.held import Held, among, grants, together, within
from leadwell.people.models import Draft, Handover, Person, Role, RoleHeld
from leadwell.people.models.draft import DraftQuerySet
from leadwell.people.permissions import Grant, Operation, Reach, Without, gives
from leadwell.programmes.models import Enrolment, Hub, Programme
from leadwell.schools.models import IdentityDecision, Load, School, SourceFile

Thing = Programme | Hub | Enrolment | School | RoleHeld
NOTHING: frozenset[Without] = frozenset()
GLASS = """
from people_brokenglass g
where g.user_id = %(user)s and g.begins_at <= %(at)s and %(at)s < coalesce(g.ended_at, g.ends_at)
"""
"""The hours behind broken glass that last now."""

HELD = f"""
with mine as materialized (
  select p.id as person_id, h.id, h.role, h.programme_id, h.hub_id, h.enrolment_id, h.school_id,
    h.trust_id, h.organisation_id is not null as is_of_organisation
  from people_person p
  left join people_roleheld h on h.person_id = p.id
    and h.starts_on <= %(on)s and (h.ends_on is null or h.ends_on >= %(on)s)
  where p.user_id = %(user)s
), reached as materialized (
  select m.id, coalesce(x.continued_by_id, x.id) as school_id
  from mine m join schools_school x on x.id = m.school_id
  union
  select m.id, coalesce(x.continued_by_id, x.id)
  from mine m join schools_school x on x.trust_id = m.trust_id
), enrolled as materialized (
  select r.id, e.programme_id, e.hub_id
  from reached r
  join schools_school x on r.school_id in (x.id, x.continued_by_id)
  join programmes_enrolment e on e.school_id = x.id
    and (e.left_on is null or e.left_on >= %(on)s)
)
select m.role, m.person_id,
  array_remove(array[
      m.programme_id,
      (select programme_id from programmes_hub where id = m.hub_id),
      (select programme_id from programmes_enrolment where id = m.enrolment_id)]
    || array(select programme_id from enrolled where id = m.id), null),
  array_remove(array[
      m.hub_id, (select hub_id from programmes_enrolment where id = m.enrolment_id)]
    || array(select hub_id from enrolled where id = m.id), null),
  array_remove(array[m.enrolment_id], null),
  array(select school_id from reached where id = m.id),
  m.is_of_organisation, null::timestamptz
from mine m
union all
select null, 0, '{{}}', '{{}}', '{{}}', '{{}}', false, g.ends_at {GLASS}
"""
"""A row for each role of today, and one for an hour behind broken glass. Planning it costs more
than answering it: as steps that are planned one by one it takes half the time."""


def held(user: User, *, on: date | None = None) -> tuple[Held, ...]:
    """The roles somebody holds today. One query; kept for as long as one request lasts."""
    if not user.is_active or user.pk is None:
        return ()
    on = on or timezone.localdate()
    kept = getattr(user, "held_today", None)
    if kept and kept[0] == on:
        return cast("tuple[Held, ...]", kept[1])
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"user": user.pk, "on": on, "at": timezone.now()})
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


def today() -> date:
    """The day whose roles count."""
    return timezone.localdate()


def remember(user: User) -> None:
    """Ask once for all of a request: what middleware says of the request's own user."""
    user.held_today = None  # type: ignore[attr-defined]


def forget(user: User) -> None:
    """Ask again within this request: what somebody may see has just changed."""
    if hasattr(user, "held_today"):
        user.held_today = None


def reads_all_until(user: User) -> datetime | None:
    """When somebody's hour behind broken glass ends; None for somebody who is not there.

    A page that asks for no roles does not ask for them because of this.
    """
    if getattr(user, "held_today", None) is None:
        with connection.cursor() as cursor:
            cursor.execute(f"select 1 {GLASS}", {"user": user.pk, "at": timezone.now()})
            if not cursor.fetchone():
                return None
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
        Programme.objects.all(), (one.programmes_within(reach) for one, reach in together(granted))
    )


def hubs_for(
    user: User, *, key: str = "school_record", operation: Operation = Operation.READ
) -> QuerySet[Hub]:
    granted = grants(held(user), key, operation)
    return within(Hub.objects.all(), (one.hubs_within(reach) for one, reach in together(granted)))


def enrolments_for(
    user: User,
    *,
    key: str = "school_record",
    operation: Operation = Operation.READ,
    leaving_out: frozenset[Without] = NOTHING,
) -> QuerySet[Enrolment]:
    """Schools' parts in programmes, of which this person may see (or change) this record."""
    granted = grants(held(user), key, operation, leaving_out=leaving_out)
    reached = (one.enrolments_within(reach) for one, reach in together(granted))
    return within(Enrolment.objects.all(), reached)


def records_for(
    user: User, *, key: str = "school_record", operation: Operation = Operation.READ
) -> QuerySet[School]:
    """Schools whose own record (contacts, programmes) this person sees; the register is public."""
    granted = grants(held(user), key, operation)
    reached = (one.schools_within(reach) for one, reach in together(granted))
    return within(School.objects.standing(), reached)


def roles_for(
    user: User, *, key: str = "account", operation: Operation = Operation.READ
) -> QuerySet[RoleHeld]:
    """Who has what: roles, past ones too."""
    granted = grants(held(user), key, operation)
    reached = (one.roles_within(reach) for one, reach in together(granted))
    return within(RoleHeld.objects.all(), reached)


def own_roles_for(user: User) -> QuerySet[RoleHeld]:
    """Roles of one's own, past ones too."""
    return RoleHeld.objects.filter(person__user=user)


def looked_after_for(user: User) -> QuerySet[RoleHeld]:
    """Roles this person may end and hand over: within reach, and of those they may give."""
    granted = grants(held(user), "account", Operation.CHANGE)
    mine = (one.roles_within(grant.reach) & Q(role__in=gives(one.role)) for one, grant in granted)
    return within(RoleHeld.objects.all(), mine)


def people_for(user: User, *, operation: Operation = Operation.READ) -> QuerySet[Person]:
    """Oneself, those with a role this person sees, those who work where they do, those they added
    who have no role yet, and, for who looks after accounts, all."""
    if any(one.role == Role.ADMINISTRATOR for one in held(user)):
        return Person.objects.themselves()
    granted = grants(held(user), "account", operation)
    reached = [one.people_within(reach) for one, reach in together(granted)]
    roles = RoleHeld.objects.filter(person=OuterRef("pk"))
    if _is_everywhere(granted):
        reached.append(Q(Exists(roles)))
    else:
        reached.append(among("pk", roles_for(user, operation=operation).values("person")))
    added = Q(~Exists(roles), added_by=user)
    return Person.objects.themselves().filter(reduce(or_, reached, Q(user=user) | added))


def idle_for(user: User, *, of: QuerySet[Person] | None = None) -> QuerySet[Person]:
    """Of the people somebody sees those who have, and had, no role. of: looked for among these
    alone, which is less to read where somebody is asked for by name."""
    people = Person.objects.themselves() if of is None else of
    idle = people.filter(~Exists(RoleHeld.objects.filter(person=OuterRef("pk"))))
    granted = grants(held(user), "account", Operation.READ)
    is_administrator = any(one.role == Role.ADMINISTRATOR for one in held(user))
    if is_administrator or _is_everywhere(granted):  # of everybody: found by indices alone
        idle = Person.objects.filter(among("pk", idle.values("pk")))
    if is_administrator:
        return idle
    reached = (one.people_within(reach) for one, reach in together(granted))
    return idle.filter(reduce(or_, reached, Q(user=user) | Q(added_by=user)))


def handovers_for(user: User, *, operation: Operation = Operation.READ) -> QuerySet[Handover]:
    """Those of roles this person sees, and the one by which they came."""
    if _is_everywhere(grants(held(user), "handover", operation)):
        return Handover.objects.all()
    seen = roles_for(user, key="handover", operation=operation).values("pk")
    reached = among("leaving_id", seen) | among("coming_id", seen)
    if operation == Operation.READ:
        reached |= among("coming_id", RoleHeld.objects.filter(person__user=user).values("pk"))
    return Handover.objects.filter(reached)


def drafts_for(user: User) -> DraftQuerySet:
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
    lives = School.objects.lives_of([school.pk]).order_by().values("pk")
    return Look.objects.filter(about_school__in=lives)


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


def _is_everywhere(granted: Iterable[tuple[Held, Grant]]) -> bool:
    return any(grant.reach == Reach.EVERYWHERE for _, grant in granted)
