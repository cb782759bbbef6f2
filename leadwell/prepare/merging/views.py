"""The page on which somebody who was named becomes somebody who is here already."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from leadwell.accounts.requests import SignedInRequest
from leadwell.people import access as people
from leadwell.prepare.merging import actions, rules
from leadwell.prepare.merging.access import candidates_for
from leadwell.prepare.merging.forms import MergeForm
from leadwell.prepare.merging.page import preview
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.refusals import attempt


@asks
def merge_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """First who they are, then what moves; it is done from under that."""
    named = get_object_or_404(people.people_for(request.user), pk=pk)
    require(rules.may_merge(request.user, named))
    form, page = MergeForm(sent(request), people=candidates_for(request.user, named)), None
    if form.is_valid():
        known = form.cleaned_data["known"]
        may = rules.may_merge_into(request.user, named, known, on=timezone.localdate())
        if not may:
            form.add_error("known", may.reason)
        elif not form.is_sure:
            page = preview(named, known)
        elif attempt(
            form,
            lambda: actions.merge_person(
                named=named, known=known, by=request.user, at=timezone.now()
            ),
        ):
            messages.success(request, f"{named} is {known} from now on.")
            return redirect(known)
    context = {"form": form, "named": named, "page": page}
    return render(request, "prepare/merge_person.html", context)
