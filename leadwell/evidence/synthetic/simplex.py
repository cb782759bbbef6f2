"""Weights that are never negative and sum to 1: many least-squares problems, solved side by side.

Each problem is to make |A w - b|^2 + ridge |w|^2 small over weights w of the columns of A.

Source: the Frank-Wolfe steps of Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), American
Economic Review 111, 4088-4118, as their published program takes them: a rough answer of 100 steps, of
which weights up to a quarter of the largest are dropped, then up to 10,000 steps from there, ended by
the first that gains too little. Where the search ends is part of their figures, and so of ours. The
minimum itself lies a little lower: their example's effects, -15.604 for synthetic differences and
-19.620 for synthetic control, would be -15.605 and -19.514 there.
"""

import numpy as np

from leadwell.evidence.panel import Flags, Floats

ROUGH_STEPS = 100
STEPS = 10_000
BLOCK = 100  # after so many, sums kept step by step are worked out anew and finished problems rest
SMALLEST = 1e-150  # scale, before all is worked out anew: far from dividing by 0


def weights(a: Floats, b: Floats, *, allowed: Flags, ridge: float, too_little: float) -> Floats:
    """The weights of m problems with r rows and n columns, shape (m, n).

    a: shape (r, n) where all problems share it, else (m, r, n). b: shape (m, r).
    allowed: shape (m, n). The columns that may have weight: one at least in each problem.
    ridge, too_little: not negative, in the unit of b squared. A step that lowers the objective by no
        more than too_little is the last.
    """
    ridge = max(ridge, float(np.finfo(float).tiny))  # it divides; so little changes no weight
    even = allowed / allowed.sum(axis=1, keepdims=True)
    rough = _search(a, b, even, allowed, ridge, too_little, ROUGH_STEPS)
    kept = np.where(rough > rough.max(axis=1, keepdims=True) / 4, rough, 0.0)
    kept /= kept.sum(axis=1, keepdims=True)
    return _search(a, b, kept, allowed, ridge, too_little, STEPS)


def _search(
    a: Floats,
    b: Floats,
    start: Floats,
    allowed: Flags,
    ridge: float,
    too_little: float,
    most: int,
) -> Floats:
    found, left = start.copy(), np.arange(len(start))
    for done in range(0, most, BLOCK):
        found[left], is_going_on = _block(
            a if a.ndim == 2 else a[left],
            b[left],
            found[left],
            np.where(allowed[left], 0.0, np.inf),
            ridge,
            too_little,
            is_first=done == 0,
        )
        left = left[is_going_on]
        if not left.size:
            break
    return found


def _block(
    a: Floats,
    b: Floats,
    w: Floats,
    shut: Floats,
    ridge: float,
    too_little: float,
    *,
    is_first: bool,
) -> tuple[Floats, Flags]:
    """BLOCK steps of each problem from w, or fewer; and which of them are going on.

    Half the gradient is A'(A w - b) + ridge w. Its second part is kept divided by `scale`, and
    infinite where shut, so that a step changes one number of it and the least is where to step.
    """
    each = np.arange(len(w))
    columns = np.ascontiguousarray(np.swapaxes(a, -1, -2))
    error = (w @ columns if a.ndim == 2 else np.matmul(w[:, None], columns)[:, 0]) - b
    square = np.sum(w * w, axis=1)
    part = ridge * w + shut
    scale = np.ones(len(w))
    is_going_on = np.ones(len(w), dtype=bool)
    half = np.empty_like(part)
    for step in range(BLOCK):
        pull = error / scale[:, None]
        if a.ndim == 2:
            np.matmul(pull, a, out=half)
        else:
            np.matmul(pull[:, None], a, out=half[:, None])
        half += part
        best = half.argmin(axis=1)
        change = columns.take(best, axis=0) if a.ndim == 2 else columns[each, best]
        change -= b + error
        own = part[each, best] * scale
        slope = np.einsum("mr,mr->m", error, change) + own - ridge * square
        curve = np.einsum("mr,mr->m", change, change) + ridge * (1 + square) - 2 * own
        # Never quite all the way: scale stays above 0.
        reach = np.minimum(np.maximum(-slope, 0), (1 - 1e-12) * curve)
        size = np.divide(reach, curve, out=np.zeros(len(w)), where=is_going_on & (curve > 0))
        keep = 1 - size
        gain = -size * (2 * slope + size * curve)
        square = keep * (keep * square + 2 * size * own / ridge) + size * size
        error += size[:, None] * change
        scale *= keep
        part[each, best] += ridge * size / scale
        if step or not is_first:
            is_going_on &= gain > too_little
            if not is_going_on.any():
                break
        if scale.min() < SMALLEST:
            break
    w = np.where(np.isinf(shut), 0.0, part) * scale[:, None] / ridge
    return w, is_going_on
