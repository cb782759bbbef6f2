"""How far each school's results lie from the country's, year after year.

A school has a lasting standing, a slow drift and, each year, a shock shared by the whole cohort
whose variance falls with its size. With the pupils' own spread they make the variance of a one-year
change come out as a + b(1/n1 + 1/n2), as measured on real schools.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leadwell.demo.sites import Sites

Floats = NDArray[np.float64]

SUBJECTS = ("reading", "gps", "maths", "writing")
FIRST_YEAR = 2015

# In points of scaled score, by subject as in SUBJECTS.
LASTING_SD = np.array([1.25, 1.45, 1.05, 1.45])
DRIFT_SD = np.array([1.15, 1.55, 1.25, 1.35])
DRIFT_KEPT = 0.70  # from one year to the next
SHOCK_VARIANCE = np.array([22.0, 12.0, 33.0, 33.0])  # for a cohort of one; divided by its size
LASTING_SHARED, DRIFT_SHARED, SHOCK_SHARED = 0.75, 0.65, 0.55  # between subjects, of variance


@dataclass(frozen=True, slots=True)
class Standing:
    """One year's distances from the country. points: shape (4, n_sites), without the shock."""

    academic_year: int
    points: Floats


def by_year(seed: int, sites: Sites, last: int) -> Iterator[Standing]:
    """Every academic year from the first to `last`, those without results too.

    Each year has its own stream of chance, so a later `last` leaves the earlier years alone.
    """
    n = len(sites)
    lasting = _shared(np.random.default_rng([seed, 4]), n, LASTING_SHARED, sites.strength)
    drift = DRIFT_SD[:, None] * _shared(np.random.default_rng([seed, 5]), n, DRIFT_SHARED)
    for year in range(FIRST_YEAR, last + 1):
        yield Standing(year, LASTING_SD[:, None] * lasting + drift)
        step = DRIFT_SD[:, None] * _shared(np.random.default_rng([seed, 5, year]), n, DRIFT_SHARED)
        drift = DRIFT_KEPT * drift + np.sqrt(1 - DRIFT_KEPT**2) * step


def shocks(rng: np.random.Generator, cohort: NDArray[np.int64]) -> Floats:
    """shape (4, n): what a year's class, teachers and week do to all its pupils, in points."""
    sd = np.sqrt(SHOCK_VARIANCE[:, None] / np.maximum(cohort, 1))
    return sd * _shared(rng, cohort.size, SHOCK_SHARED)


def _shared(rng: np.random.Generator, n: int, share: float, common: Floats | None = None) -> Floats:
    """shape (4, n): standard normals of which a share of the variance is common to the subjects."""
    both = rng.standard_normal(n) if common is None else common
    own = rng.standard_normal((len(SUBJECTS), n))
    mixed: Floats = np.sqrt(share) * both + np.sqrt(1 - share) * own
    return mixed
