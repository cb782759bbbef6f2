"""One school that is put forward: what is known of it, and each step it goes."""

from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.models import User
from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.choosing import access, actions, forms, others, page, rules, screening
from leadwell.explore.choosing import figures as published
from leadwell.explore.choosing.need import COLUMNS, need_of
from leadwell.explore.choosing.transitions import BESIDE, TRANSITIONS
from leadwell.explore.models import Candidate
from leadwell.explore.models.candidate import ANSWERED
from leadwell.explore.radar.forms import ReasonForm
from leadwell.lib import travel
from leadwell.lib.verdict import Verdict
from leadwell.people import guarding
from leadwell.people.roles.views import site
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent

Rule = Callable[[User, Candidate], Verdict]


@require_safe
def candidate(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is known of it, how far it is, and why."""
    found = candidate_or_404(request, pk)
    need = need_of(found.standing_school.pk, published.measures_of(found.programme))
    context = {
        "candidate": found,
        "page": page.candidate_page(request.user, found, timezone.localdate()),
        "need": need,
        "columns": COLUMNS,
        "formula": travel.FORMULA,
    }
    return render(request, "explore/choosing/candidate.html", context)


@asks
def screen(request: SignedInRequest, pk: int) -> HttpResponse:
    found = candidate_or_404(request, pk)
    require(rules.may_screen(request.user, found, on=timezone.localdate()))
    form = django_forms.Form(sent(request))
    lede = "Its published results are looked at by the rules of the fund."
    return _asked(request, found, form, actions.screen, TRANSITIONS["screen"].button, lede)


@asks
def head_told(request: SignedInRequest, pk: int) -> HttpResponse:
    found = candidate_or_404(request, pk)
    require(rules.may_say_head_told(request.user, found))
    form = forms.HeadToldForm(sent(request), today=timezone.localdate())
    return _asked(request, found, form, actions.say_head_told, BESIDE["say_head_told"].button)


@asks
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its hub, its part and what is known of it locally."""
    found = candidate_or_404(request, pk)
    require(rules.may_change(request.user, found))
    form = forms.ChangeForm(sent(request), instance=copy(found), hubs=found.programme.hubs.all())
    return _asked(request, found, form, actions.change_candidate, BESIDE["change"].button)


@asks
def all_the_same(request: SignedInRequest, pk: int) -> HttpResponse:
    """Why it is chosen although much would be asked of it."""
    found = candidate_or_404(request, pk)
    require(rules.may_say_all_the_same(request.user, found))
    form = ReasonForm(sent(request))
    return _asked(request, found, form, actions.say_all_the_same, "Give this reason")


@asks
def find(request: SignedInRequest, pk: int) -> HttpResponse:
    """What screening found: figures decide what they can, a person the rest."""
    found = candidate_or_404(request, pk)
    require(rules.may_find(request.user, found))
    seen = screening.look(found)
    form = forms.FindForm(sent(request), seen=seen, intelligence=found.intelligence)
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.find(
            candidate=found, by=request.user, at=timezone.now(), **form.fields_to_save
        ),
        about=found,
        whose=found.standing_school,
        at=timezone.now(),
    ):
        messages.success(request, "Saved.")
        return redirect(found)
    context = {
        "form": form, "seen": seen, "candidate": found, "columns": COLUMNS,
        "decided": [line for line in seen.lines if not line.wants_a_person],
        "back": _back(found), "heading": f"What was found of {found.standing_school}?",
        "button": "Save what was found",
    }  # fmt: skip
    return render(request, "explore/choosing/find.html", context)


@asks
def assess(request: SignedInRequest, pk: int) -> HttpResponse:
    """The eight questions, with the answers of the time before."""
    found = candidate_or_404(request, pk)
    require(rules.may_assess(request.user, found))
    form = forms.AssessForm(
        sent(request), candidate=found, before=rules.newest(found), today=timezone.localdate(),
        sent=page.sent_of(found),
    )  # fmt: skip
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.assess(candidate=found, said=form.said, by=request.user, at=timezone.now()),
        about=found,
        whose=found.standing_school,
        at=timezone.now(),
    ):
        messages.success(request, "Saved.")
        return redirect(found)
    return _with_others(request, found, form, f"Is {found.standing_school} ready?")


@asks
def ask_again(request: SignedInRequest, pk: int) -> HttpResponse:
    """The three that change from term to term."""
    found = candidate_or_404(request, pk)
    require(rules.may_ask_again(request.user, found))
    before = rules.newest(found)
    form = forms.AskAgainForm(sent(request), instance=copy(before))
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.ask_again(
            candidate=found, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        about=found,
        whose=found.standing_school,
        at=timezone.now(),
    ):
        messages.success(request, "Saved.")
        return redirect(found)
    return _with_others(request, found, form, f"Is {found.standing_school} still ready?")


@asks
def promise_support(request: SignedInRequest, pk: int) -> HttpResponse:
    found = candidate_or_404(request, pk)
    require(rules.may_promise_support(request.user, found))
    form = forms.SupportForm(sent(request))
    button = BESIDE["promise_support"].button
    return _asked(request, found, form, actions.promise_support, button)


@asks
def waive(request: SignedInRequest, pk: int) -> HttpResponse:
    """For the board, which reads what is Red and no more of it."""
    found = candidate_or_404(request, pk, of_board=True)
    require(rules.may_waive(request.user, found))
    form = forms.WaiveForm(sent(request))
    newest = rules.newest(found)
    red = [one["why"] for one in newest.findings if one["colour"] == "red"] if newest else []
    back = Back(
        reverse("explore:set", args=[found.programme.code]), f"The set of {found.programme}"
    )
    return _asked(request, found, form, actions.waive, BESIDE["waive"].button, "; ".join(red), back)


@asks
def with_reason(
    request: SignedInRequest, pk: int, verb: str, act: Callable[..., Any], may: Rule
) -> HttpResponse:
    """A step that wants no more than its reason. Of an answer the head is written to as well."""
    found = candidate_or_404(request, pk)
    require(may(request.user, found))
    form = forms.ReasonForm(sent(request))
    if TRANSITIONS[verb].after in ANSWERED:
        act = partial(act, site=site(request))
    return _asked(request, found, form, act, TRANSITIONS[verb].button)


def candidate_or_404(request: SignedInRequest, pk: int, *, of_board: bool = False) -> Candidate:
    """of_board: also for whoever reads the set alone."""
    leaving_out = access.COUNTS_TOO if of_board else frozenset()
    seen = access.candidates_for(request.user, leaving_out=leaving_out)
    return get_object_or_404(seen.at_hand(), pk=pk)


def _asked(
    request: SignedInRequest,
    found: Candidate,
    form: django_forms.BaseForm,
    act: Callable[..., Any],
    heading: str,
    lede: str = "",
    back: Back | None = None,
) -> HttpResponse:
    """A form whose fields are what the action takes."""
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: act(candidate=found, by=request.user, at=timezone.now(), **form.cleaned_data),
        about=found,
        whose=found.standing_school,
        at=timezone.now(),
    ):
        messages.success(request, "Saved.")
        return redirect(back.url if back else found.get_absolute_url())
    return form_page(
        request, form, back=back or _back(found), lede=lede,
        heading=f"{found.standing_school}: {heading[:1].lower() + heading[1:]}", button=heading,
    )  # fmt: skip


def _with_others(
    request: SignedInRequest, found: Candidate, form: django_forms.BaseForm, heading: str
) -> HttpResponse:
    context = {
        "form": form, "back": _back(found), "heading": heading, "button": "Save the answers",
        "others": others.others_of(found, on=timezone.localdate()),
        "is_whole": others.is_list_whole(found, on=timezone.localdate()),
    }  # fmt: skip
    return render(request, "explore/choosing/assess.html", context)


def _back(found: Candidate) -> Back:
    return Back(found.get_absolute_url(), f"{found.standing_school} for {found.programme}")
