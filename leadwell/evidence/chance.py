"""How far a school's result can move by chance: the ranges drawn beside every figure.

A year group is a draw from the children who might have come. The variance of a one-year change,
measured on all schools, is a + b (1/n1 + 1/n2): b holds the pupils' part and a what a class shares
(docs/explanation/ranges.md). One year's result has half of a and its own b/n. For measures not
measured so, the pupils' part alone is known: p(1-p) for a per cent.
"""

from math import sqrt

import numpy as np
from numpy.typing import NDArray

Z95 = 1.959963984540054
Floats = NDArray[np.float64]


def percent_range(value: float, n: int) -> tuple[float, float]:
    """Wilson's 95% range of a per cent (0 to 100) of n pupils, in per cent.

    Raises ValueError for n below 1 or a value that is no per cent.
    Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    if n < 1 or not 0 <= value <= 100:
        raise ValueError("a per cent is 0 to 100, of at least one pupil")
    p, z2 = value / 100, Z95**2
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return 100 * max(0.0, middle - half), 100 * min(1.0, middle + half)


def mean_range(value: float, n: int, *, a: float, b: float) -> tuple[float, float]:
    """95% range of a mean over n pupils, in its own unit, by the measured variance a/2 + b/n."""
    half = Z95 * sqrt(one_year_variance(n, a=a, b=b))
    return value - half, value + half


def one_year_variance(n: int, *, a: float, b: float) -> float:
    """Variance of one year's result about the school's own level, in the unit squared."""
    if n < 1:
        raise ValueError("a mean is of at least one pupil")
    return a / 2 + b / n


def change_range(
    change: float, n_later: int, n_earlier: int, *, a: float, b: float
) -> tuple[float, float]:
    """95% range of a change between two years, in the unit of the change."""
    if min(n_later, n_earlier) < 1:
        raise ValueError("both years need at least one pupil")
    half = Z95 * sqrt(a + b * (1 / n_later + 1 / n_earlier))
    return change - half, change + half


def percent_change_noise(later: float, earlier: float) -> tuple[float, float]:
    """a and b for the change of a per cent that was not measured: pupils' part only, in points squared."""
    p = (later + earlier) / 200
    return 0.0, 10_000 * p * (1 - p)


def gap_range(gap: float, p1: float, n1: int, p2: float, n2: int) -> tuple[float, float]:
    """95% range of a difference of two groups' per cents, in percentage points (Newcombe, 1998).

    gap: p1 - p2, each a per cent of its own n pupils. Source: Newcombe (1998), Statistics in
    Medicine 17, 873-890, method 10 (from two Wilson ranges).
    """
    low1, high1 = percent_range(p1, n1)
    low2, high2 = percent_range(p2, n2)
    down = sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    up = sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return gap - down, gap + up
