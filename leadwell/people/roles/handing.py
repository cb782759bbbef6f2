"""One person following another: the role that follows, and what is to do."""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.people.models import Capacity, Handover, HandoverStep, Role, RoleHeld
from leadwell.programmes.models import Enrolment
from leadwell.schools import calendar

Kind = HandoverStep.Kind
STEPS: dict[Role, tuple[tuple[HandoverStep.Kind, Role, int], ...]] = {
    Role.HEADTEACHER: (
        (Kind.BRIEF, Role.HEADTEACHER, 5),
        (Kind.RISK, Role.HUB_LEAD, 5),
        (Kind.CALL, Role.HUB_LEAD, 10),
        (Kind.REAFFIRM, Role.HEADTEACHER, 20),
        (Kind.READINESS, Role.HUB_LEAD, 20),
        (Kind.PLAN, Role.SUBJECT_LEADER, 20),
        (Kind.GOVERNORS, Role.HEADTEACHER, 20),
    ),
    Role.SENIOR_LEADER: (
        (Kind.BRIEF, Role.SENIOR_LEADER, 5),
        (Kind.CALL, Role.HUB_LEAD, 10),
        (Kind.PLAN, Role.SUBJECT_LEADER, 20),
    ),
    Role.SUBJECT_LEADER: (
        (Kind.BRIEF, Role.SUBJECT_LEADER, 5),
        (Kind.RISK, Role.HUB_LEAD, 5),
        (Kind.CALL, Role.HUB_LEAD, 10),
        (Kind.READINESS, Role.HUB_LEAD, 20),
        (Kind.PLAN, Role.SUBJECT_LEADER, 20),
    ),
    Role.SPECIALIST: (
        (Kind.BRIEF, Role.SPECIALIST, 5),
        (Kind.CALL, Role.HUB_LEAD, 10),
        (Kind.VISIT, Role.SPECIALIST, 20),
    ),
    Role.SCHOOL_FINANCE_CONTACT: ((Kind.CLAIMS, Role.SCHOOL_FINANCE_CONTACT, 10),),
}
"""By who leaves: what is to do, whose it is, and by which school day, the first one counted."""


def day_before(first_day: date) -> date:
    return first_day - timedelta(days=1)


def day_after(last_day: date) -> date:
    return last_day + timedelta(days=1)


def following(role: RoleHeld, *, first_day: date, capacity: Capacity) -> RoleHeld:
    """The same role, in the same place, from this day on; whose is still to be said."""
    return RoleHeld(
        role=role.role,
        capacity=capacity,
        programme=role.programme,
        hub=role.hub,
        enrolment=role.enrolment,
        school=role.school,
        trust=role.trust,
        organisation=role.organisation,
        starts_on=first_day,
    )


def deputy_of_before(coming: RoleHeld) -> QuerySet[RoleHeld]:
    """The deputy's row of somebody who now follows: one role is held once at a time."""
    return coming.person.roles.to_come_or_live(coming.starts_on).filter(
        role=coming.role, capacity=Capacity.DEPUTY, school=coming.school, hub=coming.hub
    )


def steps_of(role: RoleHeld, *, first_day: date, is_vacancy: bool = False) -> list[HandoverStep]:
    """What is to do when this role changes hands, by day due; not saved, of no handover yet.

    Only a school that takes part in a programme then has anything to do. Where it is in no hub,
    what would be the hub lead's is the project manager's.
    """
    found = parts(role, first_day)
    if not found:
        return []
    at_work = calendar.school_days(found[0].standing_school)
    has_hub = any(part.hub_id for part in found)
    of_a_head = {Kind.BRIEF, Kind.REAFFIRM} if is_vacancy else set()
    return [
        HandoverStep(
            kind=kind,
            for_role=whose if has_hub or whose != Role.HUB_LEAD else Role.PROJECT_MANAGER,
            due_on=at_work.after(day_before(first_day), days),
        )
        for kind, whose, days in STEPS.get(Role(role.role), ())
        if kind not in of_a_head
    ]


def open_handover(
    leaving: RoleHeld, coming: RoleHeld, *, without: tuple[HandoverStep.Kind, ...] = (), by: User,
    at: datetime,
) -> Handover:  # fmt: skip
    """Within another action. What somebody who only changes capacity has to do is nothing.
    without: what is promised elsewhere."""
    is_vacancy = coming.capacity == Capacity.VACANCY
    to_do = steps_of(leaving, first_day=coming.starts_on, is_vacancy=is_vacancy)
    steps = [step for step in to_do if step.kind not in without]
    if leaving.person_id == coming.person_id or leaving.capacity == Capacity.DEPUTY:
        steps = []
    handover = Handover.objects.create(
        leaving=leaving, coming=coming, opened_at=at, closed_at=None if steps else at
    )
    for step in steps:
        step.handover = handover
    HandoverStep.objects.bulk_create(steps)
    detail = {
        "from": leaving.person_id,
        "to": coming.person_id,
        "on": coming.starts_on.isoformat(),
    }
    log.record(at=at, actor=by.email, verb="handed over", subject=handover, detail=detail)
    return handover


def parts(role: RoleHeld, on: date) -> list[Enrolment]:
    """The parts in programmes that the role is about on this day."""
    if role.enrolment:
        return [role.enrolment]
    if role.school is None:
        return []
    standing = role.school.continued_by_id or role.school.pk
    there = Enrolment.objects.of_schools([standing]).open_on(on)
    return list(there.select_related("school__continued_by"))
