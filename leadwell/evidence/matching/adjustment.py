"""The difference between matched schools, less what their remaining differences account for."""

import numpy as np

from leadwell.evidence.panel import Flags, Floats


def adjusted_difference(
    outcome: Floats, covariates: Floats, *, took_part: Flags, weights: Floats
) -> float:
    """How much higher the schools that took part are than schools like them are expected to be.

    The comparison schools' outcomes are regressed on their covariates; the line says what to expect
    of each school that took part. The same as a regression with every covariate multiplied by
    taking part, averaged over those who did (g-computation of the effect on the treated).

    outcome: shape (n,), in its own unit (a result, or a change). covariates: shape (n, p); with
        p = 0 the plain weighted difference. weights: shape (n,): 1 for each matched school that
        took part, `matching.comparison_weights` for the others, 0 for everybody else, who may lack
        outcome and covariates.

    Returns the difference, in the outcome's unit. Raises ValueError where a school with a weight
    lacks a number, a group has no weight, or the comparison schools say nothing about a covariate
    on which the schools that took part differ from them.
    Source: Rubin (1979), JASA 74, 318-328; Snowden, Rose and Mortimer (2011), American Journal of
    Epidemiology 173, 731-738; Abadie and Imbens (2011), JBES 29, 1-11.
    """
    one, other = took_part & (weights > 0), ~took_part & (weights > 0)
    if np.any(weights < 0) or not one.any() or not other.any():
        raise ValueError("both groups need schools with a weight above 0, and none below")
    if not (np.isfinite(outcome[one | other]).all() and np.isfinite(covariates[one | other]).all()):
        raise ValueError("a school with a weight lacks its outcome or a covariate")
    middle = np.average(covariates[other], axis=0, weights=weights[other])
    apart = np.average(covariates[one], axis=0, weights=weights[one]) - middle
    spread = np.abs(covariates[one | other] - middle).max(axis=0, initial=0.0)
    spread = np.where(spread > 0, spread, 1.0)
    root = np.sqrt(weights[other])
    level = np.average(outcome[other], weights=weights[other])
    slopes, _, rank, _ = np.linalg.lstsq(
        (covariates[other] - middle) / spread * root[:, None],
        (outcome[other] - level) * root,
        rcond=1e-10,
    )
    _check_told((covariates[other] - middle) / spread, apart / spread, int(rank))
    raw = np.average(outcome[one], weights=weights[one]) - level
    return float(raw - (apart / spread) @ slopes)


def _check_told(comparison: Floats, apart: Floats, rank: int) -> None:
    """The groups may differ only in directions in which the comparison schools differ too."""
    if rank == comparison.shape[1]:
        return
    _, _, directions = np.linalg.svd(comparison)
    if np.abs(directions[rank:] @ apart).max() > 1e-8:
        raise ValueError(
            "the comparison schools are all alike on a covariate, or too few, where the schools "
            "that took part differ from them: what to expect of those cannot be worked out"
        )
