"""Pairs in turn: each school that took part takes the nearest that is left.

For small groups and published examples. `matching.nearest` is the engine's own way, since there a
school's neighbours do not hang on which other schools took part.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from scipy.spatial.distance import cdist

from leadwell.evidence.matching.nearest import check_points, equally
from leadwell.evidence.matching.neighbours import Neighbours
from leadwell.evidence.panel import NONE, Flags, Floats, Ints

Order = Literal["largest", "smallest", "data"]


def pairs(
    measure: Floats,
    took_part: Flags,
    *,
    ratio: int = 1,
    replace: bool = False,
    order: Order = "data",
    caliper: float | None = None,
    exact: Sequence[Ints] = (),
) -> Neighbours:
    """Greedy nearest-neighbour pairs, one round for each of `ratio`.

    measure: shape (n,), one number for each school (a propensity), or (n, q), points of
        evidence.distance. NaN: not matched.
    took_part: shape (n,). Those who choose; the others are chosen, once each unless `replace`.
    order: who chooses first: by the measure (one number a school only), or in order of rows.
    caliper: the largest distance allowed, in the unit of the measure. Where a source gives it in
        standard deviations of a propensity, hand in `0.2 * np.std(measure, ddof=1)`.
    exact: codes of shape (n,) that a pair has in common.

    Equal distances go to the lowest row. Without replacement the answer depends on the order, and
    a school late in it may get a poor match or none.

    Returns neighbours of all n schools; those who did not take part have none.
    Raises ValueError as `matching.nearest`, and for an order by more than one number.
    Source: Rubin (1973), Biometrics 29, 159-183; Stuart (2010), Statistical Science 25, section 3.1.
    """
    points = measure[:, None] if measure.ndim == 1 else measure
    check_points(points, k=ratio, caliper=caliper, beside=[*exact, took_part])
    if order != "data" and points.shape[1] > 1:
        raise ValueError("schools are put in order by one number each, not by several")
    known: Flags = np.all(~np.isnan(points), axis=1)
    takers, offered = np.flatnonzero(took_part & known), np.flatnonzero(~took_part & known)
    takers = takers[np.argsort(_rank(points[takers, 0], order), kind="stable")]
    distances = cdist(points[takers], points[offered])
    if caliper is not None:
        distances[distances > caliper] = np.inf
    for codes in exact:
        distances[codes[takers][:, None] != codes[offered]] = np.inf
    rows = np.full((len(points), ratio), NONE, dtype=np.int64)
    apart = np.full((len(points), ratio), np.nan)
    for turn in range(ratio if offered.size else 0):
        for taker, far in zip(takers, distances, strict=True):
            taken = int(np.argmin(far))
            if far[taken] == np.inf:
                continue
            rows[taker, turn], apart[taker, turn] = offered[taken], far[taken]
            if replace:
                far[taken] = np.inf
            else:
                distances[:, taken] = np.inf
    return equally(rows, apart)


def _rank(values: Floats, order: Order) -> Floats:
    return {"largest": -values, "smallest": values, "data": np.zeros(len(values))}[order]
