"""What a round asks, as arrays, and what an assignment is worth. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SERVED = 100.0
"""What it is worth that a school gets somebody: as much as the best pair has points."""
NOBODY = -1
ROUNDING = 1e-6
Chosen = NDArray[np.int64]
"""shape (n_schools,): who goes there, by their place; -1 for nobody."""


@dataclass(frozen=True, slots=True)
class Round:
    """points: shape (n_specialists, n_schools), 0 to 100, nan where somebody cannot go. days: shape
    (n_schools,), that a school wants. left: shape (n_specialists,), that somebody has. Both count in
    quarters of a day. Raises ValueError where these do not fit."""

    points: NDArray[np.float64]
    days: NDArray[np.float64]
    left: NDArray[np.float64]

    def __post_init__(self) -> None:
        n_specialists, n_schools = self.points.shape
        if self.days.shape != (n_schools,) or self.left.shape != (n_specialists,):
            raise ValueError("points, days and left are of different schools or specialists")
        if (self.days < 0).any() or (self.left < 0).any():
            raise ValueError("nobody wants or has fewer days than none")
        known = self.points[~np.isnan(self.points)]
        if known.size and not (known.min() >= 0 and known.max() <= SERVED):
            raise ValueError("points are from 0 to 100")

    @property
    def can(self) -> NDArray[np.bool_]:
        """shape (n_specialists, n_schools): who can go where, days of this one school counted."""
        enough = self.days[None, :] <= self.left[:, None] + ROUNDING
        possible: NDArray[np.bool_] = ~np.isnan(self.points) & enough
        return possible

    def value(self, chosen: Chosen) -> float:
        """The sum that is maximised."""
        schools = np.flatnonzero(chosen != NOBODY)
        return float((SERVED + self.points[chosen[schools], schools]).sum())

    def spare(self, chosen: Chosen) -> NDArray[np.float64]:
        """shape (n_specialists,): days that are left of each then."""
        went = chosen != NOBODY
        return self.left - np.bincount(
            chosen[went], weights=self.days[went], minlength=self.left.size
        )
