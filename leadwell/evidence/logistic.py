"""The maximum of a logistic regression's likelihood, or that there is none."""

import numpy as np
from scipy.special import expit, log_expit

from leadwell.evidence.panel import Flags, Floats

STEPS = 30  # real maxima are reached in 4 to 10; a separated one moves by 1 a step for ever
STILL = 1e-9  # log odds: a step that moves no row further has arrived


class Separated(ValueError):
    """The rows of the two groups are told apart, wholly or in part: the likelihood has no maximum."""


def maximum(design: Floats, is_one: Flags, weights: Floats | None = None) -> tuple[Floats, Floats]:
    """Coefficients, shape (p,), and the information there, shape (p, p), by Newton's steps.

    design: shape (n, p), of full rank. is_one: shape (n,).
    weights: shape (n,), above 0; 1 each where left out. A step is halved until the likelihood
    rises, as it is concave.

    Raises Separated. Source: McCullagh and Nelder (1989), Generalized Linear Models, sections 2.5
    and 4.4; separation: Albert and Anderson (1984), Biometrika 71, 1-10.
    """
    counts = np.ones(len(design)) if weights is None else weights
    sign = np.where(is_one, 1.0, -1.0)
    at = np.zeros(design.shape[1])
    height = _likelihood(design @ at, sign, counts)
    for _ in range(STEPS):
        chance = expit(design @ at)
        information = (design.T * (counts * chance * (1 - chance))) @ design
        try:
            step = np.linalg.solve(information, design.T @ (counts * (is_one - chance)))
        except np.linalg.LinAlgError:
            break
        if not np.isfinite(step).all():
            break
        if np.abs(design @ step).max() < STILL:
            return at + step, information
        while (higher := _likelihood(design @ (at + step), sign, counts)) < (
            height - abs(height) * 1e-12
        ):
            step = step / 2
        at, height = at + step, higher
    raise Separated("the groups are told apart: the likelihood has no maximum")


def _likelihood(log_odds: Floats, sign: Floats, weights: Floats) -> float:
    return float((weights * log_expit(sign * log_odds)).sum())
