"""Home, programmes, hubs and the schools in them, as people see them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.people import access
from leadwell.people.phrased import asked
from leadwell.people.running import rules
from leadwell.programmes.models import Hub, Programme
from leadwell.reporting import home as homes
from leadwell.reporting.forms import SearchForm
from leadwell.reporting.programmes import finding, listing, mine
from leadwell.reporting.programmes import hub as hubs
from leadwell.reporting.programmes import programme as one_programme
from leadwell.web.access import require


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What wants this person, and the way to their pages."""
    page = homes.home(request.user, timezone.localdate())
    return render(request, "reporting/programmes/home.html", {"page": page})


@require_safe
def programmes(request: SignedInRequest) -> HttpResponse:
    number = request.GET.get("page", "1")
    found = listing.listing(request.user, on=timezone.localdate(), number=number)
    context = {"listing": found, "may_open": rules.may_open_programme(request.user)}
    return render(request, "reporting/programmes/programmes.html", context)


@require_safe
def programme(request: SignedInRequest, code: str) -> HttpResponse:
    """What it is, its parts, its schools, its people, and what it still has to say."""
    found = _programme_or_404(request, code)
    require(rules.may_read_programme(request.user, found))
    number = request.GET.get("page", "1")
    page = one_programme.about(request.user, found, timezone.localdate(), number=number)
    return render(request, "reporting/programmes/programme.html", {"page": page})


@require_safe
def find_school(request: SignedInRequest, code: str) -> HttpResponse:
    """A school to take into the programme, by name, place or number."""
    found = _programme_or_404(request, code)
    require(rules.may_enrol(request.user, found))
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    page = finding.find(
        access.schools_for(request.user), found, words, number=request.GET.get("page", "1")
    )
    context = {"programme": found, "form": form, "asked": words, "page": page}
    return render(request, "reporting/programmes/find.html", context)


@require_safe
def hub(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its schools and its people."""
    found = _hub_or_404(request, pk)
    number = request.GET.get("page", "1")
    page = hubs.about(request.user, found, timezone.localdate(), number=number)
    return render(request, "reporting/programmes/hub.html", {"page": page})


@require_safe
def my_schools(request: SignedInRequest) -> HttpResponse:
    page = mine.my_schools(
        request.user,
        on=timezone.localdate(),
        without=request.GET.get("without", ""),
        number=request.GET.get("page", "1"),
    )
    return render(request, "reporting/programmes/my_schools.html", {"mine": page})


def _hub_or_404(request: SignedInRequest, pk: int) -> Hub:
    for found in asked(hubs.seen, request.user, timezone.localdate(), pk):
        return found
    raise Http404


def _programme_or_404(request: SignedInRequest, code: str) -> Programme:
    seen = access.programmes_for(request.user).select_related("lead_organisation")
    return get_object_or_404(seen, code=code)
