"""The life of a load: one table, from which rules, buttons and tests are made."""

from dataclasses import dataclass
from typing import Any

from leadwell.schools.models import Load

State = Load.State


@dataclass(frozen=True, slots=True)
class Transition:
    """A step from a state of `before` to `after`. button: its words; "" when the worker does it."""

    before: frozenset[State]
    after: State
    button: str = ""


def _step(*before: State, to: State, button: str = "") -> Transition:
    return Transition(frozenset(before), to, button)


TRANSITIONS: dict[str, Transition] = {
    # LOOKING and LOADING may begin again: the worker that began them may have been killed.
    "look": _step(State.WAITING, State.LOOKING, to=State.LOOKING),
    "find": _step(State.LOOKING, to=State.LOOKED),
    "confirm": _step(State.LOOKED, to=State.LOADING, button="Load it"),
    "finish": _step(State.LOADING, to=State.DONE),
    "refuse": _step(State.WAITING, State.LOOKING, State.LOADING, to=State.REFUSED),
    "look_again": _step(State.REFUSED, to=State.WAITING, button="Look again"),
    "drop": _step(State.WAITING, State.LOOKING, State.LOOKED, to=State.DROPPED, button="Drop it"),
}

WORKING = frozenset({State.WAITING, State.LOOKING, State.LOADING})
"""States in which the next step is the worker's."""

UNDER_WAY = WORKING | {State.LOOKED}


def allows(verb: str, load: Load) -> bool:
    return load.state in TRANSITIONS[verb].before


def move(verb: str, load_id: int, **fields: Any) -> bool:
    """Take the step and set `fields`, if the load is where it may be taken from; say whether."""
    step = TRANSITIONS[verb]
    moved = Load.objects.filter(pk=load_id, state__in=step.before)
    return bool(moved.update(state=step.after, **fields))
