"""The life of a note of visit: one table, from which rules, buttons, diagram and tests are made."""

from collections.abc import Mapping

from leadwell.deliver.models import Note, NoteState
from leadwell.deliver.models.note import CLOSED, OPEN
from leadwell.lib.transitions import Staying, Table, Transition, stay, step

State = NoteState

TRANSITIONS: Table[State] = {
    "share": step(State.DRAFT, to=State.SHARED, button="Share it with the school"),
    "withdraw": step(State.SHARED, to=State.DRAFT, button="Take it back"),
    "comment": step(State.SHARED, to=State.COMMENTED, button="Say what is not right"),
    # A new version: who signed or commented on the last one reads the new one.
    "share_anew": step(
        State.SHARED, State.COMMENTED, State.RETURNED, to=State.SHARED, button="Share it anew"
    ),
    "sign": step(State.SHARED, State.COMMENTED, to=State.SIGNED, button="Sign it"),
    "return": step(State.SIGNED, to=State.RETURNED, button="Give it back"),
    "release": step(State.SIGNED, to=State.RELEASED, button="Release it"),
    # A school that has commented has answered: what is late then is its author's.
    "release_unsigned": step(
        State.SHARED, to=State.UNSIGNED, button="Release it without a signature"
    ),
    "sign_late": step(State.UNSIGNED, to=State.RELEASED, button="Sign it all the same"),
}
BESIDE: Mapping[str, Staying[State]] = {
    "add": stay(*CLOSED, button="Add to it"),
    "attach": stay(*OPEN, button="Attach a file"),
    "detach": stay(*OPEN, button="Take it away"),
    "purge": stay(*State, button="This was for the safeguarding lead"),
}
"""What is done to a note that changes nothing of how far it is."""


def allows(verb: str, note: Note) -> bool:
    found: Transition[State] | Staying[State] = TRANSITIONS.get(verb) or BESIDE[verb]
    return note.state in found.before
