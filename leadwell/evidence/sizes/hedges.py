"""Hedges' g: a difference in standard deviations of pupils, so that different tests can be set side by side.

Always the pupils' standard deviation, the total one, of scores as they are: never that of school
means, which is a third of it and would make every effect three times as large, and never what is
left after other things were allowed for.
"""

from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np
from scipy.special import poch

from leadwell.evidence.chance import Z95
from leadwell.evidence.estimate import Interval
from leadwell.evidence.panel import Ints


@dataclass(frozen=True, slots=True)
class EffectSize:
    """g: in pupil standard deviations. interval: 95%, or None where there was none to scale.

    se: None where points were only scaled.
    """

    g: float
    interval: Interval | None
    se: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Mean and standard deviation of n pupils' scores, in the score's own unit."""

    mean: float
    sd: float
    n: int


def correction(df: float) -> float:
    """J: by how much a standardised difference of few pupils is too large, exact; towards 1 for many.

    df: degrees of freedom of the standard deviation, above 1; else ValueError.
    Source: Hedges (1981), Journal of Educational Statistics 6, 107-128, equation 6e.
    """
    if not (isfinite(df) and df > 1):
        raise ValueError("an effect size needs at least four pupils")
    # poch(x, 1/2) is gamma(x + 1/2) / gamma(x), without the digits that two large logarithms lose.
    return float(poch((df - 1) / 2, 0.5)) / sqrt(df / 2)


def of_means(treated: Group, comparison: Group, *, is_unbiased: bool = False) -> EffectSize:
    """g of two groups of pupils drawn one by one, by their pooled standard deviation.

    is_unbiased: the variance that is right on average, and not the usual one for large groups.
    Raises ValueError for a group of fewer than two, or scores that do not differ.
    Source: Hedges (1981); variances as Hedges (1983), Psychological Bulletin 93, 388-395.
    """
    if min(treated.n, comparison.n) < 2:
        raise ValueError("an effect size needs at least two pupils in each group")
    if min(treated.sd, comparison.sd) < 0:
        raise ValueError("a standard deviation is not below 0")
    squares = (treated.n - 1) * treated.sd**2 + (comparison.n - 1) * comparison.sd**2
    return of_difference(
        difference=treated.mean - comparison.mean,
        pupil_sd=sqrt(squares / (treated.n + comparison.n - 2)),
        n_treated=treated.n,
        n_comparison=comparison.n,
        is_unbiased=is_unbiased,
    )


def of_difference(
    *,
    difference: float,
    pupil_sd: float,
    n_treated: int,
    n_comparison: int,
    is_unbiased: bool = False,
) -> EffectSize:
    """g of a difference, adjusted or not, between two groups of pupils drawn one by one.

    difference, pupil_sd: in one unit. Raises ValueError as of_means. Source: the same.
    """
    _check(difference, pupil_sd)
    if min(n_treated, n_comparison) < 1:
        raise ValueError("an effect size needs pupils in each group")
    df = n_treated + n_comparison - 2
    j = correction(df)
    g = j * difference / pupil_sd
    share = 1 - (df - 2) / (df * j * j) if is_unbiased else 1 / (2 * (n_treated + n_comparison))
    return _with_interval(g, 1 / n_treated + 1 / n_comparison + share * g * g)


def of_clusters(
    *,
    difference: float,
    school_variance: float,
    pupil_variance: float,
    treated_sizes: Ints,
    comparison_sizes: Ints,
) -> EffectSize:
    """g of a difference between two groups of whole schools, by the total variance of pupils.

    difference: in the score's unit. school_variance, pupil_variance: in that unit squared, between
        and within schools: of a model of the score alone (what the Education Endowment Foundation
        asks for), or of one with covariates (what is then said with it).
    treated_sizes, comparison_sizes: pupils of each school, shape (schools,).

    Raises ValueError for fewer than two schools in a group, a school without pupils, or variances
    that are no variances.
    Source: Hedges (2007), Journal of Educational and Behavioral Statistics 32, 341-370, for
    schools of different sizes.
    """
    if min(school_variance, pupil_variance) < 0:
        raise ValueError("a variance is not below 0")
    total = school_variance + pupil_variance
    _check(difference, sqrt(total))
    arms = [_arm(treated_sizes), _arm(comparison_sizes)]
    (n_t, *_), (n_c, *_) = arms
    icc = school_variance / total
    df = n_t + n_c - 2
    b = sum((n * n - squares) / n for n, squares, _ in arms)
    a = sum(squares + (squares / n) ** 2 - 2 * cubes / n for n, squares, cubes in arms)
    # Pupils of one school are alike, so the total variance was estimated from fewer than df of them.
    shrink = 1 - icc * (1 - b / df)
    g = float(difference / sqrt(total) * sqrt(shrink))
    size = (n_c * arms[0][1] / n_t + n_t * arms[1][1] / n_c) / (n_t + n_c)
    of_means = (1 / n_t + 1 / n_c) * (1 + (size - 1) * icc)
    spread = df * (1 - icc) ** 2 + a * icc**2 + 2 * b * icc * (1 - icc)
    return _with_interval(g, of_means + spread * g * g / (2 * df * df * shrink))


def from_points(*, estimate: float, interval: Interval | None, pupil_sd: float) -> EffectSize:
    """An estimate in points as g, and its interval; no interval stays none.

    pupil_sd: of pupils' scores over the whole country, in points. Never of schools' means: their
        standard deviation is about a third of it, and g would come out about three times too large.
        It is taken as known, so the interval is only scaled.
    Raises ValueError for a pupil_sd not above 0, or an interval whose ends are the wrong way round.
    """
    _check(estimate, pupil_sd)
    if interval is None:
        return EffectSize(estimate / pupil_sd, None)
    low, high = interval
    if not low <= high:
        raise ValueError("an interval goes from its low end to its high end")
    return EffectSize(estimate / pupil_sd, (low / pupil_sd, high / pupil_sd))


def _arm(sizes: Ints) -> tuple[float, float, float]:
    """Pupils, and the sums of squares and cubes of pupils, over the schools of a group."""
    if sizes.size < 2:
        raise ValueError("an effect size of schools needs at least two schools in each group")
    if sizes.min() < 1:
        raise ValueError("a school has no pupils")
    n = sizes.astype(np.float64)
    return float(n.sum()), float((n**2).sum()), float((n**3).sum())


def _check(difference: float, pupil_sd: float) -> None:
    if not isfinite(difference):
        raise ValueError("there is no difference to turn into an effect size")
    if not (isfinite(pupil_sd) and pupil_sd > 0):
        raise ValueError("pupils' scores do not differ: an effect size needs a standard deviation")


def _with_interval(g: float, variance: float) -> EffectSize:
    se = sqrt(variance)
    return EffectSize(g, (g - Z95 * se, g + Z95 * se), se)
