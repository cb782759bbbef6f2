"""Plans of a school, one plan with its priorities, and each step it goes."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts import fresh
from leadwell.accounts.requests import SignedInRequest
from leadwell.people import guarding
from leadwell.people.access import enrolments_for
from leadwell.prepare.models import Plan, Priority
from leadwell.prepare.planning import access, actions, page, rules
from leadwell.prepare.planning.forms import ApproveForm, SipForm
from leadwell.prepare.planning.transitions import TRANSITIONS
from leadwell.prepare.views import room_and_form, warn_of
from leadwell.programmes.models import Enrolment
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.refusals import attempt


@require_safe
def plans(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of one school in one programme, the newest first."""
    enrolment = _enrolment_or_404(request, pk)
    shown = page.plans_page(request.user, enrolment, timezone.localdate())
    return render(request, "prepare/planning/plans.html", {"page": shown})


@require_POST
def open_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    enrolment = _enrolment_or_404(request, pk)
    plan = actions.open_plan(enrolment=enrolment, by=request.user, at=timezone.now())
    messages.success(request, "Opened. Write the first priority.")
    return redirect(plan)


@require_safe
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its priorities, how each stands, and for whom it waits."""
    found = plan_or_404(request, pk)
    shown = page.plan_page(request.user, found, timezone.localdate())
    return render(request, "prepare/planning/plan.html", {"page": shown})


@asks
def say_sip(request: SignedInRequest, pk: int) -> HttpResponse:
    priority = priority_or_404(request, pk)
    require(rules.may_say_sip(request.user, priority))
    form = SipForm(sent(request), initial={"sip_page": priority.sip_page})
    return _asked(
        request, form, priority.plan, "Is it in the school improvement plan?", priority.statement,
        lambda: actions.say_sip(
            priority=priority, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        button="Save",
    )  # fmt: skip


@asks
def agree_action(request: SignedInRequest, pk: int) -> HttpResponse:
    """For this priority, in the school's one list of actions."""
    priority, today = priority_or_404(request, pk), timezone.localdate()
    require(rules.may_act(request.user, priority, on=today))
    room, form = room_and_form(request, priority.plan.enrolment, today)
    if form.is_valid() and guarding.attempt(
        request, form,
        lambda: actions.agree_action(
            priority=priority, owner=form.chosen_owner, instead_of=form.instead_of,
            by=request.user, at=timezone.now(), **form.fields_to_save,
        ),
        about=priority.plan.enrolment, whose=priority.plan.standing_school, at=timezone.now(),
    ):  # fmt: skip
        messages.success(request, "Agreed. It stands in the school’s list of actions.")
        warn_of(request, priority.plan.enrolment, today, form)
        return redirect(priority)
    context = {
        "form": form, "room": room, "can_swap": bool(form.to_drop), "priority": priority,
        "plan": priority.plan,
    }  # fmt: skip
    return render(request, "prepare/planning/agree_action.html", context)


@asks
def agree_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    found = plan_or_404(request, pk)
    require(rules.may_say_yes(request.user, found))
    lede = "You say yes to it as it stands now. If a word of it changes, you are asked again."
    return _step(request, found, "agree", actions.say_yes, lede)


@asks
def redraft_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    found = plan_or_404(request, pk)
    require(rules.may_redraft(request.user, found))
    lede = "What is under way goes on. Both say yes to what is changed, and the head approves it again."
    return _step(request, found, "redraft", actions.redraft, lede)


@asks
def begin_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    found = plan_or_404(request, pk)
    require(rules.may_begin(request.user, found))
    lede = "From now on the plan is looked at each half-term."
    return _step(request, found, "begin", actions.begin, lede)


@asks
def close_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    found = plan_or_404(request, pk)
    require(rules.may_close(request.user, found))
    return _step(request, found, "close", actions.close, "It stays to be read.")


@asks
def approve_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """By a head who has just shown again who they are, under the words that are on the page."""
    found = plan_or_404(request, pk)
    require(rules.may_approve(request.user, found))
    if not fresh.is_fresh(request):
        return fresh.confirm(request)
    form = ApproveForm(sent(request), initial={"shown": actions.sha256(found)})
    if form.is_valid() and attempt(
        form,
        lambda: actions.approve(
            plan=found, shown=form.cleaned_data["shown"],
            authenticated_at=fresh.proved_at(request), by=request.user, at=timezone.now(),
        ),
    ):  # fmt: skip
        messages.success(request, "Approved. The work can begin.")
        return redirect(found)
    context = {
        "form": form, "statement": actions.statement(found),
        "page": page.plan_page(request.user, found, timezone.localdate()),
    }  # fmt: skip
    return render(request, "prepare/planning/approve.html", context)


def plan_or_404(request: SignedInRequest, pk: int) -> Plan:
    return get_object_or_404(access.plans_for(request.user).at_hand(), pk=pk)


def priority_or_404(request: SignedInRequest, pk: int) -> Priority:
    seen = Priority.objects.filter(plan__in=access.plans_for(request.user).values("pk"))
    return get_object_or_404(
        seen.select_related("plan__enrolment__programme", "plan__enrolment__school__continued_by"),
        pk=pk,
    )


def _enrolment_or_404(request: SignedInRequest, pk: int) -> Enrolment:
    seen = enrolments_for(request.user, key=access.KEY, leaving_out=access.APPROVED_TOO)
    return get_object_or_404(seen.select_related("programme", "hub", "school__continued_by"), pk=pk)


def _step(
    request: SignedInRequest, found: Plan, verb: str, act: Callable[..., Any], lede: str
) -> HttpResponse:
    form = django_forms.Form(sent(request))
    return _asked(
        request, form, found, TRANSITIONS[verb].button, lede,
        lambda: act(plan=found, by=request.user, at=timezone.now()),
    )  # fmt: skip


def _asked(
    request: SignedInRequest, form: django_forms.BaseForm, found: Plan, heading: str, lede: str,
    act: Callable[[], Any], button: str = "",
) -> HttpResponse:  # fmt: skip
    if form.is_valid() and attempt(form, act):
        messages.success(request, "Saved.")
        return redirect(found)
    back = Back(reverse("prepare:plan", args=[found.pk]), str(found))
    return form_page(request, form, back=back, heading=heading, button=button or heading, lede=lede)
