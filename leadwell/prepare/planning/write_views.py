"""What is written of a plan: its priorities, how each ends, how they stand. Each form is kept while it
is written."""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from leadwell.accounts.models import User
from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.models import PeerFinding
from leadwell.explore.reviewing.access import people_of
from leadwell.lib import guard
from leadwell.people import guarding
from leadwell.people.drafts.one_page_views import Addresses, F, KeptForm, hold
from leadwell.people.drafts.words import Words, as_post, plain
from leadwell.prepare.models import Plan, Priority, PriorityReview
from leadwell.prepare.planning import access, actions, rules
from leadwell.prepare.planning.actions import Stands
from leadwell.prepare.planning.forms import EndForm, PlanReviewForm, PriorityForm
from leadwell.prepare.planning.transitions import BESIDE
from leadwell.prepare.planning.views import plan_or_404, priority_or_404
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.refusals import attempt

NEW, CHANGED, ENDED, REVIEW = "priority-new", "priority", "priority-end", "plan-review"
"""Names of the drafts."""
WRITE, CHANGE = "Write a priority", "Change this priority"
STANDS = "How does it stand this half-term?"


@asks
def add_priority(request: SignedInRequest, pk: int) -> HttpResponse:
    """One more; from the fourth on with a warning, and none after the fifth."""
    plan = _plan_to_add_to(request, pk)
    hold(request, lambda: actions.locked(plan))
    return _write(
        request, plan, _kept_new(request, plan), WRITE,
        lambda form, passed: actions.write_priority(
            plan=plan, said=form.said, passed=passed, by=request.user, at=timezone.now()
        ),
        warning=rules.warning(rules.n_open(plan.standing_school) + 1),
    )  # fmt: skip


@require_POST
def keep_new(request: SignedInRequest, pk: int) -> JsonResponse:
    return _kept_new(request, _plan_to_add_to(request, pk)).keep(request)


@asks
def choose_new(request: SignedInRequest, pk: int) -> HttpResponse:
    return _kept_new(request, _plan_to_add_to(request, pk)).choose(request, WRITE)


@asks
def change_priority(request: SignedInRequest, pk: int) -> HttpResponse:
    priority = _priority_to_change(request, pk)
    if hold(request, lambda: actions.locked(priority.plan)):
        priority = _priority_to_change(request, pk)
    return _write(
        request, priority.plan, _kept_change(request, priority), CHANGE,
        lambda form, passed: actions.change_priority(
            priority=priority, said=form.said, passed=passed, by=request.user, at=timezone.now()
        ),
    )  # fmt: skip


@require_POST
def keep_change(request: SignedInRequest, pk: int) -> JsonResponse:
    return _kept_change(request, _priority_to_change(request, pk)).keep(request)


@asks
def choose_change(request: SignedInRequest, pk: int) -> HttpResponse:
    return _kept_change(request, _priority_to_change(request, pk)).choose(request, CHANGE)


@asks
def end_priority(request: SignedInRequest, pk: int) -> HttpResponse:
    priority, heading = _priority_to_end(request, pk), BESIDE["end"].button
    return _write(
        request, priority.plan, _kept_end(request, priority), heading,
        lambda form, passed: actions.end_priority(
            priority=priority, passed=passed, by=request.user, at=timezone.now(),
            **form.cleaned_data,
        ),
        lede=priority.statement, button=heading,
    )  # fmt: skip


@require_POST
def keep_end(request: SignedInRequest, pk: int) -> JsonResponse:
    return _kept_end(request, _priority_to_end(request, pk)).keep(request)


@asks
def choose_end(request: SignedInRequest, pk: int) -> HttpResponse:
    kept = _kept_end(request, _priority_to_end(request, pk))
    return kept.choose(request, BESIDE["end"].button)


@asks
def review_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """How every priority that is under way stands this half-term."""
    plan = _plan_to_review(request, pk)
    hold(request, lambda: actions.locked(plan))
    return _write(
        request, plan, _kept_review(request, plan), STANDS,
        lambda form, passed: actions.review_plan(
            plan=plan, said=form.said, passed=passed, by=request.user, at=timezone.now()
        ),
    )  # fmt: skip


@require_POST
def keep_review(request: SignedInRequest, pk: int) -> JsonResponse:
    return _kept_review(request, _plan_to_review(request, pk)).keep(request)


@asks
def choose_review(request: SignedInRequest, pk: int) -> HttpResponse:
    return _kept_review(request, _plan_to_review(request, pk)).choose(request, STANDS)


def _plan_to_add_to(request: SignedInRequest, pk: int) -> Plan:
    """Where somebody else has added the fifth meanwhile, what is typed is kept, and the action says
    why it is not saved: nobody loses their words to a page that says no."""
    plan = plan_or_404(request, pk)
    may = rules.may_write if request.method == "POST" else rules.may_add
    require(may(request.user, plan))
    return plan


def _priority_to_change(request: SignedInRequest, pk: int) -> Priority:
    priority = priority_or_404(request, pk)
    require(rules.may_change_priority(request.user, priority))
    return priority


def _priority_to_end(request: SignedInRequest, pk: int) -> Priority:
    priority = priority_or_404(request, pk)
    require(rules.may_end(request.user, priority))
    return priority


def _plan_to_review(request: SignedInRequest, pk: int) -> Plan:
    plan = plan_or_404(request, pk)
    require(rules.may_review(request.user, plan))
    return plan


def _kept_new(request: SignedInRequest, plan: Plan) -> KeptForm[PriorityForm]:
    """A draft of its own for each finding of a peer review that one begins with."""
    findings = access.findings_at(request.user, plan.enrolment)
    asked = request.GET.get("finding", "")
    finding = next((one for one in findings if str(one.pk) == asked), None)
    mine = list(access.written_by(request.user, plan))
    make = _form_of(request, Priority(plan=plan, by=request.user.person), findings, finding)

    def is_made(words: Words) -> bool:
        form = make(as_post(words))
        return form.is_valid() and any(form.is_of(one) for one in mine)

    query = f"?finding={finding.pk}" if finding else ""
    return KeptForm(
        request.user, NEW, f"{plan.pk}/{finding.pk}" if finding else plan.pk, make=make,
        is_made=is_made, stamp=f"{len(mine)} written",
        at=Addresses.of("prepare:add-priority", "new-priority", plan.pk, query=query),
    )  # fmt: skip


def _kept_change(request: SignedInRequest, priority: Priority) -> KeptForm[PriorityForm]:
    findings = access.findings_at(request.user, priority.plan.enrolment)
    return KeptForm(
        request.user, CHANGED, priority.pk, make=_form_of(request, priority, findings),
        saved_says="Changed in the plan",
        at=Addresses.of("prepare:change-priority", "priority", priority.pk),
    )  # fmt: skip


def _kept_end(request: SignedInRequest, priority: Priority) -> KeptForm[EndForm]:
    return KeptForm(
        request.user, ENDED, priority.pk, make=EndForm,
        at=Addresses.of("prepare:end-priority", "priority-end", priority.pk),
    )  # fmt: skip


def _kept_review(request: SignedInRequest, plan: Plan) -> KeptForm[PlanReviewForm]:
    live = list(plan.priorities.live())

    def make(data: Any) -> PlanReviewForm:
        return PlanReviewForm(data, priorities=live)

    def is_made(words: Words) -> bool:
        form = make(as_post(words))
        return form.is_valid() and form.said == _last_said(request.user, live)

    n = PriorityReview.objects.filter(priority__plan=plan).count()
    return KeptForm(
        request.user, REVIEW, plan.pk, make=make, is_made=is_made, stamp=f"{n} said",
        at=Addresses.of("prepare:review-plan", "plan-review", plan.pk),
    )  # fmt: skip


def _last_said(user: User, live: Sequence[Priority]) -> dict[int, Stands]:
    return {
        row.priority_id: Stands(row.how, row.value, plain(row.text))
        for row in access.last_said_by(user, live)
    }


def _form_of(
    request: SignedInRequest, priority: Priority, findings: Sequence[PeerFinding],
    taken_up: PeerFinding | None = None,
) -> Callable[[Any], PriorityForm]:  # fmt: skip
    """Cleaning a form writes into its priority: each has a copy of its own."""
    part = priority.plan.enrolment
    reviews = list(access.reviews_at(request.user, part))
    ingredients = list(access.ingredients_of(part))
    return lambda data: PriorityForm(
        data, instance=copy(priority), enrolment=part, reviews=reviews, findings=findings,
        taken_up=taken_up, ingredients=ingredients,
    )  # fmt: skip


def _write(
    request: SignedInRequest, plan: Plan, kept: KeptForm[F], heading: str,
    act: Callable[[F, dict[str, int]], Any], *, warning: str = "", lede: str = "",
    button: str = "Save",
) -> HttpResponse:  # fmt: skip
    """The form, until it is sent and nothing stands against it. act: is given how many warnings of
    which kind were read."""
    if answer := kept.taken(request, then=plan.get_absolute_url()):
        return answer
    form, today = kept.form(sent(request)), timezone.localdate()
    names = people_of(plan.standing_school, on=today)
    is_sent = form.is_valid()
    texts: Iterable[object] = form.cleaned_data.values() if is_sent else ()
    warned = guarding.found_in(texts, names=names, on=today)
    stops = bool(warned) and not guarding.is_read(request)
    if is_sent and not stops and attempt(form, lambda: act(form, guard.count(warned))):
        kept.done(request, warning or "Saved.", messages.WARNING if warning else messages.SUCCESS)
        return redirect(plan)
    context = {
        "form": form, "plan": plan, "heading": heading, "found": warned, "warning": warning,
        "lede": lede, "button": button, "kept": kept,
        "guarded": guarding.for_page(names=names, on=today),
    }  # fmt: skip
    return render(request, "prepare/planning/write.html", context)
