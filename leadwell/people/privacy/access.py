"""What a data protection officer's desk holds, for who sits at it.

Every officer has the same desk. That of an officer of an organisation that leads programmes is the
installation's; that of an officer of one school or trust ends with its schools: requests, breaches
and complaints about them or about people who have had a role or a place there.
"""

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.audit.models import Disposal, Look
from leadwell.people import access
from leadwell.people.held import EVERYBODY, Held, grants, within
from leadwell.people.models import Erasure, Person, RoleHeld, SubjectRequest
from leadwell.people.permissions import Grant, Operation, Reach
from leadwell.schools.models import School


def is_at_a_desk(user: User) -> bool:
    """A data protection officer, of whichever controller."""
    return bool(_granted(user))


def is_at_the_desk(user: User) -> bool:
    """An officer of an organisation that leads programmes: the desk is the installation's."""
    return any(grant.reach == Reach.EVERYWHERE for _, grant in _granted(user))


def requests_for(user: User) -> QuerySet[SubjectRequest]:
    rows = SubjectRequest.objects.select_related("person", "school__continued_by").prefetch_related(
        "pauses"
    )
    if is_at_the_desk(user):
        return rows
    return rows.filter(Q(person__in=_numbers(user)) | Q(school__in=schools_for(user)))


def erasures_for(user: User) -> QuerySet[Erasure]:
    rows = Erasure.objects.all()
    return rows if is_at_the_desk(user) else rows.filter(person__in=_numbers(user))


def disposals_for(user: User) -> QuerySet[Disposal]:
    """Certificates: counts and rules, of all schools together."""
    return Disposal.objects.all() if is_at_the_desk(user) else Disposal.objects.none()


def looks_for(user: User) -> QuerySet[Look]:
    """Who opened what: at one's schools, or about their people."""
    if is_at_the_desk(user):
        return Look.objects.all()
    schools = list(schools_for(user).values_list("pk", flat=True))
    people = list(_numbers(user))
    return Look.objects.filter(Q(about_school__in=schools) | Q(about_people__overlap=people))


def people_for(user: User) -> QuerySet[Person]:
    """Everybody here, with a role or without: anybody may ask what is held about them."""
    return within(
        Person.objects.themselves(),
        (_people_within(one, grant.reach) for one, grant in _granted(user)),
    )


def schools_for(user: User) -> QuerySet[School]:
    """Schools whose data this officer answers for, under each number they have had."""
    reached = (one.schools_within(grant.reach) for one, grant in _granted(user))
    standing = within(School.objects.standing(), reached).values("pk")
    return School.objects.lives_of(standing)


def answers_for_all_of(user: User, person: Person) -> bool:
    """Whether all that somebody has done here was at schools this officer answers for."""
    if is_at_the_desk(user):
        return True
    mine = within(
        RoleHeld.objects.all(), (one.roles_within(grant.reach) for one, grant in _granted(user))
    )
    return not RoleHeld.objects.filter(person=person).exclude(pk__in=mine.values("pk")).exists()


def _granted(user: User) -> list[tuple[Held, Grant]]:
    return grants(access.held(user), "access_log", Operation.CHANGE)


def _numbers(user: User) -> QuerySet[Person, int]:
    return people_for(user).order_by().values_list("pk", flat=True)


def _people_within(one: Held, reach: Reach) -> Q:
    if reach == Reach.EVERYWHERE:
        return EVERYBODY
    there = RoleHeld.objects.filter(one.roles_within(reach)).order_by().values("person")
    works = School.objects.filter(one.schools_within(reach)).values("pk")
    return Q(pk__in=there) | Q(home_school__in=works) | Q(home_school__continued_by__in=works)
