"""The pages of the lives of things: each table of transitions, and the same as a diagram."""

from collections.abc import Mapping
from typing import Any

from leadwell.deliver import transitions as visits
from leadwell.deliver.models import Visit
from leadwell.govern import transitions as reports
from leadwell.govern.boards import transitions as decisions
from leadwell.govern.models import DecisionState, ReportState
from leadwell.lib.transitions import Transition
from tools.markdown import page, table_of


def life_of_a_visit() -> str:
    return _life(
        "leadwell/deliver/transitions.py",
        "# The life of a visit",
        "A visit goes from one state to another by these steps and by no other. How: "
        "[plan and postpone visits](../how-to/plan-and-postpone-visits.md).",
        begins=(Visit.State.PLANNED, "Plan it"),
        steps=visits.TRANSITIONS,
    )


def life_of_a_governors_report() -> str:
    return page(
        "leadwell/govern/transitions.py",
        "# The life of a governors’ report",
        "One a target school and term, due fifteen school days before the governors meet, and no "
        "later than fifteen school days before the last day of the term. The worker drafts it "
        "fifteen school days before that. How: [send the governors’ report]"
        "(../how-to/send-the-governors-report.md).",
        _diagram((ReportState.DUE, "A term of the programme"), reports.TRANSITIONS),
        _table(reports.TRANSITIONS),
        "## Beside it",
        "These change nothing of how far it is.",
        table_of(("What", "While it is"), (
            (one.button, " or ".join(sorted(state.label for state in one.before)))
            for one in reports.BESIDE.values()
        )),
    )  # fmt: skip


def life_of_a_decision() -> str:
    return page(
        "leadwell/govern/boards/transitions.py",
        "# The life of a decision",
        "A decision of a board about a school ends in one of two ways. While it is open, the action "
        "it asks for can be agreed at the school. How: [read the board’s page, and record a "
        "decision](../how-to/read-the-board-page.md).",
        _diagram((DecisionState.OPEN, "Record it"), decisions.TRANSITIONS),
        _table(decisions.TRANSITIONS),
        "## Beside it",
        "This changes nothing of how far it is.",
        table_of(("What", "While it is"), (
            (one.button, " or ".join(sorted(state.label for state in one.before)))
            for one in decisions.BESIDE.values()
        )),
    )  # fmt: skip


def _life(
    source: str, title: str, intro: str, *, begins: tuple[Any, str],
    steps: Mapping[str, Transition[Any]],
) -> str:  # fmt: skip
    """begins: its first state, and what makes it."""
    return page(source, title, intro, _diagram(begins, steps), _table(steps))


def _diagram(begins: tuple[Any, str], steps: Mapping[str, Transition[Any]]) -> str:
    first, how = begins
    states = {first, *(state for step in steps.values() for state in (*step.before, step.after))}
    lines = [
        f'    state "{one.label}" as {one.value}' for one in sorted(states) if " " in one.label
    ]
    lines.append(f"    [*] --> {_called(first)}: {how}")
    for step in steps.values():
        for before in sorted(step.before):
            lines.append(f"    {_called(before)} --> {_called(step.after)}: {step.button}")
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])


def _called(state: Any) -> str:
    """In a diagram, where a name is one word."""
    return str(state.value if " " in state.label else state.label)


def _table(steps: Mapping[str, Transition[Any]]) -> str:
    rows = (
        (step.button, " or ".join(before.label for before in sorted(step.before)), step.after.label)
        for step in steps.values()
    )
    return table_of(("Step", "From", "To"), rows)
