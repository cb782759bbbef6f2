"""Pages of a design: seven in the order a person thinks, each to be saved as far as it goes."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError
from django.forms import BaseForm, Form, ModelForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.designing import actions, design, need, page, rules, stress
from leadwell.explore.designing.forms import (
    AnswerForm,
    DaysForm,
    InstrumentForm,
    NeedForm,
    PupilsForm,
    RunningForm,
    YearForm,
)
from leadwell.explore.playbooks import shelf
from leadwell.explore.playbooks.page import PlaybookPage
from leadwell.people import access, guarding
from leadwell.programmes.models import (
    ActiveIngredient,
    Aim,
    Instrument,
    Programme,
    Strand,
)
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.refusals import attempt

REMOVABLE: dict[str, tuple[Any, str, str]] = {
    "aim": (Aim, "programme", "aims"),
    "strand": (Strand, "programme", "strands"),
    "ingredient": (ActiveIngredient, "strand__programme", "strands"),
    "instrument": (Instrument, "programme", "work"),
}
"""What may be taken out of a draft: its model, the way to its programme, the page it stands on."""


@require_safe
def overview(request: SignedInRequest, code: str) -> HttpResponse:
    """The whole design, what is missing, and how far it is."""
    programme = programme_or_404(request, code)
    require(rules.may_read_design(request.user, programme))
    found = page.overview(request.user, programme)
    return render(request, "explore/designing/design.html", {"page": found})


@asks
def say_need(request: SignedInRequest, code: str) -> HttpResponse:
    """The problem and its evidence; sentences from published results on the way."""
    programme = _changeable_or_404(request, code)
    whose = need.whose(programme, programme.enrolments.filter(left_on=None).count())
    form = NeedForm(sent(request), instance=copy(programme), whose=whose)
    if whose and "draft" in request.POST:
        form = _drafted(request, programme, form, whose)
        return _page(request, programme, "need", form)
    return _said(request, programme, "need", form)


def _drafted(
    request: SignedInRequest, programme: Programme, form: NeedForm, whose: list[need.Whose]
) -> NeedForm:
    """The same words, with what is published behind them. Nothing is kept yet."""
    key = request.POST.get("whose", "")
    words = need.draft(request.user, programme, key) if key in {one.key for one in whose} else ""
    data = request.POST.copy()
    written = data.get("evidence_of_need", "").rstrip()
    if words and words not in written:
        data["evidence_of_need"] = f"{written}\n{words}".lstrip()
    again = NeedForm(data, instance=copy(programme), whose=whose)
    again.is_valid()
    if not key:
        again.add_error("whose", "Choose whose published results")
    elif not words:
        again.add_error("whose", "Nothing is published for these yet. Choose others.")
    else:
        messages.info(request, "Sentences are under how it is known. Edit them, then save.")
    return again


@asks
def say_pupils(request: SignedInRequest, code: str) -> HttpResponse:
    programme = _changeable_or_404(request, code)
    return _said(request, programme, "pupils", PupilsForm(sent(request), instance=copy(programme)))


@asks
def say_running(request: SignedInRequest, code: str) -> HttpResponse:
    programme = _changeable_or_404(request, code)
    form = RunningForm(sent(request), instance=copy(programme))
    return _said(request, programme, "running", form)


@require_safe
def parts(request: SignedInRequest, code: str, part: str) -> HttpResponse:
    """Aims; strands and ingredients; how much and what is measured: lists with their own forms."""
    programme = _changeable_or_404(request, code)
    return _page(request, programme, part, None)


@asks
def say_year(request: SignedInRequest, code: str, year: int) -> HttpResponse:
    """How much a school is given in one year."""
    programme = _changeable_or_404(request, code)
    if not 1 <= year <= programme.n_years:
        return redirect(page.url_of("work", programme))
    found = design.of(programme)
    form = YearForm(sent(request), asked=found.asked(year))
    if form.is_valid():
        actions.say_intensity(
            programme=programme, year=year, half_terms=form.half_terms,
            specialist_as=form.cleaned_data["specialist_as"], by=request.user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, "Saved.")
        return redirect(page.url_of("work", programme))
    context = {"form": form, "programme": programme, "year": year}
    return render(request, "explore/designing/year.html", context)


@asks
def say_days(request: SignedInRequest, code: str) -> HttpResponse:
    """What a visit, an event and a meeting take, and how many days specialists have."""
    programme = _changeable_or_404(request, code)
    form = DaysForm(sent(request), instance=copy(programme))
    work = page.url_of("work", programme)
    if form.is_valid() and attempt(
        form,
        lambda: actions.change_design(
            programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, "Saved.")
        return redirect(f"{work}#carried")
    return form_page(
        request, form, back=Back(work, f"The design of {programme}"), button="Save",
        heading="What each thing takes",
        lede="Days are counted for one school. The table by half-terms is made of them.",
    )  # fmt: skip


@asks
def add_instrument(request: SignedInRequest, code: str) -> HttpResponse:
    programme = _changeable_or_404(request, code)
    return _instrument(request, Instrument(programme=programme), "Say what is measured with")


@asks
def change_instrument(request: SignedInRequest, pk: int) -> HttpResponse:
    mine = Instrument.objects.filter(programme__in=access.programmes_for(request.user))
    found = get_object_or_404(mine, pk=pk)
    require(rules.may_change_design(request.user, found.programme))
    return _instrument(request, found, "Change what is measured with")


def _instrument(request: SignedInRequest, instrument: Instrument, heading: str) -> HttpResponse:
    form = InstrumentForm(sent(request), instance=copy(instrument), today=timezone.localdate())
    programme = instrument.programme
    if form.is_valid() and attempt(
        form,
        lambda: actions.keep_instrument(
            instrument=form.instance, points=form.when, by=request.user, at=timezone.now()
        ),
    ):
        messages.success(request, f"Saved: {form.instance}.")
        return redirect(page.url_of("work", programme))
    back = Back(page.url_of("work", programme), f"The design of {programme}")
    return form_page(request, form, back=back, heading=heading, button="Save")


@asks
def remove_part(request: SignedInRequest, pk: int, kind: str) -> HttpResponse:
    """Take something out of a draft, once it is confirmed."""
    model, path, part = REMOVABLE[kind]
    mine = {f"{path}__in": access.programmes_for(request.user)}
    found = get_object_or_404(model._default_manager.filter(**mine), pk=pk)
    programme = found.strand.programme if isinstance(found, ActiveIngredient) else found.programme
    require(rules.may_remove(request.user, programme))
    form = Form(sent(request))
    back = Back(page.url_of(part, programme), f"The design of {programme}")
    if form.is_valid() and _removed(request, form, found):
        messages.success(request, f"Taken out: {found}.")
        return redirect(back.url)
    return form_page(
        request, form, back=back, heading=f"Take out: {found}?", button="Take it out",
        lede="It goes out of the draft. Its history stays in the log.",
    )  # fmt: skip


def _removed(request: SignedInRequest, form: BaseForm, part: Any) -> bool:
    try:
        actions.remove_part(part=part, by=request.user, at=timezone.now())
    except ProtectedError:
        form.add_error(None, "Something rests on it: take that out first.")
        return False
    return True


@asks
def check(request: SignedInRequest, code: str) -> HttpResponse:
    """What is missing, and every warning with its sentence."""
    programme = _changeable_or_404(request, code)
    found = page.overview(request.user, programme)
    known = {one.ident: one for one in found.warnings}
    asked = known.get(request.POST.get("warning", ""))
    form = AnswerForm(request.POST if asked else None)
    if asked and form.is_valid() and guarding.attempt(
        request, form,
        lambda: actions.answer_warning(
            programme=programme, warning=asked.kind, about=asked.about,
            answer=form.cleaned_data["answer"], by=request.user, at=timezone.now(),
        ),
        about=programme, whose=programme, at=timezone.now(),
    ):  # fmt: skip
        messages.success(request, "Answered.")
        return redirect(f"{page.url_of('check', programme)}#warnings")
    if request.method == "POST" and not asked:
        messages.info(request, "This warning does not stand any more.")
        return redirect(page.url_of("check", programme))
    context = {"page": found, "answers": _answers(found.warnings, form, asked)}
    return render(request, "explore/designing/check.html", context | _of(programme, "check"))


@dataclass(frozen=True)
class Answer:
    """A warning and the form for its answer."""

    warned: stress.Warned
    form: AnswerForm


def _answers(
    warned: tuple[stress.Warned, ...], sent_form: AnswerForm, asked: stress.Warned | None
) -> list[Answer]:
    return [
        Answer(
            one,
            sent_form
            if asked == one
            else AnswerForm(initial={"answer": one.answer}, auto_id=f"{one.ident}-%s"),
        )
        for one in warned
    ]


def _said(
    request: SignedInRequest, programme: Programme, part: str, form: ModelForm
) -> HttpResponse:
    """Save what is said so far, and go on or stay."""
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.change_design(
            programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        about=programme,
        whose=programme,
        at=timezone.now(),
    ):
        messages.success(request, "Saved.")
        after = part if "stay" in request.POST else page.following(part)
        return redirect(page.url_of(after, programme))
    return _page(request, programme, part, form)


def _page(
    request: SignedInRequest, programme: Programme, part: str, form: BaseForm | None
) -> HttpResponse:
    found = page.overview(request.user, programme)
    warned = [one for one in found.warnings if page.part_of(one) == part]
    context: dict[str, Any] = {"page": found, "form": form, "warned": warned}
    if part == "running" and (started := shelf.started_from(programme)):
        context["from_playbook"] = PlaybookPage(started)
    return render(request, f"explore/designing/{part}.html", context | _of(programme, part))


def _of(programme: Programme, part: str) -> dict[str, Any]:
    """Where one is among the pages."""
    keys = [*page.PARTS, page.CHECK]
    return {
        "programme": programme,
        "part": part,
        "heading": page.PARTS.get(part, "Check"),
        "number": keys.index(part) + 1,
        "n_pages": len(keys),
        "next_url": "" if part == page.CHECK else page.url_of(page.following(part), programme),
    }


def _changeable_or_404(request: SignedInRequest, code: str) -> Programme:
    programme = programme_or_404(request, code)
    require(rules.may_change_design(request.user, programme))
    return programme


def programme_or_404(request: SignedInRequest, code: str) -> Programme:
    mine = access.programmes_for(request.user).select_related("lead_organisation")
    return get_object_or_404(mine, code=code)
