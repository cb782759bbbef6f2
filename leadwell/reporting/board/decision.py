"""One decision: what was decided, how it came to be, who sees to it, what came of it."""

from dataclasses import dataclass
from datetime import date

from leadwell.accounts.models import User
from leadwell.deliver.notes.access import RELEASED_ONLY
from leadwell.govern.boards import rules
from leadwell.govern.boards.lists import DecisionLine
from leadwell.govern.boards.transitions import BESIDE, TRANSITIONS
from leadwell.govern.models import Decision, DeclaredInterest
from leadwell.lib.verdict import Verdict
from leadwell.people import access as people
from leadwell.people.permissions import Operation
from leadwell.reporting.board.access import KEY
from leadwell.reporting.board.chain import Chain, of_decision, seen


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """may: what whoever asks can do, by verb. reads_line: whether the school's line is theirs."""

    line: DecisionLine
    chain: Chain
    interests: tuple[DeclaredInterest, ...]
    may: dict[str, Verdict]
    reads_line: bool

    @property
    def decision(self) -> Decision:
        return self.line.decision

    @property
    def buttons(self) -> dict[str, str]:
        taken = {verb: step.button for verb, step in TRANSITIONS.items()}
        return taken | {verb: each.button for verb, each in BESIDE.items()}


def decision_page(user: User, decision: Decision, on: date) -> DecisionPage:
    """A constant number of queries."""
    known = seen(user, decision.enrolment, on)
    whole = next(one for one in known.decisions if one.pk == decision.pk)
    return DecisionPage(
        line=DecisionLine(whole, on),
        chain=of_decision(known, whole),
        interests=tuple(decision.interests.select_related("member")),
        may={
            "finish": rules.may_finish(user, whole),
            "withdraw": rules.may_withdraw(user, whole),
            "publish": rules.may_publish(user, whole),
            "unpublish": rules.may_unpublish(user, whole),
            "agree": rules.may_agree(user, whole, on=on),
        },
        reads_line=people.holds(
            user, KEY, Operation.READ, on=decision.enrolment, leaving_out=RELEASED_ONLY
        ),
    )
