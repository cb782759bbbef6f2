"""The joint meeting: both views open, what is agreed of each criterion, headlines, the signature."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts import fresh
from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.models import Review
from leadwell.explore.reviewing import access, actions, guarding, rules
from leadwell.explore.reviewing import page as pages
from leadwell.explore.reviewing.actions import Said
from leadwell.explore.reviewing.forms import AgreeLevelForm, HeadlinesForm, SignForm
from leadwell.explore.reviewing.hashing import sha256
from leadwell.explore.reviewing.profile import profile_page
from leadwell.explore.reviewing.shelf import of_rubric
from leadwell.explore.reviewing.transitions import TRANSITIONS
from leadwell.explore.reviewing.views import review_or_404
from leadwell.lib import guard
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.refusals import attempt

MOST_WORDS = 300


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


@asks
def agree_level(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """One criterion, with both views before one's eyes."""
    found = review_or_404(request, pk)
    require(rules.may_agree_level(request.user, found))
    row = _row_or_404(request, found, slug)
    form = AgreeLevelForm(
        sent(request), criterion=row.criterion, on=found.opened_on, initial=_start(found, slug)
    )
    is_sent = form.is_valid()
    warned = _warned(request, found, (form.said.text, form.said.success)) if is_sent else []
    if is_sent and not _stops(request, warned) and attempt(
        form,
        lambda: actions.agree_level(
            review=found, said=form.said, passed=guard.count(warned), by=request.user,
            at=timezone.now(),
        ),
    ):  # fmt: skip
        messages.success(request, f"Agreed: {row.criterion.title}.")
        return redirect("explore:meeting", pk)
    context = {
        "row": row,
        "form": form,
        "group": form.groups[0],
        "found": warned if is_sent else [],
    }
    return _guarded(request, found, context, "agree_level")


@require_POST
def agree_same(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where both say the same level, that is agreed, with the evidence of both."""
    found = review_or_404(request, pk)
    require(rules.may_agree_level(request.user, found))
    rubric = of_rubric(found.rubric)
    rows = [row for each in pages.domain_rows(request.user, found, rubric) for row in each.rows]
    same = [row.criterion.key for row in rows if row.is_same and row.agreed is None]
    for key in same:
        said = Said(criterion=key, **_start(found, key))
        actions.agree_level(review=found, said=said, by=request.user, at=timezone.now())
    messages.success(request, f"{len(same)} taken over as both said.")
    return redirect("explore:meeting", pk)


@asks
def headlines(request: SignedInRequest, pk: int) -> HttpResponse:
    """Strengths to share and at most three needs."""
    found = review_or_404(request, pk)
    require(rules.may_write_headlines(request.user, found))
    form = HeadlinesForm(
        sent(request), criteria=of_rubric(found.rubric).criteria, headlines=found.headlines.all()
    )
    is_sent = form.is_valid()
    texts = [*form.strengths, *(text for text, _ in form.needs)] if is_sent else []
    warned = _warned(request, found, texts)
    if is_sent and not _stops(request, warned) and attempt(
        form,
        lambda: actions.write_headlines(
            review=found, strengths=form.strengths, needs=form.needs, passed=guard.count(warned),
            by=request.user, at=timezone.now(),
        ),
    ):  # fmt: skip
        messages.success(request, "Saved.")
        return redirect("explore:meeting", pk)
    context = {"form": form, "found": warned}
    return _guarded(request, found, context, "headlines")


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


def _row_or_404(request: SignedInRequest, found: Review, slug: str) -> pages.Row:
    rubric = of_rubric(found.rubric)
    rows = (row for each in pages.domain_rows(request.user, found, rubric) for row in each.rows)
    row = next((row for row in rows if row.criterion.key == slug), None)
    if row is None:
        raise Http404
    return row


def _start(found: Review, key: str) -> dict[str, Any]:
    """What is agreed of it already; else the evidence of both views, and their level where it is
    the same."""
    if agreed := found.agreed.filter(criterion=key).first():
        names = ("level", "evidence", "text", "need", "success")
        return {name: getattr(agreed, name) for name in names}
    both = [one for view in found.views.all() for one in view.ratings.filter(criterion=key)]
    levels = {one.level for one in both}
    texts = list(dict.fromkeys(one.text for one in both if one.text))
    start: dict[str, Any] = {
        "evidence": sorted({kind for one in both for kind in one.evidence}),
        "text": " / ".join(texts)[:MOST_WORDS],
        "need": next((one.need for one in both if one.need), ""),
        "success": next((one.success for one in both if one.success), ""),
    }
    return start | ({"level": levels.pop()} if len(levels) == 1 else {})


def _warned(request: SignedInRequest, found: Review, texts: Iterable[str]) -> list[guard.Found]:
    today = timezone.localdate()
    names = access.people_of(found.standing_school, on=today)
    return guarding.found_in(texts, names=names, on=today)


def _stops(request: SignedInRequest, warned: list[guard.Found]) -> bool:
    """Whether there is something to be read first."""
    return bool(warned) and not guarding.is_read(request)


def _guarded(
    request: SignedInRequest, found: Review, context: dict[str, Any], name: str
) -> HttpResponse:
    today = timezone.localdate()
    names = access.people_of(found.standing_school, on=today)
    guarded = {"review": found, "guarded": guarding.for_page(names=names, on=today)}
    return render(request, f"explore/reviewing/{name}.html", context | guarded)
