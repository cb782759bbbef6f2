"""Neighbours of every school, found once: those of one question after another are read off them.

Who took part decides only who may not be a neighbour, and by a hair in which unit distances are
measured. So a few more neighbours than are wanted are kept of everybody, with how far nobody else is
nearer; where that does not settle who is nearest, the school is asked about again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadwell.evidence.matching.nearest import apart, nearest, searched, strata, within
from leadwell.evidence.matching.neighbours import Neighbours
from leadwell.evidence.panel import NONE, Flags, Floats, Ints, freeze

SPARE = 2  # neighbours kept beyond those wanted
NEARLY = 1 - 1e-9  # a bound that rounding cannot cross


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Of n schools, whoever took part in anything.

    points: shape (n, q), in which they were found. rows: shape (n, w), the nearest of all others,
    NONE where there are no more. reach: shape (n,). Everybody else is at least this far.
    """

    points: Floats
    rows: Ints
    reach: Floats

    def __post_init__(self) -> None:
        freeze(self)


def prepare(
    points: Floats, *, k: int, exact: Sequence[Ints] = (), lineage: Ints | None = None
) -> Prepared:
    """k: the most neighbours that will be wanted. The rest, and what is refused, as `nearest`."""
    found = nearest(points, k=k + SPARE, exact=exact, lineage=lineage)
    far = found.distances[:, -1]
    return Prepared(points, found.rows, np.where(np.isnan(far), np.inf, far))


def read_off(
    prepared: Prepared,
    points: Floats,
    *,
    k: int,
    exact: Sequence[Ints],
    caliper: float,
    may_be_compared: Flags,
    lineage: Ints,
) -> Neighbours:
    """As `nearest`, to the last digit.

    points: those of `prepared`, each column in a unit of its own (as `distance.scaled` gives it
    when some schools count for nothing); rows of NaN may have been added, none taken away.
    """
    known: Flags = np.all(~np.isnan(points), axis=1)
    asked = np.flatnonzero(known)
    near = prepared.rows[asked]
    far = apart(points, asked, near)
    offered = known & may_be_compared
    far[(near == NONE) | ~offered[near]] = np.inf
    order = np.lexsort((near, far), axis=-1)[:, :k]
    rows = np.full((len(points), k), NONE, dtype=np.int64)
    distances = np.full((len(points), k), np.nan)
    rows[asked] = np.take_along_axis(near, order, axis=1)
    distances[asked] = np.take_along_axis(far, order, axis=1)
    least = prepared.reach[asked] * _stretch(prepared.points, points, asked) * NEARLY
    unsettled = asked[(distances[asked, -1] >= least) & (least <= caliper)]
    for members in strata(exact, known):
        again = np.intersect1d(members, unsettled, assume_unique=True)
        pool = members[may_be_compared[members]]
        rows[again], distances[again] = NONE, np.nan
        for asking, found, each in searched(points, lineage, again, pool, k):
            rows[asking, : found.shape[1]], distances[asking, : each.shape[1]] = found, each
    return within(rows, distances, caliper)


def _stretch(before: Floats, now: Floats, asked: Ints) -> float:
    """The most that a distance may have shrunk by, as a share of it."""
    least = 1.0
    for old, new in zip(before[asked].T, now[asked].T, strict=True):
        low, high = int(np.argmin(old)), int(np.argmax(old))
        if old[high] > old[low]:
            least = min(least, float((new[high] - new[low]) / (old[high] - old[low])))
    return least
