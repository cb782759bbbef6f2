"""The data protection officer's desk."""

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.people import access
from leadwell.people.models import Forecast
from leadwell.people.privacy import clocks, processing, retention, rules
from leadwell.people.privacy.access import erasures_for, is_at_the_desk, requests_for
from leadwell.people.privacy.problems.access import breaches_for, complaints_for
from leadwell.web.access import require

LATELY = 20


@require_safe
def privacy(request: SignedInRequest) -> HttpResponse:
    require(rules.may_sit_at_a_desk(request.user))
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
        "is_of_all": (of_all := is_at_the_desk(request.user)),
        "forecast": Forecast.objects.first() if of_all else None,
    }
    return render(request, "people/privacy/privacy.html", context)


@require_safe
def processing_record(request: SignedInRequest) -> HttpResponse:
    """The record of processing, with the times in force."""
    require(rules.may_sit_at_a_desk(request.user))
    rows = list(processing.record(retention.in_force()))
    context = {"rows": rows, "intro": processing.INTRO}
    return render(request, "people/privacy/processing.html", context)


@require_safe
def controllers(request: SignedInRequest) -> HttpResponse:
    """Who answers in law for which data, programme by programme."""
    require(rules.may_sit_at_a_desk(request.user))
    programmes = access.programmes_for(request.user).prefetch_related("controllers")
    context = {"programmes": programmes.order_by("name")}
    return render(request, "people/privacy/controllers.html", context)
