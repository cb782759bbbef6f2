"""A list out as a spreadsheet, and in again. One set of views for every list: an address says which."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.lib.spreadsheet import Refused
from leadwell.people import access
from leadwell.people.looking import is_about
from leadwell.people.spreadsheets import carrying, files, page
from leadwell.people.spreadsheets.forms import BringForm
from leadwell.people.spreadsheets.listing import Listing
from leadwell.people.spreadsheets.page import Preview
from leadwell.programmes.models import Programme
from leadwell.web import exports
from leadwell.web.access import require
from leadwell.web.asking import asks, sent
from leadwell.web.csv_out import disposition

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TOO_OLD = (
    "Too long has passed since you looked at the file. Bring it in once more; nothing was changed."
)


@asks
def spreadsheet(request: SignedInRequest, code: str, listing: Listing) -> HttpResponse:
    """Take a list out; POST shows what a file would change."""
    programme = _programme_or_404(request, code)
    require(listing.may(request.user, programme))
    form = BringForm(sent(request), request.FILES or None)
    if not form.is_valid():
        lately = page.lately(listing, programme)
        return _render(request, "spreadsheet", listing, programme, {"form": form, "lately": lately})
    try:
        shown = page.preview(
            form.cleaned_data["file"].read(), listing, programme, request.user,
            at=timezone.now(), on=timezone.localdate(),
        )  # fmt: skip
    except Refused as refused:
        shown = page.refused(refused)
    return _preview(request, listing, programme, shown)


@require_safe
def file(request: SignedInRequest, code: str, listing: Listing) -> HttpResponse:
    """The list as it stands now."""
    programme = _programme_or_404(request, code)
    require(listing.may(request.user, programme))
    lines = files.lines_of(listing, request.user, programme, timezone.localdate())
    is_about(request, people=sorted({one for line in lines for one in line.people}))
    written = files.written(listing, programme, lines, at=timezone.now())
    response = HttpResponse(written, content_type=XLSX)
    response["Content-Disposition"] = disposition(f"{listing.title}-{programme.code}", "xlsx")
    return exports.counted(response, len(lines))


@require_POST
def bring_in(request: SignedInRequest, code: str, listing: Listing) -> HttpResponse:
    """What was looked at, brought in: whole, or not at all and shown once more with what is wrong."""
    programme = _programme_or_404(request, code)
    require(listing.may(request.user, programme))
    there = reverse(listing.address, args=[code])
    try:
        carried = carrying.opened(listing, programme, request.user, request.POST.get("carried", ""))
        shown = page.bring_in(
            carried, listing, programme, request.user, at=timezone.now(), on=timezone.localdate()
        )
    except carrying.Gone:
        messages.info(request, TOO_OLD)
        return redirect(there)
    except Refused as refused:
        shown = page.refused(refused)
    if shown is None:
        messages.success(request, "Brought in.")
        return redirect(there)
    return _preview(request, listing, programme, shown)


def _preview(
    request: SignedInRequest, listing: Listing, programme: Programme, shown: Preview
) -> HttpResponse:
    return _render(request, "preview", listing, programme, {"page": shown})


def _render(
    request: SignedInRequest,
    name: str,
    listing: Listing,
    programme: Programme,
    said: dict[str, object],
) -> HttpResponse:
    context = {
        "listing": listing, "programme": programme, **said,
        **{one: reverse(f"{listing.address}{ending}", args=[programme.code])
           for one, ending in (("here", ""), ("file_url", "-file"), ("bring_url", "-bring-in"))},
        "back": reverse(listing.back, args=[programme.code]),
    }  # fmt: skip
    return render(request, f"people/spreadsheets/{name}.html", context)


def _programme_or_404(request: SignedInRequest, code: str) -> Programme:
    return get_object_or_404(access.programmes_for(request.user), code=code)
