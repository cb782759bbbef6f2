"""Which decisions a person reads, and who sits on a board."""

from datetime import date
from typing import cast

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.deliver.notes.access import RELEASED_ONLY
from leadwell.govern.models import Decision
from leadwell.govern.models.decision import DecisionQuerySet
from leadwell.people import access
from leadwell.people.held import Held, among, grants, together, within
from leadwell.people.models import Person, Role, RoleHeld
from leadwell.people.permissions import Operation, Reach
from leadwell.programmes.models import Enrolment

KEY = "board_decision"
OWNERS = (
    Role.PROGRAMME_LEAD, Role.STRATEGIC_LEAD, Role.PROJECT_MANAGER, Role.STRATEGIC_BOARD_MEMBER,
)  # fmt: skip
"""Who, with the lead of the school's hub, can be given a decision to see to: each reads it."""


def decisions_for(user: User) -> DecisionQuerySet:
    """Decisions this person reads; those at a school only once they are published to it."""
    found = grants(access.held(user), KEY, Operation.READ, leaving_out=RELEASED_ONLY)
    whole = [(one, grant) for one, grant in found if not grant.without]
    published = [(one, grant) for one, grant in found if grant.without]
    arms = [_within(one, reach) for one, reach in together(whole)]
    arms += [Q(is_published=True) & _within(one, reach) for one, reach in together(published)]
    return cast("DecisionQuerySet", within(Decision.objects.all(), arms))


def of_number(user: User, on: date, pk: int) -> DecisionQuerySet:
    """One of them, as a question that is written once."""
    return decisions_for(user).filter(pk=pk)


def owned_for(user: User) -> DecisionQuerySet:
    """Those that one sees to oneself, among those one reads."""
    return decisions_for(user).filter(owner__user=user)


def to_agree_for(user: User) -> DecisionQuerySet:
    """Those that wait for an action which this person may agree at the school."""
    mine = access.enrolments_for(user, key="plan", operation=Operation.CREATE)
    here = among("enrolment_id", mine.order_by().values("pk"))
    return decisions_for(user).filter(here).waiting()


def decides_somewhere(user: User) -> bool:
    return access.holds(user, KEY, Operation.SIGN)


def has_decisions(user: User) -> bool:
    """Whether decisions of some board are this person's business."""
    return bool(grants(access.held(user), KEY, Operation.READ, leaving_out=RELEASED_ONLY))


def interest_of(user: User, enrolment: Enrolment) -> Role | None:
    """The role by which somebody is of this school, and so has no vote on what is decided of it:
    as head, in its trust, as its governor or as the specialist sent there."""
    school = enrolment.standing_school.pk
    return next((one.role for one in access.held(user) if one.role and school in one.schools), None)


def members_of_school(enrolment: Enrolment, *, on: date) -> QuerySet[RoleHeld]:
    """Roles of today that board members have at the school: interests that need no declaring."""
    school = enrolment.standing_school
    live = RoleHeld.objects.live_on(on).filter(person__in=members(enrolment, on=on).values("pk"))
    here = live.at_schools([school.pk]).order_by().values("pk")
    of_trust = (
        Q(role=Role.CHIEF_EXECUTIVE, trust=school.trust_id) if school.trust_id else Q(pk=None)
    )
    return live.filter(Q(pk__in=here) | of_trust).select_related("person").order_by("pk")


def members(enrolment: Enrolment, *, on: date) -> QuerySet[Person]:
    """Of the strategic board of its programme."""
    seats = RoleHeld.objects.live_on(on).filter(
        role=Role.STRATEGIC_BOARD_MEMBER, programme=enrolment.programme_id
    )
    return Person.objects.filter(pk__in=seats.order_by().values("person")).order_by("name", "pk")


def owners(enrolment: Enrolment, *, on: date) -> QuerySet[Person]:
    """Who can be given a decision about this school to see to."""
    live = RoleHeld.objects.live_on(on)
    of_programme = live.filter(role__in=OWNERS, programme=enrolment.programme_id)
    leads = live.filter(role=Role.HUB_LEAD, hub=enrolment.hub_id)
    known = Q(pk__in=of_programme.order_by().values("person"))
    known |= Q(pk__in=leads.order_by().values("person"))
    return Person.objects.filter(known).order_by("name", "pk")


def _within(one: Held, reach: Reach) -> Q:
    here = one.enrolments_within(reach)
    if not here:  # everybody
        return Q()
    return among("enrolment_id", Enrolment.objects.filter(here).order_by().values("pk"))
