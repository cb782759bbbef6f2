"""Pages of one visit, and what can be done with it."""

from collections.abc import Callable
from copy import copy

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.deliver import access, actions, rules
from leadwell.deliver.forms import CancelForm, ChangeForm, HappenedForm, PlanForm, PostponeForm
from leadwell.deliver.models import Visit
from leadwell.deliver.page import visit_page
from leadwell.deliver.placing import placed_visits
from leadwell.deliver.transitions import TRANSITIONS
from leadwell.people import guarding
from leadwell.people.phrased import one_or_404
from leadwell.people.placing import at_hand
from leadwell.programmes.models import Enrolment
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.templatetags.leadwell import day_and_year


@asks
def plan_visit(request: SignedInRequest, pk: int) -> HttpResponse:
    """A specialist goes to this school on a day."""
    enrolment = enrolment_or_404(request, pk)
    require(rules.may_plan(request.user, enrolment))
    today = timezone.localdate()
    form = PlanForm(sent(request), enrolment=enrolment, today=today)
    if known := form.sent_before():
        return redirect(known)
    if form.is_valid():
        asked = form.cleaned_data
        specialist, on = asked["specialist"], asked["on"]
        may = rules.may_plan_for(enrolment, specialist, today=today)
        may = may and rules.may_visit_on(enrolment, specialist, on, today=today)
        if not may:
            form.add_error("on", may.reason)
        elif guarding.attempt(
            request,
            form,
            lambda: actions.plan_visit(
                enrolment=enrolment, by=request.user, at=timezone.now(), **asked
            ),
            about=enrolment,
            whose=enrolment.standing_school,
            at=timezone.now(),
        ) and (visit := form.sent_before()):
            messages.success(request, f"Planned for {day_and_year(visit.on)}.")
            return redirect(visit)
    heading = f"Plan a visit to {enrolment.standing_school}"
    context = {"form": form, "enrolment": enrolment, "heading": heading, "button": "Plan it"}
    return render(request, "deliver/plan_visit.html", context)


@require_safe
def visit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _visit_or_404(request, pk)
    page = visit_page(request.user, found, today=timezone.localdate())
    return render(request, "deliver/visit.html", {"page": page})


@asks
def change_visit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its hour, its length, what it is for."""
    found = _visit_or_404(request, pk)
    require(rules.may_change(request.user, found))
    form = ChangeForm(sent(request), visit=found)
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.change_visit(visit=found, by=request.user, at=timezone.now(), **form.asked),
        about=found,
        whose=found.enrolment.standing_school,
        at=timezone.now(),
    ):
        messages.success(request, "Saved.")
        return redirect(found)
    return _asked(request, form, found, f"The visit to {found}", "Save")


@require_POST
def confirm_visit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _visit_or_404(request, pk)
    actions.confirm_visit(visit=found, by=request.user, at=timezone.now())
    messages.success(request, "Confirmed.")
    return redirect(found)


@asks
def postpone_visit(request: SignedInRequest, pk: int) -> HttpResponse:
    """To another day, by one of the two sides, with a reason."""
    found = _visit_or_404(request, pk)
    require(rules.may_postpone(request.user, found))
    today = timezone.localdate()
    form = PostponeForm(sent(request), visit=found, today=today)
    if form.is_valid():
        to_day = form.cleaned_data["to_day"]
        may = rules.may_visit_on(found.enrolment, found.specialist, to_day, today=today)
        if not may:
            form.add_error("to_day", may.reason)
        elif _done(request, form, actions.postpone_visit, found):
            found.refresh_from_db()
            asked = f"{rules.waits_for(found)} it."
            messages.success(request, f"Put off to {day_and_year(to_day)}. {asked}")
            return redirect(found)
    return _asked(request, form, found, f"Put off the visit to {found}", _button("postpone"))


@asks
def cancel_visit(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _visit_or_404(request, pk)
    require(rules.may_cancel(request.user, found))
    form = CancelForm(sent(request))
    if form.is_valid() and _done(request, form, actions.cancel_visit, found):
        messages.success(request, "Cancelled.")
        return redirect(found)
    return _asked(request, form, found, f"Cancel the visit to {found}", _button("cancel"))


@asks
def say_happened(request: SignedInRequest, pk: int) -> HttpResponse:
    """It happened, and took so long."""
    found = _visit_or_404(request, pk)
    require(rules.may_say_happened(request.user, found, today=timezone.localdate()))
    form = HappenedForm(sent(request), instance=copy(found))
    if form.is_valid() and _done(request, form, actions.say_happened, found):
        messages.success(request, "Noted. Its days are counted.")
        return redirect(found)
    return _asked(request, form, found, f"The visit to {found} happened", _button("happen"))


def enrolment_or_404(request: SignedInRequest, pk: int) -> Enrolment:
    seen = access.enrolments_for(request.user)
    return get_object_or_404(seen.select_related("programme", "hub", "school__continued_by"), pk=pk)


def _visit_or_404(request: SignedInRequest, pk: int) -> Visit:
    found = one_or_404(access.of_number, request.user, timezone.localdate(), pk)
    at_hand(placed_visits([found]), "planned_by")
    return found


def _done(
    request: SignedInRequest, form: BaseForm, act: Callable[..., object], found: Visit
) -> bool:
    """Whether the action took what the form asks; if not, for somebody was quicker, it says why."""
    asked = form.cleaned_data
    return guarding.attempt(
        request,
        form,
        lambda: act(visit=found, by=request.user, at=timezone.now(), **asked),
        about=found,
        whose=found.enrolment.standing_school,
        at=timezone.now(),
    )


def _asked(
    request: SignedInRequest, form: BaseForm, found: Visit, heading: str, button: str
) -> HttpResponse:
    back = Back(found.get_absolute_url(), str(found))
    return form_page(request, form, back=back, heading=heading, button=button)


def _button(verb: str) -> str:
    return TRANSITIONS[verb].button
