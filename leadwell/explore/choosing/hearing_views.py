"""What else is asked of a school that is put forward, as its programme heard of it."""

from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.choosing import access, actions, rules
from leadwell.explore.models import Candidate, Initiative
from leadwell.explore.radar.forms import ASKED, TOLD, HeardForm, InitiativeForm, blank
from leadwell.explore.radar.transitions import TRANSITIONS
from leadwell.people import guarding
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent

LEDE = (
    "Anything that asks days of the school’s staff and is not run here, now or planned. It counts at "
    "once. The school’s head reads it with who said so, and puts it right."
)


@asks
def hear(request: SignedInRequest, pk: int) -> HttpResponse:
    """Something that is not run here, with who said so."""
    found = _candidate_or_404(request, pk)
    require(rules.may_hear_of(request.user, found))
    about = blank(found.standing_school, timezone.localdate(), heard_for=found)
    form = HeardForm(sent(request), instance=about)
    act = partial(actions.hear_of, candidate=found, by=request.user)
    names = (*ASKED, *TOLD)
    if _sent_off(request, form, found, lambda: act(at=timezone.now(), **_said(form, names))):
        return _done(request, found, "It is in the school’s list, and counted.")
    return form_page(
        request, form, back=_back(found), lede=LEDE, button="Put it in the school’s list",
        heading=f"What else is asked of {found.standing_school}?",
    )  # fmt: skip


@asks
def change_heard(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    found, one = _heard_or_404(request, pk, number)
    require(rules.may_change_heard(request.user, one))
    form = InitiativeForm(sent(request), instance=copy(one))
    act = partial(actions.change_heard, initiative=one, by=request.user)
    if _sent_off(request, form, found, lambda: act(at=timezone.now(), **_said(form, ASKED))):
        return _done(request, found, "Saved.")
    return form_page(
        request,
        form,
        back=_back(found),
        heading=f"Change {one}",
        button=TRANSITIONS["change"].button,
    )


@require_POST
def take_back_heard(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """It never was."""
    found, one = _heard_or_404(request, pk, number)
    actions.take_back_heard(initiative=one, by=request.user, at=timezone.now())
    return _done(request, found, "It counts nowhere any more.")


def _candidate_or_404(request: SignedInRequest, pk: int) -> Candidate:
    seen = access.candidates_for(request.user, key=access.HEARD)
    return get_object_or_404(seen.at_hand(), pk=pk)


def _heard_or_404(request: SignedInRequest, pk: int, number: int) -> tuple[Candidate, Initiative]:
    """Who may not write anything down is told so before it is asked whether there is one."""
    found = _candidate_or_404(request, pk)
    require(rules.may_hear_of(request.user, found))
    heard = found.heard.select_related("school__continued_by", "heard_for__programme")
    return found, get_object_or_404(heard, pk=number)


def _sent_off(
    request: SignedInRequest, form: InitiativeForm, found: Candidate, act: Callable[[], object]
) -> bool:
    return form.is_valid() and guarding.attempt(
        request, form, act, about=found, whose=found.standing_school, at=timezone.now()
    )


def _said(form: InitiativeForm, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}


def _back(found: Candidate) -> Back:
    return Back(found.get_absolute_url(), f"{found.standing_school} for {found.programme}")


def _done(request: SignedInRequest, found: Candidate, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(found)
