"""Which plans a person reads, and who says yes to one for whom."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from django.db.models import Q, QuerySet

from leadwell.accounts.models import User
from leadwell.explore.models import PeerAnswer, PeerFinding, Review
from leadwell.explore.peer_reviewing.access import told_findings_for
from leadwell.explore.reviewing.access import reviews_for
from leadwell.people import access
from leadwell.people.held import among, within
from leadwell.people.models import Role, RoleHeld
from leadwell.people.permissions import Operation, Without
from leadwell.prepare.models import Plan, PlanQuerySet, PlanState, Priority, PriorityReview
from leadwell.prepare.models.plan import APPROVED
from leadwell.programmes.models import ActiveIngredient, Enrolment

KEY = "plan"
APPROVED_TOO = frozenset({Without.RELEASED_ONLY})
SIDES = (Role.SUBJECT_LEADER, Role.SPECIALIST)
"""Who has to say yes: the school's and the programme's."""


def plans_for(user: User) -> PlanQuerySet:
    """Those this person reads: approved ones alone, where that is all they may."""
    whole = access.enrolments_for(user, key=KEY).values("pk")
    approved = access.enrolments_for(user, key=KEY, leaving_out=APPROVED_TOO).values("pk")
    arms = [
        among("enrolment_id", whole),
        Q(state__in=APPROVED) & among("enrolment_id", approved),
    ]
    return cast("PlanQuerySet", within(Plan.objects.all(), arms))


def written_by(user: User, plan: Plan) -> QuerySet[Priority]:
    """The priorities of a plan that somebody wrote themselves."""
    return plan.priorities.filter(by=user.person)


def last_said_by(user: User, live: Sequence[Priority]) -> QuerySet[PriorityReview]:
    """How these stood when somebody said so themselves the last time, one row a priority."""
    rows = PriorityReview.objects.filter(priority__in=live, by=user.person)
    return rows.order_by("priority_id", "-at", "-pk").distinct("priority_id")


def side_of(user: User, plan: Plan) -> Role | None:
    """For whom somebody says yes; None for nobody."""
    school = plan.standing_school.pk
    for one in access.held(user):
        if one.role == Role.SUBJECT_LEADER and school in one.schools:
            return Role.SUBJECT_LEADER
        if one.role == Role.SPECIALIST and plan.enrolment_id in one.enrolments:
            return Role.SPECIALIST
    return None


def sides_at(enrolment: Enrolment, *, on: date) -> set[Role]:
    """Which of the two there is somebody for."""
    live = RoleHeld.objects.live_on(on)
    leads = RoleHeld.objects.at_schools([enrolment.standing_school.pk]).live_on(on)
    found = {
        Role.SUBJECT_LEADER: leads.filter(role=Role.SUBJECT_LEADER),
        Role.SPECIALIST: live.filter(role=Role.SPECIALIST, enrolment=enrolment),
    }
    return {
        role for role, rows in found.items() if rows.filter(person__user__isnull=False).exists()
    }


def reviews_at(user: User, enrolment: Enrolment) -> list[Review]:
    """Signed reviews of the school that somebody reads: what a priority can rest on."""
    found = reviews_for(user).signed().filter(enrolment=enrolment)
    return list(found.select_related("rubric").prefetch_related("headlines").order_by("-opened_on", "-pk"))  # fmt: skip


def findings_at(user: User, enrolment: Enrolment) -> list[PeerFinding]:
    """Findings of the school's peer reviews that somebody reads, but for declined ones: what a
    priority can rest on too."""
    found = told_findings_for(user).filter(review__enrolment=enrolment)
    kept = found.exclude(answer__how=PeerAnswer.How.DECLINE)
    return list(kept.select_related("review", "answer").order_by("-review__starts_on", "number"))


def ingredients_of(enrolment: Enrolment) -> QuerySet[ActiveIngredient]:
    found = ActiveIngredient.objects.filter(strand__programme=enrolment.programme_id)
    return found.select_related("strand").order_by("strand_id", "pk")


def to_approve_for(user: User) -> PlanQuerySet:
    """Plans that wait for this person's signature."""
    own = access.enrolments_for(user, key=KEY, operation=Operation.SIGN).values("pk")
    return Plan.objects.filter(among("enrolment_id", own), state=PlanState.AGREED)
