"""The data protection officer's desk."""

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.people.privacy import clocks, rules
from leadwell.people.privacy.access import erasures_for, requests_for
from leadwell.people.privacy.problems.access import breaches_for, complaints_for
from leadwell.web.access import require

LATELY = 20


@require_safe
def privacy(request: SignedInRequest) -> HttpResponse:
    require(rules.may_sit_at_the_desk(request.user))
    today = timezone.localdate()
    asked = requests_for(request.user)
    waiting = [(one, clocks.clock(one, on=today)) for one in asked.filter(answered_on=None)]
    now = timezone.now()
    breaches = breaches_for(request.user).order_by(
        F("closed_at").desc(nulls_first=True), "found_at"
    )
    complaints = complaints_for(request.user).order_by(
        F("closed_on").desc(nulls_first=True), "received_on"
    )
    context = {
        "breaches": [(one, one.hours_left(now)) for one in breaches[:LATELY]],
        "complaints": [(one, (one.due_on - today).days) for one in complaints[:LATELY]],
        "waiting": sorted(waiting, key=lambda each: each[1].due_on or today),
        "answered": asked.exclude(answered_on=None)[:LATELY],
        "erasures": erasures_for(request.user)[:LATELY],
    }
    return render(request, "people/privacy/privacy.html", context)
