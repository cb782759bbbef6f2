"""How much results move from year to year by themselves: a variance function for each outcome.

The variance of a school's change between two years in a row is a + b (1/n1 + 1/n2), n the pupils
of each: b holds what pupils differ by and what a class shares, a what does not shrink with size.
"""

from dataclasses import dataclass

import numpy as np

from leadwell.evidence.panel import NOBODY, Flags, Floats, Ints, Panel
from leadwell.evidence.ratio import ratio

FEWEST = 30
"""Changes from which a variance function is fitted."""
FARTHEST = 6.0
"""Standard deviations: a change beyond is a fault in the data, not noise."""
HALF_OF_CHI2 = 0.454936  # median of the square of a standard normal
MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class Noise:
    """Variance of a one-year change, a + b (1/n1 + 1/n2), in the outcome's unit squared.

    n_changes: changes it was fitted to, 0 for one that was given.
    """

    outcome: str
    a: float
    b: float
    n_changes: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.a < np.inf and 0 <= self.b < np.inf and self.a + self.b > 0):
            raise ValueError(
                f"the noise of {self.outcome} needs a and b not negative, and not both 0"
            )

    def of_one_year(self, pupils: Floats) -> Floats:
        """Variance of one year's result about the school's own level: a/2 + b/n."""
        variance: Floats = self.a / 2 + self.b / pupils
        return variance


def variance_of_contrast(
    noise: Noise, *, pupils: float, base: int, post: int, neighbours: int
) -> float:
    """Variance of a school's change between means of years, less that of its neighbours.

    pupils: in each year (the harmonic mean where years differ). base, post: years averaged before
    and after. neighbours: schools of the same size it is compared with, in equal shares. Returns
    (a/2 + b/n)(1/base + 1/post)(1 + 1/neighbours), in the outcome's unit squared. Raises
    ValueError where one of these is less than one.
    """
    if not min(pupils, base, post, neighbours) >= 1:
        raise ValueError(
            "a contrast needs at least one pupil, year before, year after and neighbour"
        )
    one_year = noise.a / 2 + noise.b / pupils
    return one_year * (1 / base + 1 / post) * (1 + 1 / neighbours)


def fit(panel: Panel, *, left_out: Ints = NOBODY) -> tuple[Noise, ...]:
    """The noise of each outcome of a panel, from schools nobody did anything to.

    left_out: rows of schools that took part in something. Least squares of squared changes about
    each year's mean, weighted by the inverse square of their variance, again and again until it
    stays (Davidian and Carroll, 1987, Journal of the American Statistical Association 82, section
    2), changes beyond FARTHEST left out. a and b are not negative. Where every school has one and
    the same size the two cannot be told apart, and all is in a.

    Raises ValueError, naming the outcome, with fewer than FEWEST changes between two years in a
    row, or where results hardly ever change.
    """
    kept = np.ones(panel.size, dtype=np.bool_)
    kept[left_out] = False
    later = np.flatnonzero(np.diff(panel.years) == 1) + 1
    sizes, with_pupils = _sizes(panel.pupils[kept].T, later)
    return tuple(
        _fit_one(name, _changes(panel.outcome(name)[kept].T, later, sizes, with_pupils))
        for name in panel.outcomes
    )


def _fit_one(name: str, changes: tuple[Floats, Floats, Flags]) -> Noise:
    change, one_over_n, known = changes
    n_changes = int(known.sum())
    if n_changes < FEWEST:
        raise ValueError(
            f"{name} has {n_changes} changes between two years in a row, with pupils known: "
            f"its noise is measured on {FEWEST} or more"
        )
    middle = np.median(change[known])
    mean = np.full((len(change), 1), middle)  # of each pair of years
    a, b = float(np.median((change[known] - middle) ** 2) / HALF_OF_CHI2), 0.0
    ends = np.array([one_over_n[known].min(), one_over_n[known].max()])
    for _ in range(MOST_STEPS):
        if not a + b > 0:
            raise ValueError(f"{name} hardly ever changes: its noise cannot be measured")
        before = a + b * ends
        mean, square, weight = _squares(change, known, mean, a + b * one_over_n)
        a, b = _line_not_negative(one_over_n, square, weight)
        # The quotient of two straight lines is furthest from 1 at one of the ends.
        if np.allclose(a + b * ends, before, rtol=1e-9, atol=0):
            break
    return Noise(name, a, b, n_changes=n_changes)


def _sizes(pupils: Floats, later: Ints) -> tuple[Floats, Flags]:
    """1/n1 + 1/n2 of each pair of years in a row, pairs down and schools across, and where it is
    known. pupils: years down."""
    one = ratio(np.ones(pupils.shape), pupils, otherwise=0.0)
    known: Flags = (pupils[later] > 0) & (pupils[later - 1] > 0)
    return one[later] + one[later - 1], known


def _changes(
    values: Floats, later: Ints, sizes: Floats, with_pupils: Flags
) -> tuple[Floats, Floats, Flags]:
    """Changes between two years in a row, 1/n1 + 1/n2 of each, and which there are.

    Pairs of years down and schools across; 0 and 1 where there is no change.
    """
    change = values[later] - values[later - 1]
    known: Flags = with_pupils & ~np.isnan(change)
    return np.where(known, change, 0.0), np.where(known, sizes, 1.0), known


def _squares(
    change: Floats, known: Flags, mean: Floats, variance: Floats
) -> tuple[Floats, Floats, Floats]:
    """Each pair's mean change, squares about it, and weights, 0 for those too far away."""
    is_near = known & ((change - mean) ** 2 <= FARTHEST**2 * variance)
    weight = is_near / variance
    mean = ratio(
        (weight * change).sum(axis=1, keepdims=True),
        weight.sum(axis=1, keepdims=True),
        otherwise=0.0,
    )
    n = np.count_nonzero(is_near, axis=1, keepdims=True)
    lost = ratio(n, n - 1, otherwise=0.0)  # what the mean takes of the squares
    return mean, lost * (change - mean) ** 2, (lost > 0) * weight / variance


def _line_not_negative(x: Floats, y: Floats, weight: Floats) -> tuple[float, float]:
    """Weighted least squares of y on a + b x, with a and b not negative (y and x are not)."""
    total = weight.sum()
    if not total > 0:
        return 0.0, 0.0
    # Plain sums, not dot products: those share work among threads, and differ in the last digits.
    mean_x, mean_y = (weight * x).sum() / total, (weight * y).sum() / total
    from_mean = weight * (x - mean_x)
    spread = (from_mean * (x - mean_x)).sum()
    if spread <= 1e-12 * total * mean_x**2:
        return float(mean_y), 0.0
    b = (from_mean * y).sum() / spread
    a = mean_y - b * mean_x
    if b < 0:
        return float(mean_y), 0.0
    if a < 0:
        return 0.0, float((weight * x * y).sum() / (weight * x**2).sum())
    return float(a), float(b)
