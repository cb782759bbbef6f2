"""The average effect on the schools that took part, each under its own start year."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadwell.evidence.panel import NONE, Flags, Floats, Ints, Panel, Treatment, freeze
from leadwell.evidence.placebo.changes import Changes
from leadwell.evidence.ratio import ratio


@dataclass(frozen=True, slots=True, eq=False)
class Att:
    """The average effect on the m treated schools of a panel, in c columns.

    columns: an outcome each. estimate: shape (c,). NaN exactly where n_treated is 0.
    rows, starts: shape (m,). Each school's row in the panel, and its start year.
    own: shape (m, c). Each school's own change, NaN where it has no figure.
    weights: shape (m, c). What it counts with, as in Changes; 0 where it has no figure.
    sds: shape (m, c). As in Changes, 0 where it has no figure.
    """

    columns: tuple[str, ...]
    estimate: Floats
    rows: Ints
    starts: Ints
    own: Floats
    weights: Floats
    sds: Floats

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def n_treated(self) -> Ints:
        """Schools with a figure, shape (c,)."""
        n: Ints = np.count_nonzero(self.weights, axis=0)
        return n

    @property
    def shares(self) -> Floats:
        """Shape (m, c). Weights made to sum to 1 in each column that has any."""
        return ratio(self.weights, self.weights.sum(axis=0), otherwise=0.0)


def att(panel: Panel, changes: Sequence[Changes], treatment: Treatment) -> Att:
    """The treated schools' weighted mean change, each school's read under its own start year.

    changes: one for each start year, as `changes.after` gives. With weight "school" every school
    and published year after the start counts once, with "pupils" every pupil once. Schools that
    the panel lacks are left out.

    With one base year, equal weights, and all that never took part as everybody's neighbours, this
    is the simple aggregate of Callaway and Sant'Anna (2021), Journal of Econometrics 225,
    section 3.1.

    Raises ValueError where no treated school has a figure in any column, a start year has no
    changes, or a school's pupils or noise are not known, naming it.
    """
    at = panel.rows(treatment.schools)
    rows, starts = at[at != NONE], treatment.starts[at != NONE]
    by_start = {one.start: one for one in changes}
    if unknown := set(starts.tolist()) - by_start.keys():
        raise ValueError(f"changes are missing for schools that began in {min(unknown)}")
    own, weights, sds = (
        np.array([getattr(by_start[start], part)[row] for row, start in _pairs(rows, starts)])
        for part in ("values", "weights", "sds")
    )
    if not np.any(weights):
        raise ValueError("no school that took part has results both before and after its start")
    _refuse_unknown_pupils(panel, rows, weights + np.where(weights == 0, 0.0, sds))
    is_known = weights > 0
    sums = np.where(is_known, weights * own, 0.0).sum(axis=0)
    return Att(
        columns=changes[0].columns,
        estimate=ratio(sums, weights.sum(axis=0)),
        rows=rows,
        starts=starts,
        own=own,
        weights=weights,
        sds=np.where(is_known, sds, 0.0),
    )


def _pairs(rows: Ints, starts: Ints) -> list[tuple[int, int]]:
    return list(zip(rows.tolist(), starts.tolist(), strict=True))


def _refuse_unknown_pupils(panel: Panel, rows: Ints, weights: Floats) -> None:
    is_unknown = np.isnan(weights).any(axis=1)
    if is_unknown.any():
        schools = ", ".join(str(school) for school in panel.schools[rows[is_unknown]][:5])
        raise ValueError(
            f"the number of pupils is not known for a year with results that is used: {schools}"
        )


@dataclass(frozen=True, slots=True, eq=False)
class LeaveOneOut:
    """The effect without each school in turn.

    estimates: shape (m, c). NaN where no other school has a figure, or the school itself has none.
    carries: shape (m, c). Whether without it the effect is gone or turns round.
    """

    estimates: Floats
    carries: Flags

    def __post_init__(self) -> None:
        freeze(self)


def leave_one_out(found: Att) -> LeaveOneOut:
    """Does one school carry the sign? The only school of a column carries it."""
    is_known = found.weights > 0
    parts = np.where(is_known, found.weights * found.own, 0.0)
    weights = found.weights.sum(axis=0) - found.weights
    is_left = is_known & (found.n_treated > 1)
    rest = parts.sum(axis=0) - parts
    estimates = np.where(is_left, ratio(rest, weights), np.nan)
    stays = is_left & (np.sign(estimates) == np.sign(found.estimate))
    return LeaveOneOut(estimates, is_known & ~stays)
