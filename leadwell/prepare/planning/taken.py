"""What became of the findings of a peer review: the priorities that rest on each."""

from dataclasses import dataclass
from datetime import date

from leadwell.accounts.models import User
from leadwell.explore.models import PeerFinding, PeerReview
from leadwell.explore.peer_reviewing.access import findings_for
from leadwell.lib.verdict import Verdict
from leadwell.prepare.models import Plan, Priority, PrioritySource
from leadwell.prepare.planning import access, rules


@dataclass(frozen=True, slots=True)
class Taken:
    """One finding. may_take_up: now, by this person, with the reason where not."""

    finding: PeerFinding
    priorities: tuple[Priority, ...]
    may_take_up: Verdict


@dataclass(frozen=True, slots=True)
class TakenPage:
    """held_up: why no finding can be taken up now, where that is so of all of them; "" else."""

    review: PeerReview
    lines: tuple[Taken, ...]
    held_up: str


def taken_page(user: User, review: PeerReview, on: date) -> TakenPage:
    """Constant queries, however many findings."""
    findings = list(findings_for(user, review)) if review.is_told else []
    plans = access.plans_for(user).filter(enrolment=review.enrolment_id).values("pk")
    rest = PrioritySource.objects.filter(finding__in=findings, priority__plan__in=plans)
    on_it: dict[int, list[Priority]] = {}
    for source in rest.select_related("priority__plan"):
        if source.finding_id:
            on_it.setdefault(source.finding_id, []).append(source.priority)
    may = _may_at_all(user, review, on)
    lines = []
    for finding in findings:
        finding.review = review
        own = rules.is_a_source(finding)
        lines.append(Taken(finding, tuple(on_it.get(finding.pk, ())), own if not own else may))
    return TakenPage(review, tuple(lines), "" if may else may.reason)


def _may_at_all(user: User, review: PeerReview, on: date) -> Verdict:
    """Whether a priority can be written now at all; the finding itself may stand against it."""
    plan = Plan.objects.open().filter(enrolment=review.enrolment).at_hand().first()
    return rules.may_add(user, plan) if plan else rules.may_open(user, review.enrolment, on=on)
