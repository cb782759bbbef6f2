"""Each school's change since its base years, less that of the schools most like it.

Computed for every school of the country at once: those that took part are read from it, and all
others say what chance does.
"""

from dataclasses import dataclass

import numpy as np

from leadwell.evidence.base_years import N_BASE_YEARS, Base, base_years
from leadwell.evidence.matching.neighbours import Neighbours
from leadwell.evidence.panel import NOBODY, NONE, Flags, Floats, Ints, Panel, Treatment, freeze
from leadwell.evidence.ratio import ratio

AT_ONCE = 128  # schools: so many stay in the processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class Contrasts:
    """n schools' changes less their neighbours', in t years, k outcomes, had all begun in `start`.

    values: shape (n, t, k), in each outcome's unit; NaN as `contrasts` says.
    published, in_base: shape (t, k). Whether any school has a result; whether it is a base year.
    bases: one for each outcome.
    shared: shape (n,). Sum of squared shares of a school's neighbours, 1/5 for five in equal
        shares: what their noise adds to its own. NaN for a school without.
    """

    start: int
    years: Ints
    outcomes: tuple[str, ...]
    values: Floats
    published: Flags
    in_base: Flags
    bases: tuple[Base, ...]
    shared: Floats
    recruited_on: int | None = None

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def after(self) -> Flags:
        """Shape (t, k). Published years from the start on."""
        after: Flags = self.published & (self.years >= self.start)[:, None]
        return after


@dataclass(slots=True, eq=False)
class Last:
    """Contrasts worked out last of one panel, start and base, with whose they were: neighbours'
    rows and weights. A school's depend on its own neighbours and on nobody else's."""

    found: tuple[Ints, Floats, Floats] | None = None

    def those(self, rows: Ints, weights: Floats, shape: tuple[int, ...]) -> tuple[Floats, Flags]:
        """A copy, and which schools have other neighbours by now, or had no contrast yet."""
        if self.found is None:
            return np.empty(shape), np.ones(shape[0], dtype=np.bool_)
        its_rows, its_weights, values = self.found
        is_other = (its_rows != rows).any(axis=1) | (its_weights != weights).any(axis=1)
        return values.copy(), is_other


def contrasts(
    panel: Panel,
    neighbours: Neighbours,
    start: int,
    *,
    recruited_on: int | None = None,
    left_out: Ints = NOBODY,
    most: int = N_BASE_YEARS,
    last: Last | None = None,
) -> Contrasts:
    """Change from base of all schools in all years, less the weighted mean of their neighbours'.

    start: academic year, the first "after". left_out: rows of schools that are nobody's
    neighbours: those that took part, in this or in anything else. most: base years, see
    `base_years`; an outcome published in other years than the rest has base years of its own.
    last: what was worked out before for the same panel, start and base; what is found is left there.

    A school and a neighbour are compared over years that both have: base is the mean of the base
    years both have, so that nothing a year did to all schools is left. The neighbours that have
    the year and a base year are then averaged, by their weights made to sum to 1 again.
    NaN where the school has no such neighbour. Where a pair has one base year only, that year says
    nothing of them: it would be 0 by construction, and is left out.

    Raises ValueError where no outcome has a base year, with the reason for each year, or where
    neighbours are of another number of schools.
    """
    if neighbours.rows.shape[0] != panel.size:
        raise ValueError(f"neighbours of {neighbours.rows.shape[0]} schools, not of {panel.size}")
    published: Flags = np.any(~np.isnan(panel.values), axis=0, keepdims=True)[0]
    bases = tuple(
        base_years(panel.years[column], start, recruited_on=recruited_on, most=most)
        for column in published.T
    )
    _refuse_no_base(bases, start)
    in_base = np.array([np.isin(panel.years, base.years) for base in bases]).T
    weights = _weights(neighbours, left_out)
    return Contrasts(
        start=start,
        years=panel.years,
        outcomes=panel.outcomes,
        values=_less_neighbours(
            np.ascontiguousarray(panel.values),  # a school's figures beside one another
            neighbours.rows,
            weights,
            in_base,
            Last() if last is None else last,
        ),
        published=published,
        in_base=in_base,
        bases=bases,
        shared=_shared(weights),
        recruited_on=recruited_on,
    )


def for_starts(
    panel: Panel,
    neighbours: Neighbours,
    treatment: Treatment,
    *,
    left_out: Ints = NOBODY,
    most: int = N_BASE_YEARS,
) -> tuple[Contrasts, ...]:
    """`contrasts` for each start year of those who took part, who are nobody's neighbours.

    left_out: rows of other schools that are not to be compared with. Raises as `contrasts`, and
    ValueError where nobody took part.
    """
    rows = panel.rows(treatment.schools)
    if not np.any(rows != NONE):
        raise ValueError("none of the schools that took part is in the panel")
    apart = np.union1d(rows[rows != NONE], left_out)
    return tuple(
        contrasts(
            panel,
            neighbours,
            int(start),
            recruited_on=treatment.recruited_on,
            left_out=apart,
            most=most,
        )
        for start in np.unique(treatment.starts[rows != NONE])
    )


def _refuse_no_base(bases: tuple[Base, ...], start: int) -> None:
    if any(base.years for base in bases):
        return
    reasons = dict(year for base in bases for year in base.left_out)
    said = "; ".join(
        f"{year}/{(year + 1) % 100:02}: {why}" for year, why in sorted(reasons.items())
    )
    raise ValueError(
        f"there is no year to compare with before {start}/{(start + 1) % 100:02}"
        + (f" ({said})" if said else "")
    )


def _weights(neighbours: Neighbours, left_out: Ints) -> Floats:
    is_apart = np.isin(neighbours.rows, left_out)
    weights: Floats = np.where(is_apart, 0.0, neighbours.weights)
    return weights


def _shared(weights: Floats) -> Floats:
    return ratio((weights**2).sum(axis=1), weights.sum(axis=1) ** 2)


def _less_neighbours(y: Floats, rows: Ints, weights: Floats, in_base: Flags, last: Last) -> Floats:
    values, is_asked = last.those(rows, weights, y.shape)
    has_all: Flags = ~np.isnan(y).any(axis=(1, 2)) & (rows != NONE).all(axis=1)
    is_whole: Flags = has_all & has_all[rows].all(axis=1)
    for some in _blocks(np.flatnonzero(is_whole & is_asked)):
        values[some] = _less_whole(y, some, rows[some], weights[some], in_base)
    for some in _blocks(np.flatnonzero(~is_whole & is_asked)):
        values[some] = _less_some(y, some, rows[some], weights[some], in_base)
    last.found = (rows, weights, values)
    return values


def _blocks(rows: Ints) -> list[Ints]:
    return [rows[first : first + AT_ONCE] for first in range(0, rows.size, AT_ONCE)]


def _less_some(y: Floats, own: Ints, rows: Ints, weights: Floats, in_base: Flags) -> Floats:
    """Of schools that lack a figure, or that have a neighbour which does."""
    total, weight = np.zeros((2, own.size, *y.shape[1:]))
    for near, share in zip(rows.T, weights.T, strict=True):
        change = y[own] - y[near]  # a row that is NONE has weight 0
        _from_base(change, in_base)
        has = share[:, None, None] * ~np.isnan(change)
        weight += has
        total += has * np.where(has > 0, change, 0.0)
    return ratio(total, weight)


def _less_whole(y: Floats, own: Ints, rows: Ints, weights: Floats, in_base: Flags) -> Floats:
    """The same to the last digit of schools that have every figure, as have all their neighbours:
    nothing is asked of each number."""
    years, n = np.flatnonzero(in_base.any(axis=1)), in_base.sum(axis=0)
    mine = y[own]
    total = np.zeros(mine.shape)
    weight = np.zeros(own.size)
    for near, share in zip(rows.T, weights.T, strict=True):
        change = y[near]
        np.subtract(mine, change, out=change)
        base = np.where(in_base[years], change[:, years], 0.0).sum(axis=1)
        change -= ratio(base, n)[:, None, :]
        change *= share[:, None, None]
        total += change
        weight += share
    values = ratio(total, weight[:, None, None])
    values[:, in_base & (n == 1)] = np.nan
    return values


def _from_base(gap: Floats, in_base: Flags) -> None:
    """Take from each pair's gap, in place, its mean over the base years the pair has."""
    years = np.flatnonzero(in_base.any(axis=1))
    has = ~np.isnan(gap[:, years]) & in_base[years]
    n = has.sum(axis=1)
    gap -= ratio(np.where(has, gap[:, years], 0.0).sum(axis=1), n)[:, None, :]
    is_alone = (n == 1)[:, None, :] & in_base[years]
    gap[:, years] = np.where(is_alone, np.nan, gap[:, years])
