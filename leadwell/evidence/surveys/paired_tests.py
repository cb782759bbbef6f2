"""Exact and large-sample tests of two answers by the same people, on counts and on ranks.

table: shape (k, k) of counts, before down and after across, levels in one order.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr, betaincinv, chdtrc, ndtr

from leadwell.evidence.estimate import Interval
from leadwell.evidence.panel import Floats, Ints
from leadwell.evidence.permuting.ranks import midranks

MOST_EXACT = 50  # differences: 2**50 ways of signing them are still counted without rounding


@dataclass(frozen=True, slots=True)
class ChiSquared:
    """A statistic, its degrees of freedom and its p; 0, 0 and 1 where nobody changed."""

    statistic: float
    df: int
    p: float


@dataclass(frozen=True, slots=True)
class SignedRank:
    """Wilcoxon's statistic, the smaller of the two sums of ranks, and its two-sided p."""

    statistic: float
    p: float
    is_exact: bool


def share_interval(part: int, n: int, *, level: float = 0.95) -> Interval:
    """Exact range of a share, by the binomial distribution; 0 to 1 of nobody.

    Raises ValueError for a part that is no part. Source: Clopper and Pearson (1934), Biometrika 26,
    404-413.
    """
    if not 0 <= part <= n:
        raise ValueError(f"{part} is no part of {n}")
    tail = (1 - level) / 2
    low = float(betaincinv(part, n - part + 1, tail)) if part > 0 else 0.0
    high = float(betaincinv(part + 1, n - part, 1 - tail)) if part < n else 1.0
    return low, high


def sign_test(up: int, down: int) -> float:
    """Two-sided exact p that as many should go up as down; 1 where nobody did either.

    For two levels this is McNemar's test, exact. Source: Dixon and Mood (1946), Journal of the
    American Statistical Association 41, 557-566; McNemar (1947), Psychometrika 12, 153-157.
    """
    if min(up, down) < 0:
        raise ValueError("counts are not negative")
    return min(1.0, 2 * float(bdtr(min(up, down), up + down, 0.5)))


def signed_rank(differences: Floats) -> SignedRank:
    """Wilcoxon's test of differences, after less before, shape (n,); a step of 2 outranks one of 1.

    Those that are 0 are ranked with the rest and then left out. Exact up to 50 others, ties and all;
    above, normal, without a correction for continuity. Nobody changed: statistic 0, p 1.

    Raises ValueError for a difference that is not a number. Source: Wilcoxon (1945), Biometrics
    Bulletin 1, 80-83; zeros as Pratt (1959), Journal of the American Statistical Association 54,
    655-667.
    """
    if not np.isfinite(differences).all():
        raise ValueError("a difference is not a number")
    ranks = midranks(np.abs(differences))[differences != 0]
    signs = np.sign(differences)[differences != 0]
    lower = float(min(ranks[signs > 0].sum(), ranks[signs < 0].sum()))
    if len(ranks) == 0:
        return SignedRank(0.0, 1.0, is_exact=True)
    if len(ranks) <= MOST_EXACT:
        return SignedRank(lower, min(1.0, 2 * _share_up_to(lower, ranks)), is_exact=True)
    deviation = np.sqrt(np.sum(ranks**2)) / 2
    z = (lower - ranks.sum() / 2) / deviation
    return SignedRank(lower, min(1.0, 2 * float(ndtr(z))), is_exact=False)


def _share_up_to(most: float, ranks: Floats) -> float:
    """Of all ways of signing these ranks, the share whose positive ones sum to no more."""
    halves = np.rint(2 * ranks).astype(np.int64)  # shared ranks end in .5
    ways = np.zeros(halves.sum() + 1)
    ways[0] = 1
    for rank in halves:
        ways[rank:] += ways[:-rank].copy()
    return float(ways[: round(2 * most) + 1].sum() / 2.0 ** len(ranks))


def marginal_homogeneity(table: Ints) -> ChiSquared:
    """Whether answers as a whole are spread over the levels as they were before.

    Degrees of freedom: levels less one or, where levels fall into groups between which nobody moved,
    levels less groups; a level nobody left or came to is such a group.
    Raises ValueError for a table that is not square, or has a negative count.
    Source: Stuart (1955), Biometrika 42, 412-416; Maxwell (1970), British Journal of Psychiatry 116,
    651-655.
    """
    counts = _checked(table)
    moved = counts + counts.T
    np.fill_diagonal(moved, 0)
    shift = counts.sum(axis=1) - counts.sum(axis=0)
    # Singular by construction: the shifts sum to 0, in each group between which nobody moved.
    variance = np.diag(moved.sum(axis=1)) - moved
    df = int(np.linalg.matrix_rank(variance, hermitian=True)) if moved.any() else 0
    return _chi_squared(float(shift @ np.linalg.pinv(variance, hermitian=True) @ shift), df)


def symmetry(table: Ints) -> ChiSquared:
    """Whether as many moved from each level to each other as back.

    Degrees of freedom: pairs of levels between which anybody moved.
    Raises ValueError for a table that is not square, or has a negative count.
    Source: Bowker (1948), Journal of the American Statistical Association 43, 572-574.
    """
    counts = _checked(table)
    above = np.triu_indices(len(counts), 1)
    there, back = counts[above], counts.T[above]
    moved = there + back > 0
    squares = (there[moved] - back[moved]) ** 2 / (there[moved] + back[moved])
    return _chi_squared(float(squares.sum()), int(moved.sum()))


def _checked(table: Ints) -> Floats:
    if table.ndim != 2 or table.shape[0] != table.shape[1]:
        raise ValueError("a table of before by after must be square")
    if np.any(table < 0):
        raise ValueError("counts are not negative")
    return np.asarray(table, dtype=np.float64)


def _chi_squared(statistic: float, df: int) -> ChiSquared:
    if df == 0:
        return ChiSquared(0.0, 0, 1.0)
    return ChiSquared(statistic, df, float(chdtrc(df, statistic)))
