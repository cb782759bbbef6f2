from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from leadwell.accounts.requests import SignedInRequest, wants_piece
from leadwell.people import access, actions, guarding, load_page, rules, transitions, uploads
from leadwell.people.forms import FewerForm, UploadForm
from leadwell.schools.models import Load
from leadwell.web.access import require
from leadwell.web.asking import asks

FILES_A_PAGE = 50
LATELY = timedelta(days=7)


@require_safe
def imports(request: SignedInRequest) -> HttpResponse:
    """Every file that was loaded, and those on their way in."""
    sources = access.sources_for(request.user).defer("report")
    loads = access.loads_for(request.user).select_related("uploaded_by").defer("report")
    context = {
        "page": Paginator(sources, FILES_A_PAGE).get_page(request.GET.get("page")),
        "under_way": loads.filter(state__in=transitions.UNDER_WAY),
        "refused": loads.filter(state=Load.State.REFUSED, ended_at__gt=timezone.now() - LATELY),
        "may_load": rules.may_load_data(request.user),
    }
    return render(request, "people/imports.html", context)


@asks
def upload(request: SignedInRequest) -> HttpResponse:
    require(rules.may_load_data(request.user))
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if not form.is_valid():
        return render(request, "people/upload.html", {"form": form})
    sent = dict(form.cleaned_data)
    file = sent.pop("file")
    with uploads.on_disk(file) as path:
        load = actions.upload_file(
            path=path, name=file.name, by=request.user, at=timezone.now(), **sent
        )
    return redirect("people:load", load.pk)


@require_safe
@vary_on_headers("HX-Request")
def load(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far a file is and what it would change; asked each second, only what is new is sent."""
    found = _load_or_404(request, pk)
    page = load_page.about(found, request.user)
    if wants_piece(request) and request.GET.get("seen") == page.seen:
        return HttpResponse(status=204)
    template = "_load.html" if wants_piece(request) else "load.html"
    return render(request, f"people/{template}", {"page": page, "form": FewerForm()})


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _load_or_404(request, pk)
    actions.confirm_load(load=found, by=request.user, at=timezone.now())
    return redirect("people:load", pk)


@require_POST
def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _load_or_404(request, pk)
    actions.drop_load(load=found, by=request.user, at=timezone.now())
    return redirect("people:load", pk)


@require_POST
def look_again(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _load_or_404(request, pk)
    require(rules.may_look_again(request.user, found))
    form = FewerForm(request.POST)
    if form.is_valid() and guarding.attempt(
        request,
        form,
        lambda: actions.look_again(
            load=found,
            by=request.user,
            at=timezone.now(),
            fewer_because=form.cleaned_data["fewer_because"],
        ),
        about=found,
        at=timezone.now(),
    ):
        return redirect("people:load", pk)
    page = load_page.about(found, request.user)
    return render(request, "people/load.html", {"page": page, "form": form})


def _load_or_404(request: SignedInRequest, pk: int) -> Load:
    return get_object_or_404(access.loads_for(request.user).select_related("uploaded_by"), pk=pk)
