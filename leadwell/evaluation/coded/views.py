"""Schools under codes: for who evaluates a programme, and who leads it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.evaluation.coded import actions, page, rules
from leadwell.lib import words
from leadwell.people import access as people
from leadwell.programmes.models import Programme
from leadwell.web import csv_out
from leadwell.web.access import require
from leadwell.web.templatetags.leadwell import day_and_year


@require_safe
def coded(request: SignedInRequest, code: str) -> HttpResponse:
    programme = _programme_or_404(request, code)
    require(rules.may_read(request.user, programme))
    context = {
        "programme": programme,
        "page": page.coded_page(request.user, programme, timezone.localdate()),
        "left_out": page.LEFT_OUT,
        "to_nobody": page.TO_NOBODY,
        "may_give": rules.may_give(request.user, programme),
    }
    return render(request, "evaluation/coded/coded.html", context)


@require_safe
def coded_file(request: SignedInRequest, code: str, key: str) -> HttpResponse:
    programme = _programme_or_404(request, code)
    require(rules.may_read(request.user, programme))
    on = timezone.localdate()
    found = {one.key: one for one in page.tables_of(request.user, programme, on)}.get(key)
    if not found:
        raise Http404
    said = f"{programme}, {found.title.lower()} under codes, on {day_and_year(on)}"
    return csv_out.download(
        found.columns, found.rows, name=f"{key} of {programme.code} under codes {on:%Y-%m-%d}",
        notes=[said, found.about, page.TO_NOBODY], is_published=key == "schools",
    )  # fmt: skip


@require_POST
def give_codes(request: SignedInRequest, code: str) -> HttpResponse:
    programme = _programme_or_404(request, code)
    n = actions.give_codes(programme=programme, by=request.user, at=timezone.now())
    said = f"{words.count(n, 'school')} {words.verb(n, 'has', 'have')} a code now."
    messages.success(request, said if n else "Every school has a code already.")
    return redirect("evaluation:coded", code)


def _programme_or_404(request: SignedInRequest, code: str) -> Programme:
    return get_object_or_404(people.programmes_for(request.user), code=code)
