from leadwell.govern.models.paper import IssuedPaper, PrintedPaper, ReportAddendum
from leadwell.govern.models.report import (
    GovernorsReport,
    ReportDraft,
    ReportQuestion,
    ReportState,
    ReportWords,
    Section,
)

__all__ = [
    "GovernorsReport",
    "IssuedPaper",
    "PrintedPaper",
    "ReportAddendum",
    "ReportDraft",
    "ReportQuestion",
    "ReportState",
    "ReportWords",
    "Section",
]
