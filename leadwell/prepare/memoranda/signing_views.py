"""Signing a memorandum: signed in and freshly known, as a new head, or by the link of a letter."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts import fresh, tries
from leadwell.accounts.requests import SignedInRequest
from leadwell.prepare.memoranda import actions, forms, linking, page, rules, writing
from leadwell.prepare.memoranda.transitions import TRANSITIONS
from leadwell.prepare.memoranda.views import memorandum_or_404
from leadwell.prepare.models.memorandum import Party
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent

TRYING = "signing-link"
REFUSED = "prepare/memoranda/link_refused.html"


@asks
def sign(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Under all that it says, by somebody who has just shown again who they are."""
    found = memorandum_or_404(request, pk)
    require(rules.may_sign(request.user, found))
    if not fresh.is_fresh(request):
        return fresh.confirm(request)
    version, party = found.shown, rules.signing_as(request.user, found)
    assert version  # the rule has looked
    assert party
    version.memorandum = found
    form = forms.SignForm(sent(request), initial={"version": version.number})
    if form.is_valid():
        read = get_object_or_404(found.versions, number=form.cleaned_data["version"])
        try:
            actions.sign(
                memorandum=found, version=read, authenticated_at=fresh.proved_at(request),
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        except PermissionDenied as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, "Signed.")
        return redirect(found)
    context = {
        "memorandum": found, "version": version, "form": form,
        "paper": writing.signed_paper(version), "changes": page.changes_of(version),
        "statement": writing.statement(version, party),
        "button": TRANSITIONS["countersign" if party == Party.LEAD else "sign"].button,
    }  # fmt: skip
    return render(request, "prepare/memoranda/sign.html", context)


@asks
def reaffirm(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """By a head who came after it was signed."""
    found = memorandum_or_404(request, pk)
    require(rules.may_reaffirm(request.user, found))
    if not fresh.is_fresh(request):
        return fresh.confirm(request)
    form = forms.SendForm(sent(request))
    if form.is_valid():
        actions.reaffirm(
            memorandum=found, authenticated_at=fresh.proved_at(request), by=request.user,
            at=timezone.now(),
        )  # fmt: skip
        messages.success(request, "Your name stands under it.")
        return redirect(found)
    back = Back(reverse("prepare:memorandum", args=[found.enrolment_id]), str(found))
    return form_page(
        request, form, back=back, heading="Does the school stand by it?", button="We stand by it",
        lede=writing.statement_of_new_head(found),
    )  # fmt: skip


@login_not_required
@asks
def sign_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """For who has the letter: this version of this memorandum, and nothing else. Whatever is wrong
    with a link, the answer is the same, to the byte."""
    now = timezone.now()
    link = linking.found(token, at=now) if tries.may_try(request, TRYING) else None
    if link is None:
        return _refused(request)
    version, party = link.version, Party(link.party)
    form = forms.LinkForm(sent(request))
    if form.is_valid():
        try:
            actions.sign_by_link(token=token, name=form.cleaned_data["name"], at=now)
        except actions.LinkRefused:
            return _refused(request)
        return _alone(redirect("prepare:link-signed"))
    context = {
        "version": version, "form": form, "party": party, "person": link.person,
        "paper": writing.signed_paper(version), "changes": page.changes_of(version),
        "statement": writing.statement(version, party),
    }  # fmt: skip
    return _alone(render(request, "prepare/memoranda/sign_by_link.html", context))


@login_not_required
@require_safe
def link_signed(request: HttpRequest) -> HttpResponse:
    """Thanks; the same for everybody, and nothing about anything."""
    return render(request, "prepare/memoranda/link_signed.html")


def _refused(request: HttpRequest) -> HttpResponse:
    """Made without the request, so that there is nothing in it of what was asked for."""
    tries.failed(request, TRYING)
    return _alone(HttpResponse(render_to_string(REFUSED), status=404))


def _alone(response: HttpResponse) -> HttpResponse:
    """In no cache, and no address of it told to another site."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "strict-origin"
    return response
