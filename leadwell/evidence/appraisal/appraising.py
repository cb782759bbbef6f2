"""A whole evaluation: from a panel and who took part to a verdict in words for each outcome.

Nothing is chosen once results are seen. What is done follows from the design by the decision table,
and what is said follows from the figures by the order of `verdict`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadwell.evidence.appraisal import designing, findings
from leadwell.evidence.appraisal.comparison import Comparison, compare
from leadwell.evidence.appraisal.findings import Estimated, estimated
from leadwell.evidence.appraisal.question import Asked, Question
from leadwell.evidence.panel import Flags, Panel, Treatment
from leadwell.evidence.placebo import event_study
from leadwell.evidence.placebo.event_study import EventStudy
from leadwell.evidence.verdict import wording
from leadwell.evidence.verdict.decision import decide
from leadwell.evidence.verdict.design import Design
from leadwell.evidence.verdict.found import Evidence
from leadwell.evidence.verdict.judging import Judgement, judge


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """About one outcome. evidence: None where there are no figures to rest on. others: what other
    methods give. sentences: the whole answer, as read on the page, in print and by machines."""

    asked: Asked
    judgement: Judgement
    evidence: Evidence | None
    findings: findings.Findings | None
    headline: str
    sentences: tuple[str, ...]

    @property
    def design(self) -> Design:
        return self.judgement.design


@dataclass(frozen=True, slots=True, eq=False)
class Appraisal:
    """answers: one for each outcome. comparison, estimated: None where the design forbids any.
    event_study: the effects year by year; None likewise."""

    answers: tuple[Answer, ...]
    comparison: Comparison | None
    estimated: Estimated | None
    event_study: EventStudy | None


def appraise(
    panel: Panel, treatment: Treatment, question: Question, *, elsewhere: Flags | None = None
) -> Appraisal:
    """Answer a question about the schools that took part.

    elsewhere: shape (n,). Schools known to be in other programmes: nobody's comparison.

    Everything random is decided by the question's seed, so that asking again gives the same to the
    last digit. Raises ValueError, in plain words, for a question that is not about this panel, and
    where what is asked cannot be worked out at all (no pupils known, no other schools).
    """
    _check(panel, question)
    designs = designing.designs(panel, treatment, question)
    compared = _compared(panel, treatment, question, designs, elsewhere)
    if compared is None:
        return Appraisal(tuple(_unasked(each, design) for each, design in
                               zip(question.asked, designs, strict=True)), None, None, None)  # fmt: skip
    is_by_trust = decide(designs[_primary(question)]).is_by_trust
    result = estimated(
        panel,
        treatment,
        compared,
        unit="trust" if is_by_trust else "school",
        units=[each.words.unit for each in question.asked],
        elsewhere=elsewhere,
        draws=question.draws,
        seed=question.seed,
    )
    events = event_study.event_study(
        panel,
        [one.contrasts for one in compared.by_start],
        result.treatment,
        noise=result.noise,
        unit=result.null.unit,
        draws=question.draws,
        seed=question.seed,
        left_out=result.left_out,
    )
    answers = [
        _answer(panel, question, at, design, compared, result, events)
        for at, design in enumerate(designs)
    ]
    return Appraisal(tuple(answers), compared, result, events)


def _check(panel: Panel, question: Question) -> None:
    names = tuple(each.name for each in question.asked)
    if names != panel.outcomes:
        raise ValueError(f"the panel has {', '.join(panel.outcomes)}; asked is {', '.join(names)}")
    if not question.primary or not set(question.primary) <= set(names):
        raise ValueError("the primary outcomes are some of those that are asked about")


def _primary(question: Question) -> int:
    return [each.name for each in question.asked].index(question.primary[0])


def _compared(
    panel: Panel,
    treatment: Treatment,
    question: Question,
    designs: Sequence[Design],
    elsewhere: Flags | None,
) -> Comparison | None:
    """Nobody is matched where the primary outcome's design is refused before anything is known."""
    design = designs[_primary(question)]
    if decide(design).refusals or not design.is_compared:
        return None
    known = {each.name: each.pupil_sd for each in question.asked}
    compared = compare(
        panel,
        treatment,
        outcomes=question.primary,
        pupil_sd={name: sd for name, sd in known.items() if sd is not None},
        elsewhere=elsewhere,
        k=question.k,
        caliper=question.caliper,
    )
    return compared if compared.by_start else None


def _unasked(asked: Asked, design: Design) -> Answer:
    """An answer that needs no figures: a refusal, or nobody like these schools."""
    checks = findings.no_schools_like_them(design) if design.is_compared else ()
    judgement = judge(design, () if decide(design).refusals else checks)
    return Answer(
        asked=asked,
        judgement=judgement,
        evidence=None,
        findings=None,
        headline=wording.headline(asked.words, judgement),
        sentences=wording.sentences(asked.words, judgement),
    )


def _answer(
    panel: Panel,
    question: Question,
    at: int,
    design: Design,
    compared: Comparison,
    result: Estimated,
    events: EventStudy,
) -> Answer:
    asked = question.asked[at]
    if decide(design).refusals or np.isnan(result.found.estimate[at]):
        return _unasked(asked, design)
    found = findings.of_outcome(panel, question, at, design, compared, result, events)
    judgement = judge(design, found.checks, found.evidence)
    return Answer(
        asked=asked,
        judgement=judgement,
        evidence=found.evidence,
        findings=found,
        headline=wording.headline(asked.words, judgement, found.evidence),
        sentences=wording.sentences(asked.words, judgement, found.evidence),
    )
