"""Searching the access log, and taking what was found as a file, which is logged as such."""

from collections.abc import Iterator
from itertools import islice

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.people.privacy import rules
from leadwell.people.privacy.access import is_at_the_desk, looks_for, people_for, schools_for
from leadwell.people.privacy.opened.forms import OpenedForm
from leadwell.people.privacy.opened.page import COLUMNS, Row, rows
from leadwell.web import csv_out
from leadwell.web.access import require

A_PAGE = 50
AT_ONCE = 500
"""Rows of a file whose names are read together."""


@require_safe
def opened(request: SignedInRequest) -> HttpResponse:
    form = _form(request)
    page = Paginator(form.rows, A_PAGE).get_page(request.GET.get("page", ""))
    context = {
        "form": form,
        "page": page,
        "rows": list(rows(page.object_list, named=_named(request))),
        "is_of_all": is_at_the_desk(request.user),
        "asked": request.GET.urlencode(),
    }
    return render(request, "people/privacy/opened/opened.html", context)


@require_safe
def opened_csv(request: SignedInRequest) -> HttpResponseBase:
    found = _in_turn(_form(request), named=_named(request))
    name = f"who-looked-{timezone.localdate()}"
    return csv_out.download(COLUMNS, (row.cells() for row in found), name=name, is_published=False)


def _form(request: SignedInRequest) -> OpenedForm:
    user = request.user
    require(rules.may_sit_at_a_desk(user))
    return OpenedForm(
        request.GET,
        looks=looks_for(user),
        people=people_for(user),
        schools=schools_for(user).filter(continued_by=None),
    )


def _named(request: SignedInRequest) -> frozenset[int] | None:
    """People whose names the page may tell: of another school's none, though it saw them too."""
    user = request.user
    if is_at_the_desk(user):
        return None
    return frozenset(people_for(user).order_by().values_list("pk", flat=True))


def _in_turn(form: OpenedForm, *, named: frozenset[int] | None) -> Iterator[Row]:
    looks = form.rows.iterator(chunk_size=AT_ONCE)
    while some := list(islice(looks, AT_ONCE)):
        yield from rows(some, named=named)
