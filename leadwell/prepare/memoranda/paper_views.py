"""Signing on paper: recording it, and the scan for who reads the memorandum."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.prepare.memoranda import actions, forms
from leadwell.prepare.memoranda import paper as rules
from leadwell.prepare.memoranda.views import memorandum_or_404, version_or_404
from leadwell.prepare.models.memorandum import Party
from leadwell.prepare.models.memorandum_scan import ON_PAPER
from leadwell.web import csv_out, exports
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.refusals import attempt


@asks
def paper(request: SignedInRequest, pk: int, party: str) -> HttpResponse:
    """Date, who signed, who received it, and the scan."""
    found, party = memorandum_or_404(request, pk), _party_or_404(party)
    require(rules.may_record(request.user, found, party))
    today = timezone.localdate()
    signer, version = rules.signer(found, party, today), found.shown
    assert signer  # the rule has looked
    assert version
    form = forms.PaperForm(
        sent(request), request.FILES or None,
        receivers=rules.receivers(found, signer, today),
        initial={"version": version.number, "name": signer.name, "post": str(party.label)},
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
    """Taken away as a file, and never shown as a page: it comes from outside."""
    version = version_or_404(request, pk, number)
    found = get_object_or_404(version.scans.select_related("content"), party=_party_or_404(party))
    response = HttpResponse(bytes(found.content.data), content_type=found.media_type)
    name = f"memorandum-{version.memorandum_id}-{number}-{found.party}"
    response["Content-Disposition"] = csv_out.disposition(name, found.kind)
    response["X-Content-Type-Options"] = "nosniff"
    return exports.counted(response, 1)


def _party_or_404(party: str) -> Party:
    if party not in ON_PAPER:
        raise Http404
    return Party(party)
