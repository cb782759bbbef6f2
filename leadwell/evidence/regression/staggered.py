"""Group-time effects: what a programme did to each cohort of starters, in each year.

A cohort's change since before its start is set against the change, over the same two years, of
schools that had not started; no school that has started is ever a comparison. Where results are
missing, each pair of years uses the schools that have both, for each outcome by itself, and says
how many.

Source: Callaway and Sant'Anna (2021), Journal of Econometrics 225, 200-230.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from leadwell.evidence.panel import Flags, Floats, Ints, freeze
from leadwell.evidence.regression.doubly_robust import Adjust, adjusted_change
from leadwell.evidence.regression.starts import NEVER, first_columns
from leadwell.evidence.regression.t_interval import TInterval, t_interval

Comparison = Literal["never", "not yet"]
Base = Literal["varying", "universal"]


@dataclass(frozen=True, slots=True, eq=False)
class GroupTimeEffects:
    """Effects of c cells, each a cohort in a year, on k outcomes, over n schools.

    cohorts, years: shape (c,). A cohort by its first year "after", and the year of the effect.
    events: shape (c,). Event time: years with results, 0 the first "after".
    effects: shape (c, k). In the outcome's unit; NaN where either group has no school.
    influence: shape (c, n, k). How far each school moves each effect, in the same unit.
    n_treated, n_comparison: shape (c, k). Schools with both years of the pair.
    cohort: shape (n,). Each school's own, NEVER for none. counts: shape (n, k). Its weight, 0 for
    an outcome in which it is in no cell.
    is_base: shape (c,). The year others are set against (universal base): 0 by definition.
    """

    cohorts: Ints
    years: Ints
    events: Ints
    effects: Floats
    influence: Floats
    n_treated: Ints
    n_comparison: Ints
    cohort: Ints
    counts: Floats
    is_base: Flags

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def is_alone(self) -> Flags:
        """Cells in which one school is a whole group: its own luck cannot be told, shape (c, k)."""
        alone: Flags = np.minimum(self.n_treated, self.n_comparison) < 2
        return alone

    @property
    def ranged(self) -> TInterval:
        """Each cell with its normal p and ranges, shape (c, k); none where a group is one school."""
        se = np.sqrt(np.einsum("cnk,cnk->ck", self.influence, self.influence))
        return t_interval(self.effects, np.where(self.is_alone, np.nan, se), np.inf)


def group_time_effects(
    values: Floats,
    starts: Ints,
    years: Ints,
    *,
    comparison: Comparison = "never",
    base: Base = "varying",
    covariates: Floats | None = None,
    adjust: Adjust = "doubly robust",
    weights: Floats | None = None,
) -> GroupTimeEffects:
    """ATT(g, t) of every cohort that has a year before its start, in every year.

    values: shape (n, t, k), NaN where missing. starts: shape (n,). Academic years, NEVER for
    schools that took no part. years: shape (t,).
    comparison: "never" for schools that never took part, "not yet" for those too that had not
    begun by the later of the two years. base: the last year before the start for every year
    ("universal"), or for years before it the year just before each ("varying").
    covariates: shape (n, p), as before the start; schools without them are left out. adjust: how
    they are allowed for, as in `adjusted_change`; ignored without covariates.
    weights: shape (n,), 0 or more.

    Raises ValueError for shapes that disagree, a weight below 0, no cohort that has a year before
    and one after, and, naming cohort and year, as `adjusted_change`.
    """
    n, t, k = values.shape
    weights = np.ones(n) if weights is None else weights
    known = np.ones(n, np.bool_) if covariates is None else np.isfinite(covariates).all(axis=1)
    if starts.shape != (n,) or years.shape != (t,) or not weights.shape == known.shape == (n,):
        raise ValueError("values, starts, years, covariates and weights must go together")
    if not (np.isfinite(weights) & (weights >= 0)).all():
        raise ValueError("the weight of a school is a number, 0 or more")
    columns = first_columns(starts, years)
    cells = _cells(columns, t, base)
    effects, influence = np.empty((len(cells), k)), np.empty((len(cells), n, k))
    n_treated, n_comparison = np.empty((2, len(cells), k), np.int64)
    counts = np.zeros((n, k))
    for row, (first, at, before) in enumerate(cells):
        is_treated, is_comparison = columns == first, columns == NEVER
        if comparison == "not yet":
            is_comparison = (columns > max(at, before)) & ~is_treated
        changes = values[:, at] - values[:, before]
        in_cell = (is_treated | is_comparison) & known & (weights > 0)
        used = np.isfinite(changes) & in_cell[:, None]
        n_treated[row] = used[is_treated].sum(axis=0)
        n_comparison[row] = used[is_comparison].sum(axis=0)
        if at != before:
            counts[used] = np.broadcast_to(weights[:, None], used.shape)[used]
        try:
            effects[row], influence[row] = _difference(
                changes, used, is_treated, weights, covariates, adjust
            )
        except ValueError as error:
            cohort = f"schools whose first year after is {years[first]}, in {years[at]}"
            raise ValueError(f"{cohort}: {error}") from error
    first, at, before = np.array(cells, dtype=np.int64).T
    return GroupTimeEffects(
        cohorts=years[first],
        years=years[at],
        events=at - first,
        effects=effects,
        influence=influence,
        n_treated=n_treated,
        n_comparison=n_comparison,
        cohort=np.where(columns < t, np.append(years, NEVER)[np.minimum(columns, t)], NEVER),
        counts=counts,
        is_base=at == before,
    )


def _cells(columns: Ints, n_years: int, base: Base) -> list[tuple[int, int, int]]:
    """Each cohort's first column, a column, and the one before the start it is set against."""
    firsts = [int(first) for first in np.unique(columns) if 0 < first < n_years]
    if not firsts:
        raise ValueError("no school that took part has a year before its start and one after")
    cells = [
        (first, at, first - 1 if at >= first or base == "universal" else at - 1)
        for first in firsts
        for at in range(n_years)
    ]
    return [cell for cell in cells if cell[2] >= 0]


def _difference(
    changes: Floats,
    used: Flags,
    is_treated: Flags,
    weights: Floats,
    covariates: Floats | None,
    adjust: Adjust,
) -> tuple[Floats, Floats]:
    """One cell's effects (k,) and influence (n, k); outcomes that use the same schools together."""
    effects, influence = np.full(changes.shape[1], np.nan), np.zeros(changes.shape)
    seen: dict[bytes, list[int]] = {}
    for outcome in range(changes.shape[1]):
        seen.setdefault(used[:, outcome].tobytes(), []).append(outcome)
    for outcomes in seen.values():
        schools = np.flatnonzero(used[:, outcomes[0]])
        treated = is_treated[schools]
        if treated.all() or not treated.any():
            continue
        x = None if covariates is None else covariates[schools]
        here = np.ix_(schools, np.array(outcomes))
        effects[outcomes], influence[here] = adjusted_change(
            changes[here], treated, weights[schools], x, adjust
        )
    return effects, influence
