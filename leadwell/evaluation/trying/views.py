from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.evaluation import detecting, frames, methods, shown, telling
from leadwell.evaluation.frames import NotComparable
from leadwell.evaluation.trying import paper, remembered
from leadwell.evaluation.trying.forms import DetectForm, TryForm
from leadwell.evidence.sizes.power import Plan
from leadwell.web import csv_out, exports
from leadwell.web.paper import docx_out
from leadwell.web.pdf import press

ASKED = "schools"  # in the address as soon as anything is asked


@require_safe
def compare(request: SignedInRequest) -> HttpResponse:
    form, data = _asked(request)
    context = {
        "form": form,
        "has_results": bool(form.fields["start"].choices[1:]),  # type: ignore[attr-defined]
        "found": None if data is None else shown.of(data),
        "query": request.GET.urlencode(),
        "method_columns": shown.METHOD_COLUMNS,
        "tried": telling.TRIED,
    }
    return render(request, "evaluation/compare.html", context)


@require_safe
def compare_csv(request: SignedInRequest) -> HttpResponseBase:
    _, data = _asked(request)
    if data is None:
        return redirect(_page_of(request))  # where the form says what is wrong
    return csv_out.download(
        paper.CSV_COLUMNS,
        paper.csv_rows(data),
        name=paper.NAME,
        notes=[*paper.CSV_NOTES, f"Results: {data['vintage']}."],
    )


@require_safe
def compare_pdf(request: SignedInRequest) -> HttpResponse:
    _, data = _asked(request)
    if data is None:
        return redirect(_page_of(request))
    made = paper.paper_of(shown.of(data), as_at=timezone.localdate())
    response = HttpResponse(press.printed(made), content_type="application/pdf")
    response["Content-Disposition"] = csv_out.disposition(made.name, "pdf")
    return exports.counted(response, 1)


@require_safe
def compare_docx(request: SignedInRequest) -> HttpResponse:
    _, data = _asked(request)
    if data is None:
        return redirect(_page_of(request))
    return docx_out.download(paper.paper_of(shown.of(data), as_at=timezone.localdate()))


@require_safe
def detect(request: SignedInRequest) -> HttpResponse:
    usual = {name: field.initial for name, field in DetectForm.base_fields.items()}
    form = DetectForm({**usual, **request.GET.dict()})
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        said = form.cleaned_data
        plan = Plan(
            schools=said["schools"],
            years=said["years"],
            base_years=said["base_years"],
            cohort=said["pupils"],
        )
        planned = detecting.OUTCOMES[said["outcome"]]
        context |= {
            "sentence": detecting.sentence(plan, planned),
            "drawing": detecting.drawn(plan, planned),
            "planned": planned,
        }
    return render(request, "evaluation/detect.html", context)


@require_safe
def how(request: SignedInRequest) -> HttpResponse:
    return render(request, "evaluation/methods.html", {"groups": methods.groups()})


def _asked(request: SignedInRequest) -> tuple[TryForm, dict[str, Any] | None]:
    """The form, and the answer where it asks for one that can be given; else it says why not."""
    form = TryForm(request.GET if ASKED in request.GET else None, years=frames.loaded_years())
    if not form.is_bound or not form.is_valid():
        return form, None
    try:
        return form, remembered.answer(form)
    except NotComparable as refusal:
        form.add_error(None, str(refusal))
        return form, None


def _page_of(request: SignedInRequest) -> str:
    return f"{reverse('evaluation:compare')}?{request.GET.urlencode()}"
