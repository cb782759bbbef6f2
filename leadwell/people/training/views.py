"""One's own training, and at the data protection officer's desk that of everybody."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.people.privacy.rules import may_sit_at_a_desk
from leadwell.people.second_factor import must_have_one
from leadwell.people.training import actions, rules
from leadwell.people.training.access import expected_for, out_of_date, trainings_for
from leadwell.people.training.forms import TrainingForm
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.refusals import attempt

A_PAGE = 50


@asks
def my_training(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    form = TrainingForm(sent(request), today=today)
    if form.is_valid() and attempt(
        form,
        lambda: actions.confirm_training(by=request.user, at=timezone.now(), **form.cleaned_data),
    ):
        messages.success(request, "Confirmed. It holds for a year.")
        return redirect("people:my-training")
    mine = list(trainings_for(request.user))
    context = {
        "form": form,
        "trainings": mine,
        "holds": bool(mine and mine[0].holds_until >= today),
        "is_expected": must_have_one(request.user),
        "is_out_of_date": not rules.may_take_people_away(request.user, on=today),
    }
    return render(request, "people/training/my_training.html", context)


@require_safe
def trainings(request: SignedInRequest) -> HttpResponse:
    """Whose is out of date, the longest first."""
    require(may_sit_at_a_desk(request.user))
    today = timezone.localdate()
    everybody = expected_for(request.user, today)
    late = out_of_date(everybody, today).order_by("last", "name", "pk")  # type: ignore[misc]
    page = Paginator(late, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "n_late": page.paginator.count, "n": everybody.count()}
    return render(request, "people/training/trainings.html", context)
