"""Where a programme writes the criteria by which it chooses its schools."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.choosing import access, actions, rules
from leadwell.explore.choosing.criteria_form import CriteriaForm
from leadwell.explore.choosing.figures import measures_of
from leadwell.explore.choosing.rules_of import rules_of
from leadwell.explore.choosing.views import programme_or_404
from leadwell.people import guarding
from leadwell.web.access import require
from leadwell.web.asking import asks, sent


@asks
def own_criteria(request: SignedInRequest, code: str) -> HttpResponse:
    """As they are now, to be changed; and the versions before."""
    programme = programme_or_404(request, code)
    require(rules.may_write_criteria(request.user, programme))
    now = rules_of(programme).current
    form = CriteriaForm(sent(request), now=now, measures=measures_of(programme))
    if form.is_valid() and guarding.attempt(
        request, form,
        lambda: actions.write_criteria(
            programme=programme, rows=form.rows, because=form.cleaned_data["because"],
            by=request.user, at=timezone.now(),
        ),
        about=programme, whose=access.put_forward(programme),
        at=timezone.now(),
    ):  # fmt: skip
        messages.success(request, "Saved. Schools that were screened before keep their version.")
        return redirect("explore:set", code)
    written = programme.own_criteria.select_related("by").order_by("-version")
    context = {"programme": programme, "form": form, "now": now, "written": written}
    return render(request, "explore/choosing/own_criteria.html", context)
