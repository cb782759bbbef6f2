"""An answer in lines for a terminal and as one JSON object: the same sentences in both."""

from math import isnan
from typing import Any

import numpy as np

from leadwell.evaluation import company, frames, outcomes, yearly
from leadwell.evaluation.answering import Answered
from leadwell.evaluation.kept_answers import FORMAT
from leadwell.evidence.estimate import Estimate, Interval
from leadwell.evidence.matching.eligibility import Reason
from leadwell.evidence.panel import NONE
from leadwell.evidence.verdict.checks import Check
from leadwell.evidence.verdict.decision_row import Row
from leadwell.evidence.verdict.found import Later
from leadwell.lib.academic_year import label
from leadwell.lib.version import __version__

TRIED = (
    "This was tried with results at hand, and not asked beforehand: of many lists that are tried, "
    "one looks well in the end."
)
"""Said of schools that somebody named, beside whatever is found of them."""


def lines(answered: Answered) -> list[str]:
    told: list[str] = []
    for answer in answered.appraisal.answers:
        told += [answer.headline, *(f"  {sentence}" for sentence in answer.sentences), ""]
    told += _not_in_it(answered)
    return told


def as_json(answered: Answered) -> dict[str, Any]:
    asking, appraisal = answered.asking, answered.appraisal
    return {
        "format": FORMAT,
        "version": __version__,
        "start": label(asking.start),
        "chosen_on": None if asking.recruited_on is None else label(asking.recruited_on),
        "is_recruitment_known": answered.question.is_recruitment_known,
        "years": [label(int(year)) for year in answered.frame.panel.years],
        "vintage": answered.question.vintage,
        "seed": asking.seed,
        "unknown_urns": list(answered.posed.unknown),
        "left_out": _left_out(answered),
        "sponsors": _sponsors(answered),
        **_compared(answered),
        "answers": [_answer(answered, at) for at in range(len(appraisal.answers))],
    }  # fmt: skip


def _sponsors(answered: Answered) -> dict[str, Any]:
    """How many schools have results from before a sponsor took them over."""
    frame = answered.frame
    took_part = np.isin(frame.panel.schools, answered.posed.treatment.schools)
    return {
        "are_counted": answered.asking.is_through_sponsors,
        "took_part": int(np.count_nonzero(frame.is_sponsored & took_part)),
        "others": int(np.count_nonzero(frame.is_sponsored & ~took_part)),
    }


def _compared(answered: Answered) -> dict[str, Any]:
    """Of all outcomes at once: who was compared with whom, how alike, and who was not."""
    compared, frame = answered.appraisal.comparison, answered.frame
    if compared is None:
        return {"matched_on": [], "caliper": answered.question.caliper, "balance": [],
                "compared": [], "flow": []}  # fmt: skip
    return {
        "matched_on": company.matched_on(compared),
        "caliper": answered.question.caliper,
        "balance": company.balance(compared),
        "compared": company.pairs(compared, frame),
        "flow": company.flow(compared),
    }


def _answer(answered: Answered, at: int) -> dict[str, Any]:
    appraisal, frame = answered.appraisal, answered.frame
    answer = appraisal.answers[at]
    found = answer.findings
    evidence = answer.evidence
    decision = answer.judgement.decision
    is_drawn = yearly.are_shown(answer)
    return {
        "outcome": answer.asked.name,
        "name": answer.asked.words.name,
        "unit": answer.asked.words.unit,
        "measured_in": outcomes.measured_in(answer.asked.name),
        "rests_on": str(decision.label),
        "rows": [_row(row) for row in decision.rows],
        "verdict": str(answer.judgement.verdict),
        "because": answer.judgement.rule.value,
        "headline": answer.headline,
        "sentences": list(answer.sentences),
        "caveats": [caveat.name.lower() for caveat in answer.judgement.caveats],
        "estimate": None if evidence is None else _estimate(evidence.estimate),
        "g": None if evidence is None else evidence.g,
        "g_interval": None if evidence is None else _pair(evidence.g_interval),
        "months": None if evidence is None or evidence.months is None else list(evidence.months),
        "detectable": None if evidence is None else evidence.now.points,
        "later": None if evidence is None or evidence.later is None else _later(evidence.later),
        "event_study": yearly.events(appraisal, at) if is_drawn else [],
        "yearly": yearly.lines(appraisal, frame, at) if is_drawn else [],
        "nearest": yearly.nearest(answer, appraisal, frame, at) if is_drawn else [],
        "checks": [] if found is None else [_check(check) for check in found.checks],
        "others": [] if found is None else [_estimate(each) for each in found.others],
    }


def _row(row: Row) -> dict[str, str]:
    return {"name": row.name, "condition": row.condition, "says": row.text}


def _later(later: Later) -> dict[str, Any]:
    return {
        "on": later.on.isoformat(),
        "more_years": later.more_years,
        "points": later.detectable.points,
        "months": later.detectable.months,
    }


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {
        "method": estimate.method,
        "estimate": estimate.estimate,
        "unit": estimate.unit,
        "se": estimate.se,
        "interval": _pair(estimate.interval),
        "interval_90": _pair(estimate.interval_90),
        "p": estimate.p,
        "p_adjusted": estimate.p_adjusted,
        "n_treated": estimate.n_treated,
        "n_comparison": estimate.n_comparison,
        "n_pupils": None if isnan(estimate.n_pupils) else int(estimate.n_pupils),
        "draws": estimate.draws,
    }


def _pair(interval: Interval | None) -> list[float] | None:
    return None if interval is None else list(interval)


def _check(check: Check) -> dict[str, str]:
    return {"check": str(check.name), "state": check.state.value, "sentence": check.sentence}


def _left_out(answered: Answered) -> list[dict[str, Any]]:
    """Schools of the list that the answer is not about: those that are in no table, then the rest."""
    comparison, frame = answered.appraisal.comparison, answered.frame
    schools = np.array(sorted(answered.posed.asked_as), dtype=np.int64)
    absent = schools[frame.panel.rows(schools) == NONE].tolist()
    names = frames.names_of(absent)
    told: list[dict[str, Any]] = [
        {
            "urn": answered.posed.asked_as[school],
            "name": names[school],
            "reason": Reason.NOT_IN_TABLES.sentence,
        }
        for school in absent
    ]
    return told + ([] if comparison is None else company.left_out(comparison, frame))


def _not_in_it(answered: Answered) -> list[str]:
    told = [f"Not in any file: {urn}." for urn in answered.posed.unknown]
    return told + [f"Left out: {each['urn']}. {each['reason']}" for each in _left_out(answered)]
