"""The life of a visit: one table, from which rules, buttons and tests are made."""

from leadwell.deliver.models import Visit
from leadwell.lib.transitions import Table, step

State = Visit.State

TRANSITIONS: Table[State] = {
    "confirm": step(State.PLANNED, to=State.CONFIRMED, button="Confirm it"),
    # Another day is another promise: it is confirmed anew.
    "postpone": step(State.PLANNED, State.CONFIRMED, to=State.PLANNED, button="Put it off"),
    "cancel": step(State.PLANNED, State.CONFIRMED, to=State.CANCELLED, button="Cancel the visit"),
    "happen": step(State.PLANNED, State.CONFIRMED, to=State.HAPPENED, button="It happened"),
}


def allows(verb: str, visit: Visit) -> bool:
    return visit.state in TRANSITIONS[verb].before
