"""Governors' reports: which there are, their words, questions, answers and receipt."""

from collections.abc import Callable, Iterable

from django import forms as django_forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leadwell.accounts.requests import SignedInRequest
from leadwell.govern import access, actions, lists, names, rules, wording
from leadwell.govern.facts import facts
from leadwell.govern.forms import AddendumForm, AnswerForm, QuestionForm, ReceiptForm, ReportForm
from leadwell.govern.models import GovernorsReport, ReportWords, Section
from leadwell.govern.placing import placed_reports
from leadwell.govern.transitions import button
from leadwell.people import guarding
from leadwell.people.access import enrolments_for
from leadwell.people.looking import is_about
from leadwell.people.phrased import one_or_404
from leadwell.web.access import require
from leadwell.web.asking import Back, asks, form_page, sent


@require_safe
def reports(request: SignedInRequest) -> HttpResponse:
    """Of every school in reach: how far, and by when."""
    number = request.GET.get("page", "1")
    page = lists.reports_page(request.user, timezone.localdate(), number=number)
    return render(request, "govern/reports.html", {"page": page, "order": lists.ORDER})


@require_safe
def reports_file(request: SignedInRequest, ending: str) -> HttpResponseBase:
    today = timezone.localdate()
    return lists.listed(request.user, today).as_file(ending, made_on=today)


@require_safe
def reports_of(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of one school within a programme."""
    seen = enrolments_for(
        request.user, key=access.KEY, leaving_out=access.RELEASED_ONLY | access.DATES_ONLY
    )
    enrolment = get_object_or_404(seen.select_related("programme", "school__continued_by"), pk=pk)
    number = request.GET.get("page", "1")
    page = lists.reports_page(
        request.user, timezone.localdate(), enrolment=enrolment, number=number
    )
    context = {"page": page, "order": lists.ORDER, "enrolment": enrolment}
    return render(request, "govern/reports.html", context)


@require_POST
def draft_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Before the worker does."""
    found = report_or_404(request, pk)
    actions.draft_report(report=found, by=request.user, at=timezone.now())
    return redirect("govern:edit-report", pk)


@asks
def edit_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head's words; facts stand beside them and are nobody's to change."""
    found = report_or_404(request, pk)
    require(rules.may_edit(request.user, found))
    words = {one.section: one for one in found.words.all()}
    form = ReportForm(sent(request), report=found, words=words)
    if form.is_valid() and _sent_off(request, found, form, lambda: _save(request, found, form)):
        messages.success(request, "Saved.")
        return redirect(found)
    now = facts(found, as_at=timezone.localdate())
    lines, said = wording.lines(now), wording.said(now)
    context = {
        "form": form,
        "report": found,
        "sections": [(form[one.value], lines.get(one, ()), words.get(one)) for one in Section],
        "news": [
            (Section(section).label, fresh)
            for section, fresh in wording.news(found.draft.said, said).items()
        ],
        "named": _named(found, words.values()),
    }
    return render(request, "govern/edit_report.html", context)


@asks
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    found = report_or_404(request, pk)
    require(rules.may_ask(request.user, found))
    form = QuestionForm(sent(request))
    return _asked(
        request, found, form, "ask", "Ask about this report", "Your question is with the school.",
        lambda: actions.ask_question(
            report=found, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
    )  # fmt: skip


@asks
def receive(request: SignedInRequest, pk: int) -> HttpResponse:
    found = report_or_404(request, pk)
    require(rules.may_receive(request.user, found))
    start = {"on": found.meeting_on}
    form = ReceiptForm(sent(request), initial=start)
    return _asked(
        request, found, form, "receive", "Governors have received this report", "Noted.",
        lambda: actions.receive_report(
            report=found, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
    )  # fmt: skip


@asks
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    found = report_or_404(request, pk)
    require(rules.may_add(request.user, found))
    form = AddendumForm(sent(request))
    return _asked(
        request, found, form, "add", "Put something right", "It stands beside the report.",
        lambda: actions.add_to_report(
            report=found, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
    )  # fmt: skip


@asks
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = access.questions_for(request.user)
    question = get_object_or_404(seen, pk=pk)
    question.report = report_or_404(request, question.report_id)
    is_about(request, people=[question.asked_by_id], school=question.report.enrolment.school_id)
    require(rules.may_answer(request.user, question))
    form = AnswerForm(sent(request))
    return _asked(
        request, question.report, form, "answer", question.text, "Answered.",
        lambda: actions.answer_question(
            question=question, by=request.user, at=timezone.now(), **form.cleaned_data
        ),
    )  # fmt: skip


def report_or_404(request: SignedInRequest, pk: int) -> GovernorsReport:
    found = one_or_404(access.of_number, request.user, timezone.localdate(), pk)
    return placed_reports([found])[0]


@transaction.atomic
def _save(request: SignedInRequest, report: GovernorsReport, form: ReportForm) -> None:
    at = timezone.now()
    actions.set_meeting(report=report, meeting_on=form.meeting, by=request.user, at=at)
    actions.edit_report(report=report, texts=form.texts, by=request.user, at=at)


def _sent_off(
    request: SignedInRequest,
    report: GovernorsReport,
    form: django_forms.Form,
    act: Callable[[], object],
) -> bool:
    at = timezone.now()
    return guarding.attempt(request, form, act, about=report, whose=report.school, at=at)


def _named(report: GovernorsReport, words: Iterable[ReportWords]) -> list[tuple[str, str]]:
    """Names that must be taken out before it is issued, and where they stand."""
    texts = {one.get_section_display(): one.words for one in words}
    return names.found_in(texts, names.not_to_be_named(report.enrolment))


def _asked(
    request: SignedInRequest,
    report: GovernorsReport,
    form: django_forms.Form,
    verb: str,
    heading: str,
    done: str,
    act: Callable[[], object],
) -> HttpResponse:
    """A form of one topic about a report. done: what is said when it is sent."""
    if form.is_valid() and _sent_off(request, report, form, act):
        messages.success(request, done)
        return redirect(report)
    back = Back(report.get_absolute_url(), str(report))
    return form_page(request, form, back=back, heading=heading, button=button(verb))
