"""What the pages of plans show: the plans of a school, and one with its priorities."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.evidence.disclosure.policy import Policy, Tier
from leadwell.explore.reviewing.shelf import of_rubric
from leadwell.lib import words
from leadwell.lib.verdict import Verdict
from leadwell.people.disclosure.releasing import policy
from leadwell.prepare.models import (
    Plan,
    PlanApproval,
    PlanStep,
    Priority,
    PriorityReview,
    PrioritySource,
)
from leadwell.prepare.needs import Draws
from leadwell.prepare.page import draws_for
from leadwell.prepare.planning import access, rules
from leadwell.prepare.planning.actions import due
from leadwell.prepare.planning.figures import Told, tier_of, told
from leadwell.prepare.planning.transitions import TRANSITIONS
from leadwell.programmes import measures
from leadwell.programmes.models import Enrolment, Obligation
from leadwell.web.templatetags.leadwell import day_and_year

HAPPENED = {
    "open": "Opened", "write": "A priority was written or changed", "say_yes": "One side said yes",
    "agree": "Both said yes", "redraft": "Opened again", "approve": "Approved by the head",
    "begin": "The work began", "review": "Looked at", "end": "A priority ended", "close": "Closed",
    "say_sip": "School improvement plan: said where it stands",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One priority. told: its figures, for who reads. sip: "amber" where it should stand in the school improvement plan by now and
    does not; "" otherwise. mays: what may be done with it, by the name of its page."""

    priority: Priority
    sources: tuple[str, ...]
    reviews: tuple[PriorityReview, ...]
    sip: str
    mays: dict[str, Verdict]
    told: Told | None = None

    @property
    def measure(self) -> str:
        """What is looked at: "At the expected standard, at expected in Y5 maths"."""
        one = self.priority
        known = measures.every().get(one.measure)
        named = (known.says if known else one.measure) or one.artefact
        return f"{named}, {one.what}" if one.what else named

    @property
    def stands(self) -> PriorityReview | None:
        return self.reviews[0] if self.reviews else None


@dataclass(frozen=True, slots=True)
class Button:
    url: str
    text: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """warning: what is said of more than three; next_due: the half-term that is looked at next;
    draws: what all actions of the school within the programme need of what its place gives."""

    plan: Plan
    open: tuple[Shown, ...]
    ended: tuple[Shown, ...]
    warning: str
    waits: str
    draws: Draws
    may_add: Verdict
    buttons: tuple[Button, ...]
    approval: PlanApproval | None
    next_due: Obligation | None
    is_late: bool
    steps: tuple[tuple[str, PlanStep], ...]


@dataclass(frozen=True, slots=True)
class PlansPage:
    enrolment: Enrolment
    plans: tuple[Plan, ...]
    may_open: Verdict


def plans_page(user: User, enrolment: Enrolment, on: date) -> PlansPage:
    found = access.plans_for(user).filter(enrolment=enrolment).order_by("-pk")
    return PlansPage(enrolment, tuple(found), rules.may_open(user, enrolment, on=on))


def plan_page(user: User, plan: Plan, on: date) -> PlanPage:
    """Constant queries, however many priorities."""
    found = list(
        plan.priorities.prefetch_related(
            "ingredients",
            "sources__review__rubric",
            "sources__finding__review",
            "reviews__by",
            "actions__action__owner",
        ).select_related("by")
    )
    for one in found:
        one.plan = plan
    tier, limits = tier_of(user, plan.enrolment), policy()
    shown = [_shown(user, one, on, tier, limits) for one in found]
    owed = due(plan.enrolment) if plan.is_under_way else None
    n = rules.n_open(plan.standing_school)
    return PlanPage(
        plan=plan,
        open=tuple(one for one in shown if one.priority.is_open),
        ended=tuple(one for one in shown if not one.priority.is_open),
        warning=rules.warning(n),
        waits=_waits(plan),
        draws=draws_for(user, plan.enrolment, on=on),
        may_add=rules.may_add(user, plan),
        buttons=_buttons(user, plan),
        approval=plan.approvals.select_related("by").last(),
        next_due=owed,
        is_late=bool(owed and owed.due_on < on),
        steps=tuple((HAPPENED.get(one.verb, one.verb), one) for one in plan.steps.select_related("by")),
    )  # fmt: skip


def _shown(user: User, one: Priority, on: date, tier: Tier, policy: Policy) -> Shown:
    is_owed = one.state == Priority.State.LIVE and not one.in_sip
    is_over = one.sip_by is not None and one.sip_by < on
    return Shown(
        one,
        tuple(_sources(one.sources.all())),
        tuple(one.reviews.all()),
        "amber" if is_owed and is_over else "",
        {
            "change": rules.may_change_priority(user, one),
            "end": rules.may_end(user, one),
            "sip": rules.may_say_sip(user, one),
            "act": rules.may_act(user, one, on=on),
        },
        told(one, _last(one), tier=tier, policy=policy),
    )


def _last(one: Priority) -> Any:
    """The figure of the last look."""
    return next((each.value for each in one.reviews.all()), None)


def _sources(found: Iterable[PrioritySource]) -> Iterable[str]:
    for one in found:
        if one.review:
            criterion = of_rubric(one.review.rubric).by_key.get(one.criterion)
            said = criterion.title if criterion else one.criterion
            yield f"{said} ({one.review.rubric.title}, {one.review.get_point_display().lower()})"
        elif one.finding:  # not in its words: some who read the plan do not read the peer review
            yield f"A finding of the peer review, {day_and_year(one.finding.review.starts_on)}"
        else:
            known = measures.published().get(one.measure)
            yield f"Published results: {known.says if known else one.measure}"


def _waits(plan: Plan) -> str:
    missing = [
        side
        for side, yes in (
            ("whoever leads the subject", plan.school_yes_by_id),
            ("the specialist", plan.specialist_yes_by_id),
        )
        if not yes
    ]
    return {
        "draft": f"Being written. It waits for the yes of {words.listed(missing)}.",
        "agreed": "Agreed. The head reads and approves it.",
        "approved": "Approved. The work can begin.",
        "live": "The work is under way.",
        "reviewed": "The work is under way, and was looked at.",
        "closed": "Closed. It stays as it is.",
    }[plan.state]


def _buttons(user: User, plan: Plan) -> tuple[Button, ...]:
    """The first is the usual next step."""
    tried = [
        ("approve-plan", TRANSITIONS["approve"].button, rules.may_approve(user, plan)),
        ("begin-plan", TRANSITIONS["begin"].button, rules.may_begin(user, plan)),
        ("review-plan", TRANSITIONS["review"].button, rules.may_review(user, plan)),
        ("agree-plan", TRANSITIONS["agree"].button, rules.may_say_yes(user, plan)),
        ("redraft-plan", TRANSITIONS["redraft"].button, rules.may_redraft(user, plan)),
        ("close-plan", TRANSITIONS["close"].button, rules.may_close(user, plan)),
    ]
    made = [(reverse(f"prepare:{name}", args=[plan.pk]), text) for name, text, may in tried if may]
    return tuple(Button(url, text, n == 0) for n, (url, text) in enumerate(made))
