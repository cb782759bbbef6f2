"""The life of a memorandum: one table, from which rules, buttons, diagram and tests are made."""

from collections.abc import Mapping

from leadwell.lib.transitions import Staying, Table, Transition, stay, step
from leadwell.prepare.models import Memorandum, MemorandumState
from leadwell.prepare.models.memorandum import IN_FORCE, WAITING

State = MemorandumState

TRANSITIONS: Table[State] = {
    "send": step(State.DRAFTED, State.SENT, State.QUERIED, to=State.SENT, button="Send it"),
    "ask": step(State.SENT, State.QUERIED, to=State.QUERIED, button="Ask about it"),
    "answer": step(State.QUERIED, to=State.SENT, button="Answer"),
    "sign": step(State.SENT, State.QUERIED, to=State.SIGNED, button="Sign it"),
    "countersign": step(State.SIGNED, to=State.COUNTERSIGNED, button="Countersign it"),
    "begin": step(State.COUNTERSIGNED, to=State.ACTIVE, button="All have signed"),
    "vary": step(State.ACTIVE, State.VARIED, to=State.VARIED, button="Send a variation"),
    "keep": step(State.VARIED, to=State.ACTIVE, button="Take the variation back"),
    "agree": step(State.VARIED, to=State.ACTIVE, button="All have signed the variation"),
    "end": step(
        State.DRAFTED, *WAITING, State.ACTIVE, to=State.ENDED, button="End it"
    ),
}  # fmt: skip
NEEDS: Mapping[str, str] = {
    "send": "A chair of governors is named, and for an academy who signs for its trust. Sent again, "
    "it is a new version with its reason, and is signed anew.",
    "ask": "By the school, or its trust.",
    "answer": "Every question has its answer.",
    "sign": "The headteacher and the chair of governors have signed, each for themselves: here, by a "
    "link, or on paper whose scan was recorded.",
    "countersign": "By who leads the programme, having just shown who they are.",
    "begin": "For an academy its trust has signed as well. Work in the school begins, and what was "
    "promised has its days.",
    "vary": "A reason. What was agreed before holds until all have signed.",
    "agree": "Headteacher, chair, trust and programme have signed the new version.",
    "end": "A reason.",
}
"""What has to be so before a step; the rules ask for it."""
BESIDE: Mapping[str, Staying[State]] = {
    "draft": stay(State.DRAFTED, State.SENT, State.QUERIED, *IN_FORCE, button="Change the draft"),
    "put_name": stay(*WAITING, button="Put one's own name under it"),
    "put_name_on_paper": stay(*WAITING, button="Record a signature on paper"),
    "replace_scan": stay(*State, button="Replace a wrong scan"),
    "link": stay(*WAITING, button="Send another link"),
    "reaffirm": stay(*IN_FORCE, button="Say that the school stands by it"),
}
"""What is done with it that changes nothing of how far it is."""


def allows(verb: str, memorandum: Memorandum) -> bool:
    found: Transition[State] | Staying[State] = TRANSITIONS.get(verb) or BESIDE[verb]
    return memorandum.state in found.before
