"""Plan the round: ask for it, see how far it is, stop it, read what is proposed and why."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.people.looking import is_about
from leadwell.prepare.models import PlannedRound
from leadwell.prepare.round import access, actions, files, forms, page, rules
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.refusals import attempt

A_PAGE = 50


@require_safe
def rounds(request: SignedInRequest) -> HttpResponse:
    mine = access.rounds_for(request.user).select_related("programme", "hub", "asked_by")
    found = Paginator(mine, A_PAGE).get_page(request.GET.get("page", "1"))
    context = {"page": found, "may_plan": rules.may_plan_any(request.user)}
    return render(request, "prepare/round/rounds.html", context)


@asks
def new(request: SignedInRequest) -> HttpResponse:
    require(rules.may_plan_any(request.user))
    form = forms.RoundForm(
        sent(request),
        programmes=access.programmes_for(request.user).order_by("name"),
        hubs=access.hubs_for(request.user).select_related("programme").order_by(
            "programme__name", "name"
        ),
        today=timezone.localdate(),
    )  # fmt: skip
    made: list[PlannedRound] = []
    if form.is_valid() and attempt(
        form,
        lambda: made.append(
            actions.ask_for_round(by=request.user, at=timezone.now(), **form.facts)
        ),
    ):
        return redirect(made[0])
    back = Back(reverse("prepare:rounds"), "Rounds that were planned")
    lede = (
        "All specialists of the register and all schools at once: who might go where, by days, "
        "subject, kind of school, travel and who knows whom. It assigns nobody."
    )
    return form_page(request, form, back=back, lede=lede, heading="Plan the round",
                     button="Plan it")  # fmt: skip


@require_safe
def planned_round(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _round_or_404(request, pk)
    shown = page.round_page(request.user, found)
    is_about(request, people=sorted({one.specialist.person_id for one in shown.loads}))
    context = {"page": shown, "planned": found, "points_explained": page.points_explained()}
    name = "_round" if request.htmx else "round"  # htmx asks how far it is
    return render(request, f"prepare/round/{name}.html", context)


@require_safe
def round_file(request: SignedInRequest, pk: int, ending: str) -> HttpResponseBase:
    """What is proposed, to take to a meeting."""
    found = _round_or_404(request, pk)
    require(rules.may_take_away(found))
    shown = page.round_page(request.user, found)
    is_about(request, people=sorted({one.specialist.person_id for one in shown.loads}))
    return files.round_file(shown, ending, on=timezone.localdate())


@require_safe
def school(request: SignedInRequest, pk: int, school: int) -> HttpResponse:
    """Who else could go to one school, and what that would change."""
    found = _round_or_404(request, pk)
    shown = page.school_page(found, school, request.GET.get("instead", ""))
    if shown is None:
        raise Http404
    is_about(request, people=sorted({one.specialist.person_id for one in shown.options}))
    return render(request, "prepare/round/school.html", {"page": shown, "planned": found})


@require_POST
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _round_or_404(request, pk)
    is_about(request, people=[found.asked_by_id])
    actions.stop(planned=found, by=request.user, at=timezone.now())
    messages.success(request, "It stops.")
    return redirect(found)


def _round_or_404(request: SignedInRequest, pk: int) -> PlannedRound:
    mine = access.rounds_for(request.user).select_related("programme", "hub", "asked_by")
    return get_object_or_404(mine, pk=pk)
