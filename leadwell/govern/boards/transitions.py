"""The life of a decision: one table, from which rules, buttons, diagram and tests are made."""

from collections.abc import Mapping

from leadwell.govern.models import Decision, DecisionState
from leadwell.lib.transitions import Staying, Table, Transition, stay, step

State = DecisionState

TRANSITIONS: Table[State] = {
    "finish": step(State.OPEN, to=State.DONE, button="Say what came of it"),
    "withdraw": step(State.OPEN, to=State.WITHDRAWN, button="Withdraw it"),
}
BESIDE: Mapping[str, Staying[State]] = {
    "agree": stay(State.OPEN, button="Agree the action"),
    "publish": stay(*State, button="Publish it to the school"),
    "unpublish": stay(*State, button="Take it back from the school"),
}
"""What is done with a decision that changes nothing of how far it is."""


def allows(verb: str, decision: Decision) -> bool:
    found: Transition[State] | Staying[State] = TRANSITIONS.get(verb) or BESIDE[verb]
    return decision.state in found.before
