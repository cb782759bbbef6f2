"""What chance alone gives, and what it says of an estimate."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from leadwell.evidence.panel import Floats, freeze
from leadwell.evidence.placebo.max_t import share_at_least

Unit = Literal["school", "trust"]


@dataclass(frozen=True, slots=True, eq=False)
class Null:
    """The estimates that chance alone gives, in c columns.

    draws: shape (b, c). In the columns' units.
    unit: what was drawn. strata: bands of size it was drawn within. seed: of the drawing.
    n_pool: schools, or trusts, that could be drawn; the smallest such number with size bands.
    n_drawn: schools, or trusts, in each draw.
    is_exact: whether draws are all there are, once each, and not a sample.
    """

    draws: Floats
    unit: Unit
    strata: int
    seed: int
    n_pool: int
    n_drawn: int
    is_exact: bool

    def __post_init__(self) -> None:
        freeze(self)

    def p(self, estimate: Floats) -> Floats:
        """Share of groups like it that changed at least as much, either way: (1 + b')/(1 + b).

        estimate: shape (c,). NaN gives NaN.
        """
        return share_at_least(self.draws, estimate)

    def interval(self, estimate: Floats, *, level: float = 0.95) -> tuple[Floats, Floats] | None:
        """The effects that the draws do not rule out: [T - upper quantile, T - lower quantile].

        None with too few draws to have one in each tail (below 39 for 95%, 19 for 90%). Where nearly
        all draws lie to one side of 0 it is made wider, to hold the estimate.
        Source: Conley and Taber (2011), Review of Economics and Statistics 93, section III.
        """
        tail = (1 - level) / 2
        if (self.draws.shape[0] + 1) * tail < 1 - 1e-9:
            return None
        low, high = np.quantile(self.draws, (tail, 1 - tail), axis=0, method="weibull")
        return estimate - np.maximum(high, 0.0), estimate - np.minimum(low, 0.0)
