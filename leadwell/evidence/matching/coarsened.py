"""Exact matching on rounded covariates, or within slices of a propensity: strata, then weights.

A check beside `matching.nearest`: nobody is compared outside a stratum, and whoever has no company
in theirs is left out, with no distance to argue about.
"""

import numpy as np

from leadwell.evidence.matching.distance import complete_rows
from leadwell.evidence.panel import NONE, Flags, Floats, Ints


def coarsened(values: Floats, *, bins: int | None = None) -> Ints:
    """A stratum for each school: equal in all covariates, each cut into intervals of one width.

    values: shape (n, p), any units. bins: intervals from the lowest value to the highest, a value
    on a cut in the upper one; Sturges' number, ceil(log2 n) + 1, where left out.

    Returns shape (n,), NONE for a school that lacks a covariate.
    Raises ValueError for bins below 1, or as `complete_rows`.
    Source: Iacus, King and Porro (2012), Political Analysis 20, 1-24.
    """
    known = complete_rows(values)
    strata = np.full(len(values), NONE, dtype=np.int64)
    here = values[known]
    if here.size == 0:
        strata[known] = 0
        return strata
    count = int(np.ceil(np.log2(len(here)))) + 1 if bins is None else bins
    if count < 1:
        raise ValueError(f"at least one interval must be wanted, not {count}")
    cut = [
        _interval(column, np.linspace(column.min(), column.max(), count + 1)) for column in here.T
    ]
    strata[known] = np.unique(np.column_stack(cut), axis=0, return_inverse=True)[1]
    return strata


def slices(measure: Floats, took_part: Flags, *, count: int = 6) -> Ints:
    """A stratum for each school by its propensity: as many schools that took part in each.

    measure, took_part: shape (n,). Cuts are quantiles of those that took part; schools below the
    lowest or above the highest of them go with the first or last slice.

    Returns shape (n,), NONE for NaN. Raises ValueError for count below 1 or nobody who took part.
    Source: Rosenbaum and Rubin (1984), JASA 79, 516-524; quantiles: Hyndman and Fan (1996), type 7.
    """
    known = ~np.isnan(measure)
    if count < 1 or not np.any(known & took_part):
        raise ValueError("slices need at least one, and a school that took part")
    cuts = np.quantile(measure[known & took_part], np.linspace(0, 1, count + 1))
    return np.where(known, _interval(np.where(known, measure, cuts[0]), cuts), NONE)


def stratum_weights(strata: Ints, took_part: Flags) -> Floats:
    """What each school counts for: 1 if it took part, its share of those in its stratum if not.

    strata: shape (n,), NONE for none. Schools alone with their like have 0. Those of the schools
    that took part and of the others have the same sum, in each stratum and in all.
    """
    _, stratum = np.unique(strata, return_inverse=True)
    size = int(stratum.max(initial=0)) + 1
    one = np.bincount(stratum[took_part], minlength=size)
    other = np.bincount(stratum[~took_part], minlength=size)
    share = one / np.maximum(other, 1)
    counts = np.where(took_part, (other > 0)[stratum], share[stratum])
    return np.where(strata == NONE, 0.0, counts)


def _interval(values: Floats, cuts: Floats) -> Ints:
    """Which interval each value is in, the last closed at both ends."""
    at = np.searchsorted(cuts, values, side="right") - 1
    return np.clip(at, 0, len(cuts) - 2)
