"""Division of arrays where some have nothing to be divided by, and means where some are unknown."""

import numpy as np

from leadwell.evidence.panel import Floats, Ints


def ratio(top: Floats | Ints, bottom: Floats | Ints, *, otherwise: float = np.nan) -> Floats:
    """top / bottom where bottom is above 0, else `otherwise`; shapes as in top / bottom."""
    shape = np.broadcast_shapes(np.shape(top), np.shape(bottom))
    result: Floats = np.full(shape, otherwise)
    np.divide(top, bottom, out=result, where=bottom > 0)
    return result


def mean_of_known(values: Floats) -> Floats:
    """The mean of each row's known numbers, shape (n, t) to (n,); NaN for a row that has none."""
    known = ~np.isnan(values)
    return ratio(np.where(known, values, 0.0).sum(axis=1), known.sum(axis=1))
