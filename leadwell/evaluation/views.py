"""A programme's question: fixed, changed, answered; and what was found."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.evaluation import access, actions, pages, printing, rules, shown
from leadwell.evaluation.coded.access import are_all_named
from leadwell.evaluation.coded.rules import may_read as may_read_coded
from leadwell.evaluation.forms import QuestionForm
from leadwell.evaluation.models import Evaluation, Finding
from leadwell.evaluation.shown import Shown
from leadwell.people import access as people
from leadwell.programmes.models import Programme
from leadwell.web import csv_out, exports
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, sent
from leadwell.web.paper import docx_out
from leadwell.web.pdf import press
from leadwell.web.refusals import attempt


@require_safe
def questions(request: SignedInRequest, code: str) -> HttpResponse:
    """The versions of a programme's question, the last first."""
    programme = _programme_or_404(request, code)
    require(rules.may_read(request.user, programme))
    mine = access.evaluations_for(request.user).filter(programme=programme)
    found = list(mine.prefetch_related("findings"))
    context = {
        "programme": programme,
        "evaluations": [(one, [pages.outcome(key) for key in one.measures]) for one in found],
        "may_fix": rules.may_fix(request.user, programme),
        "may_read_coded": may_read_coded(request.user, programme),
    }
    return render(request, "evaluation/questions.html", context)


@asks
def fix(request: SignedInRequest, code: str) -> HttpResponse:
    programme = _programme_or_404(request, code)
    require(rules.may_fix(request.user, programme))
    back = Back(reverse("evaluation:questions", args=[code]), f"Did {programme} work?")
    return _asked(
        request, programme, None, back=back, heading="Fix the question", button="Fix it for good",
        act=lambda form: actions.fix_question(
            programme=programme, said=form.said, by=request.user, at=timezone.now()
        ),
    )  # fmt: skip


@asks
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _evaluation_or_404(request, pk)
    require(rules.may_change(request.user, found))
    back = Back(found.get_absolute_url(), str(found))
    return _asked(
        request, found.programme, found, back=back, heading="Change the question",
        button="Fix the new version",
        act=lambda form: actions.change_question(
            evaluation=found, said=form.said, because=form.cleaned_data["because"],
            by=request.user, at=timezone.now(),
        ),
    )  # fmt: skip


@require_safe
def question(request: SignedInRequest, pk: int) -> HttpResponse:
    """One version with its findings; htmx asks again for how far an answer is."""
    found = _evaluation_or_404(request, pk)
    run = access.runs_for(request.user).filter(evaluation=found).first()
    context = {
        "page": pages.question_page(request.user, found),
        "findings": access.findings_for(request.user).filter(evaluation=found),
        "run": run,
        "may_run": rules.may_run(request.user, found),
        "may_change": rules.may_change(request.user, found),
        "late": pages.LATE,
    }
    page = "_question" if request.htmx else "question"
    return render(request, f"evaluation/{page}.html", context)


@require_POST
def run(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _evaluation_or_404(request, pk)
    actions.ask_to_run(evaluation=found, by=request.user, at=timezone.now())
    return redirect(found)


@require_safe
def finding(request: SignedInRequest, pk: int) -> HttpResponse:
    found, told = _finding_or_404(request, pk)
    context = {
        "finding": found,
        "said": found.data,
        "found": told,
        "method_columns": shown.METHOD_COLUMNS,
        "late": pages.LATE,
    }
    return render(request, "evaluation/finding.html", context)


@require_safe
def finding_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    made = printing.paper_of(*_finding_or_404(request, pk))
    response = HttpResponse(press.printed(made), content_type="application/pdf")
    response["Content-Disposition"] = csv_out.disposition(made.name, "pdf")
    return exports.counted(response, 1)


@require_safe
def finding_docx(request: SignedInRequest, pk: int) -> HttpResponse:
    return docx_out.download(printing.paper_of(*_finding_or_404(request, pk)))


def _finding_or_404(request: SignedInRequest, pk: int) -> tuple[Finding, Shown]:
    """A finding, and as much of it as this person reads."""
    found = get_object_or_404(access.findings_for(request.user), pk=pk)
    told = shown.of(found.data)
    programme = found.evaluation.programme
    by_name = access.reads_of(request.user, programme, by_name=True)
    return found, told if by_name or are_all_named(request.user, programme) else told.of_groups()


def _asked(
    request: SignedInRequest,
    programme: Programme,
    replaces: Evaluation | None,
    *,
    back: Back,
    heading: str,
    button: str,
    act: Callable[[QuestionForm], Evaluation],
) -> HttpResponse:
    """The form below what the question will be about."""
    measure = request.POST.get("primary") or (replaces.measures[0] if replaces else "maths_average")
    seen = pages.preview(request.user, programme, measure=measure)
    form = QuestionForm(sent(request), first_start=seen.first_start, replaces=replaces)
    kept: list[Evaluation] = []
    if form.is_valid() and attempt(form, lambda: kept.append(act(form))):
        messages.success(request, "Fixed.")
        return redirect(kept[0])
    context = {
        "form": form, "preview": seen, "back": back, "heading": heading, "button": button,
        "lede": seen.sentence,
    }  # fmt: skip
    return render(request, "evaluation/fix.html", context)


def _programme_or_404(request: SignedInRequest, code: str) -> Programme:
    return get_object_or_404(people.programmes_for(request.user), code=code)


def _evaluation_or_404(request: SignedInRequest, pk: int) -> Evaluation:
    return get_object_or_404(access.evaluations_for(request.user), pk=pk)
