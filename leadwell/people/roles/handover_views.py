"""One person following another."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.people import access
from leadwell.people.models import Handover, HandoverStep
from leadwell.people.placing import placed
from leadwell.people.roles import actions, handing, handover_page, person_page, rules
from leadwell.people.roles.role_forms import HandOverForm
from leadwell.people.roles.views import role_or_404
from leadwell.people.roles.wording import title, where
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.refusals import attempt


@asks
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who follows, from when, what moves and what stays: one form."""
    role = role_or_404(request, pk)
    require(rules.may_hand_over(request.user, role))
    today = timezone.localdate()
    form = HandOverForm(
        sent(request),
        role=role,
        others=person_page.others_to_end(role, request.user, on=today),
        people=handover_page.successors(role, request.user),
        initial={"first_day": max(today, handing.day_after(role.starts_on))},
    )
    done: list[Handover] = []
    if form.is_valid() and attempt(
        form,
        lambda: done.append(
            actions.hand_over(
                role=role,
                to=form.somebody,
                first_day=form.cleaned_data["first_day"],
                capacity=form.chosen_capacity,
                with_it=form.ending_too,
                by=request.user,
                at=timezone.now(),
            )
        ),
    ):
        messages.success(request, f"{done[0].coming.person} follows {role.person}.")  # type: ignore[union-attr]
        return redirect("people:handover", done[0].pk)
    context = {
        "role": role,
        "title": title(role),
        "where": where(role),
        "form": form,
        "moves": handover_page.moves(role, on=today),
        "stays": handover_page.stays(role),
        "steps": handing.steps_of(role, first_day=today),
    }
    return render(request, "people/roles/hand_over.html", context)


@require_safe
def handover(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is to do when one follows another, whose it is, and what is done."""
    seen = access.handovers_for(request.user).select_related("leaving", "coming__person")
    found = get_object_or_404(seen, pk=pk)
    placed([found.leaving])
    page = handover_page.about(found, request.user, on=timezone.localdate())
    return render(request, "people/roles/handover.html", {"page": page})


@require_POST
def step_done(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = access.handovers_for(request.user)
    steps = HandoverStep.objects.select_related("handover__coming", "handover__leaving")
    step = get_object_or_404(steps.filter(handover__in=seen), pk=pk)
    actions.finish_step(step=step, by=request.user, at=timezone.now())
    return redirect("people:handover", step.handover_id)
