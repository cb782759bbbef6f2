"""The life of a governors' report: one table, from which rules, buttons, diagram and tests are made."""

from collections.abc import Mapping

from leadwell.govern.models import GovernorsReport, ReportState
from leadwell.govern.models.report import ISSUED, UNISSUED
from leadwell.lib.transitions import Staying, Table, Transition, stay, step

State = ReportState

TRANSITIONS: Table[State] = {
    # By the worker, fifteen school days before the due day, or earlier by the school.
    "draft": step(State.DUE, to=State.DRAFTED, button="Write the draft now"),
    "edit": step(State.DRAFTED, State.EDITED, to=State.EDITED, button="Change the words"),
    "issue": step(State.DRAFTED, State.EDITED, to=State.ISSUED, button="Issue it to governors"),
    "receive": step(State.ISSUED, to=State.RECEIVED, button="Note that it was received"),
}
BESIDE: Mapping[str, Staying[State]] = {
    "set_meeting": stay(*UNISSUED, button="Say when governors meet"),
    "ask": stay(*ISSUED, button="Ask a question"),
    "answer": stay(*ISSUED, button="Answer"),
    "add": stay(*ISSUED, button="Put something right"),
}
"""What is done to a report that changes nothing of how far it is."""


def allows(verb: str, report: GovernorsReport) -> bool:
    found: Transition[State] | Staying[State] = TRANSITIONS.get(verb) or BESIDE[verb]
    return report.state in found.before


def button(verb: str) -> str:
    found: Transition[State] | Staying[State] = TRANSITIONS.get(verb) or BESIDE[verb]
    return found.button
