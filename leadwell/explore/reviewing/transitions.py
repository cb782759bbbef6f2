"""The life of a review: one table, from which rules, buttons, diagram and tests are made."""

from collections.abc import Mapping

from leadwell.explore.models import Review, ReviewState
from leadwell.lib.transitions import Staying, Table, Transition, stay, step

State = ReviewState

TRANSITIONS: Table[State] = {
    "hand_in_school": step(State.OPENED, to=State.SCHOOL_VIEW, button="Hand in the school’s view"),
    "hand_in_second": step(State.SCHOOL_VIEW, to=State.SECOND_VIEW, button="Hand in the second view"),
    # Where the second view was in before it.
    "hand_in_last": step(State.OPENED, to=State.SECOND_VIEW, button="Hand in the school’s view last"),
    "meet": step(State.SECOND_VIEW, to=State.MEETING, button="Open both views and meet"),
    "agree": step(State.MEETING, to=State.AGREED, button="This is what we agree"),
    "reopen": step(State.AGREED, to=State.MEETING, button="Go back to the meeting"),
    "sign": step(State.AGREED, to=State.SIGNED, button="Sign it"),
}  # fmt: skip
NEEDS: Mapping[str, str] = {
    "hand_in_school": "Every criterion has a level, or “cannot say”; levels 3 and 4 have two kinds "
    "of evidence.",
    "hand_in_second": "The same.",
    "hand_in_last": "The same.",
    "meet": "By the specialist; by who opened it, where no specialist is sent to the school. Both "
    "views are in, and from now on both are read by both.",
    "agree": "Every criterion is agreed, be it as “cannot say”; a strength to share and one to "
    "three headline needs.",
    "reopen": "Nobody has signed.",
    "sign": "By the head, who has just shown again who they are. Nothing of it changes afterwards.",
}
"""What has to be so before a step; the rules ask for it."""
BESIDE: Mapping[str, Staying[State]] = {
    "hand_in_second_first": stay(State.OPENED, button="Hand in the second view first"),
    "name_voice": stay(
        State.OPENED, State.SCHOOL_VIEW, button="Somebody else gives a view that is not in"
    ),
    "agree_level": stay(State.MEETING, button="Agree a level"),
    "write_headlines": stay(State.MEETING, button="Write strengths and headline needs"),
}
"""What is done with a review that changes nothing of how far it is."""


def allows(verb: str, review: Review) -> bool:
    found: Transition[State] | Staying[State] = TRANSITIONS.get(verb) or BESIDE[verb]
    return review.state in found.before
