"""Pages on which an author writes a view: a page a domain, each kept while it is written."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.models import Review
from leadwell.explore.reviewing import access, actions, rules
from leadwell.explore.reviewing.forms import DomainForm
from leadwell.explore.reviewing.page import last_levels
from leadwell.explore.reviewing.rubrics import Domain
from leadwell.explore.reviewing.views import review_or_404
from leadwell.explore.reviewing.writing import Writing, writing
from leadwell.lib import guard
from leadwell.people import guarding
from leadwell.people.drafts import comparing, opening
from leadwell.people.drafts.actions import keep_draft, settle_draft
from leadwell.people.drafts.views import choose_page, keep, seconds_of, seen_by
from leadwell.people.drafts.words import Unfit, of_post
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, sent

THEN = "then"
"""The name of the buttons: what to do with what is sent."""


@asks
def write_view(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """One domain: what is sent is kept first, whatever is wrong with it."""
    review, domain = _mine(request, pk, slug)
    mine = writing(request.user, review)
    if request.method == "POST":
        try:
            is_beside = _keep_sent(request, review, domain)
        except Unfit as unfit:
            messages.error(request, str(unfit))
            return _render(request, mine, domain, mine.form(domain), status=400)
        if is_beside:
            return redirect("explore:choose-view", pk, slug)
        form = mine.form(domain, request.POST, is_asked=True)
        if request.POST.get(THEN) == "later":
            return redirect(review)
        if form.is_valid():
            return redirect(_after(mine, domain))
        return _render(request, mine, domain, form)
    return _render(request, mine, domain, mine.form(domain))


@require_POST
def keep_view(request: SignedInRequest, pk: int, slug: str) -> JsonResponse:
    """What is written so far: each ten seconds, and on leaving a field."""
    _, domain = _mine(request, pk, slug)
    compare = reverse("explore:choose-view", args=[pk, slug])
    return keep(request, form=actions.DRAFT.format(domain.key), about=pk, compare_url=compare)


@asks
def choose_view(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Two devices wrote on from the same words: both are shown, and neither is lost."""
    review, domain = _mine(request, pk, slug)
    back = reverse("explore:write-view", args=[pk, slug])
    opened = _opened(request, review, domain)
    asked = comparing.asked_of(writing(request.user, review).form(domain))
    both = opening.two_versions(opened, asked)
    if both is None:
        return redirect(back)
    form = comparing.TwoVersionsForm(both, sent(request))
    if form.is_valid():
        settle_draft(
            form=actions.DRAFT.format(domain.key), about=pk, beside=opened.beside[0].pk,
            words=form.words, by=request.user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, "Kept as you chose.")
        return redirect(back)
    whose = f"{domain.title}, your view of {review.standing_school}"
    return choose_page(request, form, back=Back(back, whose))


@asks
def submit_view(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is missing, what to think about, and what becomes of it; then it is handed in."""
    review = review_or_404(request, pk)
    require(rules.may_write_view(request.user, review))
    mine = writing(request.user, review)
    found = _found(review, mine)
    may_go = mine.is_whole and (guarding.is_read(request) or not found)
    if request.method == "POST" and may_go:
        actions.hand_in(
            review=review, said=mine.said, active_seconds=mine.active_seconds,
            passed=guard.count(found), by=request.user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, "Handed in. The other view is shown to you once it is in too.")
        return redirect(review)
    context = {
        "review": review, "parts": mine.parts, "found": found, "is_whole": mine.is_whole,
        "view": access.view_of(request.user, review),
        "must_confirm": request.method == "POST" and mine.is_whole and bool(found),
    }  # fmt: skip
    return render(request, "explore/reviewing/submit_view.html", context)


def _mine(request: SignedInRequest, pk: int, slug: str) -> tuple[Review, Domain]:
    """The review and the domain, for whom the view is theirs to write."""
    review = review_or_404(request, pk)
    require(rules.may_write_view(request.user, review))
    try:
        return review, writing(request.user, review).rubric.domain(slug)
    except KeyError as error:
        raise Http404 from error


def _found(review: Review, mine: Writing) -> list[guard.Found]:
    today = timezone.localdate()
    names = access.people_of(review.standing_school, on=today)
    return guarding.found_in(mine.texts, names=names, on=today)


def _keep_sent(request: SignedInRequest, review: Review, domain: Domain) -> bool:
    """What a browser without a script sends. Whether it lies beside what another device wrote."""
    base, device = seen_by(request)
    kept = keep_draft(
        form=actions.DRAFT.format(domain.key), about=review.pk,
        words=of_post(request.POST, but=[THEN]), base=base, device=device,
        active_seconds=seconds_of(request), by=request.user, at=timezone.now(),
    )  # fmt: skip
    return kept.is_beside


def _opened(request: SignedInRequest, review: Review, domain: Domain) -> opening.Opened:
    where = [review.pk, domain.key]
    return opening.opened(
        request.user,
        form=actions.DRAFT.format(domain.key),
        about=review.pk,
        keep_url=reverse("explore:keep-view", args=where),
        compare_url=reverse("explore:choose-view", args=where),
    )


def _render(
    request: SignedInRequest, mine: Writing, domain: Domain, form: DomainForm, status: int = 200
) -> HttpResponse:
    review, today = mine.review, timezone.localdate()
    domains = list(mine.rubric.domains)
    last = last_levels(review)
    context = {
        "review": review, "domain": domain, "form": form, "number": domains.index(domain) + 1,
        "n_domains": len(domains), "kept": _opened(request, review, domain),
        "groups": [(group, last.get(group.criterion.key, "")) for group in form.groups],
        "guarded": guarding.for_page(
            names=access.people_of(review.standing_school, on=today), on=today
        ),
    }  # fmt: skip
    return render(request, "explore/reviewing/write_view.html", context, status=status)


def _after(mine: Writing, domain: Domain) -> str:
    domains = list(mine.rubric.domains)
    n = domains.index(domain) + 1
    if n == len(domains):
        return reverse("explore:submit-view", args=[mine.review.pk])
    return reverse("explore:write-view", args=[mine.review.pk, domains[n].key])
