"""The life of a candidate: one table, from which rules, buttons, diagram and tests are made."""

from collections.abc import Mapping

from leadwell.explore.models import Candidate, CandidateState
from leadwell.lib.transitions import Staying, Table, Transition, stay, step

State = CandidateState
TO_CHOOSE = (State.ELIGIBLE, State.NOT_ELIGIBLE, State.ASSESSED, State.RESERVE)

TRANSITIONS: Table[State] = {
    "screen": step(State.NOMINATED, to=State.SCREENING, button="Begin screening"),
    "find_eligible": step(State.SCREENING, to=State.ELIGIBLE, button="It meets a criterion"),
    "find_not_eligible": step(State.SCREENING, to=State.NOT_ELIGIBLE, button="It meets none"),
    "screen_again": step(*TO_CHOOSE, to=State.SCREENING, button="Screen it again"),
    "assess": step(State.ELIGIBLE, State.NOT_ELIGIBLE, to=State.ASSESSED, button="Assess readiness"),
    "offer": step(State.ASSESSED, State.RESERVE, to=State.OFFERED, button="Offer a place"),
    "reserve": step(
        State.NOMINATED, State.SCREENING, State.ELIGIBLE, State.ASSESSED, to=State.RESERVE,
        button="Put it in reserve",
    ),
    "come_late": step(State.NOMINATED, to=State.RESERVE, button="Its interest came late"),
    "decline": step(
        State.NOMINATED, State.SCREENING, *TO_CHOOSE, to=State.DECLINED, button="Decline it"
    ),
    "accept": step(State.OFFERED, to=State.ACCEPTED, button="The school accepts"),
    "refuse": step(State.OFFERED, to=State.REFUSED, button="The school refuses"),
    "withdraw": step(State.OFFERED, to=State.RESERVE, button="Take the offer back"),
}  # fmt: skip  # fmt: skip
NEEDS: Mapping[str, str] = {
    "screen": "The head has been told.",
    "find_eligible": "Results are there, or it is written down why there are none.",
    "find_not_eligible": "The same, and the reason.",
    "screen_again": "A reason.",
    "assess": "A school that meets no criterion needs what is known of it locally.",
    "offer": "No Red, or the waiver or support it needs is written down; the head backs the aims; "
    "the set keeps its rule; the board has approved it with this school in it, where the rules of "
    "the fund ask for that. By who leads the programme.",
    "reserve": "The head has been told. A reason, which the school reads.",
    "come_late": "Its expression of interest came after the call had closed, and nobody had put it "
    "forward before. Nobody presses anything.",
    "decline": "A reason, which the school reads.",
    "accept": "The school is taken into the programme in the same moment.",
    "refuse": "A reason. By the school’s head, or noted by who chooses; so is that it accepts.",
    "withdraw": "A reason, which the school reads. By who leads the programme.",
}
"""What has to be so before a step; the rules ask for it."""
BESIDE: Mapping[str, Staying[State]] = {
    "say_head_told": stay(State.NOMINATED, button="The head has been told"),
    "change": stay(State.NOMINATED, State.SCREENING, *TO_CHOOSE, button="Change hub or part"),
    "hear": stay(
        State.NOMINATED, State.SCREENING, *TO_CHOOSE, State.OFFERED,
        button="Add what else is asked of it",
    ),
    "assess_again": stay(
        State.ASSESSED, State.RESERVE, State.OFFERED, State.ACCEPTED, button="Assess it again"
    ),
    "promise_support": stay(State.ASSESSED, State.RESERVE, button="Promise support for leadership"),
    "waive": stay(State.ASSESSED, State.RESERVE, button="Waive what is Red"),
    "say_answer_sent": stay(State.DECLINED, State.RESERVE, button="The letter was sent"),
    "send_again": stay(State.DECLINED, State.RESERVE, button="Send it again"),
}  # fmt: skip
"""What is done with a candidate that changes nothing of how far it is."""


def allows(verb: str, candidate: Candidate) -> bool:
    found: Transition[State] | Staying[State] = TRANSITIONS.get(verb) or BESIDE[verb]
    return candidate.state in found.before
