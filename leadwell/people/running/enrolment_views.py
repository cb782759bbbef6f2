"""Pages of one school's part in a programme."""

from copy import copy

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.people import access
from leadwell.people.phrased import asked
from leadwell.people.running import actions, page, rules
from leadwell.people.running.enrolment_forms import EnrolForm, LeaveForm, PlaceForm, StageForm
from leadwell.programmes.models import Enrolment
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent


@asks
def enrol(request: SignedInRequest, code: str) -> HttpResponse:
    """Take the school ?urn= into the programme, once everything about it is confirmed."""
    programme = get_object_or_404(access.programmes_for(request.user), code=code)
    require(rules.may_enrol(request.user, programme))
    urn = request.GET.get("urn", "")
    school = urn.isdecimal() and access.schools_for(request.user).filter(entries__urn=urn).first()
    if not school:
        return redirect("reporting:find-school", code)
    today = timezone.localdate()
    blank = Enrolment(programme=programme, school=school)
    start = {"joined_on": max(today, programme.starts_on)}
    form = EnrolForm(sent(request), instance=copy(blank), initial=start)
    may = rules.may_enrol_school(request.user, programme, school)
    if may and form.is_valid():
        made = actions.enrol_school(
            programme=programme, school=school, by=request.user, at=timezone.now(),
            **form.cleaned_data,
        )  # fmt: skip
        messages.success(request, f"{school} is in {programme} now.")
        return redirect(made)
    elsewhere = page.is_elsewhere(programme, school, today)
    context = {"form": form, "programme": programme, "school": school, "may": may}
    return render(request, "people/running/enrol.html", context | {"is_elsewhere": elsewhere})


@require_safe
def enrolment(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far the school is, who its people are, and what was promised."""
    found = _enrolment_or_404(request, pk)
    about = page.about(request.user, found, timezone.localdate())
    return render(request, "people/running/enrolment.html", {"page": about})


@asks
def begin_stage(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _changeable_or_404(request, pk)
    form = StageForm(sent(request), enrolment=found, today=timezone.localdate())
    if form.is_valid():
        stage = form.cleaned_data["stage"]
        if may := rules.may_begin_stage(request.user, found, stage):
            actions.begin_stage(
                enrolment=found, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, f"{found.standing_school}: {stage.label} begins.")
            return redirect(found)
        form.add_error("stage", may.reason)
    heading = f"Begin the next stage at {found.standing_school}"
    return _asked(request, form, found, heading, "Begin this stage")


@asks
def change_place(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its hub, whether it is a target or a partner school, and the days of support agreed."""
    found = _changeable_or_404(request, pk)
    form = PlaceForm(sent(request), instance=copy(found))
    if form.is_valid():
        actions.change_enrolment(
            enrolment=found, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, "Saved.")
        return redirect(found)
    return _asked(request, form, found, f"The place of {found.standing_school}", "Save")


@asks
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    """The school leaves the programme, with a reason; what was written stays."""
    found = _changeable_or_404(request, pk)
    form = LeaveForm(sent(request), instance=copy(found))
    if form.is_valid():
        actions.leave_programme(
            enrolment=found,
            last_day=form.cleaned_data["left_on"],
            why=Enrolment.WhyLeft(form.cleaned_data["why_left"]),
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, f"{found.standing_school} leaves {found.programme}.")
        return redirect(found)
    heading = f"{found.standing_school} leaves {found.programme}"
    return _asked(request, form, found, heading, "The school leaves")


def _asked(
    request: SignedInRequest, form: BaseForm, found: Enrolment, heading: str, button: str
) -> HttpResponse:
    back = Back(found.get_absolute_url(), f"{found.standing_school} in {found.programme}")
    return form_page(request, form, back=back, heading=heading, button=button)


def _enrolment_or_404(request: SignedInRequest, pk: int) -> Enrolment:
    for found in asked(page.seen, request.user, timezone.localdate(), pk):
        return found
    raise Http404


def _changeable_or_404(request: SignedInRequest, pk: int) -> Enrolment:
    found = _enrolment_or_404(request, pk)
    require(rules.may_change_enrolment(request.user, found))
    return found
