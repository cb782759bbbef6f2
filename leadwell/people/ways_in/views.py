from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from leadwell.accounts import fresh
from leadwell.accounts.requests import SignedInRequest
from leadwell.people import access
from leadwell.people.models import Person
from leadwell.people.ways_in import actions, rules
from leadwell.web.access import require
from leadwell.web.asking import asks


@asks
def reset_second_factor(request: SignedInRequest, pk: int) -> HttpResponse:
    person = _person_or_404(request, pk)
    require(rules.may_reset_second_factor(request.user, person))
    if not fresh.is_fresh(request):
        return fresh.confirm(request)
    if request.method == "POST":
        actions.reset_second_factor(person=person, by=request.user, at=timezone.now())
        messages.success(request, f"{person} can set up another second factor, and is told.")
        return redirect("people:close-account", pk)
    return render(request, "people/ways_in/reset_second_factor.html", {"person": person})


@asks
def close_account(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close an account, or open it again."""
    person = _person_or_404(request, pk)
    require(rules.may_close_account(request.user, person))
    if not fresh.is_fresh(request):
        return fresh.confirm(request)
    if request.method == "POST" and person.user:
        act = actions.close_account if person.user.is_active else actions.open_account
        act(person=person, by=request.user, at=timezone.now())
        return redirect("people:close-account", pk)
    may_reset = rules.may_reset_second_factor(request.user, person)
    context = {"person": person, "may_reset": may_reset}
    return render(request, "people/ways_in/close_account.html", context)


def _person_or_404(request: SignedInRequest, pk: int) -> Person:
    people = access.people_for(request.user).select_related("user")
    return get_object_or_404(people, pk=pk)
