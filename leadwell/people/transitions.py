"""The life of a load: one table, from which rules, buttons and tests are made."""

from typing import Any

from leadwell.lib.transitions import Table, step
from leadwell.schools.models import Load

State = Load.State

TRANSITIONS: Table[State] = {
    # LOOKING and LOADING may begin again: the worker that began them may have been killed.
    "look": step(State.WAITING, State.LOOKING, to=State.LOOKING),
    "find": step(State.LOOKING, to=State.LOOKED),
    "confirm": step(State.LOOKED, to=State.LOADING, button="Load it"),
    "finish": step(State.LOADING, to=State.DONE),
    "refuse": step(State.WAITING, State.LOOKING, State.LOADING, to=State.REFUSED),
    "look_again": step(State.REFUSED, to=State.WAITING, button="Look again"),
    "drop": step(State.WAITING, State.LOOKING, State.LOOKED, to=State.DROPPED, button="Drop it"),
}

WORKING = frozenset({State.WAITING, State.LOOKING, State.LOADING})
"""States in which the next step is the worker's."""

UNDER_WAY = WORKING | {State.LOOKED}


def allows(verb: str, load: Load) -> bool:
    return load.state in TRANSITIONS[verb].before


def move(verb: str, load_id: int, **fields: Any) -> bool:
    """Take the step and set `fields`, if the load is where it may be taken from; say whether."""
    taken = TRANSITIONS[verb]
    moved = Load.objects.filter(pk=load_id, state__in=taken.before)
    return bool(moved.update(state=taken.after, **fields))
