"""The life of a peer review: one table, from which rules, buttons, diagram and tests are made."""

from collections.abc import Mapping

from leadwell.explore.models import PeerReview, PeerState
from leadwell.lib.transitions import Staying, Table, Transition, stay, step

State = PeerState
BEFORE_IT = (State.PLANNED, State.SELF_REVIEW)

TRANSITIONS: Table[State] = {
    "begin": step(State.PLANNED, to=State.SELF_REVIEW, button="Begin the self-review"),
    "arrive": step(State.SELF_REVIEW, to=State.ON_SITE, button="The reviewers are here"),
    "give_feedback": step(State.ON_SITE, to=State.FEEDBACK, button="The findings have been said"),
    "respond": step(State.FEEDBACK, to=State.RESPONSE, button="Give the school’s answer"),
    "close": step(State.RESPONSE, to=State.CLOSED, button="Close the peer review"),
    "cancel": step(*BEFORE_IT, State.ON_SITE, to=State.CANCELLED, button="Cancel the peer review"),
}
NEEDS: Mapping[str, str] = {
    "begin": "Nothing more: the school writes what it thinks of each question itself, if it wants "
    "to.",
    "arrive": "A reviewer is named and a question written, and the first day has come.",
    "give_feedback": "A finding; two kinds of evidence and the limits of it; the day on which "
    "whoever leads the subject and the day on which senior leaders were told. Where that was not "
    "the last day, why. From now on nothing of what was found changes.",
    "respond": "Every finding is answered, with a reason. By the head or a senior leader.",
    "close": "By the head. Those who lead the programme or the hub read it from now on.",
    "cancel": "A reason.",
}
"""What has to be so before a step; the rules ask for it."""
BESIDE: Mapping[str, Staying[State]] = {
    "change": stay(*BEFORE_IT, button="Change what is planned"),
    "add_reviewer": stay(*BEFORE_IT, State.ON_SITE, button="Add a reviewer"),
    "drop_reviewer": stay(*BEFORE_IT, State.ON_SITE, button="Take a reviewer off"),
    "say_own": stay(State.SELF_REVIEW, button="Write what you think yourselves"),
    "say_ground": stay(State.ON_SITE, button="Say what the findings rest on"),
    "write_finding": stay(State.ON_SITE, button="Write a finding"),
    "drop_finding": stay(State.ON_SITE, button="Take a finding out"),
    "answer_finding": stay(State.FEEDBACK, button="Answer a finding"),
    "set_workshop": stay(State.FEEDBACK, State.RESPONSE, button="Set the follow-up workshop"),
    "take_home": stay(
        State.FEEDBACK, State.RESPONSE, State.CLOSED, button="Write what we are taking home"
    ),
}
"""What is done with a peer review that changes nothing of how far it is."""


def allows(verb: str, review: PeerReview) -> bool:
    return review.state in _known(verb).before


def button(verb: str) -> str:
    return _known(verb).button


def _known(verb: str) -> Transition[State] | Staying[State]:
    return TRANSITIONS.get(verb) or BESIDE[verb]
