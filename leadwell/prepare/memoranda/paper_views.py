"""Signing on paper: recording it, and the scan for who reads the memorandum."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.people import guarding
from leadwell.prepare.memoranda import actions, forms, rules, signers
from leadwell.prepare.memoranda.views import memorandum_or_404, version_or_404
from leadwell.prepare.models.memorandum import Party
from leadwell.prepare.models.memorandum_scan import ON_PAPER
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.attaching import taken_away
from leadwell.web.refusals import attempt


@asks
def paper(request: SignedInRequest, pk: int, party: str) -> HttpResponse:
    """Date, who signed, who received it, and the scan."""
    found, party = memorandum_or_404(request, pk), _party_or_404(party)
    require(rules.may_record_on_paper(request.user, found, party))
    today = timezone.localdate()
    signer, version = signers.signer(found, party, today), found.shown
    assert version  # the rule has looked
    acting = signers.acting_since(found, today) if party == Party.HEAD else []
    name, post = (signer.name, str(party.label)) if signer else ("", "")
    form = forms.PaperForm(
        sent(request), request.FILES or None, acting=acting,
        receivers=signers.receivers(found, signer, today),
        initial={"version": version.number, "name": name, "post": post},
    )  # fmt: skip
    if form.is_valid():
        read = get_object_or_404(found.versions, number=form.cleaned_data["version"])
        if attempt(
            form,
            lambda: actions.sign_on_paper(
                memorandum=found, version=read, party=party, on_paper=form.on_paper,
                by=request.user, at=timezone.now(),
            ),
        ):  # fmt: skip
            messages.success(request, "Recorded.")
            return redirect(found)
    context = {"memorandum": found, "version": version, "party": party, "form": form}
    return render(request, "prepare/memoranda/paper.html", context)


@require_safe
def scan(request: SignedInRequest, pk: int, number: int, party: str) -> HttpResponse:
    version = version_or_404(request, pk, number)
    found = get_object_or_404(version.scans.select_related("content"), party=_party_or_404(party))
    name = f"memorandum-{version.memorandum_id}-{number}-{found.party}"
    return taken_away(found.content.data, name=name, ending=found.kind)


@asks
def replace_scan(request: SignedInRequest, pk: int, number: int, party: str) -> HttpResponse:
    """A wrong paper was scanned: the right one in its place, with what was wrong."""
    version = version_or_404(request, pk, number)
    require(rules.may_run(request.user, version.memorandum.enrolment, stays=False))
    scans = version.scans.select_related("by", "version")
    found = get_object_or_404(scans, party=_party_or_404(party))
    found.version = version
    require(rules.may_replace_scan(request.user, found))
    form = forms.ScanForm(sent(request), request.FILES or None)
    if form.is_valid() and guarding.attempt(
        request, form,
        lambda: actions.replace_scan(
            scan=found, file=form.cleaned_data["scan"], by=request.user, at=timezone.now(),
            shows_nobody=form.cleaned_data["shows_nobody"], because=form.cleaned_data["because"],
        ),
        about=version.memorandum, whose=version.memorandum.enrolment.standing_school,
        at=timezone.now(),
    ):  # fmt: skip
        messages.success(request, "Replaced. The file that was here is destroyed.")
        return redirect(version.memorandum)
    context = {"version": version, "scan": found, "form": form}
    return render(request, "prepare/memoranda/replace_scan.html", context)


def _party_or_404(party: str) -> Party:
    if party not in ON_PAPER:
        raise Http404
    return Party(party)
