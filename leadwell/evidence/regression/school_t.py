"""Schools as the only rows: one number for each, and the small-sample t of their mean.

The plainest check there is. It leaves out how many pupils a school has, and it knows nothing of
schools that share a trust.
"""

from collections.abc import Sequence

import numpy as np

from leadwell.evidence.estimate import Estimate
from leadwell.evidence.panel import Flags, Floats, Ints
from leadwell.evidence.regression.t_interval import as_estimates, t_interval


def welch_t(
    changes: Floats, treated: Flags, *, outcomes: Sequence[str], units: Sequence[str]
) -> tuple[Estimate, ...]:
    """Mean change of schools that took part less that of the others, each group its own variance.

    changes: shape (n, k). Later less earlier of k outcomes, NaN where there is none: such a school
    is left out of that outcome only. treated: shape (n,).

    Two schools of each kind are needed for a standard error; without, there is the estimate alone.
    Raises ValueError, naming the outcome, where a group has no school at all.
    Source: Welch (1947), Biometrika 34, 28-35; degrees of freedom of Satterthwaite (1946).
    """
    (n1, mean1, square1), (n0, mean0, square0) = _both(changes, treated, outcomes)
    part1, part0 = _ratio(square1, (n1 - 1) * n1), _ratio(square0, (n0 - 1) * n0)
    df = _ratio((part1 + part0) ** 2, _ratio(part1**2, n1 - 1) + _ratio(part0**2, n0 - 1))
    found = t_interval(mean1 - mean0, np.sqrt(part1 + part0), df)
    return as_estimates(
        found, outcomes=outcomes, units=units, method="welch_t", n_treated=n1, n_comparison=n0
    )


def pooled_t(
    changes: Floats, treated: Flags, *, outcomes: Sequence[str], units: Sequence[str]
) -> tuple[Estimate, ...]:
    """As `welch_t`, with one variance for both groups; so one school that took part is enough.

    With few schools that took part and many that did not, the variance is that of the latter: right
    where both vary alike, and too small where those that took part are smaller schools.
    Source: Student (1908), Biometrika 6, 1-25; two samples as Fisher (1925).
    """
    (n1, mean1, square1), (n0, mean0, square0) = _both(changes, treated, outcomes)
    variance = _ratio(square1 + square0, n1 + n0 - 2) * (1 / n1 + 1 / n0)
    found = t_interval(mean1 - mean0, np.sqrt(variance), n1 + n0 - 2)
    return as_estimates(
        found, outcomes=outcomes, units=units, method="pooled_t", n_treated=n1, n_comparison=n0
    )


def matched_t(
    contrasts: Floats, *, outcomes: Sequence[str], units: Sequence[str], n_comparison: Ints
) -> tuple[Estimate, ...]:
    """Mean of what each school gained over the schools it is matched with, and its one-sample t.

    contrasts: shape (m, k). A row for each school that took part, NaN where it has no figure.
    n_comparison: shape (k,). Different schools matched with them. Where two share such a school
    their contrasts go together a little, which this leaves out.

    Raises ValueError, naming the outcome, where no school has a contrast.
    """
    n, mean, square = _moments(contrasts, outcomes, "schools that took part")
    found = t_interval(mean, np.sqrt(_ratio(square, (n - 1) * n)), n - 1)
    return as_estimates(
        found,
        outcomes=outcomes,
        units=units,
        method="matched_t",
        n_treated=n,
        n_comparison=n_comparison,
    )


Moments = tuple[Ints, Floats, Floats]


def _both(changes: Floats, treated: Flags, outcomes: Sequence[str]) -> tuple[Moments, Moments]:
    if changes.ndim != 2 or treated.shape != (len(changes),):
        raise ValueError("changes must have a row for each school, and treated one entry for each")
    return (
        _moments(changes[treated], outcomes, "schools that took part"),
        _moments(changes[~treated], outcomes, "similar schools"),
    )


def _moments(values: Floats, outcomes: Sequence[str], group: str) -> Moments:
    """How many there are, their mean, and the sum of squares about it, of each column."""
    if values.shape[1:] != (len(outcomes),):
        raise ValueError(f"there are {len(outcomes)} outcomes, and values of shape {values.shape}")
    is_known = np.isfinite(values)
    n = is_known.sum(axis=0)
    for at in np.flatnonzero(n == 0):
        raise ValueError(f"none of the {group} has a figure of {outcomes[int(at)]}")
    mean = np.where(is_known, values, 0.0).sum(axis=0) / n
    apart = np.where(is_known, values - mean, 0.0)
    # a mean that was rounded makes schools that all moved alike look a little apart
    apart[np.abs(apart) <= 1e-12 * np.abs(mean)] = 0.0
    return n, mean, np.sum(apart**2, axis=0)


def _ratio(above: Floats, below: Floats | Ints) -> Floats:
    """above / below, NaN where there is nothing below: no degrees of freedom, no variance."""
    empty = np.full(above.shape, np.nan)
    found: Floats = np.divide(above, below, out=empty, where=np.asarray(below) > 0)
    return found
