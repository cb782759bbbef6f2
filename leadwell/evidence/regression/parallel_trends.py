"""How wrong may the comparison be before the answer goes? Sensitivity to trends that differ.

The schools that took part might have moved apart from the others anyway. Suppose that, from one
year to the next after the start, they would have done so by no more than Mbar times the most they
did between two years before it (relative magnitudes). Then the effect lies within a range, known
up to the noise of the event study. Two figures: that range as estimated, and an interval that holds
the effect at least 95 times in 100.

The interval is a union, and cautious. Whichever step before the start was truly the largest, and
whichever way it went, the range's ends for it are sums of coefficients, each with an ordinary
one-sided limit at 2.5%; the interval runs from the lowest to the highest of these over all steps
and both ways. It therefore covers for the true one, at least as often as it says, with no further
condition; conditional tests, which Rambachan and Roth prefer, are often shorter.

Source: Rambachan and Roth (2023), Review of Economic Studies 90, 2555-2591, section 2.4.1 for the
restriction; their lemma 2.2 for unions.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.optimize import brentq

from leadwell.evidence.estimate import Interval
from leadwell.evidence.panel import Floats, Ints, freeze
from leadwell.evidence.regression.staggered_aggregation import Aggregate
from leadwell.evidence.regression.t_interval import quantile


@dataclass(frozen=True, slots=True, eq=False)
class EventPath:
    """An event study of one outcome, every coefficient against event time -1, which is 0.

    events: shape (m,), one after another, with or without -1. coefficients: shape (m,), in the outcome's
    unit. covariance: shape (m, m). df: degrees of freedom of their t, inf for normal.

    Raises ValueError for shapes that disagree, a missing number or event time, no coefficient before the start
    but the reference (no step to compare with), or none after it.
    """

    events: Ints
    coefficients: Floats
    covariance: Floats
    df: float = np.inf

    def __post_init__(self) -> None:
        m = len(self.events)
        if self.coefficients.shape != (m,) or self.covariance.shape != (m, m):
            raise ValueError("each event time needs a coefficient, and they a covariance")
        if not (np.isfinite(self.coefficients).all() and np.isfinite(self.covariance).all()):
            raise ValueError("an event time has no coefficient, or no variance")
        known = self.events if -1 in self.events else np.sort(np.append(self.events, -1))
        if np.any(np.diff(known) != 1) or np.any(np.diff(self.events) <= 0):
            raise ValueError("event times must follow one another, ascending, none left out")
        if not (self.events < -1).any() or not (self.events >= 0).any():
            raise ValueError(
                "trends need a year before the last one before the start, and one after"
            )
        freeze(self)

    @classmethod
    def of(cls, found: Aggregate, outcome: int) -> Self:
        """Of one outcome's effects by event time, from group-time effects with a universal base.

        Raises ValueError for a varying base, or an event time without a standard error.
        """
        if found.each.estimate[found.at == -1].any() or -1 not in found.at:
            raise ValueError("the effects are not against the last year before: base is universal")
        for event in found.at[np.isnan(found.each.se[:, outcome]) & (found.at != -1)]:
            raise ValueError(f"event time {event} has no standard error: one school, or no change")
        return cls(found.at, found.each.estimate[:, outcome], found.covariance[outcome])


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The effect, if trends differed after the start by mbar times as much as before it.

    estimate: as if trends were alike. identified: the range as estimated, noise left out.
    interval: holds the effect as often as was asked (95 times in 100), or more often.
    largest_step: between two years before the start, without sign. All in the outcome's unit.
    """

    mbar: float
    estimate: float
    identified: Interval
    interval: Interval
    largest_step: float


def relative_magnitudes(
    path: EventPath, *, mbar: float = 1.0, weights: Floats | None = None, level: float = 0.95
) -> Sensitivity:
    """How far the effect could be from what is estimated.

    weights: of the event times from 0 on, shape (of those), adding to 1 for a mean; the plain mean
    where left out. Raises ValueError for weights of another shape, mbar below 0 or a level that is
    not between 0 and 1.
    """
    if not mbar >= 0 or not 0 < level < 1:
        raise ValueError("mbar is 0 or more, and the level is between 0 and 1")
    effect, steps, reach = _sums(path, weights)
    estimate = float(effect @ path.coefficients)
    largest = float(np.abs(steps @ path.coefficients).max())
    lower, upper = _ends(path, effect, steps, reach * mbar, level)
    return Sensitivity(
        mbar=mbar,
        estimate=estimate,
        identified=(estimate - mbar * reach * largest, estimate + mbar * reach * largest),
        interval=(lower, upper),
        largest_step=largest,
    )


def breakdown(path: EventPath, *, weights: Floats | None = None, level: float = 0.95) -> float:
    """The smallest mbar for which the interval has 0 in it: how much it takes to undo the answer.

    0 where trends that are alike leave it in doubt already; inf where nothing undoes it (weights
    that add no effect, or a path without noise and without a step).
    """
    effect, steps, reach = _sums(path, weights)

    def inside(mbar: float) -> float:
        lower, upper = _ends(path, effect, steps, reach * mbar, level)
        return min(upper, -lower)  # 0 or more with 0 in it; never falls as mbar grows

    most = 1.0
    if inside(0.0) >= 0:
        return 0.0
    while inside(most) < 0:
        most *= 2
        if most > 1e9:
            return float("inf")
    return float(brentq(inside, 0.0, most, xtol=1e-12))


def _sums(path: EventPath, weights: Floats | None) -> tuple[Floats, Floats, float]:
    """The effect and each step before the start as sums of coefficients, shapes (m,) and (s, m);
    and how far steps of 1 after the start could carry the effect."""
    after = path.events >= 0
    n_after = int(after.sum())
    weights = np.full(n_after, 1 / n_after) if weights is None else weights
    if weights.shape != (n_after,) or not np.isfinite(weights).all():
        raise ValueError(f"{n_after} event times from 0 on need a weight each")
    effect = np.zeros(after.size)
    effect[after] = weights
    # the path up to the reference, which is 0 with or without a place of its own
    before = np.flatnonzero(path.events < -1)
    path_before = np.zeros((before.size + 1, after.size))
    path_before[np.arange(before.size), before] = 1.0
    later = np.cumsum(weights[::-1])[::-1]  # what a step adds to the effect: all years after it
    return effect, np.diff(path_before, axis=0), float(np.abs(later).sum())


def _ends(path: EventPath, effect: Floats, steps: Floats, reach: float, level: float) -> Interval:
    """The lowest and the highest one-sided limit, over which step was largest and its way."""
    sums = np.concatenate([effect + reach * steps, effect - reach * steps])
    variance = np.einsum("sm,mq,sq->s", sums, path.covariance, sums)
    half = float(quantile((1 + level) / 2, np.asarray(path.df, np.float64))) * np.sqrt(
        np.maximum(variance, 0)
    )
    ends = sums @ path.coefficients
    return float((ends - half).min()), float((ends + half).max())
