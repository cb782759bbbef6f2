"""Two-way fixed effects: each school its own level, each year its own, and what is left.

Both sets of effects are taken out exactly, missing cells or not: schools by their means, then years
by a system of as many equations as there are years. Standard errors allow a school's years to go
together in any way (CR1). With starts in several years its single figure mixes good comparisons
with bad ones (Goodman-Bacon 2021): a cross-check, and the frame of the event study and of Sun and
Abraham's estimator, which do not.

Sources: Frisch and Waugh (1933); Wansbeek and Kapteyn (1989), Journal of Econometrics 41, for
missing cells; Angrist and Pischke (2009), Mostly Harmless Econometrics, section 5.2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from leadwell.evidence.panel import Flags, Floats, Ints, freeze
from leadwell.evidence.regression.clusters import ROUNDING, clustered, least_squares
from leadwell.evidence.regression.t_interval import TInterval, t_interval


@dataclass(frozen=True, slots=True, eq=False)
class TwoWay:
    """Coefficients of p regressors for k outcomes, in the outcomes' units.

    coefficients: shape (p, k). matrix: shape (k, p, p), their variances.
    n_schools, n_cells: shape (k,). Schools with at least two years of that outcome, for others say
    nothing, and their years. n_clusters: shape (k,). Groups that share their luck: schools, or what
    was asked for. n_varying: shape (p, k). Those in which the regressor changes; with fewer than
    two there is no standard error.
    """

    names: tuple[str, ...]
    coefficients: Floats
    matrix: Floats
    n_schools: Ints
    n_cells: Ints
    n_clusters: Ints
    n_varying: Ints

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def ranged(self) -> TInterval:
        """Each coefficient with its p and ranges, shape (p, k)."""
        return self.combined(np.eye(len(self.names)))

    def combined(self, weights: Floats) -> TInterval:
        """Sums of coefficients by these weights, shape (m, p), with p and ranges, shape (m, k)."""
        variance = np.einsum("mp,kpq,mq->mk", weights, self.matrix, weights)
        is_alone = (weights != 0).astype(np.float64) @ (self.n_varying < 2) > 0
        se = np.where(is_alone, np.nan, np.sqrt(np.maximum(variance, 0.0)))
        return t_interval(weights @ self.coefficients, se, self.n_clusters - 1.0)


def two_way(
    values: Floats,
    regressors: Floats,
    *,
    names: Sequence[str] = (),
    weights: Floats | None = None,
    clusters: Ints | None = None,
) -> TwoWay:
    """Regress k outcomes on p regressors, with effects of schools and of years.

    values: shape (n, t, k), NaN where missing: that cell is left out of that outcome.
    regressors: shape (n, t, p), complete; names: of each. weights: shape (n,), of schools.
    clusters: shape (n,). Codes of what shares its luck, each school by itself where left out.

    Raises ValueError for shapes that disagree, weights below 0, an outcome known for two years in
    fewer than two clusters, or a regressor that follows from the effects and the others.
    """
    (n, t, k), p = values.shape, regressors.shape[2]
    weights = np.ones(n) if weights is None else weights
    clusters = np.arange(n) if clusters is None else clusters
    if regressors.shape[:2] != (n, t) or not weights.shape == clusters.shape == (n,):
        raise ValueError("values, regressors, weights and clusters must be about the same schools")
    if not (np.isfinite(weights) & (weights >= 0)).all():
        raise ValueError("the weight of a school is a number, 0 or more")
    coefficients, matrix = np.empty((p, k)), np.empty((k, p, p))
    n_schools, n_cells, n_clusters = (np.empty(k, np.int64) for _ in range(3))
    n_varying = np.empty((p, k), np.int64)
    names = tuple(names) or tuple(f"number {at + 1}" for at in range(p))
    for columns, used in patterns(values, weights > 0):
        n_schools[columns], n_cells[columns] = used.any(axis=1).sum(), used.sum()
        n_clusters[columns] = np.unique(clusters[used.any(axis=1)]).size
        n_varying[:, columns] = count_varying(regressors, used, clusters)[:, None]
        coefficients[:, columns], matrix[columns] = _regress(
            values[:, :, columns], regressors, used, weights, clusters, names
        )
    return TwoWay(names, coefficients, matrix, n_schools, n_cells, n_clusters, n_varying)


def took_part(columns: Ints, n_years: int) -> Floats:
    """The one regressor of a plain before and after: 1 from a school's first year after, (n, t, 1).

    columns: shape (n,). First columns, as of leadwell.evidence.regression.starts.
    """
    return (np.arange(n_years) >= columns[:, None]).astype(np.float64)[:, :, None]


def patterns(values: Floats, counts: Flags) -> Iterator[tuple[Ints, Flags]]:
    """Outcomes that have the same cells, and those cells, shape (n, t); a school needs two of them.

    counts: shape (n,). Schools that may be used at all. Raises ValueError for an outcome without
    cells.
    """
    is_known = np.isfinite(values) & counts[:, None, None]
    is_known &= is_known.sum(axis=1, keepdims=True) >= 2
    if not is_known.any(axis=(0, 1)).all():
        raise ValueError("no school has an outcome in two years")
    seen: dict[bytes, list[int]] = {}
    for at in range(values.shape[2]):
        seen.setdefault(np.packbits(is_known[:, :, at]).tobytes(), []).append(at)
    for columns in seen.values():
        yield np.array(columns, dtype=np.int64), is_known[:, :, columns[0]]


def without_effects(table: Floats, weights: Floats) -> Floats:
    """What is left of m columns, shape (n, t, m), when schools and years have their own levels.

    weights: shape (n, t), 0 where a cell is not used; what is left is 0 there.
    """
    table = np.where(weights[:, :, None] > 0, table, 0.0)
    within = within_schools(table, weights)
    # years on their own means within schools; only differences of years are told, so least squares
    years = np.broadcast_to(np.eye(weights.shape[1]), (*weights.shape, weights.shape[1]))
    spread = within_schools(years, weights)
    system = np.einsum("nt,ntm->tm", weights, spread)
    effects = np.linalg.lstsq(system, np.einsum("nt,ntm->tm", weights, within), rcond=1e-10)[0]
    left = within - spread @ effects
    # what is only rounding must not pass for a regressor, or for an outcome that varies
    size, before = (np.sqrt(np.einsum("nt,ntm->m", weights, one**2)) for one in (left, table))
    return np.where(size > ROUNDING * before, left, 0.0)


def within_schools(table: Floats, weights: Floats) -> Floats:
    """Each cell less its school's mean over the cells used, shape (n, t, m); 0 where not used."""
    by_school = weights.sum(axis=1, keepdims=True)
    shares = np.divide(weights, by_school, out=np.zeros(weights.shape), where=by_school > 0)
    within = table - np.einsum("nt,ntm->nm", shares, table)[:, None]
    return np.where(weights[:, :, None] > 0, within, 0.0)


def _regress(
    values: Floats,
    regressors: Floats,
    used: Flags,
    weights: Floats,
    clusters: Ints,
    names: Sequence[str],
) -> tuple[Floats, Floats]:
    """Coefficients (p, k) and their variances (k, p, p), for outcomes that have the same cells."""
    p = regressors.shape[2]
    root = np.sqrt(weights[:, None] * used)
    left = without_effects(np.concatenate([regressors, values], axis=2), root**2)
    cells = (root[:, :, None] * left)[used]
    rows, n_years = np.nonzero(used)[0], int(used.any(axis=0).sum())
    fit = least_squares(cells[:, p:], cells[:, :p], names=names)
    plain = clustered(fit, clusters[rows], kind="CR0").matrix
    groups, n = np.unique(clusters[rows]).size, len(rows)
    # effects of schools lie within clusters and cost no more than a constant; years cost theirs
    factor = groups / (groups - 1) * (n - 1) / max(n - p - n_years, 1)
    return fit.coefficients, factor * plain


def count_varying(regressors: Floats, used: Flags, clusters: Ints) -> Ints:
    """In how many clusters each regressor changes within a school, shape (p,)."""
    cells = used[:, :, None]
    low = np.min(regressors, axis=1, where=cells, initial=np.inf)
    high = np.max(regressors, axis=1, where=cells, initial=-np.inf)
    return np.array([np.unique(clusters[one]).size for one in (high > low).T], dtype=np.int64)
