"""What matching left: contrasts freed of the differences that remain between a school and its own.

Nearest is not alike. Where schools with higher results are followed by smaller rises, a school that
is a little above its neighbours rises a little less than they do, programme or none. How much is
learned from all the schools that did not take part, and taken away from every school.
"""

from dataclasses import dataclass, replace

import numpy as np

from leadwell.evidence.matching.covariates import Covariates
from leadwell.evidence.matching.neighbours import Neighbours
from leadwell.evidence.panel import NONE, Flags, Floats, freeze
from leadwell.evidence.placebo.contrasts import Contrasts

ENOUGH = 10
"""Schools of the pool for each covariate, and for the constant, from which a slope is learned."""


@dataclass(frozen=True, slots=True, eq=False)
class Corrected:
    """contrasts: freed of what matching left. is_corrected: shape (t, k). In which years, for which
    outcomes there were schools enough to learn it from; elsewhere they are as they were."""

    contrasts: Contrasts
    is_corrected: Flags

    def __post_init__(self) -> None:
        freeze(self)


def corrected(
    contrasts: Contrasts, covariates: Covariates, neighbours: Neighbours, *, pool: Flags
) -> Corrected:
    """The same contrasts, less what the remaining differences foretell.

    pool: shape (n,). Schools it is learned from: none that took part. In every year from the start on,
    for every outcome, the pool's contrasts are regressed, with a constant, on the differences of covariates
    (the school's less its neighbours' mean), and the slopes, without the constant, times each
    school's own differences are taken away. A school without all covariates keeps its contrast, as
    do all in a year in which the pool has fewer than ENOUGH schools a covariate.

    Years before are left alone. Results of the base years are among the covariates: what schools
    differ by there would be taken away whole, and with it any sign that they were drawing apart.

    Source: Abadie and Imbens (2011), Journal of Business and Economic Statistics 29, 1-11.
    Raises ValueError where the arrays are of different numbers of schools.
    """
    n, t, k = contrasts.values.shape
    if not len(covariates.values) == len(neighbours.rows) == pool.size == n:
        raise ValueError("contrasts, covariates, neighbours and pool must be of the same schools")
    apart = _differences(covariates, neighbours)
    y = contrasts.values.reshape(n, t * k)
    known: Flags = np.all(~np.isnan(apart), axis=1)
    x = np.where(known[:, None], apart, 0.0)
    used = known & pool
    is_enough = np.count_nonzero(~np.isnan(y[used]), axis=0) >= ENOUGH * (x.shape[1] + 1)
    is_learned: Flags = is_enough & contrasts.after.ravel()
    freed = y.copy()
    freed[:, is_learned] -= x @ _slopes(x, y[:, is_learned], used)
    return Corrected(replace(contrasts, values=freed.reshape(n, t, k)), is_learned.reshape(t, k))


def _differences(covariates: Covariates, neighbours: Neighbours) -> Floats:
    """Each school's covariates less the weighted mean of its neighbours', in standard deviations of
    schools; NaN in a row where something is missing."""
    values = covariates.values
    of_neighbours = values[neighbours.rows]  # (n, k, p); a row that is NONE has weight 0
    weights = np.where(neighbours.rows == NONE, 0.0, neighbours.weights)[:, :, None]
    mean = np.where(weights > 0, of_neighbours * weights, 0.0).sum(axis=1)
    has = weights.sum(axis=1) > 0
    apart = np.where(has, values - mean, np.nan)
    spread = np.nanstd(apart, axis=0) if has.any() else np.ones(values.shape[1])
    return apart / np.where(spread > 0, spread, 1.0)


def _slopes(x: Floats, y: Floats, used: Flags) -> Floats:
    """Of each column of y on x, over the rows used that have it: shape (p, columns)."""
    p = x.shape[1]
    design = np.column_stack([np.ones(len(x)), x])[used]
    has = ~np.isnan(y[used])
    filled = np.where(has, y[used], 0.0)
    # One product for all columns: each has its own schools, and so its own sums of products.
    products = design[:, :, None] * design[:, None, :]
    squares = (has.T.astype(np.float64) @ products.reshape(len(design), -1)).reshape(
        -1, p + 1, p + 1
    )
    slopes = np.zeros((p, y.shape[1]))
    for column in range(y.shape[1]):
        found = np.linalg.pinv(squares[column], hermitian=True) @ (design.T @ filled[:, column])
        slopes[:, column] = found[1:]
    return slopes
