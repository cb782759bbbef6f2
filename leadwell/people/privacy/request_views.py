"""A request about data: written down, its clock, its answer, and forgetting who asked for it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts import fresh
from leadwell.accounts.requests import SignedInRequest
from leadwell.people import guarding
from leadwell.people.models import ClockPause, SubjectRequest
from leadwell.people.privacy import actions, certificate, clocks, rules
from leadwell.people.privacy.access import erasures_for, people_for, requests_for, schools_for
from leadwell.people.privacy.forms import (
    AnswerForm,
    EraseForm,
    ExtendForm,
    PauseForm,
    RequestForm,
    ResumeForm,
)
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.refusals import attempt

FORMS = {"pause": PauseForm, "resume": ResumeForm, "extend": ExtendForm, "answer": AnswerForm}


@asks
def request_new(request: SignedInRequest) -> HttpResponse:
    require(rules.may_sit_at_a_desk(request.user))
    people = people_for(request.user)
    person = people.filter(pk=_number(request.GET.get("person"))).first()
    form = RequestForm(
        sent(request),
        people=people,
        schools=schools_for(request.user).filter(continued_by=None),
        today=timezone.localdate(),
        initial={"who": person.name if person else ""},
    )
    if form.is_valid():
        asked = form.instance
        if attempt(
            form,
            lambda: actions.log_request(request=asked, by=request.user, at=timezone.now()),
        ):
            messages.success(request, "Written down. The clock runs from the day it came.")
            return redirect("people:request", asked.pk)
    return render(request, "people/privacy/request_new.html", {"form": form})


@require_safe
def request_page(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


@require_POST
def request_pause(request: SignedInRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "pause", _pause)


@require_POST
def request_resume(request: SignedInRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "resume", _resume)


@require_POST
def request_extend(request: SignedInRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "extend", _extend)


@require_POST
def request_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    return _step(request, pk, "answer", _answer)


@asks
def erase(request: SignedInRequest, pk: int) -> HttpResponse:
    """What would go, what would stay and why; then, confirmed by the name, it is done."""
    found = _found(request, pk)
    require(rules.may_erase(request.user, found, on=timezone.localdate()))
    if not fresh.is_fresh(request):
        return fresh.confirm(request)
    assert found.person is not None  # the rule has looked
    form = EraseForm(sent(request), person=found.person)
    if form.is_valid():
        erasure = actions.erase(request=found, by=request.user, at=timezone.now())
        return redirect("people:erasure", erasure.pk)
    context = {
        "asked": found,
        "form": form,
        "groups": certificate.preview(found.person),
        "has_twin": people_for(request.user)
        .filter(name__iexact=found.person.name)
        .exclude(pk=found.person.pk)
        .exists(),
    }
    return render(request, "people/privacy/erase.html", context)


@require_safe
def erasure(request: SignedInRequest, pk: int) -> HttpResponse:
    """The certificate: what, how many, by which rule, who and when; no name."""
    found = get_object_or_404(erasures_for(request.user), pk=pk)
    context = {"erasure": found, "certificate": certificate.of(found)}
    return render(request, "people/privacy/erasure.html", context)


@require_safe
def erasure_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(erasures_for(request.user), pk=pk)
    return certificate.download(certificate.of(found), made_on=timezone.localdate())


def _step(
    request: SignedInRequest,
    pk: int,
    name: str,
    act: Callable[[SignedInRequest, SubjectRequest, dict[str, Any]], None],
) -> HttpResponse:
    """One of the small forms of a request's page; it comes back with its errors."""
    found = _found(request, pk)
    form = FORMS[name](request.POST)
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: act(request, found, form.cleaned_data),
        about=found,
        at=timezone.now(),
    ):
        messages.success(request, "Saved.")
        return redirect("people:request", pk)
    return _page(request, found, name, form)


def _pause(request: SignedInRequest, asked: SubjectRequest, said: dict[str, Any]) -> None:
    actions.pause_clock(request=asked, by=request.user, at=timezone.now(), **said)


def _resume(request: SignedInRequest, asked: SubjectRequest, said: dict[str, Any]) -> None:
    actions.resume_clock(
        request=asked, answered_on=said["heard_on"], by=request.user, at=timezone.now()
    )


def _extend(request: SignedInRequest, asked: SubjectRequest, said: dict[str, Any]) -> None:
    actions.extend(request=asked, by=request.user, at=timezone.now(), **said)


def _answer(request: SignedInRequest, asked: SubjectRequest, said: dict[str, Any]) -> None:
    actions.answer(request=asked, by=request.user, at=timezone.now(), **said)


def _page(
    request: SignedInRequest,
    asked: SubjectRequest,
    name: str = "",
    form: forms.Form | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    user = request.user
    open_to = [why for why in ClockPause.Why if rules.may_pause(user, asked, why)]
    may = {
        "pause": bool(open_to),
        "resume": bool(rules.may_resume(user, asked)),
        "extend": bool(rules.may_extend(user, asked, on=today)),
        "answer": bool(rules.may_answer(user, asked)),
    }
    steps = {
        each: form if each == name else made(initial={"asked_on": today, "heard_on": today})
        for each, made in FORMS.items()
        if may[each] or each == name
    }
    if isinstance(pause := steps.get("pause"), PauseForm):
        pause.offer(open_to)
    context = {
        "asked": asked,
        "clock": clocks.clock(asked, on=today),
        "is_maintained": bool(asked.school and clocks.is_maintained(asked.school)),
        "steps": steps,
        "form": form,
        "may_compile": rules.may_compile(user, asked),
        "may_erase": rules.may_erase(user, asked, on=today),
        "erasure": erasures_for(user).filter(request=asked.pk).first(),
    }
    return render(request, "people/privacy/request.html", context)


def _found(request: SignedInRequest, pk: int) -> SubjectRequest:
    return get_object_or_404(requests_for(request.user), pk=pk)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 12 else 0
