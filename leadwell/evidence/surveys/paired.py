"""The same people asked the same question before and after: how many moved up, how many down?

Answers are codes 0 to k - 1 of an ordered scale, low to high, NONE for no answer. Only those who
answered both times are compared; who answered once is counted beside them.
"""

from dataclasses import dataclass

import numpy as np

from leadwell.evidence.estimate import Interval
from leadwell.evidence.panel import NONE, Ints, freeze
from leadwell.evidence.surveys.paired_tests import (
    ChiSquared,
    SignedRank,
    marginal_homogeneity,
    share_interval,
    sign_test,
    signed_rank,
    symmetry,
)

FEWEST_PAIRS = 10


@dataclass(frozen=True, slots=True)
class Shift:
    """How answers moved, with what chance alone would do. Shares are 0 to 1, of all pairs.

    superiority: share that moved up less share that moved down, -1 to 1. superiority_interval: 95%
        at least, exact; see `superiority_interval`.
    up_of_changed: share that moved up of those who moved, None where nobody did; its interval is 95%
        and exact (Clopper and Pearson), and holds a half exactly where sign_p is above .05.
    sign_p: exact; for two levels, McNemar's exact test.
    signed_rank: Wilcoxon's, zeros as Pratt. Takes the levels to be evenly spaced.
    marginal: Stuart and Maxwell, whether answers as a whole are spread as before. symmetry: Bowker,
        whether as many moved between any two levels one way as the other. Both for many pairs.
    """

    up_share: float
    same_share: float
    down_share: float
    superiority: float
    superiority_interval: Interval
    up_of_changed: float | None
    up_of_changed_interval: Interval | None
    sign_p: float
    signed_rank: SignedRank
    marginal: ChiSquared
    symmetry: ChiSquared


@dataclass(frozen=True, slots=True, eq=False)
class PairedSurvey:
    """Counts of answers before and after, and what they say where there are enough.

    table: shape (k, k). People by answer before (down) and after (across), both answered.
    n_before_only, n_after_only, n_neither: people who answered once, or not at all.
    shift: None for fewer than 10 pairs: counts are all there is to say.
    """

    table: Ints
    n_before_only: int
    n_after_only: int
    n_neither: int
    shift: Shift | None

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def n_pairs(self) -> int:
        return int(self.table.sum())

    @property
    def up(self) -> int:
        return int(np.triu(self.table, 1).sum())

    @property
    def down(self) -> int:
        return int(np.tril(self.table, -1).sum())

    @property
    def same(self) -> int:
        return int(np.trace(self.table))

    @property
    def is_counts_only(self) -> bool:
        return self.shift is None


def paired_survey(before: Ints, after: Ints, *, levels: int) -> PairedSurvey:
    """What one question's answers before and after say.

    before, after: shape (n,), a row for each person, the same person in both. levels: k.

    Raises ValueError for two lengths, fewer than two levels, or an answer that is no level, naming
    its row.
    """
    if before.ndim != 1 or before.shape != after.shape:
        raise ValueError("before and after must be two lists of one length")
    if levels < 2:
        raise ValueError("a scale has at least two levels")
    for name, answers in (("before", before), ("after", after)):
        odd = np.flatnonzero(((answers < 0) & (answers != NONE)) | (answers >= levels))
        if odd.size:
            raise ValueError(
                f"row {odd[0]} of {name} is {answers[odd[0]]}: no level from 0 to {levels - 1}"
            )
    has_before, has_after = before != NONE, after != NONE
    both = has_before & has_after
    cells = np.bincount(before[both] * levels + after[both], minlength=levels * levels)
    table = cells.reshape(levels, levels).astype(np.int64)
    return PairedSurvey(
        table=table,
        n_before_only=int(np.sum(has_before & ~has_after)),
        n_after_only=int(np.sum(has_after & ~has_before)),
        n_neither=int(np.sum(~has_before & ~has_after)),
        shift=shift(table) if both.sum() >= FEWEST_PAIRS else None,
    )


def shift(table: Ints) -> Shift:
    """How the answers of a table moved; shape (k, k), before down, after across.

    Raises ValueError for a table that is not square, has a negative count, or nobody.
    """
    marginal, balance = marginal_homogeneity(table), symmetry(table)
    n, up, down = int(table.sum()), int(np.triu(table, 1).sum()), int(np.tril(table, -1).sum())
    if n == 0:
        raise ValueError("nobody answered both times")
    was, now = np.indices(table.shape)
    moved = up + down
    return Shift(
        up_share=up / n,
        same_share=(n - moved) / n,
        down_share=down / n,
        superiority=(up - down) / n,
        superiority_interval=superiority_interval(up, down, n),
        up_of_changed=up / moved if moved else None,
        up_of_changed_interval=share_interval(up, moved) if moved else None,
        sign_p=sign_test(up, down),
        signed_rank=signed_rank(np.repeat((now - was).ravel(), table.ravel()).astype(np.float64)),
        marginal=marginal,
        symmetry=balance,
    )


def superiority_interval(up: int, down: int, n: int) -> Interval:
    """Range of P(after > before) - P(after < before) that holds it at least 95 times in 100.

    That difference is the share who move times (2 x the share of movers who go up - 1). Each share
    has its exact range of 97.5%, so both hold together at least 95 times in 100, and so does all
    that they allow. Taking the share who move as known would be shorter and false: of 30 people a
    quarter of whom move, all upwards, it would hold the truth one time in two.

    Raises ValueError for counts that are no part of n.
    """
    few, many = share_interval(up + down, n, level=0.975)
    low, high = (2 * share - 1 for share in share_interval(up, up + down, level=0.975))
    return (many if low < 0 else few) * low, (many if high > 0 else few) * high
