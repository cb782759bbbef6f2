"""Group-time effects put together: over all, by years since the start, by cohort, by year.

Cohorts weigh as many schools as they have (or the sum of their weights). Standard errors add up
influences. Callaway and Sant'Anna also let the cohorts' sizes vary ("drawn": had it been another
sample of schools, more might have started early); "given" takes the cohorts as they are, with
n/(n - 1) for small ones, and is about these schools only.

Sources: Callaway and Sant'Anna (2021), Journal of Econometrics 225, section 3; "given" as Roth and
Sant'Anna (2023), Journal of Political Economy Microeconomics 1, their conservative variance.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import chdtrc

from leadwell.evidence.panel import Flags, Floats, Ints, freeze
from leadwell.evidence.regression.staggered import GroupTimeEffects
from leadwell.evidence.regression.t_interval import TInterval, t_interval

By = Literal["event", "cohort", "year"]
Cohorts = Literal["drawn", "given"]


@dataclass(frozen=True, slots=True, eq=False)
class Aggregate:
    """Effects of m kinds of cell on k outcomes, and one figure over them.

    at: shape (m,). Event times, cohorts or years. each: shape (m, k). overall: shape (k,).
    covariance: shape (k, m, m), of `each`; 0 for what is 0 by definition.
    alone_share: shape (k,). Weight within `overall` of cells in which one school is a whole group:
    its own luck is left out of the standard error, and where that is all of it there is none.
    """

    at: Ints
    each: TInterval
    overall: TInterval
    covariance: Floats
    alone_share: Floats

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class _Parts:
    """c effects (c, k), each school's influence on them (c, n, k), share of lone cells (c, k)."""

    effects: Floats
    influence: Floats
    alone: Floats


def simple(effects: GroupTimeEffects, *, cohorts: Cohorts = "drawn") -> Aggregate:
    """Every effect from the start on, each by its cohort's size; `at` and `each` are empty."""
    after = effects.events >= 0
    overall = _by_size(effects, effects.cohorts[after], _cells(effects, after), cohorts)
    empty = _stacked([], effects)
    return _aggregate(effects, np.empty(0, np.int64), empty, overall, cohorts)


def aggregate(effects: GroupTimeEffects, *, by: By, cohorts: Cohorts = "drawn") -> Aggregate:
    """Means by event time (before the start too), by cohort or by year.

    by: "event" and "year" are means over cohorts by their size, and `overall` is the plain mean of
    them from the start on; "cohort" is the plain mean over a cohort's years, and `overall` is by
    the cohorts' size. cohorts: as described for the module.
    """
    after = effects.events >= 0
    keys = {"event": effects.events, "cohort": effects.cohorts, "year": effects.years}[by]
    at = np.unique(keys if by == "event" else keys[after])
    parts = []
    for key in at:
        cells = (keys == key) & (after | (by == "event"))
        found = _cells(effects, cells)
        if by == "cohort":
            parts.append(_mean(found, np.ones(found.effects.shape)))
        else:
            parts.append(_by_size(effects, effects.cohorts[cells], found, cohorts))
    each = _stacked(parts, effects)
    if by == "cohort":
        overall = _by_size(effects, at, each, cohorts)
    else:
        counted = np.ones(at.size, np.bool_) if by == "year" else at >= 0
        since = _Parts(each.effects[counted], each.influence[counted], each.alone[counted])
        overall = _mean(since, np.ones(since.effects.shape))
    return _aggregate(effects, at, each, overall, cohorts)


def pretest(effects: GroupTimeEffects) -> Floats:
    """Wald's p that all effects before the start are 0, shape (k,).

    NaN where there is none that can be told, or more of them than the schools can bear out. A
    large p is no proof: few schools see little (Roth 2022).
    """
    before = (effects.events < 0) & ~effects.is_base
    p = np.full(effects.effects.shape[1], np.nan)
    for outcome in range(p.size):
        cells = before & ~np.isnan(effects.effects[:, outcome]) & ~effects.is_alone[:, outcome]
        moved = effects.influence[cells, :, outcome].T
        _, spread, directions = np.linalg.svd(moved, full_matrices=False)
        if spread.size and len(spread) == cells.sum() and spread[-1] > 1e-10 * spread[0] > 0:
            along = directions @ effects.effects[cells, outcome] / spread
            p[outcome] = chdtrc(spread.size, along @ along)
    return p


def _cells(effects: GroupTimeEffects, cells: Flags) -> _Parts:
    return _Parts(
        effects.effects[cells],
        effects.influence[cells],
        effects.is_alone[cells].astype(np.float64),
    )


def _stacked(parts: list[_Parts], effects: GroupTimeEffects) -> _Parts:
    _, n, k = effects.influence.shape
    return _Parts(
        np.concatenate([np.empty((0, k)), *(part.effects for part in parts)]),
        np.concatenate([np.empty((0, n, k)), *(part.influence for part in parts)]),
        np.concatenate([np.empty((0, k)), *(part.alone for part in parts)]),
    )


def _mean(parts: _Parts, sizes: Floats) -> _Parts:
    """One mean by sizes, shape (c, k), that are not in question; NaN where there is no effect."""
    sizes = np.where(np.isnan(parts.effects), 0.0, sizes)
    total = sizes.sum(axis=0)
    shares = np.divide(sizes, total, out=np.zeros_like(sizes), where=total > 0)
    effect = np.sum(shares * np.nan_to_num(parts.effects), axis=0)
    return _Parts(
        np.where(total > 0, effect, np.nan)[None],
        np.einsum("ck,cnk->nk", shares, parts.influence)[None],
        np.sum(shares * parts.alone, axis=0)[None],
    )


def _by_size(effects: GroupTimeEffects, names: Ints, parts: _Parts, cohorts: Cohorts) -> _Parts:
    """One mean by the sizes of the cohorts with these names, one for each part."""
    members = (effects.cohort[:, None] == names).astype(np.float64)
    sizes = members.T @ effects.counts
    mean = _mean(parts, sizes)
    if cohorts == "given":
        return mean
    apart = np.nan_to_num(parts.effects - mean.effects)
    total = np.where(np.isnan(parts.effects), 0.0, sizes).sum(axis=0)
    drawn = effects.counts * (members @ apart) / np.where(total > 0, total, 1.0)
    return _Parts(mean.effects, mean.influence + drawn, mean.alone)


def _aggregate(
    effects: GroupTimeEffects, at: Ints, each: _Parts, overall: _Parts, cohorts: Cohorts
) -> Aggregate:
    covariance = _covariance(effects, each.influence, cohorts)
    variance = np.diagonal(covariance, axis1=1, axis2=2).T
    overall_variance = _covariance(effects, overall.influence, cohorts)[:, :, 0].T
    return Aggregate(
        at=at,
        each=_ranged(each.effects, variance, each.alone),
        overall=_ranged(overall.effects[0], overall_variance[0], overall.alone[0]),
        covariance=covariance,
        alone_share=overall.alone[0],
    )


def _covariance(effects: GroupTimeEffects, influence: Floats, cohorts: Cohorts) -> Floats:
    """Of m effects, shape (k, m, m)."""
    if cohorts == "given":
        influence = _within_cohorts(effects, influence)
    by_outcome = np.ascontiguousarray(np.moveaxis(influence, 2, 0))
    covariance: Floats = by_outcome @ np.swapaxes(by_outcome, 1, 2)
    return covariance


def _within_cohorts(effects: GroupTimeEffects, influence: Floats) -> Floats:
    """About each cohort's own mean, and scaled so that squares add up to n/(n - 1) as much."""
    counted = effects.counts > 0
    codes, code = np.unique(effects.cohort, return_inverse=True)
    members = (code[:, None] == np.arange(codes.size)).astype(np.float64)
    schools = np.maximum(members.T @ counted, 1.0)
    means = np.einsum("ng,mnk->mgk", members, influence) / schools
    scale = np.where(schools > 1, np.sqrt(schools / np.maximum(schools - 1, 1.0)), 1.0)
    return np.where(counted, (influence - means[:, code]) * scale[code], 0.0)


def _ranged(effect: Floats, variance: Floats, alone: Floats) -> TInterval:
    return t_interval(effect, np.where(alone > 1 - 1e-9, np.nan, np.sqrt(variance)), np.inf)
