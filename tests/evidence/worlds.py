"""Small countries to try the engine on, and a plain matcher of the tests' own."""

from dataclasses import replace

import numpy as np

from leadwell.evidence.matching.neighbours import Neighbours
from leadwell.evidence.panel import NONE, Panel, Why, complete

YEARS = np.arange(2014, 2020)


def nearest(panel: Panel, *, k: int = 3, before: int = 2017) -> Neighbours:
    """The k schools with the nearest mean of the first outcome in the years before: by looking."""
    earlier = panel.values[:, panel.years < before, 0]
    known = ~np.isnan(earlier)
    # A school without results is like those with the middling ones.
    means = (np.where(known, earlier, 0).sum(axis=1) + 104) / (known.sum(axis=1) + 1)
    rows = np.full((panel.size, k), NONE, dtype=np.int64)
    distances = np.full((panel.size, k), np.nan)
    for school in range(panel.size):
        away = sorted(
            (abs(means[other] - means[school]), means[other], other)
            for other in range(panel.size)
            if other != school
        )
        for place, (distance, _, other) in enumerate(away[:k]):
            rows[school, place], distances[school, place] = other, distance
    return Neighbours(rows, np.where(rows == NONE, 0.0, 1 / k), distances)


def country(seed: int = 0, *, n: int = 60, k: int = 2, missing: float = 0.0) -> Panel:
    """n schools in 2014 to 2019, k outcomes, 10 to 90 pupils; a share of cells suppressed."""
    rng = np.random.default_rng(seed)
    pupils = rng.integers(10, 90, (n, 1)) + rng.integers(0, 5, (n, YEARS.size))
    noise = rng.normal(size=(n, YEARS.size, k)) * np.sqrt(0.47 + 79.4 / pupils)[:, :, None]
    values = rng.normal(104, 2, (n, 1, k)) + rng.normal(0, 1, (YEARS.size, k)) + noise
    values[rng.random(values.shape) < missing] = np.nan
    made = complete(
        schools=900_000 + rng.permutation(n),
        years=YEARS,
        outcomes=["reading_average", "maths_average", "gps_average"][:k],
        values=values,
        pupils=pupils.astype(np.float64),
    )
    trust = np.where(np.arange(n) < n // 2, np.arange(n) // 4, NONE)
    return replace(made, trust=rng.permutation(trust))


def with_values(panel: Panel, values: np.ndarray) -> Panel:
    why = np.where(np.isnan(values), Why.SUPPRESSED, Why.VALUE).astype(np.uint8)
    return replace(panel, values=values, why=why)


def shuffled(panel: Panel, order: np.ndarray) -> Panel:
    """The same schools with their rows in another order."""
    by_school = (
        "schools",
        "values",
        "why",
        "pupils",
        "region",
        "area",
        "phase",
        "trust",
        "context",
    )
    return replace(panel, **{name: getattr(panel, name)[order] for name in by_school})


def moved(neighbours: Neighbours, order: np.ndarray) -> Neighbours:
    """The same neighbours for a panel shuffled so."""
    to = np.append(np.argsort(order), NONE)  # the last is where NONE points
    return Neighbours(
        to[neighbours.rows][order], neighbours.weights[order], neighbours.distances[order]
    )
