"""A governors' report: to read, to take along, to issue."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from leadwell.accounts import fresh
from leadwell.accounts.requests import SignedInRequest
from leadwell.govern import access, actions, rules
from leadwell.govern.models import GovernorsReport, PrintedPaper, Section
from leadwell.govern.transitions import button
from leadwell.govern.views import report_or_404
from leadwell.people.access import schools_for
from leadwell.people.phrased import asked
from leadwell.people.placing import at_hand, beside
from leadwell.reporting import issuing
from leadwell.reporting.governors_report import Written, issued, written
from leadwell.web import csv_out, exports
from leadwell.web.access import require
from leadwell.web.asking import asks
from leadwell.web.paper import docx_out, rows
from leadwell.web.paper.paper import Paper
from leadwell.web.pdf import press


@require_safe
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """As it was issued; before that, as it would be today."""
    found = report_or_404(request, pk)
    shown = _shown(request, found)
    user, today = request.user, timezone.localdate()
    questions = asked(access.questions_of, user, today, found.pk)
    at_hand(questions, "report", [found])
    at_hand(questions, "asked_by")
    at_hand(questions, "answered_by")
    addenda = beside([found], "addenda")
    at_hand(addenda, "by")
    context = {
        "report": found,
        "paper": shown.paper,
        "news": [
            (Section(section).label, lines)
            for section, lines in (shown.written.news.items() if shown.written else ())
        ],
        "may": {
            "draft": rules.may_draft(user, found),
            "edit": rules.may_edit(user, found),
            "issue": rules.may_issue(user, found),
            "ask": rules.may_ask(user, found),
            "receive": rules.may_receive(user, found),
            "add": rules.may_add(user, found),
        },
        "buttons": {verb: button(verb) for verb in ("draft", "edit", "issue", "receive", "ask")},
        "questions": [(one, rules.may_answer(user, one)) for one in questions],
        "addenda": addenda,
        "is_late": found.is_late_on(today),
    }
    return render(request, "reporting/governors_report.html", context)


@require_safe
def report_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """The one file of an issued report. Before the worker has made it, the same bytes."""
    found = report_or_404(request, pk)
    kept = PrintedPaper.objects.filter(paper__report=found).first() if found.is_issued else None
    paper = _shown(request, found).paper
    made = bytes(kept.pdf) if kept else press.printed(paper)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = csv_out.disposition(paper.name, "pdf")
    return exports.counted(response, 1)


@require_safe
def report_docx(request: SignedInRequest, pk: int) -> HttpResponse:
    return docx_out.download(_shown(request, report_or_404(request, pk)).paper)


@require_safe
def report_csv(request: SignedInRequest, pk: int) -> HttpResponseBase:
    paper = _shown(request, report_or_404(request, pk)).paper
    return csv_out.download(
        rows.COLUMNS, list(rows.rows_of(paper)), name=paper.name, is_published=paper.is_published
    )


@asks
def issue_report(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The head signs it, having just shown who they are, under all that it says."""
    found = report_or_404(request, pk)
    require(rules.may_issue(request.user, found))
    if not fresh.is_fresh(request):
        return fresh.confirm(request)
    now, among = timezone.now(), schools_for(request.user)
    today = timezone.localdate(now)
    shown = written(found, on=today, among=among)
    refused = actions.may_issue_as_written(found, shown.facts).reason
    if request.method == "POST" and not refused:
        try:
            issuing.issue(
                report=found, read=request.POST.get("read", ""), among=among,
                authenticated_at=fresh.proved_at(request), by=request.user, at=now,
            )  # fmt: skip
        except PermissionDenied as reason:
            refused = str(reason)
        else:
            messages.success(request, "Issued. The school’s governors can read it now.")
            return redirect(found)
    context = {
        "report": found,
        "paper": shown.paper,
        "read": issuing.hash_of(shown.paper, found, at=now),
        "statement": actions.statement(found),
        "refused": refused,
        "n_clear_days": found.clear_days(today),
        "gives_notice": found.gives_notice_on(today),
    }
    return render(request, "reporting/issue_report.html", context)


@dataclass(frozen=True, slots=True)
class _Shown:
    """written: None of an issued report."""

    paper: Paper
    written: Written | None


def _shown(request: SignedInRequest, report: GovernorsReport) -> _Shown:
    if report.is_issued:
        return _Shown(issued(report.paper), None)
    today, among = timezone.localdate(), schools_for(request.user)
    found = written(report, on=today, among=among)
    return _Shown(found.as_draft, found)
