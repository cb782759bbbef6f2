"""The pages of the lives of things: each table of transitions, and the same as a diagram."""

from collections.abc import Mapping
from typing import Any

from leadwell.deliver import transitions as visits
from leadwell.deliver.models import NoteState, Visit
from leadwell.deliver.notes import transitions as notes
from leadwell.explore import transitions as interests
from leadwell.explore.choosing import transitions as candidates
from leadwell.explore.designing import transitions as programmes
from leadwell.explore.models import CandidateState, InterestState, PeerState, ReviewState
from leadwell.explore.peer_reviewing import transitions as peers
from leadwell.explore.reviewing import transitions as reviews
from leadwell.govern import transitions as reports
from leadwell.govern.boards import transitions as decisions
from leadwell.govern.models import DecisionState, ReportState
from leadwell.lib.transitions import Staying, Transition
from leadwell.prepare.deploying.agreeing import transitions as deployments
from leadwell.prepare.memoranda import transitions as memoranda
from leadwell.prepare.models import DeploymentState, MemorandumState, OfferState, PlanState
from leadwell.prepare.offering import transitions as offers
from leadwell.prepare.planning import transitions as plans
from leadwell.programmes.models import Programme
from tools.markdown import page, table_of


def life_of_a_visit() -> str:
    return _life(
        "leadwell/deliver/transitions.py",
        "# The life of a visit",
        "A visit goes from one state to another by these steps and by no other. How: "
        "[plan and postpone visits](../how-to/plan-and-postpone-visits.md).",
        begins=(Visit.State.PLANNED, "Plan it"),
        steps=visits.TRANSITIONS,
    )


def life_of_a_note() -> str:
    return _life(
        "leadwell/deliver/notes/transitions.py",
        "# The life of a note of visit",
        "A note goes from one state to another by these steps and by no other. Whoever it waits for "
        "has five school days; then the hub lead sees it. What is written before it is shared is "
        "its author’s alone. How: [write and sign a note of visit]"
        "(../how-to/write-and-sign-a-note-of-visit.md).",
        begins=(NoteState.DRAFT, "Write the note"),
        steps=notes.TRANSITIONS,
        beside=notes.BESIDE,
    )


def life_of_a_governors_report() -> str:
    return _life(
        "leadwell/govern/transitions.py",
        "# The life of a governors’ report",
        "One a target school and term, due fifteen school days before the governors meet, and no "
        "later than fifteen school days before the last day of the term. The worker drafts it "
        "fifteen school days before that. How: [send the governors’ report]"
        "(../how-to/send-the-governors-report.md).",
        begins=(ReportState.DUE, "A term of the programme"),
        steps=reports.TRANSITIONS,
        beside=reports.BESIDE,
    )


def life_of_a_decision() -> str:
    return _life(
        "leadwell/govern/boards/transitions.py",
        "# The life of a decision",
        "A decision of a board about a school ends in one of two ways. While it is open, the action "
        "it asks for can be agreed at the school. At any time it can be published to the school, or "
        "taken back. How: [read the board’s page, and record a decision](../how-to/read-the-board-page.md).",
        begins=(DecisionState.OPEN, "Record it"),
        steps=decisions.TRANSITIONS,
        beside=decisions.BESIDE,
    )


def life_of_a_candidate() -> str:
    return _life(
        "leadwell/explore/choosing/transitions.py",
        "# The life of a school that is put forward",
        "From being put forward to taking part, or to knowing why not: a school goes by these steps "
        "and by no other. How: [choose the schools](../how-to/choose-the-schools.md).",
        begins=(CandidateState.NOMINATED, "Put it forward"),
        steps=candidates.TRANSITIONS,
        beside=candidates.BESIDE,
        needs=candidates.NEEDS,
    )


def life_of_a_review() -> str:
    return _life(
        "leadwell/explore/reviewing/transitions.py",
        "# The life of a review",
        "Two views become one agreed starting point by these steps and by no other. Until both "
        "views are in, each is its author’s alone. How: [review where a school stands]"
        "(../how-to/review-where-a-school-stands.md).",
        begins=(ReviewState.OPENED, "Open it"),
        steps=reviews.TRANSITIONS,
        beside=reviews.BESIDE,
        needs=reviews.NEEDS,
    )


def life_of_a_peer_review() -> str:
    return _life(
        "leadwell/explore/peer_reviewing/transitions.py",
        "# The life of a peer review",
        "People from outside come, say what they found the same day, and the school answers, by "
        "these steps and by no other. How: [have a peer review]"
        "(../how-to/have-a-peer-review.md).",
        begins=(PeerState.PLANNED, "Plan it"),
        steps=peers.TRANSITIONS,
        beside=peers.BESIDE,
        needs=peers.NEEDS,
    )


def life_of_an_offer() -> str:
    return _life(
        "leadwell/prepare/offering/transitions.py",
        "# The life of an offer",
        "A place is offered with what goes with it, and the school answers by a day. What is offered "
        "never exceeds the programme’s budget, or the days its specialists have. How: "
        "[offer a place](../how-to/offer-a-place.md).",
        begins=(OfferState.OPEN, "Offer a place"),
        steps=offers.TRANSITIONS,
        beside=offers.BESIDE,
        needs=offers.NEEDS,
    )


def life_of_a_deployment() -> str:
    return _life(
        "leadwell/prepare/deploying/agreeing/transitions.py",
        "# The life of a deployment",
        "An agreement by which a specialist is sent to a school goes by these steps and by no "
        "other. Before the home head lets them go, neither the specialist nor the school reads it. "
        "How: [send a specialist to a school](../how-to/send-a-specialist-to-a-school.md).",
        begins=(DeploymentState.PROPOSED, "Choose a specialist and propose it"),
        steps=deployments.TRANSITIONS,
        beside=deployments.BESIDE,
        needs=deployments.NEEDS,
    )


def life_of_a_memorandum() -> str:
    return _life(
        "leadwell/prepare/memoranda/transitions.py",
        "# The life of a memorandum of understanding",
        "One of each school that takes part, by these steps and by no other. Work in the school "
        "begins once it is active. The school is reminded 5, 10 and 15 school days after it was "
        "sent; then the hub lead is asked to ring. What it says: [its clauses](clauses.md). How: "
        "[agree a memorandum](../how-to/agree-a-memorandum.md).",
        begins=(MemorandumState.DRAFTED, "Draft it"),
        steps=memoranda.TRANSITIONS,
        beside=memoranda.BESIDE,
        needs=memoranda.NEEDS,
    )


def life_of_an_interest() -> str:
    return _life(
        "leadwell/explore/transitions.py",
        "# The life of an expression of interest",
        "From the letter to a head to what became of it: a school’s answer goes by these steps and "
        "by no other. How: [ask schools whether they would like to take part]"
        "(../how-to/ask-schools-whether-they-would-like-to.md).",
        begins=(InterestState.OPEN, "Invite the school"),
        steps=interests.TRANSITIONS,
        beside=interests.BESIDE,
        needs=interests.NEEDS,
    )


def life_of_a_plan() -> str:
    return _life(
        "leadwell/prepare/planning/transitions.py",
        "# The life of a plan",
        "A school’s plan goes from one state to another by these steps and by no other. How: "
        "[agree priorities and a plan](../how-to/agree-priorities-and-a-plan.md).",
        begins=(PlanState.DRAFT, "Open a plan"),
        steps=plans.TRANSITIONS,
        beside=plans.BESIDE,
        needs=plans.NEEDS,
    )


def life_of_a_programme() -> str:
    return _life(
        "leadwell/explore/designing/transitions.py",
        "# The life of a programme",
        "A programme goes from one state to another by these steps and by no other. Who leads it "
        "takes them; its strategic board approves it, and may take a design back. Nothing is "
        "approved before the data protection officer has signed and every warning is answered. "
        "How: [design a programme](../how-to/design-a-programme.md).",
        begins=(Programme.State.DRAFTING, "Open a programme"),
        steps=programmes.TRANSITIONS,
        beside=programmes.BESIDE,
    )


def _life(
    source: str,
    title: str,
    intro: str,
    *,
    begins: tuple[Any, str],
    steps: Mapping[str, Transition[Any]],
    beside: Mapping[str, Staying[Any]] | None = None,
    needs: Mapping[str, str] | None = None,
) -> str:
    """begins: its first state, and what makes it. beside: what leaves it in its state. needs: what
    has to be so before a step, where that is written down."""
    parts = [intro, _diagram(begins, steps), _table(steps, needs or {})]
    if beside:
        parts += ["## Beside it", "These change nothing of how far it is.", _beside(beside)]
    return page(source, title, *parts)


def _beside(found: Mapping[str, Staying[Any]]) -> str:
    rows = (
        (one.button, " or ".join(sorted(state.label for state in one.before)))
        for one in found.values()
    )
    return table_of(("What", "While it is"), rows)


def _diagram(begins: tuple[Any, str], steps: Mapping[str, Transition[Any]]) -> str:
    first, how = begins
    states = {first, *(state for step in steps.values() for state in (*step.before, step.after))}
    lines = [
        f'    state "{one.label}" as {_called(one)}'
        for one in sorted(states)
        if not one.label.isalnum()
    ]
    lines.append(f"    [*] --> {_called(first)}: {how}")
    for step in steps.values():
        for before in sorted(step.before):
            lines.append(f"    {_called(before)} --> {_called(step.after)}: {step.button}")
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])


def _called(state: Any) -> str:
    """In a diagram, where a name is one word."""
    return str(state.label if state.label.isalnum() else state.value.replace("-", "_"))


def _table(steps: Mapping[str, Transition[Any]], needs: Mapping[str, str]) -> str:
    rows = (
        (
            step.button,
            " or ".join(before.label for before in sorted(step.before)),
            step.after.label,
            *([needs.get(verb, "")] if needs else []),
        )
        for verb, step in steps.items()
    )
    return table_of(("Step", "From", "To", *(["Only where"] if needs else [])), rows)
