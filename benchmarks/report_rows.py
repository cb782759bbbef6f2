"""Governors' reports in a home: `python -m benchmarks.report_rows make` makes them and says what to
ask for; `... queue N` has the worker print N papers."""

import json
import os
import sys
from typing import Any

import django

from benchmarks import peopled


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadwell.config.settings")
    django.setup()
    if sys.argv[1] == "make":
        print(json.dumps(make()))
    else:
        queue(int(sys.argv[2]))


def make() -> dict[str, Any]:
    """cookies by who, and numbers of one issued report and of one being written."""
    from django.utils import timezone

    from benchmarks.homes import TODAY
    from leadwell.demo import reports
    from leadwell.demo.terms import Terms
    from leadwell.govern.models import GovernorsReport
    from leadwell.people.models import Role, RoleHeld
    from leadwell.programmes.models import Programme
    from leadwell.reporting import issuing

    programme = Programme.objects.get(code="KS2M")
    reports.make(programme, Terms(TODAY))
    written = GovernorsReport.objects.filter(state="drafted").with_places().order_by("pk")[0]
    issued = written.enrolment.governors_reports.filter(paper__isnull=False).first()
    if issued is None:  # that school is late with it: take another
        issued = GovernorsReport.objects.filter(paper__isnull=False).order_by("pk")[0]
    issuing.print_paper(paper_id=issued.paper.pk, at=timezone.now())
    held = RoleHeld.objects.filter(ends_on=None)
    at = {"school__in": [written.school.pk, written.enrolment.school_id]}
    there = {"school__in": [issued.school.pk, issued.enrolment.school_id]}
    roles = {
        "lead": programme.roles.get(role=Role.PROGRAMME_LEAD),
        "head": held.filter(role=Role.HEADTEACHER, **at).order_by("pk")[0],
        "data officer": RoleHeld.objects.get(organisation=programme.lead_organisation),
        "governor": held.filter(role=Role.GOVERNOR, **there).order_by("pk")[0],
    }
    return {
        "n_reports": GovernorsReport.objects.count(),
        "cookies": {who: peopled.cookie(one.person.user) for who, one in roles.items()},
        "written": written.pk,
        "issued": issued.pk,
    }


def queue(n: int) -> None:
    """So many papers that nobody has printed, each with its job, as at the end of a term."""
    from django.db import transaction
    from django.utils import timezone
    from procrastinate.contrib.django import app

    from leadwell.govern.models import GovernorsReport, IssuedPaper
    from leadwell.programmes.models import Obligation
    from leadwell.reporting import issuing

    like = IssuedPaper.objects.select_related("report").order_by("pk")[0]
    at = timezone.now()
    with transaction.atomic():
        for turn in range(n):
            report = GovernorsReport.objects.create(
                enrolment=like.report.enrolment,
                obligation=Obligation.objects.create(
                    enrolment=like.report.enrolment, kind="governors_report", met_on=at.date(),
                    due_on=like.report.term_ends_on, detail=f"to measure, {turn}",
                ),
                academic_year=1000 + turn, term=like.report.term, state="issued", since=at,
                term_starts_on=like.report.term_starts_on, term_ends_on=like.report.term_ends_on,
                drafts_on=like.report.drafts_on, issued_on=at.date(),
            )  # fmt: skip
            paper = IssuedPaper.objects.create(
                report=report, content=like.content, sha256=like.sha256, by=like.by, at=at,
                statement=like.statement, authenticated_at=at,
            )  # fmt: skip
            app.configure_task(
                issuing.PRINT, queue=issuing.PAPERS_QUEUE, lock=issuing.PAPERS_QUEUE
            ).defer(paper_id=paper.pk)


if __name__ == "__main__":
    main()
