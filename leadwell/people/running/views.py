"""Pages on which a programme is opened and said to consist of what it does."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.contrib import messages
from django.forms import BaseForm, ModelForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.requests import SignedInRequest
from leadwell.people import access, guarding
from leadwell.people.running import actions, forms, rules
from leadwell.people.running.parts import INGREDIENT, Kind
from leadwell.programmes.models import Programme, Strand
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent

DESIGNS = ("aims", "strands", "running")
"""Pages of a design, on a floor above, from which parts are added and changed."""


@asks
def open_programme(request: SignedInRequest) -> HttpResponse:
    """A new programme and who leads it."""
    require(rules.may_open_programme(request.user))
    form = forms.NewProgrammeForm(sent(request), people=access.people_for(request.user))
    if not form.is_valid():
        return render(request, "people/running/open.html", {"form": form})
    said, now = dict(form.cleaned_data), timezone.now()
    name, email = said.pop("lead_name"), said.pop("lead_email")
    said["lead"] = said["lead"] or actions.find_or_add_person(
        name=name, email=email, by=request.user, at=now
    )
    programme = actions.open_programme(by=request.user, at=now, **said)
    messages.success(request, f"{programme} is open. {said['lead']} leads it.")
    return redirect("reporting:programmes")


@asks
def change_programme(
    request: SignedInRequest, code: str, form_class: type[ModelForm], heading: str
) -> HttpResponse:
    """One topic of what is said about a programme."""
    programme = _programme_or_404(request, code)
    require(rules.may_change_programme(request.user, programme))
    form = form_class(sent(request), instance=copy(programme))
    if form.is_valid() and _sent_off(
        request, form, programme,
        lambda: actions.change_programme(
            programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
    ):  # fmt: skip
        messages.success(request, "Saved.")
        return redirect(programme)
    return _asked(request, form, programme, heading)


@asks
def add_part(request: SignedInRequest, kind: Kind, code: str = "", pk: int = 0) -> HttpResponse:
    """A strand, aim, controller or hub of the programme `code`, or an ingredient of strand `pk`."""
    owner: Programme | Strand
    if kind is INGREDIENT:
        mine = access.programmes_for(request.user)
        owner = get_object_or_404(Strand.objects.filter(programme__in=mine), pk=pk)
    else:
        owner = _programme_or_404(request, code)
    require(kind.may_add(request.user, owner))
    form = kind.form(sent(request), instance=kind.model(**{kind.owner: owner}))
    programme = owner.programme if isinstance(owner, Strand) else owner
    made: list[Any] = []
    if form.is_valid() and _sent_off(
        request, form, programme,
        lambda: made.append(kind.add(
            **{kind.owner: owner}, **form.cleaned_data, by=request.user, at=timezone.now()
        )),
    ):  # fmt: skip
        messages.success(request, f"Added: {made[0]}.")
        return redirect(_back(request, programme).url)
    return _asked(request, form, programme, kind.adding, kind.lede)


@asks
def change_part(request: SignedInRequest, kind: Kind, pk: int) -> HttpResponse:
    part = get_object_or_404(kind.of(access.programmes_for(request.user)), pk=pk)
    programme = part.strand.programme if kind is INGREDIENT else part.programme
    require(rules.may_change_programme(request.user, programme))
    form = kind.form(sent(request), instance=copy(part))
    if form.is_valid() and _sent_off(
        request, form, programme,
        lambda: actions.change_part(
            part=part, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
    ):  # fmt: skip
        messages.success(request, "Saved.")
        return redirect(_back(request, programme).url)
    return _asked(request, form, programme, kind.changing, kind.lede)


def _sent_off(
    request: SignedInRequest, form: BaseForm, programme: Programme, act: Callable[[], object]
) -> bool:
    return guarding.attempt(request, form, act, about=programme, whose=programme, at=timezone.now())


def _asked(
    request: SignedInRequest, form: BaseForm, about: Programme, heading: str, lede: str = ""
) -> HttpResponse:
    back = _back(request, about)
    return form_page(request, form, back=back, heading=heading, button="Save", lede=lede)


def _back(request: SignedInRequest, programme: Programme) -> Back:
    """The page of its design that somebody came from, as the address says; else its own."""
    part = request.GET.get("design", "")
    if part in DESIGNS:
        return Back(
            reverse(f"explore:design-{part}", args=[programme.code]), f"The design of {programme}"
        )
    return Back(programme.get_absolute_url(), str(programme))


def _programme_or_404(request: SignedInRequest, code: str) -> Programme:
    return get_object_or_404(access.programmes_for(request.user), code=code)
