"""The pages of the lives of things: each table of transitions, and the same as a diagram."""

from collections.abc import Mapping
from typing import Any

from leadwell.deliver import transitions as visits
from leadwell.deliver.models import Visit
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


def _life(
    source: str, title: str, intro: str, *, begins: tuple[Any, str],
    steps: Mapping[str, Transition[Any]],
) -> str:  # fmt: skip
    """begins: its first state, and what makes it."""
    return page(source, title, intro, _diagram(begins, steps), _table(steps))


def _diagram(begins: tuple[Any, str], steps: Mapping[str, Transition[Any]]) -> str:
    first, how = begins
    lines = [f"    [*] --> {first.label}: {how}"]
    for step in steps.values():
        for before in sorted(step.before):
            lines.append(f"    {before.label} --> {step.after.label}: {step.button}")
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])


def _table(steps: Mapping[str, Transition[Any]]) -> str:
    rows = (
        (step.button, " or ".join(before.label for before in sorted(step.before)), step.after.label)
        for step in steps.values()
    )
    return table_of(("Step", "From", "To"), rows)
