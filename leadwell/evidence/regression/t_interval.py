"""From an estimate, its standard error and its degrees of freedom to its p and its ranges.

One place for every method whose answer is "estimate, give or take": regressions (t) and influence
functions (normal: infinitely many degrees of freedom).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from leadwell.evidence.estimate import Estimate, Interval
from leadwell.evidence.panel import Floats, Ints, freeze


@dataclass(frozen=True, slots=True, eq=False)
class TInterval:
    """Estimates of any shape, each array of that shape, in the outcomes' own units.

    se, df: standard errors and degrees of freedom (inf: normal).
    p: two-sided, against 0. low, high: 95%. low_90, high_90: 90%.
    NaN in all of these where the method gives no standard error, or one of 0: an outcome that does
    not vary has no chance to speak of.
    """

    estimate: Floats
    se: Floats
    df: Floats
    p: Floats
    low: Floats
    high: Floats
    low_90: Floats
    high_90: Floats

    def __post_init__(self) -> None:
        freeze(self)


def t_interval(estimate: Floats, se: Floats, df: ArrayLike) -> TInterval:
    """p and ranges by Student's t. df: of a shape that fits; inf for the normal distribution."""
    with_se = se > 0
    se = np.where(with_se, se, np.nan)
    degrees = np.where(with_se, np.broadcast_to(np.asarray(df, np.float64), se.shape), np.nan)
    wide, narrow = quantile(0.975, degrees) * se, quantile(0.95, degrees) * se
    return TInterval(
        estimate=np.asarray(estimate, np.float64),
        se=se,
        df=degrees,
        p=two_sided_p(estimate / se, degrees),
        low=estimate - wide,
        high=estimate + wide,
        low_90=estimate - narrow,
        high_90=estimate + narrow,
    )


def quantile(share: float, df: Floats) -> Floats:
    """The value that a t of so many degrees of freedom stays below with this chance; NaN for NaN."""
    finite = np.isfinite(df)
    student = stdtrit(np.where(finite, df, 1.0), share)
    return np.where(finite, student, np.where(np.isnan(df), np.nan, ndtri(share)))


def two_sided_p(t: Floats, df: Floats) -> Floats:
    """The chance of a t at least this far from 0, either way; NaN for NaN."""
    finite = np.isfinite(df)
    student = stdtr(np.where(finite, df, 1.0), -np.abs(t))
    return 2 * np.where(finite, student, np.where(np.isnan(df), np.nan, ndtr(-np.abs(t))))


def as_estimates(
    found: TInterval,
    *,
    outcomes: Sequence[str],
    units: Sequence[str],
    method: str,
    n_treated: Ints,
    n_comparison: Ints,
) -> tuple[Estimate, ...]:
    """One Estimate an outcome, of a TInterval of shape (k,); n_treated, n_comparison: shape (k,)."""
    return tuple(
        Estimate(
            outcome=outcome,
            estimate=float(found.estimate[at]),
            unit=unit,
            method=method,
            n_treated=int(n_treated[at]),
            n_comparison=int(n_comparison[at]),
            se=_number(found.se[at]),
            interval=_pair(found.low[at], found.high[at]),
            interval_90=_pair(found.low_90[at], found.high_90[at]),
            p=_number(found.p[at]),
        )
        for at, (outcome, unit) in enumerate(zip(outcomes, units, strict=True))
    )


def _number(value: float) -> float | None:
    return None if isnan(value) else float(value)


def _pair(low: float, high: float) -> Interval | None:
    return None if isnan(low) else (float(low), float(high))
