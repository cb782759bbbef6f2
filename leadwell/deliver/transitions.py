"""The life of a visit: one table, from which rules, buttons and tests are made."""

from dataclasses import dataclass

from leadwell.deliver.models import Visit

State = Visit.State


@dataclass(frozen=True, slots=True)
class Transition:
    """A step from a state of `before` to `after`. button: its words."""

    before: frozenset[State]
    after: State
    button: str


def _step(*before: State, to: State, button: str) -> Transition:
    return Transition(frozenset(before), to, button)


TRANSITIONS: dict[str, Transition] = {
    "confirm": _step(State.PLANNED, to=State.CONFIRMED, button="Confirm it"),
    # Another day is another promise: it is confirmed anew.
    "postpone": _step(State.PLANNED, State.CONFIRMED, to=State.PLANNED, button="Put it off"),
    "cancel": _step(State.PLANNED, State.CONFIRMED, to=State.CANCELLED, button="Cancel the visit"),
    "happen": _step(State.PLANNED, State.CONFIRMED, to=State.HAPPENED, button="It happened"),
}


def allows(verb: str, visit: Visit) -> bool:
    return visit.state in TRANSITIONS[verb].before
