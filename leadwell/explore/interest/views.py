"""One school's expression of interest: read, written, signed and sent, withdrawn."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts import fresh
from leadwell.accounts.requests import SignedInRequest
from leadwell.explore.interest import access, actions, page, rules
from leadwell.explore.interest.call_views import interest_or_404
from leadwell.explore.interest.forms import InterestForm, WithdrawForm
from leadwell.explore.interest.writing import BASE, FORM, Writing, without_base, writing
from leadwell.explore.models import Interest, InterestState
from leadwell.explore.transitions import TRANSITIONS
from leadwell.lib import guard
from leadwell.people import guarding
from leadwell.people.drafts.actions import Device, drop_draft, keep_draft
from leadwell.people.drafts.comparing import TwoVersionsForm
from leadwell.people.drafts.opening import key_of
from leadwell.people.drafts.views import choose_page, keep, seen_by
from leadwell.people.drafts.words import Unfit, Words, of_post
from leadwell.people.models import RoleHeld
from leadwell.people.permissions import Operation
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent
from leadwell.web.refusals import attempt

THEN = "then"


@require_safe
def interest(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far it is, what was sent, and what happens next."""
    found = interest_or_404(request, pk)
    shown = page.interest_page(request.user, found, timezone.now(), timezone.localdate())
    return render(request, "explore/interest/interest.html", {"page": shown})


@asks
def write(request: SignedInRequest, pk: int) -> HttpResponse:
    """The form. What is sent is kept first, whatever is wrong with it."""
    found = interest_or_404(request, pk)
    require(rules.may_write(request.user, found))
    if request.method != "POST":
        return _form(request, _writing(request, found))
    try:
        words = of_post(request.POST, but=[THEN])
        is_apart = _keep(request, found, words)
    except Unfit as unfit:
        messages.error(request, str(unfit))
        return _form(request, _writing(request, found), status=400)
    now = _writing(request, found)
    if is_apart or now.opened.beside or now.is_apart:
        return redirect("explore:choose-interest-words", pk)
    form = now.form(request.POST, is_asked=True)
    if request.POST.get(THEN) != "later" and not form.is_valid():
        return _form(request, now, form)
    return _saved(request, found, words)


@require_POST
def keep_words(request: SignedInRequest, pk: int) -> JsonResponse:
    """What is written so far: each ten seconds, and on leaving a field."""
    found = interest_or_404(request, pk)
    require(rules.may_write(request.user, found))
    actions.begin(interest=found, by=request.user, at=timezone.now())
    url = reverse("explore:choose-interest-words", args=[pk])
    return keep(request, form=FORM, about=pk, compare_url=url)


@asks
def choose_words(request: SignedInRequest, pk: int) -> HttpResponse:
    """Two devices, or two people, wrote on from the same words: both are shown, none is lost."""
    found = interest_or_404(request, pk)
    require(rules.may_write(request.user, found))
    now = _writing(request, found)
    both = now.two_versions
    if both is None:
        return redirect("explore:write-interest", pk)
    form = TwoVersionsForm(both, sent(request))
    if form.is_valid():
        _settle(request, now, form.words)
        messages.success(request, "Kept as you chose. Go on from here.")
        return redirect("explore:write-interest", pk)
    back = Back(found.get_absolute_url(), str(found))
    return choose_page(request, form, back=back, heading="This was written on by two")


@asks
def send(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """All that is written, what it means for readiness, and the head's declaration."""
    found = interest_or_404(request, pk)
    if found.state == InterestState.OPEN and access.is_own(request.user, found, Operation.SIGN):
        return redirect("explore:write-interest", pk)
    require(rules.may_submit(request.user, found))
    now = _writing(request, found)
    if now.opened.draft or not found.version:  # written on, and not saved
        return redirect("explore:write-interest", pk)
    if not fresh.is_fresh(request):
        return fresh.confirm(request)
    form = now.form(is_asked=True)
    warned = _warned(found, form) if form.is_valid() else []
    refused = ""
    if request.method == "POST" and form.is_valid():
        if warned and not guarding.is_read(request):
            refused = "Read the warnings, and say that you have, or change the words."
        else:
            refused = _submitted(request, found, form, warned)
            if not refused:
                _say_saved(request, found, "Sent. This page is your receipt.")
                return redirect(found)
    context = {
        "interest": found, "form": form, "found": warned, "refused": refused,
        "looks": page.looks_before(found, form.said, now.today) if form.is_valid() else (),
        "preview": page.as_sent(form.said, now.known) if form.is_valid() else None,
        "statement": actions.statement(found), "button": TRANSITIONS["submit"].button,
        "is_open": found.call.is_open_at(timezone.now()),
    }  # fmt: skip
    return render(request, "explore/interest/send.html", context)


@asks
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    found = interest_or_404(request, pk)
    require(rules.may_withdraw(request.user, found))
    form = WithdrawForm(sent(request))
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.withdraw(
            interest=found, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
        about=found,
        whose=found.standing_school,
        at=timezone.now(),
    ):
        _say_saved(request, found, "Withdrawn. Who manages the programme reads it here.")
        return redirect(found)
    lede = (
        "Your school is not considered by this call any more, and this cannot be undone here. Who "
        "manages the programme can still put your school forward if you ask them."
    )
    return form_page(
        request, form, back=Back(found.get_absolute_url(), str(found)), lede=lede,
        heading=f"{found.standing_school} does not take part", button="Withdraw",
    )  # fmt: skip


def _writing(request: SignedInRequest, found: Interest) -> Writing:
    return writing(request.user, found, timezone.localdate())


def _form(
    request: SignedInRequest, now: Writing, form: InterestForm | None = None, status: int = 200
) -> HttpResponse:
    form = form or now.form()
    context: dict[str, Any] = {
        "form": form, "now": now, "interest": now.interest, "programme": now.interest.programme,
        "school": now.interest.standing_school, "kept": now.opened,
        "is_head": access.is_own(request.user, now.interest, Operation.SIGN),
        "is_open": now.interest.call.is_open_at(timezone.now()),
        "guarded": guard.for_page(names=_names(now.interest), on=now.today),
    }  # fmt: skip
    return render(request, "explore/interest/write.html", context, status=status)


def _keep(request: SignedInRequest, found: Interest, words: Words) -> bool:
    """What a browser without a script sends. Whether it lies beside what another device wrote."""
    at = timezone.now()
    actions.begin(interest=found, by=request.user, at=at)
    base, device = seen_by(request)
    kept = keep_draft(
        form=FORM, about=found.pk, words=words, base=base, device=device, by=request.user, at=at
    )
    return kept.is_beside


def _saved(request: SignedInRequest, found: Interest, words: Words) -> HttpResponse:
    """For the school; then on to signing, or back."""
    base = str(words.get(BASE, ""))
    try:
        actions.save_words(
            interest=found, words=without_base(words), base=int(base) if base.isdecimal() else -1,
            by=request.user, at=timezone.now(),
        )  # fmt: skip
    except PermissionDenied:  # somebody was quicker
        return redirect("explore:choose-interest-words", found.pk)
    if request.POST.get(THEN) == "later":
        _say_saved(request, found, "Saved for you and the other leaders of your school.")
    elif access.is_own(request.user, found, Operation.SIGN):
        _say_saved(request, found, "Saved. Read it through, then sign and send it.")
        return redirect("explore:send-interest", found.pk)
    else:
        _say_saved(request, found, "Saved. The head reads it, signs and sends it.")
    return redirect(found)


def _say_saved(request: SignedInRequest, found: Interest, says: str) -> None:
    """Nothing is kept of it any more, here or, from the next page on, on the device."""
    drop_draft(form=FORM, about=found.pk, by=request.user)
    messages.success(request, says, extra_tags=key_of(request.user, FORM, found.pk))


def _settle(request: SignedInRequest, now: Writing, words: Words) -> None:
    """What was chosen goes on from what the school has saved now."""
    version = now.opened.version
    drop_draft(form=FORM, about=now.interest.pk, by=request.user)
    keep_draft(
        form=FORM, about=now.interest.pk, words={**words, BASE: str(now.interest.version)},
        base=version, device=Device(""), by=request.user, at=timezone.now(),
    )  # fmt: skip


def _submitted(
    request: SignedInRequest, found: Interest, form: InterestForm, warned: list[guard.Found]
) -> str:
    """Why it could not be sent; "" where it was."""
    version = request.POST.get("version", "")
    sent_off = attempt(
        form,
        lambda: actions.submit(
            interest=found, said=form.said, base=int(version) if version.isdecimal() else -1,
            authenticated_at=fresh.proved_at(request), passed=guard.count(warned),
            by=request.user, at=timezone.now(),
        ),
    )  # fmt: skip
    return "" if sent_off else " ".join(map(str, form.non_field_errors()))


def _warned(found: Interest, form: InterestForm) -> list[guard.Found]:
    words = guarding.free_words(form)
    return guarding.found_in(words, names=_names(found), on=timezone.localdate())


def _names(found: Interest) -> list[str]:
    """Of those who are listed at the school."""
    live = RoleHeld.objects.at_schools([found.standing_school.pk]).live_on(timezone.localdate())
    return sorted(set(live.values_list("person__name", flat=True)))
