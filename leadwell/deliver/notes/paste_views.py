"""The box for what was written in Word or elsewhere: by its headings it goes into the parts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from leadwell.accounts.requests import SignedInRequest
from leadwell.deliver.notes.pasted import PastePage, put_in
from leadwell.deliver.notes.pasting import TITLES
from leadwell.deliver.notes.write_views import THEN, begin, subject_of
from leadwell.deliver.notes.writing import writing
from leadwell.people.drafts.words import Unfit
from leadwell.web.asking import asks, sent

PLACE = "place"
"""What the button says that puts it into the note; the other one only reads it."""


@asks
def paste_note(request: SignedInRequest, pk: int) -> HttpResponse:
    """First the box; then what was read under which heading, and where it goes."""
    subject = subject_of(request, pk)
    note = writing(subject)
    page = PastePage(note, sent(request), is_sent=request.POST.get(THEN) == PLACE)
    if page.may_go and page.places:
        pieces = page.places.placed
        try:
            begin(request, subject)
            beside = put_in(note=note, pieces=pieces, by=request.user, at=timezone.now())
        except Unfit as unfit:
            page.form.add_error("text", str(unfit))
        else:
            if beside:
                return redirect("deliver:choose-words", pk, beside[0].slug)
            where = ", ".join(dict.fromkeys(TITLES[one.to].split(",")[0] for one in pieces))
            messages.success(request, f"Put in: {where or 'nothing'}. Look through each part.")
            return redirect("deliver:share-note", pk)
    return render(request, "deliver/note/paste.html", {"page": page, "form": page.form})
