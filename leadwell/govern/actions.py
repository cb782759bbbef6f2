"""Draft a governors' report, change its words, issue it, ask, answer, note receipt, put it right."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.govern import names, rules, wording
from leadwell.govern.facts import Facts, facts
from leadwell.govern.models import (
    GovernorsReport,
    IssuedPaper,
    PrintedPaper,
    ReportAddendum,
    ReportDraft,
    ReportQuestion,
    ReportWords,
    Section,
)
from leadwell.govern.promising import due_day, first_day_of_draft
from leadwell.govern.transitions import TRANSITIONS
from leadwell.lib.verdict import Verdict
from leadwell.programmes import actions as programmes
from leadwell.schools.calendar import school_days
from leadwell.web.access import require

STATEMENT = (
    "I issue this report to the governors of {school}. It is a fair account of the programme’s "
    "work in the school in the {term}. It names nobody below senior leaders, and no pupil."
)


@transaction.atomic
def draft_report(*, report: GovernorsReport, by: User | None, at: datetime) -> None:
    """Words from facts, for the head to change. by: nobody where its day has come and the worker
    writes it; then a report that is drafted already stays as it is."""
    report = _held(report)
    if by:
        require(rules.may_draft(by, report))
    elif report.state not in TRANSITIONS["draft"].before:
        return
    found = facts(report, as_at=timezone.localdate(at))
    ReportDraft.objects.create(report=report, said=wording.said(found), at=at)
    drafted = wording.drafted(found)
    ReportWords.objects.bulk_create(
        ReportWords(
            report=report, section=section, drafted=drafted.get(section, ""),
            words=drafted.get(section, ""),
        )
        for section in Section
    )  # fmt: skip
    _step("draft", report, by=by, at=at)


@transaction.atomic
def edit_report(
    *, report: GovernorsReport, texts: Mapping[str, str], by: User, at: datetime
) -> None:
    """texts: words by section; of those not named nothing changes. No figure is among them."""
    report = _held(report)
    require(rules.may_edit(by, report))
    changed = []
    for one in report.words.all():
        if texts.get(one.section, one.words) != one.words:
            one.words, one.changed_by, one.changed_at = texts[one.section], by.person, at
            one.save(update_fields=["words", "changed_by", "changed_at"])
            changed.append(one.section)
    if changed:
        _step("edit", report, by=by, at=at, detail={"sections": changed})


@transaction.atomic
def set_meeting(
    *, report: GovernorsReport, meeting_on: date | None, by: User, at: datetime
) -> None:
    """When governors meet. It may bring the due day forward, and never puts it off."""
    report = _held(report)
    require(rules.may_set_meeting(by, report))
    if meeting_on == report.meeting_on:
        return
    days = school_days(report.school)
    due_on = due_day(report.term_ends_on, meeting_on, days)
    _set(report, meeting_on=meeting_on, drafts_on=first_day_of_draft(due_on, days))
    programmes.change(thing=report.obligation, by=by, at=at, due_on=due_on)
    said = meeting_on.isoformat() if meeting_on else ""
    _log(report, "set the meeting", by, at, {"on": said})


@transaction.atomic
def issue_report(
    *,
    report: GovernorsReport,
    content: Mapping[str, Any],
    authenticated_at: datetime,
    by: User,
    at: datetime,
) -> IssuedPaper:
    """Governors read it from now on, as it is in `content`. Raises PermissionDenied where the
    head's words name somebody they must not, or leave out what leaders do."""
    report = _held(report)
    require(rules.may_issue(by, report))
    today = timezone.localdate(at)
    require(may_issue_as_written(report, facts(report, as_at=today)))
    paper = IssuedPaper.objects.create(
        report=report,
        content=content,
        sha256=sha256(content),
        statement=statement(report),
        n_clear_days=report.clear_days(today),
        authenticated_at=authenticated_at,
        by=by.person,
        at=at,
    )
    programmes.keep_promise(obligation=report.obligation, on=today, by=by, at=at)
    _step("issue", report, by=by, at=at, issued_on=today)
    return paper


@transaction.atomic
def keep_print(*, paper: IssuedPaper, pdf: bytes, at: datetime) -> PrintedPaper:
    """The one file of this paper: made twice, the first stays."""
    GovernorsReport.objects.select_for_update().get(pk=paper.report_id)  # papers are never locked
    if known := PrintedPaper.objects.filter(paper=paper).first():
        return known
    made = hashlib.sha256(pdf).hexdigest()
    printed = PrintedPaper.objects.create(paper=paper, pdf=pdf, sha256=made, at=at)
    log.record(at=at, actor="worker", verb="printed", subject=paper, detail={"sha256": made})
    return printed


@transaction.atomic
def receive_report(
    *, report: GovernorsReport, on: date, minute_ref: str, by: User, at: datetime
) -> None:
    """It was received at a meeting, by the minutes of it."""
    report = _held(report)
    require(rules.may_receive(by, report))
    require(rules.was_received_on(report, on, today=timezone.localdate(at)))
    _step(
        "receive", report, by=by, at=at,
        received_on=on, minute_ref=minute_ref, received_by=by.person,
    )  # fmt: skip


@transaction.atomic
def ask_question(*, report: GovernorsReport, text: str, by: User, at: datetime) -> ReportQuestion:
    report = _held(report)
    require(rules.may_ask(by, report))
    asked = ReportQuestion.objects.create(report=report, text=text, asked_by=by.person, asked_at=at)
    _log(report, "asked", by, at)
    return asked


@transaction.atomic
def answer_question(
    *, question: ReportQuestion, answer: str, minute_ref: str = "", by: User, at: datetime
) -> None:
    """minute_ref: where the answer was given at a meeting."""
    question = ReportQuestion.objects.select_for_update().get(pk=question.pk)
    report = _held(question.report)
    question.report = report
    require(rules.may_answer(by, question))
    require(_may_say("The answer", answer, report))
    question.answer, question.minute_ref = answer, minute_ref
    question.answered_by, question.answered_at = by.person, at
    question.save(update_fields=["answer", "minute_ref", "answered_by", "answered_at"])
    _log(report, "answered", by, at)


@transaction.atomic
def add_to_report(*, report: GovernorsReport, text: str, by: User, at: datetime) -> ReportAddendum:
    report = _held(report)
    require(rules.may_add(by, report))
    require(_may_say("What you add", text, report))
    added = ReportAddendum.objects.create(report=report, text=text, by=by.person, at=at)
    _log(report, "added to", by, at)
    return added


def may_issue_as_written(report: GovernorsReport, found: Facts) -> Verdict:
    """Whether the words that stand today can go to governors. found: the facts beside them."""
    written = {one.section: one for one in report.words.all()}
    return rules.may_issue_words(
        {section: one.words for section, one in written.items()},
        unnamed=names.not_to_be_named(report.enrolment),
        is_troubled=wording.has_trouble(found),
        said_risks=written[Section.RISKS].is_changed and written[Section.RISKS].words != "",
    )


def statement(report: GovernorsReport) -> str:
    """What is signed, as it is shown in full."""
    return STATEMENT.format(school=report.school, term=report.term_said)


def sha256(content: Mapping[str, Any]) -> str:
    """64 hex digits, the same for the same words."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _may_say(where: str, text: str, report: GovernorsReport) -> Verdict:
    return rules.may_say({where: text}, unnamed=names.not_to_be_named(report.enrolment))


def _held(report: GovernorsReport) -> GovernorsReport:
    """As it is now, kept from others until this is done."""
    return GovernorsReport.objects.with_places().select_for_update(of=("self",)).get(pk=report.pk)


def _step(
    verb: str,
    report: GovernorsReport,
    *,
    by: User | None,
    at: datetime,
    detail: Mapping[str, Any] | None = None,
    **fields: Any,
) -> None:
    _set(report, state=TRANSITIONS[verb].after, since=at, **fields)
    _log(report, verb, by, at, detail)


def _set(report: GovernorsReport, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(report, name, value)
    report.save(update_fields=list(fields))


def _log(
    report: GovernorsReport,
    verb: str,
    by: User | None,
    at: datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    actor = by.email if by else "worker"
    log.record(at=at, actor=actor, verb=verb, subject=report, detail=detail)
