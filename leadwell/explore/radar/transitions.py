"""The life of a declared initiative: one table, from which rules and tests are made."""

from leadwell.explore.models import Initiative
from leadwell.lib.transitions import Staying, Transition, stay, step

State = Initiative.State

TRANSITIONS: dict[str, Transition[State] | Staying[State]] = {
    "change": stay(State.OPEN, button="Save"),
    "end": step(State.OPEN, to=State.ENDED, button="It ended early"),
    "take_back": step(State.OPEN, State.ENDED, to=State.MISTAKE, button="It was a mistake"),
}


def allows(verb: str, initiative: Initiative) -> bool:
    return initiative.state in TRANSITIONS[verb].before
