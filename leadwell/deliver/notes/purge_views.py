"""Taking words out of a note that were for the safeguarding lead."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.requests import SignedInRequest
from leadwell.deliver.notes import actions, rules
from leadwell.deliver.notes.forms import PurgeForm
from leadwell.deliver.notes.parts import PARTS
from leadwell.deliver.notes.transitions import BESIDE
from leadwell.deliver.notes.views import note_or_404
from leadwell.people.drafts.opening import key_of
from leadwell.web.access import require
from leadwell.web.asking import asks, sent

DONE = "done"
"""In the address of the page after it: the device forgets what it kept of the note."""


@asks
def purge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whom to tell, and in which sections the words are; then they go for good."""
    found = note_or_404(request, pk)
    require(rules.may_purge(request.user, found))
    form = PurgeForm(sent(request))
    if form.is_valid():
        actions.purge_note(note=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Taken out. Tell the safeguarding lead today, if you have not.")
        return redirect(f"{reverse('deliver:purge-note', args=[pk])}?{DONE}")
    is_done = DONE in request.GET
    context = {
        "note": found, "form": form, "button": BESIDE["purge"].button, "is_done": is_done,
        "purges": found.purges.select_related("by"),
        "forget": [key_of(request.user, part.draft, found.visit_id) for part in PARTS]
        if is_done else [],
    }  # fmt: skip
    return render(request, "deliver/note/purge.html", context)
