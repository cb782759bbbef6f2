"""How much is asked of schools, and what they say is asked of them besides."""

from copy import copy
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.models import Initiative
from leadwell.explore.radar import access, actions, files, rules
from leadwell.explore.radar.asked_page import SchoolPage, school_page
from leadwell.explore.radar.forms import (
    ASKED,
    EndForm,
    InitiativeForm,
    ReasonForm,
    WholeForm,
    blank,
)
from leadwell.explore.radar.limits import limits
from leadwell.explore.radar.page import WhichForm, radar_page
from leadwell.explore.radar.transitions import TRANSITIONS
from leadwell.lib import academic_year as years
from leadwell.people import guarding
from leadwell.people.access import holds, programmes_for
from leadwell.people.permissions import Operation
from leadwell.schools.models import School
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.refusals import attempt


@require_safe
def radar(request: SignedInRequest) -> HttpResponse:
    """Of the schools somebody looks after: A to Z, or the most asked of first."""
    form = _which(request)
    found = radar_page(form, number=request.GET.get("page", ""))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "found": found, "form": form, "asked": asked.urlencode(), "limits": limits(),
    }  # fmt: skip
    return render(request, "explore/radar/radar.html", context)


@require_safe
def radar_file(request: SignedInRequest, ending: str) -> HttpResponseBase:
    return files.radar_file(_which(request), ending)


@require_safe
def asked(request: SignedInRequest, urn: int) -> HttpResponse:
    """One school: when it is asked how much, and by what."""
    context = {"page": _page(request, urn), "limits": limits()}
    return render(request, "explore/radar/asked.html", context)


@require_safe
def asked_file(request: SignedInRequest, urn: int, ending: str) -> HttpResponseBase:
    return files.school_file(_page(request, urn), ending)


@asks
def declare(request: SignedInRequest, urn: int) -> HttpResponse:
    """Something that is not run here."""
    school, today = _school_or_404(request, urn), timezone.localdate()
    require(rules.may_declare(request.user, school, on=today))
    form = InitiativeForm(sent(request), instance=blank(school, today))
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.declare_initiative(
            school=school, by=request.user, at=timezone.now(), **_asked_in(form)
        ),
        about=school,
        whose=school,
        at=timezone.now(),
    ):
        messages.success(request, "It is in the list, and counted.")
        return redirect("explore:asked", school.urn)
    return form_page(
        request, form, back=_back(school), heading="What else is asked of the school?",
        button="Put it in the list",
        lede="Anything that asks days of staff and is not run here, now or planned.",
    )  # fmt: skip


@require_POST
def whole(request: SignedInRequest, urn: int) -> HttpResponse:
    """These are all, or there are none."""
    school = _school_or_404(request, urn)
    require(rules.may_declare(request.user, school, on=timezone.localdate()))
    form = WholeForm(request.POST)
    if form.is_valid() and attempt(
        form,
        lambda: actions.say_list_is_whole(
            school=school, n_listed=form.cleaned_data["n_listed"], by=request.user,
            at=timezone.now(),
        ),
    ):  # fmt: skip
        messages.success(request, "Thank you. It is noted with the day.")
    else:
        messages.error(request, "The list has changed meanwhile. Look at it again.")
    return redirect("explore:asked", school.urn)


@asks
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    found, today = _initiative_or_404(request, pk), timezone.localdate()
    require(rules.may_change(request.user, found, on=today))
    form = InitiativeForm(sent(request), instance=copy(found))
    act = partial(actions.change_initiative, initiative=found, by=request.user)
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: act(at=timezone.now(), **_asked_in(form)),
        about=found,
        whose=found.standing_school,
        at=timezone.now(),
    ):
        return _done(request, found, "Saved.")
    button = TRANSITIONS["change"].button
    return form_page(
        request, form, back=_back(found.standing_school), heading=f"Change {found}", button=button
    )


@asks
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    found, today = _initiative_or_404(request, pk), timezone.localdate()
    require(rules.may_end(request.user, found, on=today))
    form = EndForm(sent(request), initiative=found)
    act = partial(actions.end_initiative, initiative=found, by=request.user)
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: act(at=timezone.now(), **form.cleaned_data),
        about=found,
        whose=found.standing_school,
        at=timezone.now(),
    ):
        return _done(request, found, "It asks nothing after that day.")
    return form_page(
        request, form, back=_back(found.standing_school), heading=f"{found} ended early",
        button=TRANSITIONS["end"].button,
    )  # fmt: skip


@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """It never was."""
    found = _initiative_or_404(request, pk)
    actions.take_back_initiative(initiative=found, by=request.user, at=timezone.now())
    return _done(request, found, "It counts nowhere any more.")


@require_safe
def reasons(request: SignedInRequest, code: str) -> HttpResponse:
    """What the board of a programme reads: schools asked although much was asked of them."""
    programme = get_object_or_404(programmes_for(request.user), code=code)
    require(rules.may_read_reasons(request.user, programme))
    context = {
        "programme": programme,
        "reasons": access.reasons_of(request.user, programme),
        "sees_radar": holds(request.user, "initiative", Operation.READ, on=programme),
    }
    return render(request, "explore/radar/reasons.html", context)


@asks
def reason(request: SignedInRequest, code: str, urn: int) -> HttpResponse:
    """Why a school goes on all the same."""
    programme = get_object_or_404(programmes_for(request.user), code=code)
    require(rules.may_give_reasons(request.user, programme))
    school = _school_or_404(request, urn)
    require(rules.may_give_reason(request.user, programme, school, on=timezone.localdate()))
    form = ReasonForm(sent(request))
    act = partial(actions.give_reason, programme=programme, school=school, by=request.user)
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: act(at=timezone.now(), **form.cleaned_data),
        about=programme,
        whose=school,
        at=timezone.now(),
    ):
        messages.success(request, "The board of the programme can read it now.")
        return redirect("explore:overload", programme.code)
    return form_page(
        request, form, back=_back(school), heading=f"{school} in {programme}",
        button="Give this reason",
    )  # fmt: skip


def _which(request: SignedInRequest) -> WhichForm:
    return WhichForm(request.GET, user=request.user, on=timezone.localdate())


def _page(request: SignedInRequest, urn: int) -> SchoolPage:
    today = timezone.localdate()
    year = years.of(today) + (request.GET.get("year") == "next")
    return school_page(request.user, _school_or_404(request, urn), today, academic_year=year)


def _school_or_404(request: SignedInRequest, urn: int) -> School:
    """Under any number it ever had."""
    return get_object_or_404(access.schools_for(request.user), entries__urn=urn)


def _initiative_or_404(request: SignedInRequest, pk: int) -> Initiative:
    seen = access.initiatives_for(request.user).select_related("school__continued_by")
    return get_object_or_404(seen, pk=pk)


def _asked_in(form: InitiativeForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ASKED}


def _back(school: School) -> Back:
    return Back(Initiative(school=school).get_absolute_url(), f"What is asked of {school}")


def _done(request: SignedInRequest, initiative: Initiative, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(initiative)
