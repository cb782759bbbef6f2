"""What is under way at all the schools somebody looks after, as a page and as files."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.people.looking import is_about
from leadwell.prepare.overseeing import WhichForm, as_csv, as_document, overseen
from leadwell.web.pdf import press


@require_safe
def of_schools(request: SignedInRequest) -> HttpResponse:
    found = overseen(_which(request), number=request.GET.get("page", ""))
    is_about(request, people=sorted({line.action.owner_id for line in found.lines}))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {"found": found, "form": found.form, "asked": asked.urlencode()}
    return render(request, "prepare/of_schools.html", context)


@require_safe
def of_schools_file(request: SignedInRequest, ending: str) -> HttpResponseBase:
    form = _which(request)
    return as_csv(form) if ending == "csv" else press.download(as_document(form))


def _which(request: SignedInRequest) -> WhichForm:
    return WhichForm(request.GET, user=request.user, on=timezone.localdate())
