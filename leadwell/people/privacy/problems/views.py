"""Reporting a problem; a breach and a complaint as the officer works on them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from leadwell.accounts.requests import SignedInRequest
from leadwell.people import guarding
from leadwell.people.models import Complaint
from leadwell.people.privacy.access import is_at_a_desk
from leadwell.people.privacy.problems import actions, rules
from leadwell.people.privacy.problems.access import breaches_for, complaints_for
from leadwell.people.privacy.problems.forms import (
    AcknowledgeForm,
    AssessForm,
    CloseForm,
    ComplaintForm,
    DecideForm,
    ReportForm,
    SettleForm,
)
from leadwell.people.privacy.rules import may_sit_at_a_desk
from leadwell.web.access import require
from leadwell.web.asking import asks, sent


@asks
def report_problem(request: SignedInRequest) -> HttpResponse:
    """On every page, for everybody: what went wrong, nearly so, or a complaint."""
    require(rules.may_report(request.user))
    now = timezone.now()
    data = sent(request)
    form = ReportForm(data, user=request.user, now=now)
    if form.is_valid() and (looked := guarding.looked_over(request, form, at=now)):
        site = request.build_absolute_uri("/").rstrip("/")
        if form.is_complaint:
            what = form.cleaned_data["what"]
            with transaction.atomic():
                complaint = actions.complain(what=what, site=site, by=request.user, at=now)
                looked.note_read(about=complaint)
            by_when = f"You will hear by {complaint.due_on:%d %B} that it has arrived."
            messages.success(
                request, f"Your complaint is with the data protection officer. {by_when}"
            )
        else:
            with transaction.atomic():
                breach = actions.report_breach(
                    breach=form.breach, site=site, by=request.user, at=now
                )
                looked.note_read(about=breach)
            told = "The data protection officers are told." if breach.told else NOBODY
            messages.success(request, f"Thank you. It is written down as {breach}. {told}")
        return redirect("people:report-problem")
    context = {"form": form, "is_at_a_desk": is_at_a_desk(request.user)}
    return render(request, "people/privacy/report_problem.html", context)


NOBODY = "Nobody is data protection officer here: tell your headteacher or programme lead as well."


@asks
def breach(request: SignedInRequest, pk: int) -> HttpResponse:
    """Three forms in one place: what is known, what is decided, what was learnt."""
    found = get_object_or_404(breaches_for(request.user), pk=pk)
    user, now = request.user, timezone.now()
    steps: dict[str, forms.BaseForm] = {}
    if rules.may_work_on(user, found):
        steps["assess"] = AssessForm(_data(request, "assess"), instance=found)
    if rules.may_decide(user, found):
        steps["decide"] = DecideForm(_data(request, "decide"))
    if rules.may_close(user, found):
        steps["close"] = CloseForm(_data(request, "close"))
    acts: dict[str, Callable[..., None]] = {
        "assess": actions.assess_breach,
        "decide": actions.decide_breach,
        "close": actions.close_breach,
    }
    form = steps.get(request.POST.get("step", ""))
    if request.method == "POST" and form is None:
        require(rules.may_work_on(user, found))
        return redirect(found)
    if _done(form, acts, request, breach=found):
        return redirect(found)
    hours = found.hours_left(found.decided_at or now)
    context = {"breach": found, "steps": steps, "form": form, "hours": hours, "late": -hours}
    return render(request, "people/privacy/breach.html", context)


@asks
def complaint_new(request: SignedInRequest) -> HttpResponse:
    require(may_sit_at_a_desk(request.user))
    today = timezone.localdate()
    data = sent(request)
    form = ComplaintForm(data, initial={"received_on": today})
    made: list[Complaint] = []
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: made.append(
            actions.log_complaint(by=request.user, at=timezone.now(), **form.cleaned_data)
        ),
        about=request.user,
        at=timezone.now(),
    ):
        return redirect(made[0])
    return render(request, "people/privacy/complaint_new.html", {"form": form})


@asks
def complaint(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(complaints_for(request.user), pk=pk)
    user, today = request.user, timezone.localdate()
    steps: dict[str, forms.BaseForm] = {}
    if rules.may_acknowledge(user, found):
        data = _data(request, "acknowledge")
        steps["acknowledge"] = AcknowledgeForm(data, initial={"on": today})
    if rules.may_settle(user, found):
        steps["settle"] = SettleForm(_data(request, "settle"))
    acts: dict[str, Callable[..., None]] = {
        "acknowledge": actions.acknowledge,
        "settle": actions.settle,
    }
    form = steps.get(request.POST.get("step", ""))
    if request.method == "POST" and form is None:
        require(rules.may_answer(user, found))
        return redirect(found)
    if _done(form, acts, request, complaint=found):
        return redirect(found)
    left = (found.due_on - today).days
    context = {"complaint": found, "steps": steps, "form": form, "left": left}
    return render(request, "people/privacy/complaint.html", context)


def _data(request: SignedInRequest, step: str) -> Any:
    return request.POST if request.POST.get("step") == step else None


def _done(
    form: forms.BaseForm | None,
    acts: dict[str, Callable[..., None]],
    request: SignedInRequest,
    **thing: Any,
) -> bool:
    if form is None or not form.is_valid():
        return False
    act = acts[request.POST["step"]]
    said = form.cleaned_data
    return guarding.attempt(
        request,
        form,
        lambda: act(by=request.user, at=timezone.now(), **thing, **said),
        about=next(iter(thing.values())),
        at=timezone.now(),
    )
