"""Agreed actions: a school's list, one's own, one action and what is done with it."""

from collections.abc import Callable
from copy import copy
from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.models import User
from leadwell.accounts.requests import SignedInRequest
from leadwell.lib.verdict import Verdict
from leadwell.people import guarding
from leadwell.people.access import enrolments_for
from leadwell.people.models import Person
from leadwell.people.permissions import Operation
from leadwell.prepare import access, actions, needs, page, rules
from leadwell.prepare.download import actions_csv, actions_document
from leadwell.prepare.forms import (
    ActionForm,
    AgreeForm,
    DropForm,
    EffectForm,
    EvidenceForm,
    GiveForm,
    NeedsFields,
    ProgressForm,
    ReopenForm,
    blank,
)
from leadwell.prepare.models import AgreedAction
from leadwell.prepare.transitions import TRANSITIONS
from leadwell.programmes.models import Enrolment
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.pdf import press
from leadwell.web.refusals import attempt

Rule = Callable[[User, AgreedAction], Verdict]


@require_safe
def my_actions(request: SignedInRequest) -> HttpResponse:
    """What one has to do oneself, at whichever school."""
    lines = page.my_actions(request.user, timezone.localdate())
    return render(request, "prepare/my_actions.html", {"lines": lines})


@require_safe
def of_school(request: SignedInRequest, pk: int) -> HttpResponse:
    """All that was agreed at a school within a programme."""
    return render(request, "prepare/actions.html", {"page": _page_or_404(request, pk)})


@require_safe
def of_school_csv(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return actions_csv(_page_or_404(request, pk))


@require_safe
def of_school_pdf(request: SignedInRequest, pk: int) -> HttpResponseBase:
    found = _page_or_404(request, pk)
    return press.download(actions_document(found, made_on=timezone.localdate()))


@require_safe
def action(request: SignedInRequest, pk: int) -> HttpResponse:
    """What it is, how it goes, and what can be done with it."""
    found = page.action_page(request.user, _action_or_404(request, pk), timezone.localdate())
    return render(request, "prepare/action.html", {"page": found})


@asks
def agree(request: SignedInRequest, pk: int) -> HttpResponse:
    """One more; where there are too many, in the place of another."""
    enrolment, today = _enrolment_or_404(request, pk), timezone.localdate()
    require(rules.may_agree(request.user, enrolment, on=today))
    room, form = room_and_form(request, enrolment, today)
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.agree_action(
            enrolment=enrolment,
            owner=form.chosen_owner,
            instead_of=form.instead_of,
            by=request.user,
            at=timezone.now(),
            **form.fields_to_save,
        ),
        about=enrolment,
        whose=enrolment.standing_school,
        at=timezone.now(),
    ):
        messages.success(request, "Agreed.")
        warn_of(request, enrolment, today, form)
        return redirect("prepare:actions", pk)
    if room and form.errors:  # the last place may have been taken in the meantime
        now, asking_what_stops = room_and_form(request, enrolment, today)
        room, form = (room, form) if now else (now, asking_what_stops)
    context = {"form": form, "enrolment": enrolment, "room": room, "can_swap": bool(form.to_drop)}
    return render(request, "prepare/agree.html", context)


@asks
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _action_or_404(request, pk, rules.may_change)
    form = ActionForm(sent(request), instance=copy(found))
    answer = _asked(
        request, found, form, actions.change_action, "Change this action", "Save",
        fields=("what", "due_on", "support", *needs.FIELDS),
    )  # fmt: skip
    if answer.status_code == HTTPStatus.FOUND:
        warn_of(request, found.enrolment, timezone.localdate(), form)
    return answer


@asks
def give(request: SignedInRequest, pk: int) -> HttpResponse:
    """There is one owner, and now another."""
    found = _action_or_404(request, pk, rules.may_give)
    people = _owners(request, found.enrolment)
    form = GiveForm(sent(request), people=[one for one in people if one.pk != found.owner_id])
    if form.is_valid() and attempt(
        form,
        lambda: actions.give_action(
            action=found, owner=form.chosen_owner, by=request.user, at=timezone.now()
        ),
    ):
        messages.success(request, "Somebody else does it from now on.")
        return redirect(found)
    return _ask(request, found, form, "Give this action to somebody else", "Give it to them")


@asks
def progress(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _action_or_404(request, pk, rules.may_say_progress)
    form = ProgressForm(sent(request))
    return _asked(request, found, form, actions.say_progress, "Say how it goes", "Save")


@asks
def evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _action_or_404(request, pk, rules.may_give_evidence)
    form = EvidenceForm(sent(request))
    return _asked(
        request, found, form, actions.give_evidence, "It is done, and one can see it", "Save"
    )


@asks
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _action_or_404(request, pk, rules.may_drop)
    form = DropForm(sent(request))
    return _asked(request, found, form, actions.drop_action, "Drop this action", "Drop it")


@asks
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is done or dropped goes on."""
    today = timezone.localdate()
    found = _action_or_404(request, pk, partial(rules.may_reopen, on=today))
    form = ReopenForm(sent(request), action=found, today=today)
    button = TRANSITIONS["reopen"].button
    return _asked(request, found, form, actions.reopen_action, "Open this action again", button)


@asks
def effect(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _action_or_404(request, pk, rules.may_say_effect)
    start = {"effect": found.effect, "note": found.effect_note}
    form = EffectForm(sent(request), initial=start)
    return _asked(request, found, form, actions.say_effect, "What came of it?", "Save")


def _asked(
    request: SignedInRequest,
    found: AgreedAction,
    form: django_forms.BaseForm,
    act: Callable[..., None],
    heading: str,
    button: str,
    fields: tuple[str, ...] = (),
) -> HttpResponse:
    """A form whose fields are what the action takes. fields: of them, where not all."""
    if form.is_valid():
        cleaned = form.cleaned_data
        said: dict[str, Any] = {name: cleaned[name] for name in fields or cleaned}
        if guarding.attempt(
            request, form, lambda: act(action=found, by=request.user, at=timezone.now(), **said),
            about=found, whose=found.enrolment.standing_school, at=timezone.now(),
        ):  # fmt: skip
            messages.success(request, "Saved.")
            return redirect(found)
    return _ask(request, found, form, heading, button)


def _ask(
    request: SignedInRequest,
    found: AgreedAction,
    form: django_forms.BaseForm,
    heading: str,
    button: str,
) -> HttpResponse:
    back = Back(found.get_absolute_url(), found.what)
    return form_page(request, form, back=back, heading=heading, button=button)


def _action_or_404(request: SignedInRequest, pk: int, rule: Rule | None = None) -> AgreedAction:
    """rule: that must say yes."""
    found = get_object_or_404(page.at_hand(access.actions_for(request.user)), pk=pk)
    if rule:
        require(rule(request.user, found))
    return found


def _enrolment_or_404(request: SignedInRequest, pk: int) -> Enrolment:
    seen = enrolments_for(request.user, key="plan").select_related(
        "programme", "school__continued_by"
    )
    return get_object_or_404(seen, pk=pk)


def _page_or_404(request: SignedInRequest, pk: int) -> page.ActionsPage:
    return page.actions_page(request.user, _enrolment_or_404(request, pk), timezone.localdate())


def room_and_form(
    request: SignedInRequest, enrolment: Enrolment, today: date, *, what: str = ""
) -> tuple[Verdict, AgreeForm]:
    """Whether there is room for one more; the form, which where there is none asks what stops.
    what: words to begin with."""
    room = rules.may_agree_one_more(enrolment.standing_school)
    instance = blank(enrolment, today)
    instance.what = what
    form = AgreeForm(
        sent(request),
        instance=instance,
        people=_owners(request, enrolment),
        to_drop=_to_drop(request, enrolment) if not room else (),
    )
    return room, form


def warn_of(request: SignedInRequest, enrolment: Enrolment, today: date, form: NeedsFields) -> None:
    """Of an action that was just kept: where all need more than the place gives, to whoever reads
    the list. It stops nobody."""
    if form.needs == needs.NOTHING:
        return
    if said := page.draws_for(request.user, enrolment, on=today).warning:
        messages.warning(request, said)


def _owners(request: SignedInRequest, enrolment: Enrolment) -> list[Person]:
    """Who can be given an action there, as this person may read of them."""
    people = list(access.owners_at(enrolment, on=timezone.localdate()))
    access.without_posts_unseen(request.user, people)
    return people


def _to_drop(request: SignedInRequest, enrolment: Enrolment) -> list[AgreedAction]:
    """Of the school's open actions those that this person may drop."""
    mine = access.actions_for(request.user, operation=Operation.CHANGE)
    here = AgreedAction.objects.at_school(enrolment.standing_school).open()
    return list(mine.filter(pk__in=here.values("pk")))
