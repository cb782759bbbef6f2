"""How likely each school was to take part, given what was known of it before."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from leadwell.evidence import logistic
from leadwell.evidence.panel import Flags, Floats, freeze

SEPARATED = (
    "these covariates tell exactly who took part for some of the schools, so there is no chance "
    "of taking part to estimate: leave a covariate out, or match within its groups"
)


@dataclass(frozen=True, slots=True, eq=False)
class Propensity:
    """A fitted logistic regression of n schools on p covariates.

    coefficients: shape (p + 1,). Log odds for one unit of each covariate, the intercept first.
    log_odds, probability: shape (n,). Of taking part. Log odds do not bunch at the ends, so they
        are the better distance to match on.
    """

    coefficients: Floats
    log_odds: Floats
    probability: Floats

    def __post_init__(self) -> None:
        freeze(self)


def propensity(covariates: Floats, took_part: Flags) -> Propensity:
    """The maximum-likelihood logistic regression of taking part, by Newton's steps.

    covariates: shape (n, p), any units, complete; a group of c kinds as c - 1 columns.
    took_part: shape (n,).

    Raises ValueError for a missing or infinite covariate, for no school or every school taking
    part, for a covariate that the others add up to, and where the covariates separate the two
    groups, wholly or in part: the likelihood then has no maximum (evidence.logistic).
    """
    _check(covariates, took_part)
    middle = covariates.mean(axis=0)
    spread = covariates.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    design = np.column_stack([np.ones(len(covariates)), (covariates - middle) / spread])
    _check_rank(design)
    try:
        standard, _ = logistic.maximum(design, took_part)
    except logistic.Separated as error:
        raise ValueError(SEPARATED) from error
    slopes = standard[1:] / spread
    coefficients = np.concatenate([[standard[0] - slopes @ middle], slopes])
    log_odds = design @ standard
    return Propensity(coefficients, log_odds, expit(log_odds))


def _check(covariates: Floats, took_part: Flags) -> None:
    if covariates.ndim != 2 or took_part.shape != (len(covariates),):
        raise ValueError("covariates are schools by covariates, and took_part one a school")
    if not np.isfinite(covariates).all():
        row, column = np.argwhere(~np.isfinite(covariates))[0]
        raise ValueError(f"covariate {column} of row {row} is not a number")
    if not took_part.any() or took_part.all():
        raise ValueError("a propensity needs schools that took part and schools that did not")


def _check_rank(design: Floats) -> None:
    """A column that those before it add up to has nothing left once they are taken away."""
    left = np.abs(np.diag(np.linalg.qr(design, mode="r"))) / np.sqrt(len(design))
    if len(left) < design.shape[1]:
        raise ValueError(f"{len(design)} schools are too few for {design.shape[1] - 1} covariates")
    if np.any(left < 1e-7):
        column = int(np.argmax(left < 1e-7)) - 1
        raise ValueError(f"covariate {column} is constant, or those before it add up to it")
