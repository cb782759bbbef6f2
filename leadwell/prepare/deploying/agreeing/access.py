"""Which deployments a person reads, and who has a part in them."""

from datetime import date, timedelta
from typing import cast

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Least

from leadwell.accounts.models import User
from leadwell.people import access
from leadwell.people.held import NOBODY, Held, among, grants, of_schools, together, within
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.people.models.role import RoleHeldQuerySet
from leadwell.people.permissions import Operation, Reach
from leadwell.prepare.models import (
    AT_WORK,
    BEGUN,
    Credential,
    Deployment,
    DeploymentDays,
    DeploymentQuerySet,
    DeploymentState,
)
from leadwell.programmes.models import Enrolment

State = DeploymentState

KEY = "deployment"
READ = Operation.READ
SOON = timedelta(days=7)
LAPSES_WITHIN = timedelta(days=60)
WAITS = {
    Role.HOME_HEADTEACHER: State.PROPOSED, Role.HEADTEACHER: State.RELEASED,
    Role.SPECIALIST: State.HOSTED, Role.HUB_LEAD: State.ACCEPTED,
}  # fmt: skip
"""Whom an agreement waits for, by how far it is."""


def deployments_for(user: User, *, operation: Operation = READ) -> DeploymentQuerySet:
    """Of the schools one looks after and of one's own staff, from when it is proposed; of one's
    own school and oneself, from when the home head has let the specialist go."""
    granted = grants(access.held(user), KEY, operation)
    arms = (_within(one, reach) for one, reach in together(granted))
    return cast("DeploymentQuerySet", within(Deployment.objects.all(), arms))


def holds(user: User, operation: Operation, deployment: Deployment) -> bool:
    """Whether a role of today grants this about a deployment."""
    granted = grants(access.held(user), KEY, operation)
    return any(_reaches(one, grant.reach, deployment) for one, grant in granted)


def signs_as(user: User, role: Role, deployment: Deployment) -> bool:
    """Whether somebody signs this agreement in this role."""
    granted = grants(access.held(user), KEY, Operation.SIGN)
    return any(
        one.role == role and _reaches(one, grant.reach, deployment) for one, grant in granted
    )


def waiting_for(user: User) -> DeploymentQuerySet:
    """Those that wait for this person: for their signature, or, signed by all, to be begun."""
    granted = grants(access.held(user), KEY, Operation.SIGN)
    arms = (
        _within(one, grant.reach) & Q(state=WAITS[one.role])
        for one, grant in granted
        if one.role in WAITS
    )
    return cast("DeploymentQuerySet", within(Deployment.objects.all(), arms))


def followed_for(user: User, on: date) -> DeploymentQuerySet:
    """Those in which something is due soon that is this person's: first contact, the review at the
    middle, what came of it."""
    due = {
        Role.SPECIALIST: Q(state__in=AT_WORK, first_contact__met_on=None)
        & Q(first_contact__due_on__lte=on + SOON),
        Role.HUB_LEAD: Q(state=State.ACTIVE, mid_review__due_on__lte=on + SOON),
        Role.HEADTEACHER: Q(state=State.ENDED, evaluation_due__isnull=False),
    }
    granted = grants(access.held(user), KEY, Operation.SIGN)
    arms = (_within(one, grant.reach) & due[one.role] for one, grant in granted if one.role in due)
    return cast("DeploymentQuerySet", within(Deployment.objects.all(), arms))


def lapsing_for(user: User, on: date) -> DeploymentQuerySet:
    """Of those at work, where a check or a credential ends before the agreement: sixty days ahead
    for who is sent and who leads the hub; for the head of the school from the day after its last."""
    ahead = {
        Role.SPECIALIST: on + LAPSES_WITHIN, Role.HUB_LEAD: on + LAPSES_WITHIN,
        Role.HEADTEACHER: on,
    }  # fmt: skip
    granted = grants(access.held(user), KEY, Operation.SIGN)
    arms = (
        _within(one, grant.reach) & lapsed_by(ahead[one.role])
        for one, grant in granted
        if one.role in ahead
    )
    return cast("DeploymentQuerySet", within(Deployment.objects.all(), arms))


def lapsed_by(on: date) -> Q:
    """At work, and on this day of the agreement, or its last where that comes before, no check
    counts or no credential holds."""
    day = Least(Value(on), "ends_on", output_field=DateField())
    unchecked = Q(specialist__checked_until=None) | Q(specialist__checked_until__lt=day)
    holds_then = Credential.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=Least(Value(on), OuterRef("ends_on"))),
        specialist=OuterRef("specialist"),
        starts_on__lte=Least(Value(on), OuterRef("ends_on")),
    )
    return Q(unchecked | Q(~Exists(holds_then)), state__in=AT_WORK)


def at_work_there(enrolment: Enrolment, person: Person) -> Deployment | None:
    """The agreement in force by which this person is sent there, if one is."""
    found = Deployment.objects.filter(enrolment=enrolment, specialist__person=person)
    return found.of_state(*AT_WORK).at_hand().first()


def roles_there(deployment: Deployment) -> RoleHeldQuerySet:
    """All roles, past ones too, by which this specialist saw or sees this school's part."""
    person = deployment.specialist.person_id
    found = RoleHeld.objects.filter(enrolment=deployment.enrolment_id, role=Role.SPECIALIST)
    return found.filter(person=person)


def days_counted(enrolment: int, person: int) -> QuerySet[DeploymentDays]:
    """Days of agreements that have begun, by which this person is or was sent there. enrolment,
    person: their numbers."""
    return DeploymentDays.objects.filter(
        deployment__enrolment=enrolment, deployment__specialist__person=person,
        deployment__state__in=BEGUN,
    ).select_related("deployment")  # fmt: skip


def has_deployments(user: User) -> bool:
    """Whether there is a list of them for this person."""
    return bool(grants(access.held(user), KEY, READ))


def _within(one: Held, reach: Reach) -> Q:
    match reach:
        case Reach.EVERYWHERE:
            return Q()
        case Reach.SELF:
            return Q(specialist__person=one.person, is_released=True) if one.person else NOBODY
        case Reach.OWN_STAFF:
            return of_schools("home_id", one.schools) if one.schools else NOBODY
    if (near := one.enrolments_within(reach)) == NOBODY:
        return NOBODY
    there = among("enrolment_id", Enrolment.objects.filter(near).values("pk"))
    return there & Q(is_released=True) if reach == Reach.OWN_SCHOOL else there


def _reaches(one: Held, reach: Reach, deployment: Deployment) -> bool:
    match reach:
        case Reach.SELF:
            return deployment.is_released and deployment.specialist.person_id == one.person
        case Reach.OWN_STAFF:
            home = deployment.home.continued_by_id or deployment.home_id
            return home in one.schools
        case Reach.OWN_SCHOOL:
            return deployment.is_released and one.reaches(reach, deployment.enrolment)
    return one.reaches(reach, deployment.enrolment)
