from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from leadwell.accounts.requests import SignedInRequest, wants_piece
from leadwell.people import access
from leadwell.people.rules import may_load_data
from leadwell.reporting.forms import OverviewForm, SearchForm
from leadwell.reporting.overview import asking
from leadwell.reporting.overview import download as overview_files
from leadwell.reporting.overview import page as overviews
from leadwell.reporting.overview.printing import overview_document
from leadwell.reporting.search import download as search_files
from leadwell.reporting.search import page as searches
from leadwell.reporting.search.printing import search_document
from leadwell.web.pdf import press


@require_safe
@vary_on_headers("HX-Request")
def overview(request: SignedInRequest) -> HttpResponse:
    held = asking.loaded(request.user)
    form = _overview_form(request, held)
    page = None
    if held.academic_years and form.is_valid():
        number = request.GET.get("page", "1")
        page = overviews.overview(request.user, form.cleaned_data, held, number)
    template = "_overview_table.html" if wants_piece(request) else "overview.html"
    context = {
        "form": form,
        "overview": page,
        "held": held,
        "may_load": may_load_data(request.user),
    }
    return render(request, f"reporting/{template}", context)


@require_safe
def overview_csv(request: SignedInRequest) -> HttpResponseBase:
    held = asking.loaded(request.user)
    form = _overview_form(request, held)
    if not held.academic_years or not form.is_valid():
        return redirect(_overview_of(request))  # where the form says what is wrong
    return overview_files.overview_csv(request.user, form.cleaned_data, held)


@require_safe
def overview_pdf(request: SignedInRequest) -> HttpResponse:
    held = asking.loaded(request.user)
    form = _overview_form(request, held)
    if held.academic_years and form.is_valid():
        document = overview_document(
            request.user, form.cleaned_data, held, made_on=timezone.localdate()
        )
        if document:
            return press.download(document)
    return redirect(_overview_of(request))  # where the page says why there is none


@require_safe
@vary_on_headers("HX-Request")
def search(request: SignedInRequest) -> HttpResponse:
    schools = access.schools_for(request.user)
    form = SearchForm(request.GET)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    if asked and (url := searches.only_by_number(schools, asked)):
        return HttpResponseClientRedirect(url) if wants_piece(request) else redirect(url)
    found = searches.found(schools, asked, page=request.GET.get("page", "1")) if asked else None
    template = "_search_results.html" if wants_piece(request) else "search.html"
    context = {"form": form, "asked": asked, "found": found}
    return render(request, f"reporting/{template}", context)


@require_safe
def search_csv(request: SignedInRequest) -> HttpResponseBase:
    form = SearchForm(request.GET)
    if not form.is_valid() or not form.cleaned_data["q"]:
        return redirect("reporting:search")
    asked = form.cleaned_data["q"]
    return search_files.search_csv(access.schools_for(request.user), asked)


@require_safe
def search_pdf(request: SignedInRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    if not form.is_valid() or not form.cleaned_data["q"]:
        return redirect("reporting:search")
    schools, asked = access.schools_for(request.user), form.cleaned_data["q"]
    return press.download(search_document(schools, asked, made_on=timezone.localdate()))


def _overview_form(request: SignedInRequest, held: asking.Loaded) -> OverviewForm:
    """Hubs are looked up only where one is asked for."""
    hubs = access.hubs_for(request.user) if request.GET.get("hub") else None
    return OverviewForm(
        request.GET, areas=held.areas, academic_years=held.academic_years, hubs=hubs
    )


def _overview_of(request: SignedInRequest) -> str:
    """The same question as a page."""
    return f"{reverse('reporting:overview')}?{request.GET.urlencode()}"
