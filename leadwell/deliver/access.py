"""Whose visits a person sees, and of which schools they can plan them."""

from datetime import date

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.deliver.models import CalendarFeed, Side, Visit
from leadwell.deliver.models.visit import VisitQuerySet
from leadwell.people import access
from leadwell.people.held import NOBODY, Held, among, grants
from leadwell.people.models import Person, Role
from leadwell.people.permissions import Grant, Operation, Reach, Without
from leadwell.programmes.models import Enrolment

DATES_ONLY = frozenset({Without.CONTENT})


def enrolments_for(user: User, *, operation: Operation = Operation.READ) -> QuerySet[Enrolment]:
    """Schools' parts in programmes whose visits this person sees, or may plan or change."""
    return access.enrolments_for(user, key="visit", operation=operation)


def visits_for(user: User, *, operation: Operation = Operation.READ) -> VisitQuerySet:
    """At the schools in reach; and those one makes oneself, where a role reaches no further."""
    seen = among("enrolment_id", enrolments_for(user, operation=operation).values("pk"))
    return Visit.objects.filter(seen | _in_it(user, operation))


def of_number(user: User, on: date, pk: int) -> VisitQuerySet:
    """One of them, as a question that is written once."""
    return visits_for(user).filter(pk=pk)


def mine_for(user: User) -> VisitQuerySet:
    """Those this person makes as a specialist, and still sees."""
    return visits_for(user).filter(specialist__user=user)


def at_own_school_for(user: User) -> VisitQuerySet:
    """Those that this person's own school may plan, confirm and put off."""
    reach = NOBODY
    for one, grant in _planning(user, Reach.OWN_SCHOOL):
        reach |= one.enrolments_within(grant.reach)
    if reach == NOBODY:
        return Visit.objects.none()
    return Visit.objects.filter(among("enrolment_id", Enrolment.objects.filter(reach).values("pk")))


def side_of(user: User, enrolment: Enrolment) -> Side:
    """For which of the two somebody speaks who chooses a day or confirms one."""
    at_school = _planning(user, Reach.OWN_SCHOOL)
    is_school = any(one.reaches(grant.reach, enrolment) for one, grant in at_school)
    return Side.SCHOOL if is_school else Side.SPECIALIST


def hears_both(user: User, enrolment: Enrolment) -> bool:
    """Whether somebody looks after the visits there, and may be told by either side."""
    of_both = _planning(user, Reach.HUB, Reach.PROGRAMME)
    return any(one.reaches(grant.reach, enrolment) for one, grant in of_both)


def staff_days_for(user: User) -> VisitQuerySet:
    """Visits by staff of one's own school elsewhere: their dates and days alone may be shown."""
    reach = NOBODY
    for one, grant in grants(access.held(user), "visit", Operation.READ, leaving_out=DATES_ONLY):
        if grant.reach == Reach.OWN_STAFF:
            reach |= one.people_within(Reach.OWN_SCHOOL)
    return Visit.objects.filter(among("specialist_id", Person.objects.filter(reach).values("pk")))


def feeds_for(user: User) -> QuerySet[CalendarFeed]:
    """One's own: nobody reads another's address."""
    return CalendarFeed.objects.filter(user=user)


def makes_visits(user: User) -> bool:
    """Whether somebody is sent to schools today."""
    return any(one.role == Role.SPECIALIST for one in access.held(user))


def has_visits(user: User) -> bool:
    """Whether visits of some school or of one's own are this person's business."""
    granted = grants(access.held(user), "visit", Operation.READ)
    return any(grant.reach != Reach.SELF for _, grant in granted)


def has_staff(user: User) -> bool:
    """Whether this person answers for staff who are specialists elsewhere."""
    return any(one.role == Role.HOME_HEADTEACHER for one in access.held(user))


def looks_after(user: User) -> bool:
    """Whether this person looks after visits of other people too: sees where they are missing."""
    granted = grants(access.held(user), "visit", Operation.CHANGE)
    return any(grant.reach != Reach.SELF for _, grant in granted)


def _planning(user: User, *reaches: Reach) -> list[tuple[Held, Grant]]:
    """What grants planning visits, so far and no further."""
    granted = grants(access.held(user), "visit", Operation.CREATE)
    return [(one, grant) for one, grant in granted if grant.reach in reaches]


def _in_it(user: User, operation: Operation) -> Q:
    granted = grants(access.held(user), "visit", operation)
    mine = {one.person for one, grant in granted if grant.reach == Reach.SELF}
    return Q(specialist__in=mine) if mine else NOBODY
