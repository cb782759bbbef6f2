"""The life of a plan: one table, from which rules, buttons, diagram and tests are made."""

from collections.abc import Mapping

from leadwell.lib.transitions import Staying, Table, Transition, stay, step
from leadwell.prepare.models import Plan, PlanState

State = PlanState

TRANSITIONS: Table[State] = {
    "agree": step(State.DRAFT, to=State.AGREED, button="Yes, to the head"),
    "redraft": step(
        State.AGREED, State.APPROVED, State.LIVE, State.REVIEWED, to=State.DRAFT,
        button="Open it again to change it",
    ),
    "approve": step(State.AGREED, to=State.APPROVED, button="Approve it"),
    "begin": step(State.APPROVED, to=State.LIVE, button="Begin the work"),
    "review": step(State.LIVE, State.REVIEWED, to=State.REVIEWED, button="Look at it this half-term"),
    "close": step(State.DRAFT, State.LIVE, State.REVIEWED, to=State.CLOSED, button="Close the plan"),
}  # fmt: skip
NEEDS: Mapping[str, str] = {
    "agree": "Whoever leads the subject and the specialist have both said yes to it as it stands; "
    "by the one alone, where nobody holds the other part. One to three priorities.",
    "redraft": "What is under way goes on meanwhile. Both say yes again, and the head approves again.",
    "approve": "By the head, who has just shown again who they are. One to three priorities under "
    "way at the school, in all its programmes.",
    "begin": "Work at the school is agreed. From then on it is looked at each half-term.",
    "review": "Every priority that is under way; Amber and Red with a reason.",
    "close": "Every priority is reached or put aside, with a reason.",
}
"""What has to be so before a step; the rules ask for it."""
BESIDE: Mapping[str, Staying[State]] = {
    "write": stay(State.DRAFT, button="Write or change a priority"),
    "say_yes": stay(State.DRAFT, button="Yes, from the first of the two"),
    "end": stay(
        State.DRAFT, State.APPROVED, State.LIVE, State.REVIEWED,
        button="A priority is reached, or put aside",
    ),
    "say_sip": stay(
        State.DRAFT, State.APPROVED, State.LIVE, State.REVIEWED,
        button="Say where it stands in the school improvement plan",
    ),
    "act": stay(State.APPROVED, State.LIVE, State.REVIEWED, button="Agree an action for it"),
}  # fmt: skip
"""What is done with a plan that changes nothing of how far it is."""


def allows(verb: str, plan: Plan) -> bool:
    found: Transition[State] | Staying[State] = TRANSITIONS.get(verb) or BESIDE[verb]
    return plan.state in found.before
