"""Were the schools alike before: covariate by covariate, before matching and after.

Two yardsticks, never mixed: differences between schools in standard deviations of schools, and
differences of results in standard deviations of pupils. The first is about three times the second.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import copysign, inf

import numpy as np

from leadwell.evidence.matching.distance import complete_rows
from leadwell.evidence.panel import Flags, Floats


class Alike(StrEnum):
    """Classes of the What Works Clearinghouse, Handbook 5.0: how far apart results were before."""

    YES = "alike"
    ADJUST = "alike enough if the difference is allowed for"
    NO = "too different"

    @classmethod
    def of(cls, g: float) -> "Alike":
        """The class of a difference in standard deviations of pupils: to .05, to .25, beyond."""
        return cls.YES if abs(g) <= 0.05 else cls.ADJUST if abs(g) <= 0.25 else cls.NO


@dataclass(frozen=True, slots=True)
class Side:
    """One covariate's comparison, before matching or after.

    took_part, compared: weighted means, in the covariate's unit.
    smd: their difference in standard deviations of the schools that took part (all of them, matched
        or not, so that before and after can be compared).
    variance_ratio: of those that took part to the others; None for a yes or no, or where either
        does not vary.
    g: the difference in standard deviations of pupils, and its class; None where not given.
    """

    took_part: float
    compared: float
    smd: float
    variance_ratio: float | None
    g: float | None
    alike: Alike | None


@dataclass(frozen=True, slots=True)
class Row:
    """One covariate. within_range: share of the schools that took part with a value between the
    lowest and the highest of the schools they might have been compared with."""

    name: str
    before: Side
    after: Side
    within_range: float


@dataclass(frozen=True, slots=True)
class Balance:
    """A row a covariate, in their order.

    within_range: share of the schools that took part which are so on every covariate.
    matched, compared: schools with a weight. effective: how many equally counted comparison
        schools would give as sure a mean (Kish 1965, Survey Sampling, section 11.7).
    """

    rows: tuple[Row, ...]
    within_range: float
    matched: int
    compared: int
    effective: float

    def worst(self) -> Row:
        """The covariate furthest from balance after matching, by its smd; the first of equals."""
        return max(self.rows, key=lambda row: abs(row.after.smd))


def balance(
    values: Floats,
    *,
    names: Sequence[str],
    took_part: Flags,
    weights: Floats,
    pool: Flags | None = None,
    pupil_sd: Mapping[str, float] | None = None,
) -> Balance:
    """Compare schools that took part with the others, before and after matching.

    values: shape (n, p), each covariate in its own unit. NaN is left out "before"; a school with a
        weight has every covariate.
    took_part: shape (n,). weights: shape (n,): 1 for each matched school that took part,
        `matching.comparison_weights` for the others.
    pool: shape (n,). Schools they might have been compared with; all others where left out.
    pupil_sd: by covariate name, for results only, in the result's unit.

    The variance of a yes or no (only 0 and 1) is p(1 - p). Where those that took part do not vary,
    or are one school, the standard deviation is the pool's; where that does not vary either, a
    difference is infinite.

    Raises ValueError for shapes that disagree, no covariate, a group without schools or weight, a
    weight below 0, a school with a weight and without a covariate, an infinite covariate, or an sd that is not above 0.
    Source: Stuart (2010), Statistical Science 25, section 4; conventions of MatchIt's summary.
    """
    others = ~took_part if pool is None else pool & ~took_part
    _check(values, names, took_part, weights, others)
    sds = {} if pupil_sd is None else pupil_sd
    if bad := [name for name, sd in sds.items() if not sd > 0]:
        raise ValueError(f"the standard deviation of pupils must be above 0: {bad[0]}")
    compared = np.where(took_part, 0.0, weights)
    rows, inside = [], np.ones(int(took_part.sum()), dtype=bool)
    for name, column in zip(names, values.T, strict=True):
        known = ~np.isnan(column)
        one, other = took_part & known, others & known
        if not one.any() or not other.any():
            raise ValueError(f"{name} is not known of any school of one of the two groups")
        is_binary = bool(np.isin(column[known], (0, 1)).all())
        sd = _sd(column, one, other, is_binary)
        sides = [
            _side(column, a, b, sd=sd, is_binary=is_binary, pupil_sd=sds.get(name))
            for a, b in (
                (one.astype(float), other.astype(float)),
                (np.where(took_part, weights, 0.0), compared),
            )
        ]
        mine, theirs = column[took_part], column[other]
        within = (mine >= theirs.min()) & (mine <= theirs.max())
        inside &= within
        rows.append(Row(name, sides[0], sides[1], float(within.mean())))
    return Balance(
        rows=tuple(rows),
        within_range=float(inside.mean()),
        matched=int((weights[took_part] > 0).sum()),
        compared=int((compared > 0).sum()),
        effective=effective_number(compared),
    )


def effective_number(weights: Floats) -> float:
    """Kish's effective sample size, (sum w)^2 / sum w^2; 0 for no weight at all."""
    total = float((weights**2).sum())
    return float(weights.sum()) ** 2 / total if total > 0 else 0.0


def _side(
    column: Floats,
    one: Floats,
    other: Floats,
    *,
    sd: float,
    is_binary: bool,
    pupil_sd: float | None,
) -> Side:
    (mean, variance), (mean_other, variance_other) = (_moments(column, w) for w in (one, other))
    apart = mean - mean_other
    ratio = None
    if not is_binary and variance and variance_other:
        ratio = variance / variance_other
    g = None if pupil_sd is None else apart / pupil_sd
    return Side(
        took_part=mean,
        compared=mean_other,
        smd=apart / sd if sd > 0 else (copysign(inf, apart) if apart else 0.0),
        variance_ratio=ratio,
        g=g,
        alike=None if g is None else Alike.of(g),
    )


def _moments(column: Floats, weights: Floats) -> tuple[float, float]:
    """Weighted mean and unbiased variance, 0 where only one school has a weight."""
    has = weights > 0
    share = weights[has] / weights[has].sum()
    mean = float(share @ column[has])
    left = 1 - float((share**2).sum())
    return mean, float(share @ (column[has] - mean) ** 2) / left if left > 1e-12 else 0.0


def _sd(column: Floats, one: Flags, other: Flags, is_binary: bool) -> float:
    """Of the schools that took part, or of the pool where they do not vary."""
    for group in (one, other):
        mean, variance = _moments(column, group.astype(float))
        variance = mean * (1 - mean) if is_binary else variance
        if variance > 1e-20 * max(1.0, mean**2):
            return float(np.sqrt(variance))
    return 0.0


def _check(
    values: Floats, names: Sequence[str], took_part: Flags, weights: Floats, others: Flags
) -> None:
    n = len(took_part)
    if values.shape != (n, len(names)) or not weights.shape == others.shape == (n,):
        raise ValueError("values are schools by names; took_part, weights and pool one a school")
    if not names:
        raise ValueError("there is no covariate to compare")
    if not took_part.any() or not others.any():
        raise ValueError("both groups need schools")
    if not np.isfinite(weights).all() or np.any(weights < 0):
        raise ValueError("a weight is 0 or more")
    if not np.any(weights[took_part] > 0) or not np.any(weights[~took_part] > 0):
        raise ValueError("both groups need a school with a weight: nothing was matched")
    if not complete_rows(values)[weights > 0].all():
        row, column = np.argwhere(np.isnan(values) & (weights > 0)[:, None])[0]
        raise ValueError(f"row {row} has a weight and no {names[column]}")
