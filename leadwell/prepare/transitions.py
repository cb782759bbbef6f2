"""The life of an agreed action: one table, from which rules and tests are made."""

from dataclasses import dataclass

from leadwell.prepare.models import AgreedAction, ProgressSaid, State

How = ProgressSaid.How


@dataclass(frozen=True, slots=True)
class Transition:
    before: frozenset[State]
    after: State


def _step(*before: State, to: State) -> Transition:
    return Transition(frozenset(before), to)


TRANSITIONS: dict[str, Transition] = {
    "go_on": _step(State.NOT_STARTED, State.IN_PROGRESS, to=State.IN_PROGRESS),
    "finish": _step(State.NOT_STARTED, State.IN_PROGRESS, to=State.DONE),
    "evidence": _step(State.NOT_STARTED, State.IN_PROGRESS, State.DONE, to=State.EVIDENCED),
    "drop": _step(State.NOT_STARTED, State.IN_PROGRESS, to=State.DROPPED),
}

BY_WORD = {How.MOVING: "go_on", How.STUCK: "go_on", How.DONE: "finish", How.DROPPED: "drop"}
"""What follows from how somebody says that it goes."""


def allows(verb: str, action: AgreedAction) -> bool:
    return action.state in TRANSITIONS[verb].before
