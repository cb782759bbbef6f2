"""What chance could have chosen: every choice of as many, or some of them at random."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb, prod

import numpy as np

from leadwell.evidence.panel import Flags, Ints, freeze


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Which of m clusters were chosen, and within which strata.

    made: shape (m,). strata: the clusters of each stratum; chance chose in each as many as it did.
    """

    made: Flags
    strata: tuple[Ints, ...]

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def possible(self) -> int:
        """How many choices there are."""
        return prod(comb(len(rows), int(self.made[rows].sum())) for rows in self.strata)

    def every(self, together: int) -> Iterator[Flags]:
        """All of them, `together` at a time: shape (some, m)."""
        within = [_combinations(len(rows), int(self.made[rows].sum())) for rows in self.strata]
        shape = [len(each) for each in within]
        for at in _portions(self.possible, together):
            made = np.zeros((len(at), len(self.made)), dtype=bool)
            picks = np.unravel_index(at, shape)
            for rows, each, pick in zip(self.strata, within, picks, strict=True):
                made[:, rows] = each[pick]
            yield made

    def drawn(self, draws: int, seed: int, together: int) -> Iterator[Flags]:
        """So many at random, `together` at a time: shape (some, m)."""
        rng = np.random.default_rng(seed)
        for at in _portions(draws, together):
            made = np.tile(self.made, (len(at), 1))
            for rows in self.strata:
                made[:, rows] = rng.permuted(made[:, rows], axis=1)
            yield made


def choice_of(treated: Flags, *, strata: Ints, clusters: Ints) -> Choice:
    """The choice behind n treated rows; clusters are codes 0 to m - 1.

    Raises ValueError, naming a row, for a cluster that is partly treated or in two strata.
    """
    made = np.zeros(clusters.max() + 1, dtype=bool)
    stratum = np.zeros(len(made), dtype=np.int64)
    made[clusters], stratum[clusters] = treated, strata
    for told, of_cluster, of_row in (
        ("partly treated", made, treated),
        ("in two strata", stratum, strata),
    ):
        odd = np.flatnonzero(of_cluster[clusters] != of_row)
        if odd.size:
            raise ValueError(f"the cluster of row {odd[0]} is {told}: chance chose it whole")
    return Choice(made, tuple(np.flatnonzero(stratum == each) for each in np.unique(stratum)))


def _combinations(n: int, k: int) -> Flags:
    chosen = np.zeros((comb(n, k), n), dtype=bool)
    for row, some in enumerate(combinations(range(n), k)):
        chosen[row, list(some)] = True
    return chosen


def _portions(n: int, together: int) -> Iterator[Ints]:
    return (np.arange(at, min(at + together, n)) for at in range(0, n, together))
