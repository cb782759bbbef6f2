"""A country of schools whose results only chance moves, as much as it moves the Department's.

Nothing here is ours: neither the country nor who is compared with whom uses the evidence engine.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

READING_A, READING_B = 0.94, 79.4  # variance of a one-year change: a + b (1/n1 + 1/n2)
SCHOOL_SD = 2.7  # of one year's school means, scaled points
MEAN = 104.0
COHORT_AT = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
COHORT = (6.0, 13.0, 28.0, 49.0, 63.0, 96.0, 180.0)
"""Pupils in a year group at these quantiles; those between by straight lines."""


@dataclass(frozen=True, slots=True)
class Country:
    """n schools in t years. results: shape (n, t, k). pupils: (n, t). trust: (n,), -1 for none."""

    years: Ints
    results: Floats
    pupils: Floats
    trust: Ints


def country(
    rng: np.random.Generator,
    *,
    n_schools: int = 16_000,
    n_before: int = 4,
    n_after: int = 2,
    n_outcomes: int = 1,
    trust_shock: float = 0.0,
) -> Country:
    """Schools with levels of their own that stay, and years about them that only chance moves.

    A year's result has variance a/2 + b/n about the school's level. Half of the schools are in
    trusts of 2 to 40; trust_shock is the standard deviation, in points, of what moves all schools
    of a trust in a year.
    """
    t = n_before + n_after
    usual = np.interp(rng.random(n_schools), COHORT_AT, COHORT)
    moved = usual[:, None] * np.exp(rng.normal(0, 0.1, (n_schools, t)))
    pupils = np.maximum(6, np.round(moved))
    noise = READING_A / 2 + READING_B / pupils
    level_sd = np.sqrt(SCHOOL_SD**2 - noise.mean())
    level = rng.normal(MEAN, level_sd, (n_schools, 1, n_outcomes))
    year = rng.normal(0, 0.5, (1, t, n_outcomes))
    chance = rng.normal(size=(n_schools, t, n_outcomes)) * np.sqrt(noise)[:, :, None]
    trust = _trusts(rng, n_schools)
    shock = rng.normal(0, trust_shock, (trust.max() + 1, t, n_outcomes))
    together = np.where((trust >= 0)[:, None, None], shock[trust], 0.0)
    return Country(np.arange(2019 - t, 2019), level + year + chance + together, pupils, trust)


def nearest(made: Country, *, n_before: int, k: int = 5) -> Ints:
    """Rows of the k schools most like each, by first outcome in the years before and by size."""
    before = made.results[:, :n_before, 0].mean(axis=1)
    size = np.log(made.pupils[:, :n_before].mean(axis=1))
    points = np.column_stack([each / each.std() for each in (before, size)])
    return np.asarray(KDTree(points).query(points, k + 1)[1][:, 1:], dtype=np.int64)


def _trusts(rng: np.random.Generator, n_schools: int) -> Ints:
    """Trust of each school: sizes 2 to 40, the small ones far more often than the large."""
    sizes: list[int] = []
    while sum(sizes) < n_schools // 2:
        sizes.append(int(np.round(2 * 20 ** rng.random())))
    members = np.repeat(np.arange(len(sizes)), sizes)[: n_schools // 2]
    trust = np.full(n_schools, -1, dtype=np.int64)
    trust[rng.permutation(n_schools)[: members.size]] = members
    return trust
