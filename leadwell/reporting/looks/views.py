"""Who opened records about me; who opened my school's records."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.audit.models import Look
from leadwell.explore.access import HEARD, KEY, not_yet_told_of
from leadwell.people import access
from leadwell.reporting.looks.page import looks_page, rows
from leadwell.schools.models import School
from leadwell.web import csv_out

COLUMNS = ("When", "Who", "Role", "Did what", "With which record")
A_HEADS_SCHOOLS = 5
"""As many as a head has at most; a data protection officer has a desk to search all of them."""


@require_safe
def looked(request: SignedInRequest) -> HttpResponse:
    page = looks_page(access.looks_about(request.user), number=request.GET.get("page", ""))
    schools = access.records_for(request.user, key="access_log").order_by("name", "pk")
    context = {"looks": page, "schools": schools[:A_HEADS_SCHOOLS]}
    return render(request, "reporting/looks/looked.html", context)


@require_safe
def looked_csv(request: SignedInRequest) -> HttpResponseBase:
    return _download(access.looks_about(request.user), "who-opened-records-about-me")


@require_safe
def school_looked(request: SignedInRequest, urn: int) -> HttpResponse:
    school = get_object_or_404(access.records_for(request.user, key="access_log"), urn=urn)
    page = looks_page(_at(request, school), number=request.GET.get("page", ""))
    return render(request, "reporting/looks/school_looked.html", {"looks": page, "school": school})


@require_safe
def school_looked_csv(request: SignedInRequest, urn: int) -> HttpResponseBase:
    school = get_object_or_404(access.records_for(request.user, key="access_log"), urn=urn)
    return _download(_at(request, school), f"who-opened-records-of-{school.urn}")


def _at(request: SignedInRequest, school: School) -> QuerySet[Look]:
    """That it was put forward, its head hears from a person, and from no log before."""
    untold = [str(pk) for pk in not_yet_told_of(school)]
    looks = access.looks_at_school(request.user, school)
    return looks.exclude(record__in=(KEY, HEARD), subject_id__in=untold)


def _download(looks: QuerySet[Look], name: str) -> HttpResponseBase:
    return csv_out.download(
        COLUMNS, (row.cells() for row in rows(looks.iterator(chunk_size=500))), name=name
    )
