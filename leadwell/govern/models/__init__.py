from leadwell.govern.models.board import Board
from leadwell.govern.models.decision import Decision, DecisionState, DeclaredInterest, Result
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
    "Board",
    "Decision",
    "DecisionState",
    "DeclaredInterest",
    "GovernorsReport",
    "IssuedPaper",
    "PrintedPaper",
    "ReportAddendum",
    "ReportDraft",
    "ReportQuestion",
    "ReportState",
    "ReportWords",
    "Result",
    "Section",
]
