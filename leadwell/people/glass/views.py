from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from leadwell.accounts import fresh
from leadwell.accounts.requests import SignedInRequest
from leadwell.people import guarding
from leadwell.people.glass import actions, rules
from leadwell.people.glass.access import glass_for, told_of
from leadwell.people.glass.forms import ReasonForm
from leadwell.people.glass.letters import NotTold
from leadwell.web.access import require
from leadwell.web.asking import asks, sent

HOURS_A_PAGE = 50


@asks
def glass(request: SignedInRequest) -> HttpResponse:
    """Break the glass, and every time it was broken."""
    require(rules.may_see_glass(request.user))
    today = timezone.localdate()
    form = ReasonForm(sent(request))
    if request.method == "POST":
        require(rules.may_break_glass(request.user, on=today))
        if not fresh.is_fresh(request):
            return fresh.confirm(request)
        if (
            form.is_valid()
            and (looked := guarding.looked_over(request, form, at=timezone.now()))
            and _broken(request, form, looked)
        ):
            return redirect("people:glass")
    role, told = told_of(request.user, on=today)
    context = {
        "form": form,
        "may_break": rules.may_break_glass(request.user, on=today),
        "is_fresh": fresh.is_fresh(request),
        "told": told,
        "told_as": role,
        "page": Paginator(glass_for(request.user), HOURS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "people/glass/glass.html", context)


@require_POST
def end_glass(request: SignedInRequest) -> HttpResponse:
    actions.end_glass(by=request.user, at=timezone.now())
    messages.success(request, "The glass is whole again.")
    return redirect("people:glass")


def _broken(request: SignedInRequest, form: ReasonForm, looked: guarding.LookedOver) -> bool:
    try:
        with transaction.atomic():
            broken = actions.break_glass(
                reason=form.cleaned_data["reason"],
                link=request.build_absolute_uri(reverse("people:glass")),
                by=request.user,
                at=looked.at,
            )
            looked.note_read(about=broken)
    except NotTold as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
