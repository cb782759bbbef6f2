"""The life of an agreed action: one table, from which rules and tests are made."""

from leadwell.lib.transitions import Table, step
from leadwell.prepare.models import AgreedAction, ProgressSaid, State

How = ProgressSaid.How

TRANSITIONS: Table[State] = {
    "go_on": step(State.NOT_STARTED, State.IN_PROGRESS, to=State.IN_PROGRESS),
    "finish": step(State.NOT_STARTED, State.IN_PROGRESS, to=State.DONE),
    "evidence": step(State.NOT_STARTED, State.IN_PROGRESS, State.DONE, to=State.EVIDENCED),
    "drop": step(State.NOT_STARTED, State.IN_PROGRESS, to=State.DROPPED),
    "reopen": step(
        State.DONE, State.EVIDENCED, State.DROPPED, to=State.IN_PROGRESS, button="Open it again"
    ),
}

BY_WORD = {How.MOVING: "go_on", How.STUCK: "go_on", How.DONE: "finish", How.DROPPED: "drop"}
"""What follows from how somebody says that it goes."""


def allows(verb: str, action: AgreedAction) -> bool:
    return action.state in TRANSITIONS[verb].before
