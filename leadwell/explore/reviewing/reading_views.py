"""What came of a review: its profile on one side, and what has changed since an earlier one."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.reviewing import rules
from leadwell.explore.reviewing.change import chain_of, change_page
from leadwell.explore.reviewing.profile import ProfilePage, profile_page, record
from leadwell.explore.reviewing.views import review_or_404
from leadwell.web.access import require
from leadwell.web.pdf import press


@require_safe
def profile(request: SignedInRequest, pk: int) -> HttpResponse:
    return render(request, "explore/reviewing/profile.html", {"page": _profile(request, pk)})


@require_safe
def profile_pdf(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return press.download(record(_profile(request, pk)))


@require_safe
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Since the first review, or since another one: ?since= its number."""
    found = review_or_404(request, pk)
    chain = chain_of(found)
    require(rules.may_compare(found))
    asked = request.GET.get("since", "")
    since = next((one for one in chain if str(one.pk) == asked), chain[0])
    return render(request, "explore/reviewing/change.html", {"page": change_page(found, since)})


def _profile(request: SignedInRequest, pk: int) -> ProfilePage:
    """Once it is agreed."""
    found = review_or_404(request, pk)
    require(rules.is_agreed(found))
    return profile_page(request.user, found, timezone.localdate())
