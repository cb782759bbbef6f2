"""The life of a school's expression of interest: one table, from which rules, buttons, diagram and
tests are made. Here, and not in its room, because choosing schools takes its last step."""

from collections.abc import Mapping

from leadwell.explore.models import Interest, InterestState
from leadwell.lib.transitions import Staying, Table, Transition, stay, step

State = InterestState

TRANSITIONS: Table[State] = {
    "begin": step(State.OPEN, to=State.DRAFT, button="Begin to write"),
    "submit": step(State.DRAFT, to=State.SUBMITTED, button="Sign and send it"),
    "withdraw": step(
        State.OPEN, State.DRAFT, State.SUBMITTED, to=State.WITHDRAWN, button="Withdraw"
    ),
    "assess": step(State.SUBMITTED, to=State.ASSESSED, button="Readiness is assessed"),
}
NEEDS: Mapping[str, str] = {
    "begin": "The school’s head or a senior leader writes the first word.",
    "submit": "By the head, who has just shown again who they are: every answer that has to be "
    "there, and other initiatives listed or said to be none. The school becomes a candidate in the "
    "same moment; after the call has closed, in reserve.",
    "withdraw": "By the head. Whether the school goes on being a candidate, the programme says.",
    "assess": "With the first assessment of the candidate; nobody presses anything here.",
}
"""What has to be so before a step; the rules ask for it."""
BESIDE: Mapping[str, Staying[State]] = {
    "write": stay(State.OPEN, State.DRAFT, button="Write on"),
    "write_to": stay(State.OPEN, State.DRAFT, button="Write to the head again"),
}


def allows(verb: str, interest: Interest) -> bool:
    found: Transition[State] | Staying[State] = TRANSITIONS.get(verb) or BESIDE[verb]
    return interest.state in found.before
