"""Decisions: which there are, a new one, what came of it, why it is withdrawn, who reads it, its
action."""

from collections.abc import Callable

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.deliver.notes import access as noting
from leadwell.govern.boards import access, actions, lists, rules
from leadwell.govern.boards.forms import DecideForm, OutcomeForm, WithdrawForm
from leadwell.govern.boards.transitions import BESIDE, TRANSITIONS
from leadwell.govern.models import Decision
from leadwell.govern.placing import placed_decisions
from leadwell.people import guarding
from leadwell.people.phrased import one_or_404
from leadwell.people.placing import placed_parts
from leadwell.prepare.models import AgreedAction
from leadwell.prepare.views import room_and_form, warn_of
from leadwell.programmes.models import Enrolment
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent

SHOWN = (
    "From then on its head, senior and subject leaders and specialist read it, with the options "
    "that were considered, declared interests and what came of it."
)
CLOSED = (
    "Nobody of the school reads it from then on, as if it were not there. Whoever has read it has "
    "read it."
)
LATEST = 6
"""Notes of visit one chooses from."""


@require_safe
def decisions(request: SignedInRequest) -> HttpResponse:
    number = request.GET.get("page", "1")
    page = lists.decisions_page(request.user, timezone.localdate(), number=number)
    return render(request, "govern/board/decisions.html", {"page": page, "order": lists.ORDER})


@require_safe
def decisions_file(request: SignedInRequest, ending: str) -> HttpResponseBase:
    today = timezone.localdate()
    return lists.listed(request.user, today).as_file(ending, made_on=today)


@asks
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new decision about one school. Whoever is of the school reads why they have no vote."""
    today = timezone.localdate()
    enrolment = one_or_404(noting.enrolment_of_number, request.user, today, pk)
    placed_parts([enrolment])
    require(rules.may_decide(request.user, enrolment, on=today))
    form = _decide_form(request, enrolment)
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.record_decision(
            enrolment=enrolment, said=form.said, by=request.user, at=timezone.now()
        ),
        about=enrolment,
        whose=enrolment.standing_school,
        at=timezone.now(),
    ):
        messages.success(request, "Recorded.")
        return redirect("reporting:board-school", pk)
    school = enrolment.standing_school
    back = Back(reverse("reporting:board-school", args=[pk]), f"{school} on the board’s page")
    return form_page(request, form, back=back, heading=f"Decide about {school}", button="Record it")


@asks
def finish(request: SignedInRequest, pk: int) -> HttpResponse:
    found = decision_or_404(request, pk)
    require(rules.may_finish(request.user, found))
    form = OutcomeForm(sent(request))
    return _asked(request, found, form, actions.finish_decision, TRANSITIONS["finish"].button)


@asks
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    found = decision_or_404(request, pk)
    require(rules.may_withdraw(request.user, found))
    form = WithdrawForm(sent(request))
    return _asked(request, found, form, actions.withdraw_decision, TRANSITIONS["withdraw"].button)


@asks
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    found = decision_or_404(request, pk)
    require(rules.may_publish(request.user, found))
    button = BESIDE["publish"].button
    return _asked(
        request, found, django_forms.Form(sent(request)), actions.publish_decision, button, SHOWN
    )


@asks
def unpublish(request: SignedInRequest, pk: int) -> HttpResponse:
    found = decision_or_404(request, pk)
    require(rules.may_unpublish(request.user, found))
    button = BESIDE["unpublish"].button
    return _asked(
        request, found, django_forms.Form(sent(request)), actions.unpublish_decision, button, CLOSED
    )


@asks
def agree(request: SignedInRequest, pk: int) -> HttpResponse:
    """The action the board asks for, in the words of who agrees it."""
    found, today = decision_or_404(request, pk), timezone.localdate()
    require(rules.may_agree(request.user, found, on=today))
    room, form = room_and_form(request, found.enrolment, today, what=found.asks_for)
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.agree_for_decision(
            decision=found, owner=form.chosen_owner, instead_of=form.instead_of, by=request.user,
            at=timezone.now(), **form.fields_to_save,
        ),
        about=found, whose=found.enrolment.standing_school, at=timezone.now(),
    ):  # fmt: skip
        messages.success(request, "Agreed.")
        warn_of(request, found.enrolment, today, form)
        return redirect(found)
    context = {
        "form": form, "decision": found, "room": room, "can_swap": bool(form.to_drop),
        "heading": "Agree what the board asks for", "button": BESIDE["agree"].button,
    }  # fmt: skip
    return render(request, "govern/board/agree.html", context)


def decision_or_404(request: SignedInRequest, pk: int) -> Decision:
    found = one_or_404(access.of_number, request.user, timezone.localdate(), pk)
    return placed_decisions([found])[0]


def _decide_form(request: SignedInRequest, enrolment: Enrolment) -> DecideForm:
    """With the released notes and open actions it may stand on."""
    today = timezone.localdate()
    notes = noting.notes_for(request.user).released().filter(visit__enrolment=enrolment)
    of_school = access.members_of_school(enrolment, on=today).order_by().values("person")
    return DecideForm(
        sent(request),
        enrolment=enrolment,
        today=today,
        owners=access.owners(enrolment, on=today),
        members=access.members(enrolment, on=today)
        .exclude(pk__in=of_school)
        .exclude(user=request.user),
        notes=notes.newest_first()[:LATEST],
        actions=AgreedAction.objects.filter(
            enrolment=enrolment, agreed_in__version__note__in=notes.order_by().values("pk")
        ).open(),
    )


def _asked(
    request: SignedInRequest,
    found: Decision,
    form: django_forms.Form,
    act: Callable[..., None],
    heading: str,
    then: str = "",
) -> HttpResponse:
    """A form whose fields are what the action takes. then: what follows from it."""
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: act(decision=found, by=request.user, at=timezone.now(), **form.cleaned_data),
        about=found,
        whose=found.enrolment.standing_school,
        at=timezone.now(),
    ):
        messages.success(request, "Saved.")
        return redirect(found)
    back = Back(found.get_absolute_url(), f"Decision about {found.school}")
    lede = f"“{found.text}” {then}" if then else found.text
    return form_page(request, form, back=back, heading=heading, button=heading, lede=lede)
