"""What becomes of the findings of a peer review in the school's plan."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from leadwell.accounts.requests import SignedInRequest, wants_piece
from leadwell.explore.peer_reviewing.access import findings_seen_by, reviews_for
from leadwell.prepare.planning import actions, taken


@require_safe
@vary_on_headers("HX-Request")
def taken_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """Each finding with the priorities that rest on it, or the button that begins one: a piece of
    the peer review's page, and a page of its own."""
    review = get_object_or_404(reviews_for(request.user).at_hand(), pk=pk)
    page = taken.taken_page(request.user, review, timezone.localdate())
    template = "_taken_up.html" if wants_piece(request) else "taken_up.html"
    return render(request, f"prepare/planning/{template}", {"page": page})


@require_POST
def take_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """One press: the form of a new priority, with the finding as its source."""
    found = findings_seen_by(request.user).select_related(
        "review__enrolment__programme", "review__enrolment__hub",
        "review__enrolment__school__continued_by", "answer",
    )  # fmt: skip
    finding = get_object_or_404(found, pk=pk)
    plan = actions.take_up(finding=finding, by=request.user, at=timezone.now())
    url = reverse("prepare:add-priority", args=[plan.pk])
    return redirect(f"{url}?finding={finding.pk}")
