"""Which schools each school is compared with: what matching gives and everything after it reads."""

from dataclasses import dataclass

import numpy as np

from leadwell.evidence.panel import NONE, Floats, Ints, freeze


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The schools nearest to each of n schools, at most k, nearest first.

    rows: shape (n, k). Row numbers in the panel; NONE where fewer were found.
    weights: shape (n, k). Each row sums to 1, or is all 0 for a school with no neighbour.
    distances: shape (n, k). NaN where there is none.
    """

    rows: Ints
    weights: Floats
    distances: Floats

    def __post_init__(self) -> None:
        if not self.rows.shape == self.weights.shape == self.distances.shape:
            raise ValueError("rows, weights and distances must have one shape")
        if np.any((self.rows == NONE) != (self.weights == 0)):
            raise ValueError("a neighbour has a weight, and nothing else has")
        freeze(self)

    @property
    def found(self) -> Ints:
        """How many neighbours each school has, shape (n,)."""
        counts: Ints = np.sum(self.rows != NONE, axis=1, dtype=np.int64)
        return counts
