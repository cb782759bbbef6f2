"""How far apart two schools are: columns turned so that ordinary distance is the distance meant.

Each function gives points: rows are schools, and the straight-line distance between two rows is the
distance named. A school with a missing covariate has a row of NaN, takes no part in the scale, and
is matched with nobody.
"""

import numpy as np

from leadwell.evidence.panel import Flags, Floats, Ints

ALMOST_NOTHING = 1e-10  # a share of a covariate's variance that only rounding leaves


def whitened(values: Floats, *, groups: Ints | Flags | None = None) -> Floats:
    """Points whose distance is Mahalanobis', by the covariance about each group's own mean.

    values: shape (n, p), any units. groups: shape (n,), or one group where left out.

    Returns shape (n, q). Columns that say the same twice, or nothing, count once or not at all
    (the pseudo-inverse of the covariance), so q may be less than p; q is 0 where nothing differs.
    Raises ValueError as `complete_rows` does, and for fewer complete schools than groups plus one.
    Source: Mahalanobis (1936); pooled within groups: Rubin (1980), Biometrics 36, 293-298.
    """
    known = complete_rows(values)
    spread, covariance = _within(values, known, groups)
    return _rotated(values / spread, known, covariance)


def scaled(values: Floats, *, groups: Ints | Flags | None = None) -> Floats:
    """Points in standard deviations of each covariate about its group's mean; a constant is 0.

    Shapes and refusals as `whitened`, with q = p.
    """
    known = complete_rows(values)
    spread, covariance = _within(values, known, groups)
    points = np.full(values.shape, np.nan)
    points[known] = (values[known] - values[known].mean(axis=0)) / spread
    points[np.ix_(known, np.diag(covariance) == 0)] = 0.0
    return points


def ranked(values: Floats) -> Floats:
    """Points whose distance is Mahalanobis' on ranks, ties not counting as closeness.

    One outlier cannot stretch the scale, and a rare yes does not outweigh everything: each rank's
    variance is set to that of n ranks without ties. Shapes and refusals as `whitened`.
    Source: Rosenbaum (2010), Design of Observational Studies, section 8.3.
    """
    known = complete_rows(values)
    ranks = np.full(values.shape, np.nan)
    for column in range(values.shape[1]):
        ranks[known, column] = _ranks(values[known, column])
    correlation = _within(ranks, known, None)[1]
    untied = np.sqrt(known.sum() * (known.sum() + 1) / 12)
    return _rotated(ranks / untied, known, correlation)


def complete_rows(values: Floats) -> Flags:
    """Which schools have every covariate, shape (n,).

    Raises ValueError for a table that is not schools by covariates, or an infinite number in it.
    """
    if values.ndim != 2:
        raise ValueError(f"covariates are schools down and covariates across, not {values.shape}")
    if np.isinf(values).any():
        row, column = np.argwhere(np.isinf(values))[0]
        raise ValueError(f"covariate {column} of row {row} is infinite")
    known: Flags = np.all(~np.isnan(values), axis=1)
    return known


def _within(values: Floats, known: Flags, groups: Ints | Flags | None) -> tuple[Floats, Floats]:
    """The covariates' standard deviations (1 for a constant) and correlations, within groups."""
    here = values[known]
    labels = np.zeros(len(here), np.int64) if groups is None else groups[known].astype(np.int64)
    _, group = np.unique(labels, return_inverse=True)
    sizes = np.bincount(group)
    if len(here) <= len(sizes):
        raise ValueError(
            f"a distance needs more schools with every covariate than groups: "
            f"there are {len(here)} of them in {len(sizes)}"
        )
    largest = np.abs(here).max(axis=0)
    here = here - here.mean(axis=0)
    sums = np.zeros((len(sizes), here.shape[1]))
    np.add.at(sums, group, here)
    apart = here - (sums / sizes[:, None])[group]
    spread = np.sqrt((apart**2).sum(axis=0) / (len(here) - len(sizes)))
    is_constant = spread <= ALMOST_NOTHING * largest
    spread = np.where(is_constant, 1.0, spread)
    apart = np.where(is_constant, 0.0, apart / spread)
    return spread, apart.T @ apart / (len(here) - len(sizes))


def _rotated(values: Floats, known: Flags, covariance: Floats) -> Floats:
    variance, direction = np.linalg.eigh(covariance)
    kept = variance > ALMOST_NOTHING * max(1, len(variance))
    points = np.full((len(values), int(kept.sum())), np.nan)
    here = values[known] - values[known].mean(axis=0)
    points[known] = here @ direction[:, kept] / np.sqrt(variance[kept])
    return points


def _ranks(values: Floats) -> Floats:
    """1 for the lowest; equal values share the mean of their ranks."""
    _, at, times = np.unique(values, return_inverse=True, return_counts=True)
    ranks: Floats = (np.cumsum(times) - (times - 1) / 2)[at]
    return ranks
