"""Pages of one school's memorandum: read it, draft it, send it, ask and answer, end it."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.people import access as people
from leadwell.people import guarding
from leadwell.prepare.memoranda import access, actions, forms, page, promising, rules, writing
from leadwell.prepare.memoranda.clauses import library
from leadwell.prepare.memoranda.transitions import TRANSITIONS
from leadwell.prepare.models import (
    Memorandum,
    MemorandumVersion,
)
from leadwell.prepare.models.memorandum import Party
from leadwell.programmes.models import Enrolment, Obligation
from leadwell.web import csv_out, exports
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.paper import docx_out
from leadwell.web.pdf import press


@require_safe
def memorandum(request: SignedInRequest, pk: int) -> HttpResponse:
    """What it says, who has signed, and what follows from it."""
    enrolment = enrolment_or_404(request, pk)
    about = page.about(request.user, enrolment, timezone.localdate())
    return render(request, "prepare/memoranda/memorandum.html", {"page": about})


@require_safe
def of_programme(request: SignedInRequest, code: str) -> HttpResponse:
    """How far each school's is."""
    programme = get_object_or_404(people.programmes_for(request.user), code=code)
    require(rules.may_see_states(request.user, programme))
    lines = page.of_programme(request.user, programme, timezone.localdate())
    context = {"programme": programme, "lines": lines}
    return render(request, "prepare/memoranda/of_programme.html", context)


@require_safe
def version(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """One version as it was sent, and what it changed."""
    found = version_or_404(request, pk, number)
    context = {
        "version": found, "paper": writing.signed_paper(found), "changes": page.changes_of(found),
        "memorandum": found.memorandum,
    }  # fmt: skip
    return render(request, "prepare/memoranda/version.html", context)


@require_safe
def version_pdf(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    paper = writing.signed_paper(version_or_404(request, pk, number))
    response = HttpResponse(press.printed(paper), content_type="application/pdf")
    response["Content-Disposition"] = csv_out.disposition(paper.name, "pdf")
    return exports.counted(response, 1)


@require_safe
def version_docx(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    return docx_out.download(writing.signed_paper(version_or_404(request, pk, number)))


@asks
def draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is not known here already, and who signs."""
    enrolment = enrolment_or_404(request, pk)
    require(rules.may_draft(request.user, enrolment))
    form = forms.DraftForm(sent(request), enrolment=enrolment, today=timezone.localdate())
    if _sent_off(
        request, form, enrolment, enrolment,
        lambda: actions.draft(
            enrolment=enrolment, terms=form.terms, by=request.user, at=timezone.now()
        ),
    ):  # fmt: skip
        messages.success(request, "Saved. Read it through before you send it.")
        return redirect("prepare:memorandum", pk)
    return form_page(
        request, form, back=_back(enrolment), button="Save the draft",
        heading=f"Draft the memorandum with {enrolment.standing_school}",
        lede="Aims, ingredients, days and what is provided are drawn from the programme’s design "
        "and the school’s record. Clause 7, the report to governors each term, is always in.",
    )  # fmt: skip


@asks
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read what would be sent, then send it: the first version, another, or a variation."""
    found = memorandum_or_404(request, pk)
    require(rules.may_send(request.user, found))
    form: django_forms.Form
    form = forms.AgainForm(sent(request)) if found.shown else forms.SendForm(sent(request))
    if _sent_off(
        request, form, found, found.enrolment,
        lambda: actions.send(
            memorandum=found, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
    ):  # fmt: skip
        messages.success(request, "Sent. Those who sign for the school are written to.")
        return redirect(found)
    number = found.shown.number + 1 if found.shown else 1
    made = writing.written(found, number=number, on=timezone.localdate())
    context = {
        "memorandum": found, "form": form, "paper": made.paper,
        "changes": writing.changes(found.shown.content, writing.frozen(made)) if found.shown else (),
        "button": TRANSITIONS[rules.sending(found)].button,
    }  # fmt: skip
    return render(request, "prepare/memoranda/send.html", context)


@asks
def keep(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a variation back."""
    found = memorandum_or_404(request, pk)
    require(rules.may_keep(request.user, found))
    form = django_forms.Form(sent(request))
    return _asked(request, found, form, actions.keep_as_it_was, TRANSITIONS["keep"].button)


@asks
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    found = memorandum_or_404(request, pk)
    require(rules.may_end(request.user, found))
    form = forms.EndForm(sent(request))
    return _asked(request, found, form, actions.end, TRANSITIONS["end"].button)


@asks
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """A question of the school, before it signs."""
    found = memorandum_or_404(request, pk)
    require(rules.may_ask(request.user, found))
    clauses = [one for one in library().clauses.values() if one.number not in found.left_out]
    form = forms.AskForm(sent(request), clauses=clauses)
    return _asked(request, found, form, actions.ask, TRANSITIONS["ask"].button)


@asks
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    query = get_object_or_404(
        access.queries_for(request.user).select_related("memorandum", "asked_by"), pk=pk
    )
    found = memorandum_or_404(request, query.memorandum_id)
    require(rules.may_answer(request.user, found))
    form = forms.AnswerForm(sent(request))
    if _sent_off(
        request, form, found, found.enrolment,
        lambda: actions.answer(
            query=query, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
    ):  # fmt: skip
        messages.success(request, "Answered.")
        return redirect(found)
    return form_page(
        request, form, back=_back(found.enrolment), heading="Answer", button="Answer",
        lede=f"{query.asked_by} asks: {query.text}",
    )  # fmt: skip


@require_POST
def link(request: SignedInRequest, pk: int, party: str) -> HttpResponse:
    """Another link for who signs without an account."""
    found = memorandum_or_404(request, pk)
    if party not in {Party.CHAIR, Party.TRUST}:
        raise Http404
    actions.send_link(memorandum=found, party=Party(party), by=request.user, at=timezone.now())
    messages.success(request, "Another link is on its way. The one before leads nowhere then.")
    return redirect(found)


@asks
def promise_kept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Something that was promised is done, or need not be."""
    seen = people.enrolments_for(request.user, key=access.KEY)
    obligation = get_object_or_404(
        Obligation.objects.open().filter(kind__in=promising.OURS, enrolment__in=seen)
        .select_related("enrolment__programme", "enrolment__school__continued_by"),
        pk=pk,
    )  # fmt: skip
    require(rules.may_say_kept(request.user, obligation.enrolment))
    form = forms.KeptForm(sent(request), obligation=obligation, today=timezone.localdate())
    if _sent_off(
        request, form, obligation, obligation.enrolment,
        lambda: actions.keep_promise(
            obligation=obligation, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
    ):  # fmt: skip
        messages.success(request, "Saved.")
        return redirect("prepare:memorandum", obligation.enrolment_id)
    return form_page(
        request, form, back=_back(obligation.enrolment), heading=obligation.what, button="Save"
    )  # fmt: skip


def enrolment_or_404(request: SignedInRequest, pk: int) -> Enrolment:
    seen = people.enrolments_for(request.user, key=access.KEY)
    at_hand = seen.select_related(
        "programme__lead_organisation", "hub", "school__continued_by", "school__trust"
    )
    return get_object_or_404(at_hand, pk=pk)


def memorandum_or_404(request: SignedInRequest, pk: int) -> Memorandum:
    return get_object_or_404(access.memoranda_for(request.user).at_hand(), pk=pk)


def version_or_404(request: SignedInRequest, pk: int, number: int) -> MemorandumVersion:
    found = memorandum_or_404(request, pk)
    version = get_object_or_404(found.versions, number=number)
    version.memorandum = found
    return version


def _asked(
    request: SignedInRequest,
    found: Memorandum,
    form: django_forms.BaseForm,
    act: Callable[..., Any],
    heading: str,
) -> HttpResponse:
    """A form whose fields are what the action takes."""
    if _sent_off(
        request, form, found, found.enrolment,
        lambda: act(memorandum=found, by=request.user, at=timezone.now(), **form.cleaned_data),
    ):  # fmt: skip
        messages.success(request, "Saved.")
        return redirect(found)
    school = found.enrolment.standing_school
    return form_page(
        request, form, back=_back(found.enrolment), button=heading,
        heading=f"{school}: {heading[:1].lower() + heading[1:]}",
    )  # fmt: skip


def _sent_off(
    request: SignedInRequest, form: django_forms.BaseForm, about: Model, enrolment: Enrolment,
    act: Callable[[], object],
) -> bool:  # fmt: skip
    """What is written is of one school: people there should not be named in it."""
    return form.is_valid() and guarding.attempt(
        request, form, act, about=about, whose=enrolment.standing_school, at=timezone.now()
    )


def _back(enrolment: Enrolment) -> Back:
    return Back(
        reverse("prepare:memorandum", args=[enrolment.pk]),
        f"Memorandum with {enrolment.standing_school}",
    )
