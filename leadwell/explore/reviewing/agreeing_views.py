"""What is written in the joint meeting: a level of each criterion, strengths and headline needs. Each
form is kept while it is written."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.models import Review
from leadwell.explore.reviewing import access, actions, rules
from leadwell.explore.reviewing import page as pages
from leadwell.explore.reviewing.forms import AgreeLevelForm, HeadlinesForm
from leadwell.explore.reviewing.shelf import of_rubric
from leadwell.explore.reviewing.views import review_or_404
from leadwell.lib import guard
from leadwell.people import guarding
from leadwell.people.drafts.one_page_views import Addresses, KeptForm, hold
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.refusals import attempt
from leadwell.web.templatetags.leadwell import moment

MOST_WORDS = 300
LEVEL, HEADLINES = "agreed-level", "review-headlines"
"""Names of the drafts."""


@asks
def agree_level(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """One criterion, with both views before one's eyes."""
    found, row = _level_or_404(request, pk, slug)
    hold(request, lambda: actions.locked(found))
    kept, then = _kept_level(request, found, row), reverse("explore:meeting", args=[pk])
    if answer := kept.taken(request, then=then):
        return answer
    form = kept.form(sent(request))
    is_sent = form.is_valid()
    warned = _warned(found, (form.said.text, form.said.success)) if is_sent else []
    if is_sent and not _stops(request, warned) and attempt(
        form,
        lambda: actions.agree_level(
            review=found, said=form.said, passed=guard.count(warned), by=request.user,
            at=timezone.now(),
        ),
    ):  # fmt: skip
        kept.done(request, f"Agreed: {row.criterion.title}.")
        return redirect(then)
    context = {"row": row, "form": form, "group": form.groups[0], "found": warned, "kept": kept}
    return _guarded(request, found, context, "agree_level")


@require_POST
def keep_level(request: SignedInRequest, pk: int, slug: str) -> JsonResponse:
    found, row = _level_or_404(request, pk, slug)
    return _kept_level(request, found, row).keep(request)


@asks
def choose_level(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    found, row = _level_or_404(request, pk, slug)
    heading = f"{row.criterion.title}: agree a level"
    return _kept_level(request, found, row).choose(request, heading)


@asks
def headlines(request: SignedInRequest, pk: int) -> HttpResponse:
    """Strengths to share and at most three needs."""
    found, then = _headlines_or_404(request, pk), reverse("explore:meeting", args=[pk])
    hold(request, lambda: actions.locked(found))
    kept = _kept_headlines(request, found)
    if answer := kept.taken(request, then=then):
        return answer
    form = kept.form(sent(request))
    is_sent = form.is_valid()
    texts = [*form.strengths, *(text for text, _ in form.needs)] if is_sent else []
    warned = _warned(found, texts)
    if is_sent and not _stops(request, warned) and attempt(
        form,
        lambda: actions.write_headlines(
            review=found, strengths=form.strengths, needs=form.needs, passed=guard.count(warned),
            by=request.user, at=timezone.now(),
        ),
    ):  # fmt: skip
        kept.done(request, "Saved.")
        return redirect(then)
    return _guarded(request, found, {"form": form, "found": warned, "kept": kept}, "headlines")


@require_POST
def keep_headlines(request: SignedInRequest, pk: int) -> JsonResponse:
    return _kept_headlines(request, _headlines_or_404(request, pk)).keep(request)


@asks
def choose_headlines(request: SignedInRequest, pk: int) -> HttpResponse:
    kept = _kept_headlines(request, _headlines_or_404(request, pk))
    return kept.choose(request, "Strengths and headline needs")


def _level_or_404(request: SignedInRequest, pk: int, slug: str) -> tuple[Review, pages.Row]:
    """The review and the criterion, for whom may agree on it."""
    found = review_or_404(request, pk)
    require(rules.may_agree_level(request.user, found))
    rubric = of_rubric(found.rubric)
    rows = (row for each in pages.domain_rows(request.user, found, rubric) for row in each.rows)
    row = next((row for row in rows if row.criterion.key == slug), None)
    if row is None:
        raise Http404
    return found, row


def _kept_level(
    request: SignedInRequest, found: Review, row: pages.Row
) -> KeptForm[AgreeLevelForm]:
    key = row.criterion.key
    nth = [each.key for each in of_rubric(found.rubric).criteria].index(key)  # keys may be long
    agreed = found.agreed.filter(criterion=key).select_related("by").first()
    start = start_of(found, key)
    return KeptForm(
        request.user, LEVEL, f"{found.pk}/{nth}",
        make=lambda data: AgreeLevelForm(
            data, criterion=row.criterion, on=found.opened_on, initial=start
        ),
        at=Addresses.of("explore:agree-level", "level", found.pk, key),
        saved_says=f"Agreed by {agreed.by}, {moment(agreed.at)}" if agreed else "",
    )  # fmt: skip


def _headlines_or_404(request: SignedInRequest, pk: int) -> Review:
    found = review_or_404(request, pk)
    require(rules.may_write_headlines(request.user, found))
    return found


def _kept_headlines(request: SignedInRequest, found: Review) -> KeptForm[HeadlinesForm]:
    saved, criteria = list(found.headlines.all()), of_rubric(found.rubric).criteria
    step = found.steps.filter(verb="write_headlines").select_related("by").last()
    return KeptForm(
        request.user, HEADLINES, found.pk,
        make=lambda data: HeadlinesForm(data, criteria=criteria, headlines=saved),
        at=Addresses.of("explore:headlines", "headlines", found.pk),
        saved_says=f"Saved by {step.by}, {moment(step.at)}" if step else "",
    )  # fmt: skip


def start_of(found: Review, key: str) -> dict[str, Any]:
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


def _warned(found: Review, texts: Iterable[str]) -> list[guard.Found]:
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
