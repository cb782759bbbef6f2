"""The joint meeting: both views open, it comes to an end, the signature."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts import fresh
from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.models import Review
from leadwell.explore.reviewing import actions, rules
from leadwell.explore.reviewing import page as pages
from leadwell.explore.reviewing.actions import Said
from leadwell.explore.reviewing.agreeing_views import start_of
from leadwell.explore.reviewing.forms import SignForm
from leadwell.explore.reviewing.hashing import sha256
from leadwell.explore.reviewing.profile import profile_page
from leadwell.explore.reviewing.shelf import of_rubric
from leadwell.explore.reviewing.transitions import TRANSITIONS
from leadwell.explore.reviewing.views import review_or_404
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.refusals import attempt


@asks
def begin_meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """From now on both read both."""
    found = review_or_404(request, pk)
    require(rules.may_meet(request.user, found, on=timezone.localdate()))
    lede = (
        "From now on both views are read by both, and by whoever else may read the review. Open "
        "them when you sit together."
    )
    return _step(request, found, "meet", actions.meet, "explore:meeting", lede)


@require_safe
def meeting(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is two or more levels apart first; both originals stay beside what is agreed."""
    found = review_or_404(request, pk)
    if not found.is_revealed:
        return redirect(found)
    shown = pages.meeting_page(request.user, found)
    return render(request, "explore/reviewing/meeting.html", {"page": shown})


@require_POST
def agree_same(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where both say the same level, that is agreed, with the evidence of both."""
    found = review_or_404(request, pk)
    require(rules.may_agree_level(request.user, found))
    rubric = of_rubric(found.rubric)
    rows = [row for each in pages.domain_rows(request.user, found, rubric) for row in each.rows]
    same = [row.criterion.key for row in rows if row.is_same and row.agreed is None]
    for key in same:
        said = Said(criterion=key, **start_of(found, key))
        actions.agree_level(review=found, said=said, by=request.user, at=timezone.now())
    messages.success(request, f"{len(same)} taken over as both said.")
    return redirect("explore:meeting", pk)


@asks
def agree_review(request: SignedInRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    require(rules.may_agree(request.user, found))
    lede = "Then the head reads it and signs. Until then you can come back to the meeting."
    return _step(request, found, "agree", actions.agree, "explore:review", lede)


@asks
def reopen_review(request: SignedInRequest, pk: int) -> HttpResponse:
    found = review_or_404(request, pk)
    require(rules.may_reopen(request.user, found))
    return _step(request, found, "reopen", actions.reopen, "explore:meeting", "")


@asks
def sign_review(request: SignedInRequest, pk: int) -> HttpResponse:
    """By a head who has just shown again who they are, under the words that are on the page."""
    found = review_or_404(request, pk)
    require(rules.may_sign(request.user, found))
    if not fresh.is_fresh(request):
        return fresh.confirm(request)
    form = SignForm(sent(request), initial={"shown": sha256(found)})
    if form.is_valid() and attempt(
        form,
        lambda: actions.sign(
            review=found, shown=form.cleaned_data["shown"],
            authenticated_at=fresh.proved_at(request), by=request.user, at=timezone.now(),
        ),
    ):  # fmt: skip
        messages.success(request, "Signed. It stays as it is, and can be printed on one side.")
        return redirect("explore:profile", pk)
    context = {
        "page": profile_page(request.user, found, timezone.localdate()), "form": form,
        "statement": actions.statement(found), "button": TRANSITIONS["sign"].button,
    }  # fmt: skip
    return render(request, "explore/reviewing/sign.html", context)


def _step(
    request: SignedInRequest, found: Review, verb: str, act: Callable[..., Any], then: str,
    lede: str,
) -> HttpResponse:  # fmt: skip
    form, button = django_forms.Form(sent(request)), TRANSITIONS[verb].button
    if form.is_valid() and attempt(
        form, lambda: act(review=found, by=request.user, at=timezone.now())
    ):
        messages.success(request, "Saved.")
        return redirect(then, found.pk)
    back = Back(found.get_absolute_url(), str(found))
    return form_page(request, form, back=back, heading=button, button=button, lede=lede)
