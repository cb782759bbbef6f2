from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from leadwell.accounts.requests import SignedInRequest, wants_piece
from leadwell.people import access, rules
from leadwell.people.permissions import Operation
from leadwell.reporting import sources
from leadwell.reporting.life.history import lives_of
from leadwell.reporting.life.rows import years_of
from leadwell.reporting.school import table as school_table
from leadwell.reporting.school.page import measure_called, page_of
from leadwell.reporting.school.printing import school_document
from leadwell.reporting.similar import page as similar_page
from leadwell.reporting.similar.printing import similar_document
from leadwell.schools.models import School
from leadwell.web import csv_out
from leadwell.web.pdf import press


@require_safe
@vary_on_headers("HX-Request")
def school(request: SignedInRequest, urn: int) -> HttpResponse:
    """The page, or the piece that htmx asks for: the results of a measure, or all figures."""
    found = _school(request, urn)
    if found.urn != urn:
        return _to_current(request, "reporting:school", found)
    wants_all = request.GET.get("figures") == "all"
    measure = measure_called(request.GET.get("measure"))
    if wants_all and wants_piece(request):
        rows = years_of(found, lives_of(found))
        return render(
            request, "reporting/_school_figures.html", {"table": school_table.table_of(rows)}
        )
    page = page_of(found, measure, among=access.schools_for(request.user))
    context = {
        "page": page,
        "measure": measure,
        "table": page.published.table if wants_all else None,
        "may_decide_identity": rules.may_decide_identity(request.user),
        "sees_asked": access.holds(request.user, "initiative", Operation.READ, on=found),
    }
    template = "_school_results" if wants_piece(request) else "school"
    return render(request, f"reporting/{template}.html", context)


@require_safe
def school_csv(request: SignedInRequest, urn: int) -> HttpResponseBase:
    found = _school(request, urn)
    if found.urn != urn:
        return _to_current(request, "reporting:school-csv", found)
    rows = years_of(found, lives_of(found))
    return csv_out.download(
        school_table.CSV_COLUMNS,
        school_table.csv_rows(found, rows),
        name=f"results-{urn}",
        notes=[sources.line(each.row for each in rows.values())],
    )


@require_safe
def school_pdf(request: SignedInRequest, urn: int) -> HttpResponse:
    found = _school(request, urn)
    if found.urn != urn:
        return _to_current(request, "reporting:school-pdf", found)
    measure = measure_called(request.GET.get("measure"))
    return press.download(
        school_document(
            found, measure, among=access.schools_for(request.user), made_on=timezone.localdate()
        )
    )


@require_safe
def similar(request: SignedInRequest, urn: int) -> HttpResponse:
    found = _school(request, urn)
    if found.urn != urn:
        return _to_current(request, "reporting:similar", found)
    return render(
        request,
        "reporting/similar.html",
        {"page": similar_page.page_of(found, among=access.schools_for(request.user))},
    )


@require_safe
def similar_csv(request: SignedInRequest, urn: int) -> HttpResponseBase:
    found = _school(request, urn)
    if found.urn != urn:
        return _to_current(request, "reporting:similar-csv", found)
    page = similar_page.page_of(found, among=access.schools_for(request.user))
    return csv_out.download(
        similar_page.CSV_COLUMNS,
        similar_page.csv_rows(page),
        name=f"similar-{urn}",
        notes=[page.method, page.source],
    )


@require_safe
def similar_pdf(request: SignedInRequest, urn: int) -> HttpResponse:
    found = _school(request, urn)
    if found.urn != urn:
        return _to_current(request, "reporting:similar-pdf", found)
    return press.download(
        similar_document(
            found, among=access.schools_for(request.user), made_on=timezone.localdate()
        )
    )


def _school(request: SignedInRequest, urn: int) -> School:
    """The school that has, or ever had, this URN, if the person may see it."""
    schools = access.schools_for(request.user).select_related("local_authority", "trust")
    return get_object_or_404(schools, entries__urn=urn)


def _to_current(request: SignedInRequest, name: str, found: School) -> HttpResponse:
    url = reverse(name, args=[found.urn])
    query = request.GET.urlencode()
    return redirect(f"{url}?{query}" if query else url)
