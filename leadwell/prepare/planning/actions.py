"""Write a plan, agree on it, approve it, begin, look at it each half-term, close it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.explore.models import PeerFinding, Review
from leadwell.people.models import Person, Role
from leadwell.people.roles.actions import Newcomer
from leadwell.prepare import actions as agreeing
from leadwell.prepare.models import (
    AgreedAction,
    Origin,
    Plan,
    PlanApproval,
    PlanState,
    PlanStep,
    Priority,
    PriorityAction,
    PriorityReview,
    PrioritySource,
)
from leadwell.prepare.models.plan import MOST_WRITTEN
from leadwell.prepare.needs import NOTHING, Needs
from leadwell.prepare.planning import access, figures, half_terms, rules
from leadwell.prepare.planning.transitions import TRANSITIONS
from leadwell.programmes import actions as programmes
from leadwell.programmes.models import ActiveIngredient, Enrolment, Obligation
from leadwell.schools.models import School
from leadwell.web.access import require

KIND = "plan_review"
"""Of the obligations: that the plan is looked at, a row a half-term."""
CLOSED = "The plan is closed"
STATEMENT = (
    "I approve the plan of {school} in {programme}: {n}. The work on them begins; it is about the "
    "programme’s work, and may not be used for appraisal, capability or pay."
)
Source = tuple[Review, str] | PeerFinding | str
"""A criterion of a signed review, a finding of a peer review, or the key of a published measure."""


@dataclass(frozen=True, slots=True)
class Written:
    """All that a priority says. fields: of the model."""

    fields: Mapping[str, Any]
    ingredients: Sequence[ActiveIngredient]
    sources: Sequence[Source]


@dataclass(frozen=True, slots=True)
class Stands:
    """How a priority stands in a half-term."""

    how: str
    value: Decimal | None = None
    text: str = ""


@transaction.atomic
def open_plan(*, enrolment: Enrolment, by: User, at: datetime) -> Plan:
    on = timezone.localdate(at)
    require(rules.may_open(by, enrolment, on=on))
    plan = Plan.objects.create(enrolment=enrolment, opened_by=by.person, opened_on=on)
    _note(plan, "open", by, at)
    return plan


@transaction.atomic
def take_up(*, finding: PeerFinding, by: User, at: datetime) -> Plan:
    """The plan in which a priority is written that rests on this finding: opened where there is
    none. Raises PermissionDenied with the reason."""
    require(rules.may_take_up(by, finding, on=timezone.localdate(at)))
    found = Plan.objects.open().filter(enrolment=finding.review.enrolment).first()
    return found or open_plan(enrolment=finding.review.enrolment, by=by, at=at)


@transaction.atomic
def write_priority(
    *, plan: Plan, said: Written, passed: Mapping[str, int] | None = None, by: User, at: datetime
) -> Priority:
    """One more. Raises PermissionDenied with the reason, IntegrityError in the words of a
    constraint; nothing is kept of a priority without a success criterion."""
    plan = locked(plan)
    School.objects.select_for_update().get(pk=plan.standing_school.pk)  # two at once are counted
    require(rules.may_add(by, plan))
    taken = set(plan.priorities.open().values_list("number", flat=True))
    number = next(n for n in range(1, MOST_WRITTEN + 2) if n not in taken)
    priority = Priority(plan=plan, number=number, by=by.person, **said.fields)
    _keep(priority, said)
    _changed(plan, "write", by, at, passed)
    return priority


@transaction.atomic
def change_priority(
    *, priority: Priority, said: Written, passed: Mapping[str, int] | None = None, by: User,
    at: datetime,
) -> None:  # fmt: skip
    plan = locked(priority.plan)
    priority = Priority.objects.select_related("plan__enrolment").get(pk=priority.pk)
    require(rules.may_change_priority(by, priority))
    for name, value in said.fields.items():
        setattr(priority, name, value)
    _keep(priority, said)
    _changed(plan, "write", by, at, passed)


@transaction.atomic
def end_priority(
    *, priority: Priority, is_reached: bool, because: str,
    passed: Mapping[str, int] | None = None, by: User, at: datetime,
) -> None:  # fmt: skip
    """Reached, and how one can see it; or put aside, and why."""
    plan = locked(priority.plan)
    require(rules.may_end(by, priority))
    priority.state = Priority.State.MET if is_reached else Priority.State.ASIDE
    priority.ended_on, priority.ended_because = timezone.localdate(at), because
    priority.save(update_fields=["state", "ended_on", "ended_because"])
    _changed(plan, "end", by, at, passed)


@transaction.atomic
def say_sip(*, priority: Priority, sip_page: str, by: User, at: datetime) -> None:
    """Where it stands in the school improvement plan; "" for nowhere."""
    require(rules.may_say_sip(by, priority))
    priority.in_sip, priority.sip_page = bool(sip_page), sip_page
    priority.save(update_fields=["in_sip", "sip_page"])
    _note(priority.plan, "say_sip", by, at, priority=priority.pk)


@transaction.atomic
def say_yes(*, plan: Plan, by: User, at: datetime) -> None:
    """From one of the two sides; from the second, or the only one there is, it goes to the head."""
    plan = locked(plan)
    require(rules.may_say_yes(by, plan))
    side = access.side_of(by, plan)
    name = "school_yes_by" if side == Role.SUBJECT_LEADER else "specialist_yes_by"
    setattr(plan, name, by.person)
    plan.save(update_fields=[name])
    given = {Role.SUBJECT_LEADER: plan.school_yes_by, Role.SPECIALIST: plan.specialist_yes_by}
    there = access.sides_at(plan.enrolment, on=timezone.localdate(at))
    if all(given[each] for each in there):
        require(rules.are_few(plan))
        _move(plan, "agree", by, at)
    else:
        _note(plan, "say_yes", by, at)


@transaction.atomic
def redraft(*, plan: Plan, by: User, at: datetime) -> None:
    """To change it: both say yes again."""
    plan = locked(plan)
    require(rules.may_redraft(by, plan))
    _move(plan, "redraft", by, at, school_yes_by=None, specialist_yes_by=None)


@transaction.atomic
def approve(
    *, plan: Plan, shown: str, authenticated_at: datetime, by: User, at: datetime
) -> PlanApproval:
    """shown: the hash of what was on the page."""
    plan = locked(plan)
    School.objects.select_for_update().get(pk=plan.standing_school.pk)
    require(rules.may_approve(by, plan))
    now, on = sha256(plan), timezone.localdate(at)
    require(rules.is_shown(shown, now))
    approval = PlanApproval.objects.create(
        plan=plan, by=by.person, statement=statement(plan), sha256=now,
        authenticated_at=authenticated_at, at=at,
    )  # fmt: skip
    sip_by = half_terms.a_term_after(plan.enrolment, on)
    written = plan.priorities.filter(state=Priority.State.WRITTEN)
    for priority in written:
        priority.state, priority.live_on, priority.sip_by = Priority.State.LIVE, on, sip_by
        priority.save(update_fields=["state", "live_on", "sip_by"])
    _move(plan, "approve", by, at)
    return approval


@transaction.atomic
def begin(*, plan: Plan, by: User, at: datetime) -> None:
    """The work begins: a row for each half-term by which the plan is looked at."""
    plan = locked(plan)
    require(rules.may_begin(by, plan))
    for name, ends in half_terms.ends_of(plan.enrolment, after=timezone.localdate(at)):
        programmes.promise(
            enrolment=plan.enrolment, kind=KIND, detail=name, due_on=ends, by=by, at=at
        )
    _move(plan, "begin", by, at)


@transaction.atomic
def review_plan(
    *, plan: Plan, said: Mapping[int, Stands], passed: Mapping[str, int] | None = None, by: User,
    at: datetime,
) -> None:  # fmt: skip
    """How each priority that is under way stands, by its number. Raises ValueError where one of
    them is left out; IntegrityError for Amber and Red without a reason."""
    plan = locked(plan)
    require(rules.may_review(by, plan))
    live = list(plan.priorities.live())
    if {one.pk for one in live} != set(said):
        raise ValueError("every priority that is under way is looked at")
    owed = due(plan.enrolment)
    PriorityReview.objects.bulk_create(
        PriorityReview(
            priority=one, obligation=owed, how=said[one.pk].how, value=said[one.pk].value,
            text=said[one.pk].text, by=by.person, at=at,
        )
        for one in live
    )  # fmt: skip
    if owed:
        programmes.keep_promise(obligation=owed, on=timezone.localdate(at), by=by, at=at)
    _move(plan, "review", by, at)
    _passed(plan, passed, by, at)


@transaction.atomic
def close(*, plan: Plan, by: User, at: datetime) -> None:
    plan = locked(plan)
    require(rules.may_close(by, plan))
    for owed in Obligation.objects.open().filter(enrolment=plan.enrolment, kind=KIND):
        programmes.skip_promise(obligation=owed, because=CLOSED, by=by, at=at)
    _move(plan, "close", by, at)


@transaction.atomic
def agree_action(
    *, priority: Priority, owner: Person | Newcomer, what: str, due_on: date,
    support: Iterable[str] = (), needs: Needs = NOTHING,
    instead_of: agreeing.Instead | None = None, by: User, at: datetime,
) -> AgreedAction:  # fmt: skip
    """For this priority, in the school's one list of actions."""
    require(rules.may_act(by, priority, on=timezone.localdate(at)))
    action = agreeing.agree_action(
        enrolment=priority.plan.enrolment, what=what, owner=owner, due_on=due_on, support=support,
        needs=needs, origin=Origin.PLAN, instead_of=instead_of, by=by, at=at,
    )  # fmt: skip
    PriorityAction.objects.create(priority=priority, action=action)
    return action


def due(enrolment: Enrolment) -> Obligation | None:
    """The half-term that is looked at next: the oldest that nobody has looked at."""
    return Obligation.objects.open().filter(enrolment=enrolment, kind=KIND).first()


def statement(plan: Plan) -> str:
    """What is signed, as it is shown in full."""
    n = plan.priorities.open().count()
    return STATEMENT.format(
        school=plan.standing_school, programme=plan.enrolment.programme,
        n="one priority" if n == 1 else f"{n} priorities",
    )  # fmt: skip


def sha256(plan: Plan) -> str:
    """64 hex digits of all that its open priorities say, the same for the same words."""
    names = (
        "number", "statement", "pupils", "group", "why_not_focus", "measure", "artefact", "what",
        "unit", "evidence",
    )  # fmt: skip
    said = [
        [
            *(getattr(one, name) for name in names),
            f"{one.baseline:.2f}", f"{one.target:.2f}", one.due_on.isoformat(),
            *([f"of {one.n_people}"] if one.n_people else []),
            sorted(each.pk for each in one.ingredients.all()),
            sorted(
                [each.kind, each.criterion, each.measure]
                + ([str(each.finding_id)] if each.finding_id else [])
                for each in one.sources.all()
            ),
        ]
        for one in plan.priorities.open().prefetch_related("ingredients", "sources")
    ]  # fmt: skip
    text = json.dumps([plan.pk, said], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _keep(priority: Priority, said: Written) -> None:
    programme = priority.plan.enrolment.programme
    require(rules.is_for_focus(programme, priority.pupils, priority.group, priority.why_not_focus))
    require(rules.is_within(programme, priority.due_on))
    require(figures.says_how_many(priority))
    require(rules.rests_on(said.sources, said.ingredients))
    priority.save()
    priority.ingredients.set(said.ingredients)
    priority.sources.all().delete()
    PrioritySource.objects.bulk_create(_source(priority, one) for one in said.sources)


def _source(priority: Priority, one: Source) -> PrioritySource:
    if isinstance(one, str):
        return PrioritySource(priority=priority, kind=PrioritySource.Kind.PUBLISHED, measure=one)
    if isinstance(one, PeerFinding):
        return PrioritySource(priority=priority, kind=PrioritySource.Kind.FINDING, finding=one)
    review, criterion = one
    return PrioritySource(
        priority=priority, kind=PrioritySource.Kind.REVIEW, review=review, criterion=criterion
    )


def locked(plan: Plan) -> Plan:
    """As it is now, for as long as the change takes."""
    return Plan.objects.select_for_update(of=("self",)).at_hand().get(pk=plan.pk)


def _changed(
    plan: Plan, verb: str, by: User, at: datetime, passed: Mapping[str, int] | None = None
) -> None:
    """Whoever said yes said it to other words."""
    if plan.state == PlanState.DRAFT and (plan.school_yes_by_id or plan.specialist_yes_by_id):
        plan.school_yes_by = plan.specialist_yes_by = None
        plan.save(update_fields=["school_yes_by", "specialist_yes_by"])
    _note(plan, verb, by, at)
    _passed(plan, passed, by, at)


def _move(plan: Plan, verb: str, by: User, at: datetime, **fields: Any) -> None:
    for name, value in {**fields, "state": TRANSITIONS[verb].after}.items():
        setattr(plan, name, value)
    plan.save(update_fields=["state", *fields])
    _note(plan, verb, by, at)


def _note(plan: Plan, verb: str, by: User, at: datetime, **detail: Any) -> None:
    PlanStep.objects.create(plan=plan, verb=verb, state=plan.state, by=by.person, at=at)
    said = {"state": plan.state, "programme": plan.enrolment.programme.code} | detail
    log.record(at=at, actor=by.email, verb=verb, subject=plan, detail=said)


def _passed(plan: Plan, passed: Mapping[str, int] | None, by: User, at: datetime) -> None:
    if passed:
        log.record(at=at, actor=by.email, verb="read warnings", subject=plan, detail=dict(passed))
