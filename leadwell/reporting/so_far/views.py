"""Your school so far, as a page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.people.roles import rules
from leadwell.people.roles.contact_views import school_or_404
from leadwell.reporting.so_far import brief
from leadwell.web.access import require


@require_safe
def so_far(request: SignedInRequest, urn: int) -> HttpResponse:
    """Your school so far: two pages for whoever is new there."""
    school = school_or_404(request, urn)
    require(rules.may_read_brief(request.user, school))
    page = brief.about(school, request.user, on=timezone.localdate())
    return render(request, "reporting/so_far.html", {"page": page})
