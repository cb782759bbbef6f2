"""The page of a visit's life: its table of transitions, and the same as a diagram."""

from leadwell.deliver.models import Visit
from leadwell.deliver.transitions import TRANSITIONS
from tools.markdown import page, table_of

INTRO = (
    "A visit goes from one state to another by these steps and by no other. How: "
    "[plan and postpone visits](../how-to/plan-and-postpone-visits.md)."
)


def life_of_a_visit() -> str:
    return page(
        "leadwell/deliver/transitions.py", "# The life of a visit", INTRO, _diagram(), _table()
    )


def _diagram() -> str:
    steps = [f"    [*] --> {Visit.State.PLANNED.label}: Plan it"]
    for step in TRANSITIONS.values():
        for before in sorted(step.before):
            steps.append(f"    {before.label} --> {step.after.label}: {step.button}")
    return "\n".join(["```mermaid", "stateDiagram-v2", *steps, "```"])


def _table() -> str:
    rows = (
        (step.button, " or ".join(before.label for before in sorted(step.before)), step.after.label)
        for step in TRANSITIONS.values()
    )
    return table_of(("Step", "From", "To"), rows)
