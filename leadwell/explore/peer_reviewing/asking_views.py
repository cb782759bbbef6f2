"""The pages of a peer review that ask something: with the guard where there are free words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.models import PeerFinding, PeerReview
from leadwell.explore.peer_reviewing import access
from leadwell.explore.peer_reviewing.transitions import TRANSITIONS
from leadwell.explore.reviewing.access import people_of
from leadwell.lib import guard
from leadwell.people import guarding
from leadwell.people.drafts.one_page_views import KeptForm
from leadwell.schools.models import School
from leadwell.web.asking import Back, form_page, sent
from leadwell.web.refusals import attempt


@dataclass(frozen=True, slots=True)
class Question:
    """then: where one is afterwards; "" for the page of what was made. said: what one is told there. about: whose people nobody
    should name in free words."""

    heading: str
    back: Back
    about: School
    then: str
    lede: str = ""
    button: str = "Save"
    said: str = "Saved."


def review_or_404(request: SignedInRequest, pk: int) -> PeerReview:
    return get_object_or_404(access.reviews_for(request.user).at_hand(), pk=pk)


def finding_or_404(request: SignedInRequest, pk: int) -> PeerFinding:
    found = access.findings_seen_by(request.user).select_related(
        "review__enrolment__programme", "review__enrolment__school__continued_by", "answer"
    )
    return get_object_or_404(found, pk=pk)


def back_to(review: PeerReview) -> Back:
    return Back(review.get_absolute_url(), str(review))


def ask(
    request: SignedInRequest,
    form: forms.Form,
    question: Question,
    act: Callable[[dict[str, int]], Any],
    *,
    free: Iterable[str] | None = None,
    kept: KeptForm[Any] | None = None,
) -> HttpResponse:
    """The form, until it is sent and nothing stands against it. act: is given how many warnings
    of which kind were read. free: the fields with free words; all of them where none is named.
    kept: the same form, where it is kept while it is written."""
    today = timezone.localdate()
    names = people_of(question.about, on=today)
    is_sent = form.is_valid()
    texts = [form.cleaned_data.get(name) for name in free or form.fields] if is_sent else []
    warned = guarding.found_in(texts, names=names, on=today)
    stops = bool(warned) and not guarding.is_read(request)
    made: list[Any] = []
    if is_sent and not stops and attempt(form, lambda: made.append(act(guard.count(warned)))):
        if kept:
            kept.done(request, question.said)
        else:
            messages.success(request, question.said)
        return redirect(question.then or made[0])
    context = {
        "form": form, "question": question, "found": warned, "kept": kept,
        "guarded": guarding.for_page(names=names, on=today),
    }  # fmt: skip
    return render(request, "explore/peer_reviewing/write.html", context)


def step(
    request: SignedInRequest, review: PeerReview, verb: str, act: Callable[..., Any], lede: str
) -> HttpResponse:
    """A press, with what it means before one's eyes."""
    form, button = forms.Form(sent(request)), TRANSITIONS[verb].button
    if form.is_valid() and attempt(
        form, lambda: act(review=review, by=request.user, at=timezone.now())
    ):
        messages.success(request, "Saved.")
        return redirect(review)
    return form_page(request, form, back=back_to(review), heading=button, button=button, lede=lede)
