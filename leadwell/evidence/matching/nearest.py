"""The schools most like each school: found for every school at once, so that any group can be asked of."""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.spatial import cKDTree

from leadwell.evidence.matching.neighbours import Neighbours
from leadwell.evidence.panel import NONE, Flags, Floats, Ints

LEAF = 64  # points a leaf of the tree: fastest from 4 to 20 covariates
CELLS = 2_000_000  # distances held at once (32 MB with their rows)
NEARLY = 1 - 1e-12  # of a distance that was added up in another order


def nearest(
    points: Floats,
    *,
    k: int = 5,
    exact: Sequence[Ints] = (),
    caliper: float | None = None,
    may_be_compared: Flags | None = None,
    lineage: Ints | None = None,
) -> Neighbours:
    """The k nearest of the others for each of n schools, each of which may serve many.

    points: shape (n, q), from evidence.distance. A row with NaN is matched with nobody.
    k: neighbours wanted. Ask for some to spare where `without` will take schools out later.
    exact: codes of shape (n,), such as phase and region; a neighbour has all of them in common.
    caliper: the largest distance of a neighbour, in the unit of points.
    may_be_compared: shape (n,). False for a school that is nobody's neighbour, say because it
        takes part in some programme; it still gets neighbours of its own.
    lineage: shape (n,). Rows with one number are one school over time, never neighbours.

    Distances are exact, and equal ones (to the last bit) go by the lowest row: the order of rows
    decides nothing else. Weights are equal among those found. 16,000 schools, 8 covariates and 9
    regions take 0.1 to 0.3 s on one core, and under 100 MB.

    Raises ValueError for arrays of different lengths, no column to match on, an infinite point,
    k below 1 or a caliper below 0.
    """
    check_points(points, k=k, caliper=caliper, beside=[*exact, may_be_compared, lineage])
    n = len(points)
    labels = np.arange(n) if lineage is None else lineage
    known: Flags = np.all(~np.isnan(points), axis=1)
    pool = known if may_be_compared is None else known & may_be_compared
    rows = np.full((n, k), NONE, dtype=np.int64)
    distances = np.full((n, k), np.nan)
    for members in strata(exact, known):
        offered = members[pool[members]]
        for asking, found, far in searched(points, labels, members, offered, k):
            rows[asking, : found.shape[1]], distances[asking, : far.shape[1]] = found, far
    return within(rows, distances, caliper)


def within(rows: Ints, distances: Floats, caliper: float | None) -> Neighbours:
    """Those that are there and no further than the caliper."""
    out = ~np.isfinite(distances)
    if caliper is not None:
        out |= np.where(out, 0.0, distances) > caliper
    return equally(np.where(out, NONE, rows), np.where(out, np.nan, distances))


def without(neighbours: Neighbours, *, may_be_compared: Flags, k: int) -> Neighbours:
    """The first k neighbours of each school among those that may be compared with.

    The same as asking `nearest` again with fewer in the pool, as long as it was asked for enough to
    spare: a school left with fewer than k may have others further off. may_be_compared: shape (n,).

    Raises ValueError for k below 1 or more than there are.
    """
    if not 1 <= k <= neighbours.rows.shape[1]:
        raise ValueError(f"k is {k}, but {neighbours.rows.shape[1]} neighbours were found at most")
    stays = (neighbours.rows != NONE) & may_be_compared[neighbours.rows]
    first = np.argsort(~stays, axis=1, kind="stable")[:, :k]
    stays = np.take_along_axis(stays, first, axis=1)
    rows = np.take_along_axis(neighbours.rows, first, axis=1)
    distances = np.take_along_axis(neighbours.distances, first, axis=1)
    return equally(np.where(stays, rows, NONE), np.where(stays, distances, np.nan))


def lineage_of(predecessor: Ints) -> Ints:
    """A number for each row, equal for rows that continue one another: the first row of the line.

    predecessor: shape (n,), as in Panel. Two schools that continue one are both of its line.
    Raises ValueError where a line comes back to itself.
    """
    first = np.where(predecessor == NONE, np.arange(len(predecessor)), predecessor)
    for _ in range(len(predecessor).bit_length()):  # each step looks twice as far back
        first = first[first]
    if np.any(predecessor[first] != NONE):
        row = int(np.flatnonzero(predecessor[first] != NONE)[0])
        raise ValueError(f"row {row} comes before itself in its line of predecessors")
    return first


def apart(points: Floats, rows: Ints, others: Ints) -> Floats:
    """Straight-line distances of rows, shape (m,), to others, shape (m, w): always the same sum in
    the same order, so that however a neighbour was come upon its distance is one number."""
    total = np.zeros(others.shape)
    for column in points.T:
        difference = column[others] - column[rows, None]
        difference *= difference
        total += difference
    return np.sqrt(total, out=total)


def comparison_weights(neighbours: Neighbours, took_part: Ints) -> Floats:
    """What each school counts for beside the schools that took part, shape (n,).

    took_part: row numbers. Each of them that has a neighbour hands out 1 in all, so the sum is how
    many were matched.
    """
    weights = np.zeros(len(neighbours.rows))
    rows = neighbours.rows[took_part]
    np.add.at(weights, rows[rows != NONE], neighbours.weights[took_part][rows != NONE])
    return weights


def searched(
    points: Floats, labels: Ints, members: Ints, offered: Ints, k: int
) -> Iterator[tuple[Ints, Ints, Floats]]:
    """Blocks of members with their k nearest, or as many as are offered, and the distances.

    More are fetched than wanted: a school's own line is among its nearest, and where the last that
    is wanted ties with the last fetched, equals with a lower row may be left behind.
    """
    if offered.size == 0:
        return
    tree = cKDTree(points[offered], leafsize=LEAF)
    own = int(np.unique(labels[offered], return_counts=True)[1].max())
    fetch = min(k + own + 1, offered.size)
    while members.size:
        tied = []
        for block in np.array_split(members, -(-members.size * fetch // CELLS)):
            far, at = tree.query(points[block], k=np.arange(1, fetch + 1))
            found = offered[at]
            far = apart(points, block, found)
            last = far.max(axis=1)
            far = np.where(labels[found] == labels[block, None], np.inf, far)
            order = np.lexsort((found, far), axis=-1)[:, :k]
            found = np.take_along_axis(found, order, axis=1)
            far = np.take_along_axis(far, order, axis=1)
            is_tied = far[:, -1] >= last * NEARLY
            tied.append(block[is_tied & (fetch < offered.size)])
            yield block, found, far
        members = np.concatenate(tied)
        fetch = min(2 * fetch, offered.size)


def strata(exact: Sequence[Ints], known: Flags) -> list[Ints]:
    """Rows with every covariate, those with the same codes together."""
    rows = np.flatnonzero(known)
    if not exact or rows.size == 0:
        return [rows]
    codes = np.column_stack([code[rows] for code in exact])
    _, stratum = np.unique(codes, axis=0, return_inverse=True)
    order = np.argsort(stratum, kind="stable")
    return np.split(rows[order], np.flatnonzero(np.diff(stratum[order])) + 1)


def equally(rows: Ints, distances: Floats) -> Neighbours:
    """Neighbours that all count the same; NONE and NaN where there is none."""
    found = rows != NONE
    weights = found / np.maximum(found.sum(axis=1, keepdims=True), 1)
    return Neighbours(rows, weights, distances)


def check_points(
    points: Floats, *, k: int, caliper: float | None, beside: Sequence[Ints | Flags | None]
) -> None:
    """Raises ValueError, in plain words, for what `nearest` cannot be asked."""
    if points.ndim != 2 or points.shape[1] == 0:
        raise ValueError("there is nothing to match on: no covariate differs between schools")
    if np.isinf(points).any():
        raise ValueError(f"row {int(np.argwhere(np.isinf(points))[0, 0])} is infinitely far away")
    if any(array is not None and array.shape != (len(points),) for array in beside):
        raise ValueError(f"every array must have one entry for each of the {len(points)} schools")
    if k < 1:
        raise ValueError(f"at least one neighbour must be wanted, not {k}")
    if caliper is not None and not caliper >= 0:
        raise ValueError(f"a caliper is a distance of 0 or more, not {caliper}")
