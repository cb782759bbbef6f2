"""A whole evaluation: from a panel and who took part to a verdict in words for each outcome.

Nothing is chosen once results are seen. What is done follows from the design by the decision table,
and what is said follows from the figures by the order of `verdict`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from leadwell.evidence.appraisal import designing, findings
from leadwell.evidence.appraisal.comparison import BESIDE_ONE, Comparison, compare
from leadwell.evidence.appraisal.country import Country
from leadwell.evidence.appraisal.effects import Estimated, effects, estimated
from leadwell.evidence.appraisal.question import Asked, Question
from leadwell.evidence.panel import Flags, Panel, Treatment
from leadwell.evidence.placebo.event_study import EventStudy
from leadwell.evidence.placebo.null import Unit
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
    """answers: one for each outcome. comparison: None where the design forbids any. estimated,
    event_study: as chance is measured for the first outcome there is an answer to; None where
    nobody could be compared. They have the outcomes that could be answered, and no others.
    """

    answers: tuple[Answer, ...]
    comparison: Comparison | None
    estimated: Estimated | None
    event_study: EventStudy | None


def appraise(
    panel: Panel,
    treatment: Treatment,
    question: Question,
    *,
    elsewhere: Flags | None = None,
    country: Country | None = None,
) -> Appraisal:
    """Answer a question about the schools that took part.

    elsewhere: shape (n,). Schools known to be in other programmes: nobody's comparison. country:
    what other questions about this panel left; only the time it takes depends on it.

    Outcomes that their design refuses have no part in what the others are answered by. Schools are
    matched on the primary outcomes that are left, or on the first outcome where none is. Chance is
    measured on trusts for an outcome whose schools are one or two trusts', else on schools.

    Everything random is decided by the question's seed, so that asking again gives the same to the
    last digit. Raises ValueError, in plain words, for a question that is not about this panel, and
    where what is asked cannot be worked out at all (no pupils known, no other schools).
    """
    _check(panel, question)
    if country is not None and country.panel is not panel:
        raise ValueError("the country is of another panel")
    designs = designing.designs(panel, treatment, question)
    asked = [k for k, design in enumerate(designs) if _is_answerable(design)]
    if not asked:
        return _without_figures(question, designs, None)
    part = panel.only([panel.outcomes[k] for k in asked])
    is_one = all(designs[k].n_eligible == 1 for k in asked)
    compared = _compared(part, treatment, question, elsewhere, country, is_one=is_one)
    if not compared.by_start:
        return _without_figures(question, designs, compared)
    what = effects(part, treatment, compared, elsewhere=elsewhere)
    narrowed = {
        k: designing.of_those(designs[k], part, what.rows(at))
        for at, k in enumerate(asked)
        if what.found.n_treated[at]
    }
    units = {k: _unit(design) for k, design in narrowed.items()}
    results = {
        unit: estimated(
            part,
            compared,
            what,
            unit=unit,
            units=[question.asked[k].words.unit for k in asked],
            draws=question.draws,
            seed=question.seed,
        )
        for unit in dict.fromkeys(units.values())
    }
    answers = tuple(
        _answer(question, k, asked.index(k), narrowed[k], compared, results[units[k]])
        if k in narrowed
        else _unasked(question.asked[k], design)
        for k, design in enumerate(designs)
    )
    headline = next(iter(results.values()))
    return Appraisal(answers, compared, headline, headline.event_study)


def _check(panel: Panel, question: Question) -> None:
    names = tuple(each.name for each in question.asked)
    if names != panel.outcomes:
        raise ValueError(f"the panel has {', '.join(panel.outcomes)}; asked is {', '.join(names)}")
    if not question.primary or not set(question.primary) <= set(names):
        raise ValueError("the primary outcomes are some of those that are asked about")


def _is_answerable(design: Design) -> bool:
    return design.is_compared and not decide(design).refusals


def _matched_on(question: Question, part: Panel) -> list[str]:
    return [name for name in question.primary if name in part.outcomes] or [part.outcomes[0]]


def _unit(design: Design) -> Unit:
    return "trust" if decide(design).is_by_trust else "school"


def _compared(
    part: Panel,
    treatment: Treatment,
    question: Question,
    elsewhere: Flags | None,
    country: Country | None,
    *,
    is_one: bool,
) -> Comparison:
    """One school is held against more others: there is nothing but its line to look at."""
    known = {each.name: each.pupil_sd for each in question.asked}
    return compare(
        part,
        treatment,
        outcomes=_matched_on(question, part),
        pupil_sd={name: sd for name, sd in known.items() if sd is not None},
        elsewhere=elsewhere,
        k=max(question.k, BESIDE_ONE) if is_one else question.k,
        caliper=question.caliper,
        country=country,
    )


def _without_figures(
    question: Question, designs: Sequence[Design], compared: Comparison | None
) -> Appraisal:
    each = zip(question.asked, designs, strict=True)
    return Appraisal(tuple(_unasked(*one) for one in each), compared, None, None)


def _unasked(asked: Asked, design: Design) -> Answer:
    """An answer that needs no figures: a refusal, or nobody like these schools."""
    checks = findings.no_schools_like_them(design) if _is_answerable(design) else ()
    judgement = judge(design, checks)
    return Answer(
        asked=asked,
        judgement=judgement,
        evidence=None,
        findings=None,
        headline=wording.headline(asked.words, judgement),
        sentences=wording.sentences(asked.words, judgement),
    )


def _answer(
    question: Question, k: int, at: int, design: Design, compared: Comparison, result: Estimated
) -> Answer:
    asked = question.asked[k]
    found = findings.of_outcome(question, asked, at, design, compared, result)
    judgement = judge(design, found.checks, found.evidence)
    return Answer(
        asked=asked,
        judgement=judgement,
        evidence=found.evidence,
        findings=found,
        headline=wording.headline(asked.words, judgement, found.evidence),
        sentences=wording.sentences(asked.words, judgement, found.evidence),
    )
