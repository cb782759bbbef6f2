"""The life of a programme: one table, from which rules, buttons, the diagram and tests are made."""

from leadwell.lib.transitions import Staying, Table, stay, step
from leadwell.programmes.models import Programme

State = Programme.State
UNDER_WAY = (
    State.DRAFTING, State.DESIGNED, State.APPROVED, State.RECRUITING, State.DELIVERING,
    State.CLOSING, State.FOLLOW_UP,
)  # fmt: skip
"""In the order in which one follows another."""

TRANSITIONS: Table[State] = {
    "design": step(State.DRAFTING, to=State.DESIGNED, button="Hand the design to the board"),
    "redraft": step(State.DESIGNED, State.APPROVED, to=State.DRAFTING, button="Take it back to drafting"),
    "approve": step(State.DESIGNED, to=State.APPROVED, button="Approve it"),
    "recruit": step(State.APPROVED, to=State.RECRUITING, button="Begin to recruit schools"),
    "deliver": step(State.RECRUITING, to=State.DELIVERING, button="Begin to deliver"),
    "close": step(State.DELIVERING, to=State.CLOSING, button="Begin to close"),
    "follow": step(State.CLOSING, to=State.FOLLOW_UP, button="Begin the follow-up"),
    "archive": step(State.FOLLOW_UP, to=State.ARCHIVED, button="Archive it"),
    "pause": step(*UNDER_WAY, to=State.PAUSED, button="Pause it"),
    "stop": step(*UNDER_WAY, State.PAUSED, to=State.STOPPED, button="Stop it for good"),
}  # fmt: skip
BESIDE: dict[str, Staying[State]] = {
    "go_on": stay(State.PAUSED, button="Go on in the state it was paused in"),
}
"""What leads back to where it was."""
BUTTONS: dict[str, str] = {verb: one.button for verb, one in TRANSITIONS.items()} | {
    verb: one.button for verb, one in BESIDE.items()
}
ASKS_WHY = frozenset({"redraft", "pause", "stop"})


def allows(verb: str, programme: Programme) -> bool:
    one = TRANSITIONS.get(verb) or BESIDE[verb]
    return programme.state in one.before


def after(verb: str, programme: Programme) -> State:
    """The state that this step leads to."""
    if verb == "go_on":
        return State(programme.paused_in or State.DRAFTING)
    return TRANSITIONS[verb].after
