"""Two groups' changes compared, allowing for what they were like before; with influence functions.

The influence of a school is how far it alone moves the estimate: the estimate's variance is the sum
of its squares, and estimates of several cohorts and years add up with their influences.

Sources: Heckman, Ichimura and Todd (1997), Review of Economic Studies 64 (regression); Abadie
(2005), same journal 72, with weights that sum to one (weighting); Sant'Anna and Zhao (2020),
Journal of Econometrics 219, sections 2 and 3 (doubly robust, and the influence functions).
"""

from typing import Literal

import numpy as np
from scipy.special import expit

from leadwell.evidence import logistic
from leadwell.evidence.panel import Flags, Floats
from leadwell.evidence.regression.clusters import least_squares, orthonormal

Adjust = Literal["regression", "weighting", "doubly robust"]
WHOLLY_APART = (
    "the covariates tell the two groups apart, wholly or in part: use fewer, or regression"
)


def adjusted_change(
    changes: Floats,
    treated: Flags,
    weights: Floats,
    covariates: Floats | None = None,
    adjust: Adjust = "doubly robust",
) -> tuple[Floats, Floats]:
    """Mean change of the treated less what it would have been, shape (k,), and influence (n, k).

    changes: shape (n, k), complete. treated, weights: shape (n,); weights above 0.
    covariates: shape (n, p), without a constant, or None for plain means, whatever `adjust` says.
    adjust: "regression" foretells the treated's change from the comparison schools' covariates;
    "weighting" makes the comparison schools look like the treated by the odds of being one, from a
    logit; "doubly robust" does both and is right if either is.

    Raises ValueError where there are too few comparison schools for the covariates, or the
    covariates tell the groups apart.
    """
    on, off = weights * treated, weights * ~treated
    if covariates is None:
        (mean, influence), (level, own) = _mean(changes, on), _mean(changes, off)
        return mean - level, influence - own
    x = np.column_stack([np.ones(len(changes)), covariates])
    left, pulled = (changes, np.zeros_like(x))
    if adjust != "weighting":
        left, pulled = _foretold(changes, x, off)
    effect, influence = _mean(left, on)
    influence = influence - left * (pulled @ (on @ x / on.sum()))[:, None]
    if adjust != "regression":
        level, own = _mean_by_odds(left, x, pulled, treated, weights)
        effect, influence = effect - level, influence - own
    return effect, influence


def _mean(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Weighted mean of each column, and each row's influence on it."""
    share = weights / weights.sum()
    mean = share @ values
    apart = values - mean
    # a mean that was rounded makes schools that all moved alike look a little apart
    return mean, share[:, None] * np.where(np.abs(apart) > 1e-12 * np.abs(mean), apart, 0.0)


def _foretold(changes: Floats, x: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Changes less what the comparison schools' regression foretells, (n, k); and h, (n, p), by
    which a row's residual moves the coefficients."""
    rows = weights > 0
    root = np.sqrt(weights[rows])[:, None]
    fit = least_squares(root * changes[rows], root * x[rows])
    pulled = np.zeros_like(x)
    pulled[rows] = root * fit.q @ fit.root.T
    return changes - x @ fit.coefficients, pulled


def _mean_by_odds(
    left: Floats, x: Floats, pulled: Floats, treated: Flags, weights: Floats
) -> tuple[Floats, Floats]:
    """Mean of the comparison schools, each by its odds of being one of the treated, and influence:
    a row's own, that on the odds, and that on what was foretold."""
    basis, _ = orthonormal(x)
    try:
        coefficients, information = logistic.maximum(basis, treated, weights)
    except logistic.Separated as error:
        raise ValueError(WHOLLY_APART) from error
    chance = expit(basis @ coefficients)
    odds = weights * ~treated * chance / (1 - chance)
    level, own = _mean(left, odds)
    share = odds / odds.sum()
    score = (weights * (treated - chance))[:, None] * basis @ np.linalg.inv(information)
    by_odds = score @ ((share[:, None] * basis).T @ (left - level))
    return level, own + by_odds - left * (pulled @ (share @ x))[:, None]
