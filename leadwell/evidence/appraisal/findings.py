"""The figures of one outcome: its estimate with chance beside it, checks, and what could be seen."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from leadwell.evidence.appraisal import alike
from leadwell.evidence.appraisal.comparison import Comparison
from leadwell.evidence.appraisal.effects import Estimated
from leadwell.evidence.appraisal.question import Asked, Question
from leadwell.evidence.estimate import Estimate
from leadwell.evidence.placebo.att import leave_one_out
from leadwell.evidence.regression import school_t
from leadwell.evidence.regression.wild_bootstrap import wild_bootstrap
from leadwell.evidence.sizes import hedges, power
from leadwell.evidence.sizes.detectable import Detectable
from leadwell.evidence.sizes.months import months
from leadwell.evidence.verdict import checks as checking
from leadwell.evidence.verdict.checks import Check
from leadwell.evidence.verdict.design import Design, Outcome
from leadwell.evidence.verdict.found import Evidence, Later

MANY = 12  # schools from which other methods are tried
MORE_YEARS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """One outcome's evidence with its checks, and what other methods give."""

    evidence: Evidence
    checks: tuple[Check, ...]
    others: tuple[Estimate, ...]


def of_outcome(
    question: Question,
    asked: Asked,
    at: int,
    design: Design,
    compared: Comparison,
    result: Estimated,
) -> Findings:
    """at: the outcome's place in what was estimated. design: of the schools it was estimated of."""
    estimate = result.estimates[asked.name]
    if asked.family is Outcome.GAP:  # whose pupils are weights, and nobody's number
        estimate = replace(estimate, n_pupils=float("nan"))
    value, interval = estimate.estimate, estimate.interval
    others = _others(result, at, estimate) if (
        estimate.n_treated >= MANY and result.null.unit == "school") else ()  # fmt: skip
    sized = None if asked.pupil_sd is None else hedges.from_points(
        estimate=value, interval=interval, pupil_sd=asked.pupil_sd)  # fmt: skip
    g_interval = sized.interval if sized else None
    sizes = np.abs(result.null.draws[:, at])
    evidence = Evidence(
        estimate=estimate,
        change=float(result.effects.own_change[at]),
        now=_detectable(result, at, asked.pupil_sd, 1.0),
        source=question.source,
        vintage=question.vintage,
        later=_later(result, at, asked.pupil_sd, design, question),
        g=sized.g if sized and g_interval else None,
        g_interval=g_interval,
        months=(months(g_interval[0]), months(sized.g), months(g_interval[1]))
        if sized and g_interval
        else None,
        n_as_large=int(np.count_nonzero(sizes >= abs(value) * (1 - 1e-12))),
        n_drawn=len(sizes),
        n_trusts=result.null.n_pool if result.null.unit == "trust" else None,
    )
    return Findings(evidence, _checks(result, at, design, compared, estimate, others), others)


def no_schools_like_them(design: Design) -> tuple[Check, ...]:
    n = max(design.n_eligible, 1)
    return (checking.support(n_unmatched=n, n=n),)


def _checks(
    result: Estimated,
    at: int,
    design: Design,
    compared: Comparison,
    estimate: Estimate,
    others: tuple[Estimate, ...],
) -> tuple[Check, ...]:
    n_matched = compared.rows.size
    found = [checking.support(n_unmatched=compared.n_eligible - n_matched, n=compared.n_eligible)]
    if design.n_eligible > 1:
        left = alike.left(compared)
        found.append(
            checking.balance(smd=left.smd, g=left.g, is_adjusted=compared.is_corrected(at))
        )
    found.append(_pre_trend(result, at, compared, estimate.estimate))
    without = leave_one_out(result.effects.found).estimates[:, at]
    found.append(
        checking.leave_one_out(
            estimate=estimate.estimate, without=without[~np.isnan(without)].tolist()
        )
    )
    ranges = [each.interval for each in others if each.interval is not None]
    if estimate.interval is not None and ranges:
        found.append(checking.methods_agree(headline=estimate.interval, others=ranges))
    return tuple(found)


def _pre_trend(result: Estimated, at: int, compared: Comparison, effect: float) -> Check:
    """A slope is of a published year; the effect spans as many as lie between the middle of the
    base and the middle of the years after."""
    events = result.event_study
    if events is None or np.isnan(events.pretrend_p[at]):
        return checking.pre_trend(p=None, slope=0.0, effect=effect)
    slope = float(events.pre_slope[at])
    return checking.pre_trend(
        p=float(events.pretrend_p[at]),
        slope=0.0 if np.isnan(slope) else slope * compared.years_between(at),
        effect=effect,
    )


def _others(result: Estimated, at: int, headline: Estimate) -> tuple[Estimate, ...]:
    """The t-test on schools and the wild bootstrap, both on each school's contrast."""
    own = result.effects.found.own[:, [at]]
    own = own[~np.isnan(own[:, 0])]
    by_t = school_t.matched_t(
        own,
        outcomes=[headline.outcome],
        units=[headline.unit],
        n_comparison=np.array([headline.n_comparison]),
    )
    wild = wild_bootstrap(
        own, np.ones((len(own), 1)), np.arange(len(own)), at=0, seed=result.null.seed, draws=999
    )
    by_signs = Estimate(
        outcome=headline.outcome,
        estimate=float(wild.estimate[0]),
        unit=headline.unit,
        method="wild bootstrap of schools",
        n_treated=len(own),
        n_comparison=headline.n_comparison,
        interval=(float(wild.low[0]), float(wild.high[0])),
        interval_90=(float(wild.low_90[0]), float(wild.high_90[0])),
        p=float(wild.p[0]),
        seed=result.null.seed,
        draws=wild.draws,
    )
    return (*by_t, by_signs)


def _detectable(result: Estimated, at: int, pupil_sd: float | None, factor: float) -> Detectable:
    """Four times in five, from how much the draws themselves move."""
    points = factor * power.multiplier(np.inf) * float(result.null.draws[:, at].std())
    return Detectable(points, None if pupil_sd is None else months(points / pupil_sd))


def _later(
    result: Estimated, at: int, pupil_sd: float | None, design: Design, question: Question
) -> Later | None:
    """With two more years of results, or as many as are known to come."""
    due = sorted(question.next_results.items())[:MORE_YEARS]
    if not due or not design.after_years:
        return None
    base, after = len(design.base), len(design.after_years)
    factor = np.sqrt((1 / base + 1 / (after + len(due))) / (1 / base + 1 / after))
    on: date = due[0][1]
    return Later(len(due), _detectable(result, at, pupil_sd, float(factor)), on)
