"""Wild cluster bootstrap with the null imposed: how large is t when signs of clusters are chance?

Residuals of the regression without the regressor in question are multiplied by a random number for
each cluster, and t is worked out again. The range holds the values that would not be found too far
out by the same draws.

With few clusters that took part it errs towards "cannot tell", and its range can be without end.

Sources: Cameron, Gelbach and Miller (2008), Review of Economics and Statistics 90, 414-427; Webb
(2023), Canadian Journal of Economics 56 (six points); Roodman, MacKinnon, Nielsen and Webb (2019),
Stata Journal 19, 4-60 (inversion); MacKinnon and Webb (2017), Journal of Applied
Econometrics 32 (few treated clusters).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from leadwell.evidence.estimate import Estimate
from leadwell.evidence.panel import Floats, Ints, freeze
from leadwell.evidence.regression.clusters import ROUNDING, clustered, least_squares
from leadwell.evidence.regression.signed_scores import (
    Scores,
    Signs,
    SignTest,
    drawn_signs,
    every_sign,
    scores_of,
    sums_of,
)
from leadwell.evidence.regression.t_interval import TInterval, as_estimates
from leadwell.evidence.regression.two_way import (
    count_varying,
    patterns,
    took_part,
    within_schools,
    without_effects,
)


@dataclass(frozen=True, slots=True, eq=False)
class WildBootstrap:
    """One coefficient, k outcomes. Each array has shape (k,), in the outcome's unit.

    p: two-sided, by |t|. p_adjusted: for the largest |t| over the outcomes asked together.
    low, high: 95%; low_90, high_90: 90%. -inf or inf where no value is too far out: too few
    clusters changed. draws: how many sign vectors; is_exact: they are all there are.
    """

    estimate: Floats
    p: Floats
    p_adjusted: Floats
    low: Floats
    high: Floats
    low_90: Floats
    high_90: Floats
    draws: int
    is_exact: bool
    seed: int

    def __post_init__(self) -> None:
        freeze(self)

    def estimates(
        self,
        *,
        outcomes: Sequence[str],
        units: Sequence[str],
        n_treated: Ints,
        n_comparison: Ints,
    ) -> tuple[Estimate, ...]:
        """One Estimate an outcome; n_treated, n_comparison: shape (k,). A range has infinite ends
        where there is none."""
        of_t = as_estimates(
            TInterval(
                estimate=self.estimate,
                se=np.full(self.p.shape, np.nan),
                df=np.full(self.p.shape, np.nan),
                p=self.p,
                low=self.low,
                high=self.high,
                low_90=self.low_90,
                high_90=self.high_90,
            ),
            outcomes=outcomes,
            units=units,
            method="wild_bootstrap",
            n_treated=n_treated,
            n_comparison=n_comparison,
        )
        adjusted = [None if np.isnan(p) else float(p) for p in self.p_adjusted]
        return tuple(
            replace(one, p_adjusted=p, seed=self.seed, draws=self.draws)
            for one, p in zip(of_t, adjusted, strict=True)
        )


def wild_bootstrap(
    y: Floats,
    x: Floats,
    clusters: NDArray[np.integer],
    *,
    at: int,
    seed: int,
    draws: int = 9_999,
    signs: Signs = "rademacher",
) -> WildBootstrap:
    """Test coefficient `at` of the regression of y, shape (n, k), on x, shape (n, p).

    clusters: shape (n,). draws: all sign vectors are used instead where there are no more of them
    than that, with Rademacher's two points. signs: "webb" has six points, for twelve clusters or
    fewer. NaN in all but the estimate for an outcome that the columns fit wholly, and for a
    coefficient that one cluster alone decides (one school that took part).

    Raises ValueError as `leadwell.evidence.regression.clusters.least_squares`, for fewer than two clusters,
    or fewer than 99 draws.
    """
    fit = least_squares(y, np.column_stack([np.delete(x, at, axis=1), x[:, at]]))
    others, unit = fit.q[:, :-1], fit.q[:, -1]
    left = y - others @ (others.T @ y)
    left[:, np.linalg.norm(left, axis=0) <= ROUNDING * np.linalg.norm(y, axis=0)] = 0.0
    codes = np.unique(clusters, return_inverse=True)[1]
    scores = scores_of(
        outcomes=np.arange(y.shape[1]),
        left=left,
        regressor=unit * (unit @ x[:, at]),
        others=others,
        codes=codes,
        n_clusters=int(codes.max()) + 1,
        is_alone=bool(clustered(fit, codes).is_alone[-1]),
    )
    return _bootstrap([scores], seed=seed, draws=draws, signs=signs)


def wild_two_way(
    values: Floats,
    columns: Ints,
    *,
    seed: int,
    clusters: Ints | None = None,
    weights: Floats | None = None,
    draws: int = 9_999,
    signs: Signs = "rademacher",
) -> WildBootstrap:
    """The same for one effect from each school's start on, with effects of schools and of years.

    values: shape (n, t, k), NaN where missing. columns: shape (n,), first columns "after", of
    leadwell.evidence.regression.starts. clusters: shape (n,). Codes, of schools or of what holds whole
    schools; each school by itself where left out. weights: shape (n,), 0 or more.

    NaN, and raises ValueError, as `wild_bootstrap` and `leadwell.evidence.regression.two_way.two_way`.
    """
    n, t = values.shape[:2]
    weights = np.ones(n) if weights is None else weights
    codes = np.arange(n) if clusters is None else np.unique(clusters, return_inverse=True)[1]
    if not columns.shape == weights.shape == codes.shape == (n,):
        raise ValueError("values, columns, weights and clusters must be about the same schools")
    regressor = took_part(columns, t)
    parts = []
    for outcomes, used in patterns(values, weights > 0):
        cells = weights[:, None] * used
        root = np.sqrt(cells[used])[:, None]
        table = np.concatenate([regressor, values[:, :, outcomes]], axis=2)
        left = root * without_effects(table, cells)[used]
        if not left[:, 0].any():
            raise ValueError("the effects of schools and years leave nothing of who took part when")
        years = np.broadcast_to(np.eye(t), (n, t, t))
        parts.append(
            scores_of(
                outcomes=outcomes,
                left=left[:, 1:],
                regressor=left[:, 0],
                others=_basis(root * within_schools(years, cells)[used]),
                codes=codes[np.nonzero(used)[0]],
                n_clusters=int(codes.max()) + 1,
                is_alone=bool(count_varying(regressor, used, codes)[0] < 2),
            )
        )
    return _bootstrap(parts, seed=seed, draws=draws, signs=signs)


def _basis(table: Floats) -> Floats:
    """Orthonormal columns that span those of a table, some of which follow from others."""
    values, vectors = np.linalg.eigh(table.T @ table)
    some = values > 1e-10 * max(values[-1], 1.0)
    basis: Floats = table @ (vectors[:, some] / np.sqrt(values[some]))
    return basis


def _bootstrap(parts: Sequence[Scores], *, seed: int, draws: int, signs: Signs) -> WildBootstrap:
    n_clusters = len(parts[0].own)
    if n_clusters < 2 or draws < 99:
        raise ValueError("a bootstrap needs at least two clusters and 99 draws")
    is_exact = signs == "rademacher" and 2 ** (n_clusters - 1) <= draws
    blocks = every_sign(n_clusters) if is_exact else drawn_signs(n_clusters, seed, draws, signs)
    order = np.argsort(np.concatenate([one.outcomes for one in parts]))
    sums = np.concatenate([_by_outcome(parts, block) for block in blocks], axis=1)[:, :, order]
    actual = _by_outcome(parts, np.ones((1, n_clusters)))[:, 0, order]
    length = np.concatenate([np.full(one.outcomes.size, one.length) for one in parts])[order]
    has_noise = actual[2] > np.concatenate([one.noise for one in parts])[order]
    test = SignTest(sums, actual[0], np.sqrt(np.where(has_noise, actual[2], 0.0)), is_exact)
    ends = {
        (alpha, way): np.where(
            has_noise, (test.estimate + way * test.reach(way, alpha)) / length, np.nan
        )
        for alpha in (0.05, 0.10)
        for way in (-1, 1)
    }
    return WildBootstrap(
        estimate=test.estimate / length,
        p=np.where(has_noise, test.p(np.zeros(order.size)), np.nan),
        p_adjusted=np.where(has_noise, test.p_adjusted(), np.nan),
        low=ends[0.05, -1],
        high=ends[0.05, 1],
        low_90=ends[0.10, -1],
        high_90=ends[0.10, 1],
        draws=sums.shape[1],
        is_exact=is_exact,
        seed=seed,
    )


def _by_outcome(parts: Sequence[Scores], block: Floats) -> Floats:
    return np.concatenate([sums_of(scores, block) for scores in parts], axis=2)
