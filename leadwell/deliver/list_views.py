"""Lists of visits, as pages and as files."""

from datetime import date

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.deliver import access, lists, rules, tables
from leadwell.deliver.ledger import ledger
from leadwell.deliver.views import enrolment_or_404
from leadwell.people.looking import is_about


@require_safe
def visits(request: SignedInRequest, pk: int) -> HttpResponse:
    """A school's visits to come and those that were, with its days of support."""
    enrolment = enrolment_or_404(request, pk)
    found = lists.of_school(enrolment, enrolment.visits.select_related("specialist"))
    to_come = [each for each in found if each.is_to_come]
    context = {
        "enrolment": enrolment,
        "to_come": to_come,
        "past": [each for each in reversed(found) if not each.is_to_come],
        "ledger": ledger(enrolment, found),
        "may_plan": rules.may_plan(request.user, enrolment),
    }
    return render(request, "deliver/visits.html", context)


@require_safe
def visits_file(request: SignedInRequest, pk: int, ending: str) -> HttpResponseBase:
    enrolment = enrolment_or_404(request, pk)
    return tables.of_school(enrolment).as_file(ending, made_on=timezone.localdate())


@require_safe
def my_visits(request: SignedInRequest) -> HttpResponse:
    """Four weeks, from this one or from that of ?from=."""
    calendar = lists.calendar(request.user, first=_first(request))
    context = {
        "calendar": calendar,
        "makes_visits": access.makes_visits(request.user),
        "looks_after": access.looks_after(request.user),
        "has_staff": access.has_staff(request.user),
    }
    return render(request, "deliver/my_visits.html", context)


@require_safe
def my_visits_file(request: SignedInRequest, ending: str) -> HttpResponseBase:
    listed = tables.calendar(request.user, _first(request))
    return listed.as_file(ending, made_on=timezone.localdate())


@require_safe
def unvisited(request: SignedInRequest) -> HttpResponse:
    found = lists.unvisited(request.user, timezone.localdate())
    context = {"found": found, "after": lists.UNVISITED_AFTER}
    return render(request, "deliver/unvisited.html", context)


@require_safe
def unvisited_file(request: SignedInRequest, ending: str) -> HttpResponseBase:
    today = timezone.localdate()
    return tables.unvisited(request.user, today).as_file(ending, made_on=today)


@require_safe
def put_off(request: SignedInRequest) -> HttpResponse:
    found = list(lists.put_off_again(request.user))
    return render(request, "deliver/put_off.html", {"found": found})


@require_safe
def put_off_file(request: SignedInRequest, ending: str) -> HttpResponseBase:
    today = timezone.localdate()
    return tables.put_off_again(request.user, today).as_file(ending, made_on=today)


@require_safe
def staff_days(request: SignedInRequest) -> HttpResponse:
    """Of one's own staff who are specialists elsewhere: dates and days, nothing more."""
    found = list(access.staff_days_for(request.user).select_related("specialist"))
    is_about(request, people=sorted({each.specialist_id for each in found}))
    context = {"found": found, "totals": tables.staff_facts(found)}
    return render(request, "deliver/staff_days.html", context)


@require_safe
def staff_days_file(request: SignedInRequest, ending: str) -> HttpResponseBase:
    today = timezone.localdate()
    return tables.staff_days(request.user, today).as_file(ending, made_on=today)


def _first(request: SignedInRequest) -> date:
    """The day asked for; today where it is none, or so far off that there can be no visit."""
    today = timezone.localdate()
    try:
        asked = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        return today
    return asked if abs(asked.year - today.year) <= FURTHEST else today


FURTHEST = 30
"""Years."""
