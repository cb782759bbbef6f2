"""The verdict on one outcome: worked out from the figures in one fixed order, never chosen.

First match wins: should not be compared; refused, no verdict, or fixed at "cannot tell" by the
decision table; did better or fell behind; probably better or worse; about the same; cannot tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from leadwell.evidence.verdict.caveats import Caveat
from leadwell.evidence.verdict.checks import Check, Name, State, side, states
from leadwell.evidence.verdict.decision import Decision, decide
from leadwell.evidence.verdict.decision_row import Cap
from leadwell.evidence.verdict.design import Design
from leadwell.evidence.verdict.found import Evidence

SMALLEST_OF_INTEREST = 0.05  # g; a month's progress begins here (EEF, trials)
CLEAR = 0.10  # g; two months' progress begin here
LEVEL = 0.05  # of p, over all outcomes asked together
NEVER_LEFT_OUT = (Name.BALANCE, Name.SUPPORT)


class Verdict(StrEnum):
    """Fixed words, always about schools like those that took part."""

    BETTER = "did better"
    PROBABLY_BETTER = "probably did better"
    SAME = "about the same"
    PROBABLY_WORSE = "probably did worse"
    WORSE = "fell behind"
    CANNOT_TELL = "cannot tell"
    NOT_COMPARED = "should not be compared"
    NO_VERDICT = "no verdict"
    REFUSED = "refused"


CLAIMS = frozenset({Verdict.BETTER, Verdict.PROBABLY_BETTER, Verdict.PROBABLY_WORSE, Verdict.WORSE})


class Rule(Enum):
    """Which rule gave the verdict."""

    GATE = "a check said that these schools should not be compared"
    REFUSAL = "a row of the decision table refuses the question"
    NO_VERDICT = "a row of the decision table allows no verdict"
    FIXED = "a row of the decision table fixes the answer at “cannot tell”"
    CLEAR = "the 95% range leaves out 0, also over all outcomes, and every check is passed"
    CAPPED = "it would be clear, but a row of the decision table allows “probably” at most"
    SEVERAL = "the 95% range leaves out 0, but not once all outcomes are counted"
    FEW_GROUPS = "there are too few groups that did not take part to say what chance does"
    UNEVEN = "the 95% range leaves out 0, but as many groups moved as far one way or the other"
    LIKELY = "the 90% range leaves out 0 and the 95% range does not; every check is passed"
    CHECKED = "it would be clear, but a check is not passed"
    INSIDE = "the whole 95% range is within two months' progress either way"
    OTHERWISE = "none of the rules before it"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, the rule that gave it, and all it rests on.

    cap: what the decision table allowed. reasons: sentences of checks that were not passed and of
    rows that held the answer back. design: of the schools the estimate is about.
    """

    verdict: Verdict
    rule: Rule
    cap: Cap
    reasons: tuple[str, ...]
    design: Design
    decision: Decision

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        """What must be said beside the answer; nothing where there is none."""
        if self.verdict in (Verdict.REFUSED, Verdict.NOT_COMPARED):
            return ()
        # Schools of a trust did not choose one by one; ONE_TRUST says what stands against those.
        if self.verdict in CLAIMS and not self.decision.is_by_trust:
            return (Caveat.CHOSE_TO_JOIN, *self.decision.caveats)
        return self.decision.caveats


def judge(
    design: Design, checks: Sequence[Check] = (), evidence: Evidence | None = None
) -> Judgement:
    """The verdict. evidence: not needed where checks or design allow no verdict.

    Too few groups drawn for a 95% interval leave nothing to be told. Raises ValueError where a
    verdict would be possible and evidence, an interval of it, or the check of balance or of similar
    schools found is missing; and for a check made twice.
    """
    if evidence is not None and design.is_compared:
        design = design.only(evidence.estimate.n_treated)
    decision = decide(design, checks)

    def given(verdict: Verdict, rule: Rule, reasons: Sequence[str], cap: Cap) -> Judgement:
        return Judgement(verdict, rule, cap, tuple(dict.fromkeys(reasons)), design, decision)

    if decision.gates:
        failed = [check.sentence for check in checks if check.state is State.FAILED]
        return given(Verdict.NOT_COMPARED, Rule.GATE, failed, Cap.NO_VERDICT)
    if decision.refusals:
        return given(Verdict.REFUSED, Rule.REFUSAL, decision.refusals, Cap.NO_VERDICT)
    outside = evidence is not None and evidence.is_outside_all
    cap = decision.cap_outside if outside else decision.cap
    if cap is Cap.NO_VERDICT:
        return given(Verdict.NO_VERDICT, Rule.NO_VERDICT, decision.texts(cap), cap)

    unpassed = _unpassed(decision, checks)
    reasons = [*decision.texts(cap), *(check.sentence for check in unpassed)]
    if evidence is not None and evidence.is_of_few_groups:
        others = "trusts" if decision.is_by_trust else "schools"
        few = f"There are too few other {others} like these to say how far they move by chance."
        return given(Verdict.CANNOT_TELL, Rule.FEW_GROUPS, [few, *reasons], Cap.CANNOT_TELL)
    figures = _needed(design, evidence)
    if cap is Cap.CANNOT_TELL:
        return given(Verdict.CANNOT_TELL, Rule.FIXED, reasons, cap)
    verdict, rule = _by_figures(figures, cap, [check.state for check in unpassed])
    return given(verdict, rule, reasons, cap)


def _by_figures(evidence: Evidence, cap: Cap, unpassed: Sequence[State]) -> tuple[Verdict, Rule]:
    """The verdict that figures give; unpassed: how the checks that were not passed came out."""
    estimate = evidence.estimate
    sure, likely = side(estimate.interval or (0, 0)), side(estimate.interval_90 or (0, 0))
    over_all = estimate.p_adjusted is not None and estimate.p_adjusted < LEVEL
    is_clear = sure != 0 and over_all
    shortfalls = unpassed.count(State.DOWNGRADED) + (not is_clear)
    if is_clear and not unpassed and cap >= Cap.SOME:
        return (Verdict.BETTER if sure > 0 else Verdict.WORSE), Rule.CLEAR
    if likely != 0 and State.FAILED not in unpassed and shortfalls <= 1:
        verdict = Verdict.PROBABLY_BETTER if likely > 0 else Verdict.PROBABLY_WORSE
        if is_clear:
            return verdict, Rule.CHECKED if unpassed else Rule.CAPPED
        if not sure:
            return verdict, Rule.LIKELY
        is_uneven = estimate.p is not None and estimate.p >= LEVEL
        return verdict, Rule.UNEVEN if is_uneven else Rule.SEVERAL
    if _is_inside(evidence) and State.FAILED not in unpassed and len(unpassed) <= 1:
        return Verdict.SAME, Rule.INSIDE
    return Verdict.CANNOT_TELL, Rule.OTHERWISE


def _is_inside(evidence: Evidence) -> bool:
    """Whether no end of the 95% interval is as much as two months, by EEF's rounding of g."""
    return evidence.g_interval is not None and all(
        round(abs(end), 2) < CLEAR for end in evidence.g_interval
    )


def _needed(design: Design, evidence: Evidence | None) -> Evidence:
    if evidence is None:
        raise ValueError(f"{design.outcome}: there is no estimate to judge")
    estimate = evidence.estimate
    if None in (estimate.interval, estimate.interval_90, estimate.p_adjusted):
        raise ValueError(
            f"{estimate.outcome}: a verdict needs the 95% and the 90% interval, and p over all outcomes"
        )
    return evidence


def _unpassed(decision: Decision, checks: Sequence[Check]) -> list[Check]:
    """Checks made and not passed, and those the decision wants and nobody made."""
    made = states(checks)
    for name in NEVER_LEFT_OUT:
        if name in decision.checks and made.get(name, State.CANNOT) is State.CANNOT:
            raise ValueError(f"the check “{name}” was not made")
    missing = [
        Check(name, State.CANNOT, f"The check “{name}” was not made.")
        for name in decision.checks
        if name not in made
    ]
    return [check for check in (*checks, *missing) if check.state is not State.PASSED]
