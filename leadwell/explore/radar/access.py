"""Of which schools somebody sees how much is asked, and what of it by name."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.explore.access import HEARD, candidates_for
from leadwell.explore.models import Candidate, Initiative, OverloadReason
from leadwell.people import access
from leadwell.people.held import grants, within
from leadwell.people.permissions import Operation, Reach
from leadwell.programmes.models import Enrolment, Hub, Programme
from leadwell.schools.models import School

WHOLE = {Reach.OWN_SCHOOL, Reach.TRUST, Reach.EVERYWHERE}
"""How far those reach who see a school whatever it takes part in."""


def schools_for(
    user: User, *, operation: Operation = Operation.READ, key: str = "initiative"
) -> QuerySet[School]:
    return access.records_for(user, key=key, operation=operation)


def initiatives_for(user: User, *, operation: Operation = Operation.READ) -> QuerySet[Initiative]:
    """Of schools of which one sees what is asked."""
    schools = schools_for(user, operation=operation).order_by().values("pk")
    lives = School.objects.lives_of(schools).order_by().values("pk")
    return Initiative.objects.filter(school__in=lives)


def out_of_reach(user: User, initiatives: Iterable[Initiative]) -> set[int]:
    """Of these, by their numbers, those that a programme declared whose choosing of schools is not
    this person's to read: not even that there is one is told."""
    heard = {each.pk: each.heard_for_id for each in initiatives if each.heard_for_id}
    if not heard:
        return set()
    known = candidates_for(user, key=HEARD).filter(pk__in=set(heard.values()))
    mine = set(known.order_by().values_list("pk", flat=True))
    return {pk for pk, candidate in heard.items() if candidate not in mine}


def has_radar(user: User) -> bool:
    """Whether somebody sees of any school what is asked."""
    return access.holds(user, "initiative", Operation.READ)


def reads_of(user: User, programme: Programme) -> tuple[bool, bool]:
    """Whether somebody sees what is asked of a programme's schools, and why they are asked all the
    same."""
    return (
        access.holds(user, "initiative", Operation.READ, on=programme),
        access.holds(user, "overload_reason", Operation.READ, on=programme),
    )


def programmes_for(user: User) -> QuerySet[Programme]:
    """Those by which the schools can be asked for."""
    return access.programmes_for(user, key="initiative")


def hubs_for(user: User) -> QuerySet[Hub]:
    return access.hubs_for(user, key="initiative").select_related("programme")


def reasons_for(user: User) -> QuerySet[OverloadReason]:
    """Why schools were asked all the same: of one's programmes, of one's own school or trust, and
    of the schools of one's hubs."""
    granted = grants(access.held(user), "overload_reason", Operation.READ)
    every = OverloadReason.objects.all()
    return within(every, (_reasons_within(one, grant.reach) for one, grant in granted))


def reasons_of(user: User, programme: Programme) -> list[OverloadReason]:
    """Of one programme. A board reads of schools that take part, and of those in the set: which
    others were put forward is not told by a reason either."""
    found = reasons_for(user).filter(programme=programme)
    given = list(found.select_related("school__continued_by", "said_by"))
    if access.holds(user, "selection", Operation.READ, on=programme):
        return given
    parts = Enrolment.objects.filter(programme=programme)
    there = Candidate.objects.filter(programme=programme).in_the_set()
    rows = (*parts.select_related("school"), *there.select_related("school"))
    inside = {one.school.continued_by_id or one.school_id for one in rows}
    return [one for one in given if one.standing_school.pk in inside]


def _reasons_within(one, reach: Reach) -> Q:  # type: ignore[no-untyped-def]
    if reach == Reach.EVERYWHERE:
        return Q()
    if reach == Reach.PROGRAMME:
        return Q(programme__in=one.programmes)
    schools = School.objects.filter(one.schools_within(reach)).order_by().values("pk")
    lives = School.objects.lives_of(schools).order_by().values("pk")
    near = Q(school__in=lives)
    return near & Q(programme__in=one.programmes) if reach == Reach.HUB else near


def asked_for(
    user: User, *, first: date, last: date, programme: Programme | None, hub: Hub | None
) -> QuerySet[School]:
    """The standing schools that take part between these days, as far as somebody sees what is
    asked of them; where neither programme nor hub is named also those of one's own and trust that
    take part in nothing."""
    parts = access.enrolments_for(user, key="initiative").filter(
        Q(left_on=None) | Q(left_on__gte=first), joined_on__lte=last
    )
    if programme:
        parts = parts.filter(programme=programme)
    if hub:
        parts = parts.filter(hub=hub)
    standing = _standing(parts)
    if programme is None and hub is None:
        granted = grants(access.held(user), "initiative", Operation.READ)
        whole = [one.schools_within(grant.reach) for one, grant in granted if grant.reach in WHOLE]
        own = within(School.objects.standing(), whole)
        standing |= set(own.order_by().values_list("pk", flat=True))
    return School.objects.filter(pk__in=standing)


def _standing(parts: QuerySet[Enrolment]) -> set[int]:
    rows: Iterable[tuple[int, int | None]] = parts.order_by().values_list(
        "school_id", "school__continued_by_id"
    )
    return {now or joined for joined, now in rows}
