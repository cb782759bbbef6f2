"""The page of a calendar's address, and the calendar itself, which no browser signs in for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.deliver import access, feeds
from leadwell.deliver.models import CalendarFeed
from leadwell.deliver.views import enrolment_or_404
from leadwell.people.access import remember
from leadwell.programmes.models import Enrolment
from leadwell.web.asking import asks


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever knows the address reads it, for as long as its owner may."""
    known = CalendarFeed.objects.select_related("user", "enrolment__school__continued_by")
    feed = get_object_or_404(known, token=token)
    remember(feed.user)
    visits = feeds.visits_of(feed)
    if visits is None:
        raise Http404
    response = HttpResponse(
        feeds.written(feed, visits, at=timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'inline; filename="visits.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


@asks
def my_calendar(request: SignedInRequest) -> HttpResponse:
    """Of one's own visits: its address; sent, a new one."""
    return _calendar(request, None)


@asks
def school_calendar(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of a school's visits: its address; sent, a new one."""
    return _calendar(request, enrolment_or_404(request, pk))


@require_POST
def stop_my_calendar(request: SignedInRequest) -> HttpResponse:
    return _stopped(request, None)


@require_POST
def stop_school_calendar(request: SignedInRequest, pk: int) -> HttpResponse:
    return _stopped(request, enrolment_or_404(request, pk))


def _calendar(request: SignedInRequest, enrolment: Enrolment | None) -> HttpResponse:
    if request.method == "POST":
        feeds.make_address(enrolment=enrolment, by=request.user, at=timezone.now())
        messages.success(request, "This is the address from now on.")
        return redirect(_page(enrolment))
    feed = feeds.feed_of(request.user, enrolment)
    address = feed and request.build_absolute_uri(
        reverse("deliver:calendar-feed", args=[feed.token])
    )
    context = {
        "enrolment": enrolment,
        "address": address,
        "page": _page(enrolment),
        "stop": _page(enrolment, "stop-"),
        "has_none": enrolment is None and not access.makes_visits(request.user),
    }
    return render(request, "deliver/calendar.html", context)


def _stopped(request: SignedInRequest, enrolment: Enrolment | None) -> HttpResponse:
    if feed := feeds.feed_of(request.user, enrolment):
        feeds.stop_address(feed=feed, by=request.user, at=timezone.now())
        messages.success(request, "The address leads nowhere any more.")
    return redirect(_page(enrolment))


def _page(enrolment: Enrolment | None, verb: str = "") -> str:
    if enrolment:
        return reverse(f"deliver:{verb}school-calendar", args=[enrolment.pk])
    return reverse(f"deliver:{verb}my-calendar")
