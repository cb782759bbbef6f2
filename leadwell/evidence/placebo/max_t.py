"""Chance over many outcomes at once: how often would the largest of them be this large?"""

import numpy as np

from leadwell.evidence.panel import Floats


def adjusted(draws: Floats, estimate: Floats) -> Floats:
    """p of each of c estimates, adjusted for having asked c questions, shape (c,).

    draws: shape (b, c). The same estimates under no effect, drawn together, so that what moves
    together counts once. Each is divided by its standard deviation over the draws. From the
    largest down, each is held against the largest of itself and those below it; p never falls on
    the way. NaN exactly where the estimate is.

    Source: Westfall and Young (1993), Resampling-Based Multiple Testing, algorithm 2.8 (step-down
    maxT). Raises ValueError where an outcome is the same in every draw.
    """
    found = np.full(estimate.shape, np.nan)
    asked = np.flatnonzero(~np.isnan(estimate))
    sd = draws[:, asked].std(axis=0)
    if np.any(sd == 0):
        raise ValueError("an outcome changed by the same in every draw: chance cannot be told")
    sizes = np.abs(estimate[asked]) / sd
    order = np.argsort(-sizes, kind="stable")
    largest = np.zeros(draws.shape[0])
    steps = np.empty(asked.size)
    for place in order[::-1]:
        np.maximum(largest, np.abs(draws[:, asked[place]]) / sd[place], out=largest)
        steps[place] = share_at_least(largest, sizes[place])
    found[asked[order]] = np.maximum.accumulate(steps[order])
    return found


def share_at_least(draws: Floats, size: Floats) -> Floats:
    """(1 + draws not smaller in size) / (1 + draws), down the first axis.

    What took part is one of the possible outcomes itself, so that this is never 0 (Phipson and
    Smyth, 2010, Statistical Applications in Genetics and Molecular Biology 9, article 39).
    """
    # Sums of the same numbers in another order may differ in their last digits.
    beyond = np.count_nonzero(np.abs(draws) >= np.abs(size) * (1 - 1e-12), axis=0)
    share: Floats = np.asarray((1 + beyond) / (1 + draws.shape[0]))
    return np.where(np.isnan(size), np.nan, share)
