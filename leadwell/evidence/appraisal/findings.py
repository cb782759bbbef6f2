"""The figures of an appraisal: estimates with chance beside them, checks, and what could be seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from leadwell.evidence.appraisal.comparison import Comparison
from leadwell.evidence.appraisal.question import Question
from leadwell.evidence.estimate import Estimate, Interval
from leadwell.evidence.panel import NONE, Flags, Floats, Ints, Panel, Treatment, freeze
from leadwell.evidence.placebo import changes as changing
from leadwell.evidence.placebo import draws as placebo
from leadwell.evidence.placebo import noise
from leadwell.evidence.placebo.att import Att, att, leave_one_out
from leadwell.evidence.placebo.estimates import estimates
from leadwell.evidence.placebo.event_study import EventStudy
from leadwell.evidence.placebo.noise import Noise
from leadwell.evidence.placebo.null import Null, Unit
from leadwell.evidence.regression import school_t
from leadwell.evidence.regression.wild_bootstrap import wild_bootstrap
from leadwell.evidence.sizes import hedges, power
from leadwell.evidence.sizes.months import months
from leadwell.evidence.verdict import checks as checking
from leadwell.evidence.verdict.checks import Check
from leadwell.evidence.verdict.design import Design
from leadwell.evidence.verdict.found import Detectable, Evidence, Later

MANY = 12  # schools from which other methods are tried
MORE_YEARS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Estimated:
    """Of all outcomes at once, k of them.

    treatment: the schools that were matched. estimates: by outcome that has one. own_change:
    shape (k,), how far they moved by themselves. left_out: rows that are no placebo.
    """

    treatment: Treatment
    noise: tuple[Noise, ...]
    found: Att
    null: Null
    estimates: Mapping[str, Estimate]
    own_change: Floats
    left_out: Ints

    def __post_init__(self) -> None:
        freeze(self)


def estimated(
    panel: Panel,
    treatment: Treatment,
    compared: Comparison,
    *,
    unit: Unit,
    units: Sequence[str],
    elsewhere: Flags | None,
    draws: int,
    seed: int,
) -> Estimated:
    """Raises as `noise.fit`, `changes.after`, `did.att` and `placebo.draw`."""
    took_part = panel.rows(treatment.schools)
    away = np.empty(0, np.int64) if elsewhere is None else np.flatnonzero(elsewhere)
    left_out = np.union1d(took_part[took_part != NONE], away)
    noises = noise.fit(panel, left_out=left_out)
    matched = Treatment(panel.schools[compared.rows], compared.starts)
    each = [one.contrasts for one in compared.by_start]
    changes = changing.after(panel, each, weight="pupils", noise=noises)
    found = att(panel, changes, matched)
    null = placebo.draw(panel, changes, found, unit=unit, draws=draws, seed=seed, left_out=left_out)
    all_of_them = estimates(
        found,
        null,
        units=units,
        method=f"matched difference in differences, placebo {null.unit}s",
        n_comparison=compared.n_compared,
        n_pupils=found.weights.sum(axis=0),
    )
    return Estimated(
        treatment=matched,
        noise=noises,
        found=found,
        null=null,
        estimates={each.outcome: each for each in all_of_them},
        own_change=_own_change(panel, compared),
        left_out=left_out,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """One outcome's evidence with its checks, and what other methods give."""

    evidence: Evidence
    checks: tuple[Check, ...]
    others: tuple[Estimate, ...]


def of_outcome(
    panel: Panel,
    question: Question,
    at: int,
    design: Design,
    compared: Comparison,
    result: Estimated,
    events: EventStudy,
) -> Findings:
    asked = question.asked[at]
    estimate = result.estimates[asked.name]
    value, interval = estimate.estimate, estimate.interval
    others = _others(result, at, estimate) if (
        estimate.n_treated >= MANY and result.null.unit == "school") else ()  # fmt: skip
    sized = None if asked.pupil_sd is None else hedges.from_points(
        estimate=value, interval=interval, pupil_sd=asked.pupil_sd)  # fmt: skip
    g_interval = sized.interval if sized else None
    sizes = np.abs(result.null.draws[:, at])
    evidence = Evidence(
        estimate=estimate,
        change=float(result.own_change[at]),
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
    return Findings(
        evidence, _checks(result, at, design, compared, events, value, interval, others), others
    )


def no_schools_like_them(design: Design) -> tuple[Check, ...]:
    n = max(design.n_eligible, 1)
    return (checking.support(n_unmatched=n, n=n),)


def _checks(
    result: Estimated,
    at: int,
    design: Design,
    compared: Comparison,
    events: EventStudy,
    value: float,
    interval: Interval | None,
    others: tuple[Estimate, ...],
) -> tuple[Check, ...]:
    sides = [
        row.after
        for one in compared.by_start
        for row in one.balance.rows
        if row.after.g is not None
    ]
    found = [
        checking.support(
            n_unmatched=compared.n_eligible - compared.rows.size, n=compared.n_eligible
        )
    ]
    if sides and design.n_eligible > 1:
        found.append(
            checking.balance(
                smd=max(abs(side.smd) for side in sides),
                g=max(abs(side.g) for side in sides if side.g is not None),
                is_adjusted=True,
            )
        )
    slope = float(events.pre_slope[at])
    p = float(events.pretrend_p[at])
    found.append(
        checking.pre_trend(
            p=None if np.isnan(p) else p,
            slope=0.0 if np.isnan(slope) else slope * len(design.after_years),
            effect=value,
        )
    )
    without = leave_one_out(result.found).estimates[:, at]
    found.append(
        checking.leave_one_out(estimate=value, without=without[~np.isnan(without)].tolist())
    )
    ranges = [each.interval for each in others if each.interval is not None]
    if interval is not None and ranges:
        found.append(checking.methods_agree(headline=interval, others=ranges))
    return tuple(found)


def _others(result: Estimated, at: int, headline: Estimate) -> tuple[Estimate, ...]:
    """The t-test on schools and the wild bootstrap, both on each school's contrast."""
    own = result.found.own[:, [at]]
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


def _own_change(panel: Panel, compared: Comparison) -> Floats:
    """The matched schools' own mean change from base to after, by pupils, shape (k,)."""
    total = np.zeros(len(panel.outcomes))
    weight = np.zeros(len(panel.outcomes))
    for one in compared.by_start:
        own = panel.values[one.rows]
        base = np.where(one.contrasts.in_base, own, np.nan)
        n_base = np.count_nonzero(~np.isnan(base), axis=1)
        mean = np.where(n_base > 0, np.nansum(base, axis=1) / np.maximum(n_base, 1), np.nan)
        change = np.where(one.contrasts.after, own, np.nan) - mean[:, None, :]
        counts = np.where(np.isnan(change), 0.0, panel.pupils[one.rows][:, :, None])
        total += np.nansum(np.where(counts > 0, counts * change, 0.0), axis=(0, 1))
        weight += counts.sum(axis=(0, 1))
    return np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)


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
