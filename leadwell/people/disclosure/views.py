from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from leadwell.accounts.requests import SignedInRequest
from leadwell.evidence.disclosure.policy import FEWEST
from leadwell.people import guarding
from leadwell.people.disclosure import actions, rules
from leadwell.people.disclosure.forms import ThresholdForm
from leadwell.people.disclosure.releasing import policy
from leadwell.people.models import Threshold
from leadwell.web.access import require
from leadwell.web.asking import asks, sent


@asks
def disclosure(request: SignedInRequest) -> HttpResponse:
    """How few pupils is too few, since when and why; for who may, the way to change it."""
    may_change = rules.may_set_threshold(request.user)
    form = ThresholdForm(sent(request))
    if request.method == "POST":
        require(may_change)
        if form.is_valid() and guarding.attempt(
            request,
            form,
            lambda: actions.set_threshold(by=request.user, at=timezone.now(), **form.cleaned_data),
            about=request.user,
            at=timezone.now(),
        ):
            messages.success(request, "Saved. It holds from now on.")
            return redirect("people:disclosure")
    limits = policy()
    context = {
        "form": form,
        "may_change": may_change,
        "policy": limits,
        "n_for_spread": max(limits.fewest_for_distribution, limits.threshold),
        "fewest": FEWEST,
        "past": Threshold.objects.select_related("set_by"),
    }
    return render(request, "people/disclosure/disclosure.html", context)
