"""Offers of a programme, one school's letter, and each step an offer goes."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.models import Candidate
from leadwell.lib.verdict import no
from leadwell.people import access as people
from leadwell.people import guarding
from leadwell.people.roles.views import site
from leadwell.prepare.models import Rates
from leadwell.prepare.offering import access, actions, fairness, forms, page, rules
from leadwell.prepare.offering.allocation import total
from leadwell.prepare.offering.bands import NoSize
from leadwell.prepare.offering.room import room_of
from leadwell.prepare.offering.scaled import lines_of, scaled
from leadwell.prepare.offering.transitions import BESIDE, TRANSITIONS
from leadwell.programmes.models import Programme
from leadwell.web import csv_out, exports
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.csv_out import ATTRIBUTION
from leadwell.web.numbers import pounds
from leadwell.web.paper import docx_out
from leadwell.web.paper.paper import Paper
from leadwell.web.pdf import press


@require_safe
def offers(request: SignedInRequest, code: str) -> HttpResponse:
    """Of a programme: what is offered, what is left, and how it is shared out."""
    programme = _programme_or_404(request, code)
    require(rules.may_read_list(request.user, programme))
    shown = page.offers_page(request.user, programme, timezone.localdate())
    context: dict[str, Any] = {"page": shown, "day_columns": page.DAY_COLUMNS}
    if shown.totals:
        found = shown.totals.fairness
        context |= {
            "columns": fairness.COLUMNS, "rows": [fairness.cells(row) for row in found.rows],
            "group_columns": fairness.GROUP_COLUMNS, "attribution": ATTRIBUTION,
            "by_band": [group.cells for group in found.by_band],
            "by_share": [group.cells for group in found.by_share],
        }  # fmt: skip
    return render(request, "prepare/offering/offers.html", context)


@asks
def rates(request: SignedInRequest, code: str) -> HttpResponse:
    programme = _programme_or_404(request, code)
    require(rules.may_set_rates(request.user, programme))
    known = Rates.objects.filter(programme=programme).first()
    registered = page.registered(programme, timezone.localdate())
    start = None if known else {"specialist_days": programme.specialist_days}
    form = forms.RatesForm(sent(request), instance=known, initial=start, registered=registered)
    back = Back(reverse("prepare:offers", args=[code]), f"Offers of {programme}")
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.set_rates(
            programme=programme, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        about=programme,
        whose=programme,
        at=timezone.now(),
    ):
        messages.success(request, "Saved.")
        return redirect(back.url)
    return form_page(
        request, form, back=back, heading="What things cost, and the days there are",
        button="Save", lede="What was offered before keeps the cost it had.",
    )  # fmt: skip


@asks
def make_offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """What goes with the place by its size, what it costs, and whether there is room for it."""
    found = _candidate_or_404(request, pk)
    require(rules.may_make(request.user, found))
    today, programme = timezone.localdate(), found.programme
    usual = page.starts(programme, today)
    starts_on = _asked_day(request) or usual
    try:
        by_size = scaled(found, starts_on=starts_on)
    except NoSize as unknown:
        require(no(str(unknown)))
        raise
    form = forms.OfferForm(
        sent(request), given=by_size.lines, programme=programme, starts_on=usual,
        answer_by=min(today + page.TO_ANSWER, programme.ends_on), today=today,
    )  # fmt: skip
    if form.is_valid() and guarding.attempt(
        request, form, lambda: _make(request, found, form), about=found,
        whose=found.standing_school, at=timezone.now(),
    ):  # fmt: skip
        messages.success(request, "The place is offered. The school reads its letter here.")
        return redirect("prepare:offer", found.pk)
    room = room_of(programme, on=today)
    context = {
        "form": form, "candidate": found, "back": _back_to_candidate(found), "band": by_size.band,
        "cost": pounds(total(by_size.lines)), "room": room,
        "left": "not known" if room.left_gbp is None else pounds(room.left_gbp),
        "day_columns": page.DAY_COLUMNS, "days": page.days_of(room, by_size.lines), "fits": room.fits(by_size.lines),
        "heading": f"Offer {found.standing_school} a place", "button": "Offer the place",
    }  # fmt: skip
    return render(request, "prepare/offering/make_offer.html", context)


@require_safe
def offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """The letter, where it stands, and what may be done."""
    found = _candidate_or_404(request, pk)
    shown = page.offer_page(request.user, found, timezone.localdate())
    return render(request, "prepare/offering/offer.html", {"page": shown})


@require_safe
def offer_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    made = _letter_or_404(request, pk)
    response = HttpResponse(press.printed(made), content_type="application/pdf")
    response["Content-Disposition"] = csv_out.disposition(made.name, "pdf")
    return exports.counted(response, 1)


@require_safe
def offer_docx(request: SignedInRequest, pk: int) -> HttpResponse:
    return docx_out.download(_letter_or_404(request, pk))


@asks
def vary_offer(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _candidate_or_404(request, pk)
    offer = actions.open_offer(found)
    require(rules.may_vary(request.user, found, offer))
    assert offer  # the rule asks for it
    given = lines_of(offer)
    form = forms.AmountsForm(sent(request), given=given, programme=found.programme)
    return _asked(
        request, found, form, lambda said: actions.vary_offer(
            others=form.others, all_the_same=form.cleaned_data["all_the_same"], **said
        ),
        BESIDE["vary"].button, "The school gets another letter.",
    )  # fmt: skip


@asks
def extend_offer(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _candidate_or_404(request, pk)
    require(rules.may_extend(request.user, found, actions.open_offer(found)))
    form = forms.ExtendForm(sent(request), today=timezone.localdate(), programme=found.programme)
    return _asked(
        request, found, form,
        lambda said: actions.extend_offer(**form.cleaned_data, **said), BESIDE["extend"].button,
    )  # fmt: skip


@asks
def withdraw_offer(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _candidate_or_404(request, pk)
    require(rules.may_withdraw(request.user, found))
    form = forms.BecauseForm(sent(request))
    return _asked(
        request, found, form,
        lambda said: actions.withdraw_offer(site=site(request), **form.cleaned_data, **said),
        TRANSITIONS["withdraw"].button, "The school is in reserve then, and reads why.",
    )  # fmt: skip


@asks
def accept_offer(request: SignedInRequest, pk: int) -> HttpResponse:
    """By the head, who is asked no more than yes; or noted, with the day."""
    found, today = _candidate_or_404(request, pk), timezone.localdate()
    offer = actions.open_offer(found)
    require(rules.may_accept(request.user, found, offer, on=today))
    form: django_forms.Form = django_forms.Form(sent(request))
    if not access.is_of_school(request.user, found):
        form = forms.NotedForm(sent(request))
        form.initial["joined_on"] = max(offer.starts_on, today) if offer else today
    lede = "Your school takes part from then on. A memorandum follows before work begins."
    return _asked(
        request, found, form,
        lambda said: actions.accept_offer(**form.cleaned_data, **said),
        TRANSITIONS["accept"].button, lede,
    )  # fmt: skip


@asks
def refuse_offer(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _candidate_or_404(request, pk)
    require(rules.may_refuse(request.user, found))
    form = forms.BecauseForm(sent(request))
    return _asked(
        request, found, form,
        lambda said: actions.refuse_offer(**form.cleaned_data, **said),
        TRANSITIONS["refuse"].button, "You can be put forward again another year.",
    )  # fmt: skip


def _asked(
    request: SignedInRequest,
    found: Candidate,
    form: django_forms.Form,
    act: Callable[[dict[str, Any]], object],
    heading: str,
    lede: str = "",
) -> HttpResponse:
    """A form, and the action that it is for. act: is given candidate, by and at."""
    said = {"candidate": found, "by": request.user, "at": timezone.now()}
    if form.is_valid() and guarding.attempt(
        request, form, lambda: act(said), about=found, whose=found.standing_school,
        at=timezone.now(),
    ):  # fmt: skip
        messages.success(request, "Saved.")
        return redirect("prepare:offer", found.pk)
    back = Back(reverse("prepare:offer", args=[found.pk]), f"Offer to {found.standing_school}")
    return form_page(
        request, form, back=back, lede=lede, button=heading,
        heading=f"{found.standing_school}: {heading[:1].lower() + heading[1:]}",
    )  # fmt: skip


def _make(request: SignedInRequest, found: Candidate, form: forms.OfferForm) -> None:
    asked = form.cleaned_data
    try:
        actions.make_offer(
            candidate=found, starts_on=asked["starts_on"], answer_by=asked["answer_by"],
            others=form.others, by=request.user, at=timezone.now(),
            all_the_same=asked["all_the_same"],
        )  # fmt: skip
    except NoSize as unknown:  # the register has changed in the meantime
        raise PermissionDenied(str(unknown)) from unknown


def _asked_day(request: SignedInRequest) -> date | None:
    """The first day as it was sent, where it is one: the years depend on it."""
    try:
        return date.fromisoformat(request.POST.get("starts_on", ""))
    except ValueError:
        return None


def _programme_or_404(request: SignedInRequest, code: str) -> Programme:
    return get_object_or_404(people.programmes_for(request.user), code=code)


def _candidate_or_404(request: SignedInRequest, pk: int) -> Candidate:
    return get_object_or_404(access.candidates_for(request.user).at_hand(), pk=pk)


def _letter_or_404(request: SignedInRequest, pk: int) -> Paper:
    shown = page.offer_page(request.user, _candidate_or_404(request, pk), timezone.localdate())
    if shown.paper is None:
        raise Http404
    return shown.paper


def _back_to_candidate(found: Candidate) -> Back:
    return Back(found.get_absolute_url(), f"{found.standing_school} for {found.programme}")
