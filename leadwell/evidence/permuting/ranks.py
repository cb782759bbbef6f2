"""Ranks from 1, equal numbers sharing the mean of theirs."""

import numpy as np

from leadwell.evidence.panel import Floats


def midranks(numbers: Floats) -> Floats:
    """The rank of each number, shape (n,). Equal numbers share the mean of their ranks."""
    _, place, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    shared: Floats = (last - (counts - 1) / 2)[place]
    return shared
