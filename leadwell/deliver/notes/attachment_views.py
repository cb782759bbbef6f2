"""Files that go with a note: adding one, reading it, taking it away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.deliver.models import Attachment
from leadwell.deliver.notes import attaching, rules
from leadwell.deliver.notes.forms import AttachForm
from leadwell.deliver.notes.transitions import BESIDE
from leadwell.deliver.notes.views import note_or_404
from leadwell.web.access import require
from leadwell.web.asking import asks
from leadwell.web.attaching import taken_away


@asks
def attach(request: SignedInRequest, pk: int) -> HttpResponse:
    found = note_or_404(request, pk)
    require(rules.may_detach(request.user, found))  # whose it is; three already is said on the page
    is_sent = request.method == "POST"
    form = AttachForm(request.POST, request.FILES) if is_sent else AttachForm()
    if form.is_valid():
        attaching.attach(note=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Attached.")
        return redirect("deliver:attach", pk=pk)
    context = {
        "note": found, "form": form, "button": BESIDE["attach"].button,
        "attachments": found.attachments.all(), "may_detach": True,
        "may_attach": rules.may_attach(request.user, found),
    }  # fmt: skip
    return render(request, "deliver/note/attach.html", context)


@require_safe
def attachment(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    found = _attachment_or_404(request, pk, number)
    return taken_away(found.content.data, name=found.title, ending=found.kind)


@require_POST
def detach(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    found = _attachment_or_404(request, pk, number)
    attaching.detach(attachment=found, by=request.user, at=timezone.now())
    messages.success(request, "Taken away.")
    return redirect("deliver:attach", pk=pk)


def _attachment_or_404(request: SignedInRequest, pk: int, number: int) -> Attachment:
    attachments = note_or_404(request, pk).attachments.select_related("note")
    found: Attachment = get_object_or_404(attachments, number=number)
    return found
