"""Issuing a governors' report: what it says is frozen, and the worker makes the one PDF of it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from leadwell.accounts.models import User
from leadwell.govern import actions
from leadwell.govern.models import GovernorsReport, IssuedPaper, PrintedPaper
from leadwell.reporting.governors_report import issued, signed, written
from leadwell.schools.models import School
from leadwell.web.paper.keeping import content_of
from leadwell.web.paper.paper import Paper
from leadwell.web.pdf import press

PAPERS_QUEUE = "papers"
PRINT = "reporting.print_report"
CHANGED = "Something in the report has changed since you opened this page. Read it again."


def hash_of(paper: Paper, report: GovernorsReport, *, at: datetime) -> str:
    """Of all it would say if it were issued now: what somebody has read before they sign."""
    return actions.sha256(_frozen(paper, report, at))


@transaction.atomic
def issue(
    *,
    report: GovernorsReport,
    read: str | None = None,
    among: QuerySet[School],
    authenticated_at: datetime,
    by: User,
    at: datetime,
) -> IssuedPaper:
    """read: the hash of what they have read: refused where it says something else by now. None
    where nothing can have changed since."""
    content = _frozen(written(report, on=timezone.localdate(at), among=among).paper, report, at)
    if read is not None and actions.sha256(content) != read:
        raise PermissionDenied(CHANGED)
    paper = actions.issue_report(
        report=report, content=content, authenticated_at=authenticated_at, by=by, at=at
    )
    app.configure_task(PRINT, queue=PAPERS_QUEUE, lock=PAPERS_QUEUE).defer(paper_id=paper.pk)
    return paper


def print_paper(*, paper_id: int, at: datetime) -> PrintedPaper:
    """Its one PDF file; where there is one, that."""
    paper = IssuedPaper.objects.get(pk=paper_id)
    if known := PrintedPaper.objects.filter(paper=paper).first():
        return known
    pdf = press.printed(issued(paper), in_no_hurry=True)
    return actions.keep_print(paper=paper, pdf=pdf, at=at)


def _frozen(paper: Paper, report: GovernorsReport, at: datetime) -> dict[str, Any]:
    return content_of(signed(paper, report, on=timezone.localdate(at)))
