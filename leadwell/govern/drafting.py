"""Reports that are drafted because their day has come."""

from datetime import datetime

from django.utils import timezone

from leadwell.govern import actions
from leadwell.govern.models import GovernorsReport, ReportState


def draft_due(*, at: datetime) -> int:
    """Each on its own, so that one that fails keeps no other back from tomorrow's try; how many."""
    waiting = GovernorsReport.objects.wanted().filter(
        state=ReportState.DUE, drafts_on__lte=timezone.localdate(at)
    )
    reports = list(waiting.with_places().order_by("drafts_on", "pk"))
    for report in reports:
        actions.draft_report(report=report, by=None, at=at)
    return len(reports)
