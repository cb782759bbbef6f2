"""What t becomes when every cluster's score is multiplied by a random number.

With W = [the regressor, the other columns] in an orthonormal basis, a cluster's new score is linear
in the random numbers, so that t needs a few products of (draws x clusters) and (clusters x
columns): no draw is ever fitted. For another null value the same sums are quadratic in it, so that
a range comes by inversion without new draws.

Source: Roodman, MacKinnon, Nielsen and Webb (2019), Stata Journal 19, 4-60, section 5.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from leadwell.evidence.panel import Flags, Floats, Ints, freeze

Signs = Literal["rademacher", "webb"]
WEBB = np.sqrt(np.array([0.5, 1.0, 1.5]))
BLOCK = 250_000  # random numbers at a time: what is made of them stays in the cache
DOUBLINGS, HALVINGS = 10, 26  # how far (2,000 standard errors) and finely an end is looked for
TIE = 1e-9  # a t this near, relatively, is the same t: sign vectors repeat by symmetry


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What each of G clusters adds, for k outcomes that use the same rows.

    outcomes: shape (k,). Which of all they are.
    own: shape (G, p). W_g'u_g, where u is the regressor, of length 1, without the other columns.
    of_outcomes: shape (G, p, k). W_g'r_g, where r is what the other columns leave of the outcomes.
    length: of the regressor before it was made 1: divides the estimate.
    is_alone: one cluster alone decides the coefficient, so that its t says nothing.
    """

    outcomes: Ints
    own: Floats
    of_outcomes: Floats
    length: float
    is_alone: bool

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def noise(self) -> Floats:
        """Below this, shape (k,), a sum of squared scores is rounding; inf where t says nothing."""
        size: Floats = 1e-12 * np.sum(self.of_outcomes[:, 0] ** 2, axis=0)
        return np.where(self.is_alone, np.inf, size)


def scores_of(
    *,
    outcomes: Ints,
    left: Floats,
    regressor: Floats,
    others: Floats,
    codes: Ints,
    n_clusters: int,
    is_alone: bool,
) -> Scores:
    """Sums over clusters of what the other columns leave of outcomes (n, k) and regressor (n,).

    others: shape (n, p - 1), orthonormal columns that span the others. codes: shape (n,).
    """
    length = float(np.linalg.norm(regressor))
    basis = np.column_stack([regressor / length, others])
    own = np.zeros((n_clusters, basis.shape[1]))
    np.add.at(own, codes, basis * basis[:, :1])
    of_outcomes = np.zeros((*own.shape, left.shape[1]))
    np.add.at(of_outcomes, codes, basis[:, :, None] * left[:, None, :])
    return Scores(outcomes, own, of_outcomes, length, is_alone)


@dataclass(frozen=True, slots=True, eq=False)
class SignTest:
    """The draws' sums (5, B, k), and the real estimate and spread (k,), in the regressor's length.

    The real sign vector is one of them all (is_exact), or is added to those drawn.
    """

    sums: Floats
    estimate: Floats
    spread: Floats
    is_exact: bool

    def p(self, null: Floats) -> Floats:
        """Share of t at least as far out as the real one, each against its null value (k,)."""
        top, top_u, aa, au, uu = self.sums
        below = np.maximum(aa - null * (2 * au - null * uu), 0.0)
        limit = (self.estimate - null) ** 2 * (1 - TIE)
        return self._share((top - null * top_u) ** 2 * self.spread**2 >= limit * below)

    def p_adjusted(self) -> Floats:
        """Share of draws whose largest t of all outcomes is as far out as the real one of each."""
        some = self.spread > 0
        top, below = self.sums[0][:, some] ** 2, np.maximum(self.sums[2][:, some], 0.0)
        squares = np.divide(top, below, out=np.full(top.shape, np.inf), where=below > 0)
        largest = squares.max(axis=1, initial=0.0)[:, None]
        return self._share(largest * self.spread**2 >= self.estimate**2 * (1 - TIE))

    def reach(self, way: int, alpha: float) -> Floats:
        """How far from the estimate a null value must lie for its p to be alpha or less, (k,)."""
        inner, outer = np.zeros(self.spread.size), 2 * self.spread
        for _ in range(DOUBLINGS):
            is_inside = self.p(self.estimate + way * outer) > alpha
            if not is_inside.any():
                break
            inner, outer = np.where(is_inside, outer, inner), np.where(is_inside, 2 * outer, outer)
        is_open = self.p(self.estimate + way * outer) > alpha
        for _ in range(HALVINGS):
            middle = (inner + outer) / 2
            is_inside = self.p(self.estimate + way * middle) > alpha
            inner, outer = np.where(is_inside, middle, inner), np.where(is_inside, outer, middle)
        return np.where(is_open, np.inf, outer)

    def _share(self, far: Flags) -> Floats:
        more = 0 if self.is_exact else 1
        share: Floats = (far.sum(axis=0) + more) / (len(far) + more)
        return share


def every_sign(n_clusters: int) -> Iterator[Floats]:
    """Every sign vector, shape (2^(G-1), G), with the first sign kept: the opposite has the same |t|."""
    bits = np.arange(2 ** (n_clusters - 1))[:, None] >> np.arange(n_clusters)[::-1] & 1
    yield (1 - 2 * bits).astype(np.float64)


def drawn_signs(n_clusters: int, seed: int, draws: int, signs: Signs) -> Iterator[Floats]:
    """Random numbers with mean 0 and variance 1, shapes (B, G), draws of them in all."""
    rng = np.random.default_rng(seed)
    size = max(BLOCK // n_clusters, 1)
    for done in range(0, draws, size):
        shape = (min(size, draws - done), n_clusters)
        block = (2 * rng.integers(0, 2, shape, dtype=np.int8) - 1).astype(np.float64)
        yield block * WEBB[rng.integers(0, 3, shape, dtype=np.int8)] if signs == "webb" else block


def sums_of(scores: Scores, block: Floats) -> Floats:
    """What t needs of each draw, shape (5, B, k): top, top_u, aa, au and uu, so that against the
    null value b its square is (top - b top_u)^2 / (aa - 2 b au + b^2 uu).

    block: shape (B, G). A cluster's score is v a - N f for the outcome, and v u - N g for the
    regressor, where a and u are the cluster's own, v its sign, f and g the sums over clusters.
    """
    own, outcome = scores.own, scores.of_outcomes
    n_clusters, p, k = outcome.shape
    shape = (len(block), p, k)
    a, u, square = outcome[:, 0], own[:, 0], block**2
    crossed, both = a[:, None] * own[:, :, None], own.T @ own
    pulled = np.einsum("pq,gqk->gpk", both, outcome)
    f, fh, av = (
        (block @ table.reshape(n_clusters, p * k)).reshape(shape)
        for table in (outcome, pulled - 2 * crossed, crossed)
    )
    g, gh, uv = (block @ table for table in (own, own @ both, u[:, None] * own))
    aa = square @ a**2 + np.einsum("bpk,bpk->bk", f, fh)
    au = square @ (a * u[:, None]) + np.einsum("bpk,bp->bk", f, gh - uv)
    au -= np.einsum("bpk,bp->bk", av, g)
    uu = square @ u**2 + np.sum(g * (gh - 2 * uv), axis=1)
    top_u, uu = np.broadcast_to(g[:, :1], aa.shape), np.broadcast_to(uu[:, None], aa.shape)
    return np.stack([f[:, 0], top_u, aa, au, uu])
