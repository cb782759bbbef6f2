"""One number for each school: its contrast averaged over some years, its weight and its noise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from leadwell.evidence.panel import Flags, Floats, Panel, freeze
from leadwell.evidence.placebo.contrasts import Contrasts
from leadwell.evidence.placebo.noise import Noise
from leadwell.evidence.ratio import ratio

Weight = Literal["pupils", "school"]


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What each of n schools changed by in each of c columns, had it begun in `start`.

    values: shape (n, c), in the column's unit. NaN where the school has no figure.
    weights: shape (n, c). Its pupils over the years averaged, or their number; 0 where it has no
        figure, NaN where it has one and its pupils are not known.
    sds: shape (n, c). How much values move by themselves, same unit; 1 where no noise was given,
        NaN where pupils are not known.
    columns: c names, an outcome each.
    """

    start: int
    columns: tuple[str, ...]
    values: Floats
    weights: Floats
    sds: Floats

    def __post_init__(self) -> None:
        freeze(self)


def after(
    panel: Panel, each: Sequence[Contrasts], *, weight: Weight, noise: Sequence[Noise] | None
) -> tuple[Changes, ...]:
    """Each school's mean contrast over all published years from the start on, for each start.

    noise: one for each outcome of the panel, in order, or None to leave sds at 1. Raises
    ValueError for noise of other outcomes, or no published year from any start on.
    """
    if not any(one.after.any() for one in each):
        raise ValueError("no results have been published yet for any year from the start on")
    return tuple(over(panel, one, one.after, weight=weight, noise=noise) for one in each)


def over(
    panel: Panel,
    contrasts: Contrasts,
    window: Flags,
    *,
    weight: Weight,
    noise: Sequence[Noise] | None,
) -> Changes:
    """Each school's mean contrast over the years of a window, shape (t, k), for one start.

    With weight "pupils" years count by their pupils, with "school" alike.
    """
    if noise is not None and tuple(one.outcome for one in noise) != panel.outcomes:
        raise ValueError(f"noise is wanted for {', '.join(panel.outcomes)}, in this order")
    pupils = np.where(panel.pupils > 0, panel.pupils, np.nan)
    counts = pupils if weight == "pupils" else np.ones(pupils.shape)
    cells = {
        int(t): np.where(window[t] & ~np.isnan(contrasts.values[:, t]), counts[:, t, None], 0.0)
        for t in np.flatnonzero(window.any(axis=1))
    }
    shape = (panel.size, len(panel.outcomes))
    weights, total = np.zeros(shape), np.zeros(shape)
    for t, cell in cells.items():
        weights += cell
        total += cell * np.where(cell == 0, 0.0, contrasts.values[:, t])
    sds = np.ones(shape)
    if noise is not None:
        sds = _sds(panel, contrasts, cells, weights, pupils, noise)
    return Changes(contrasts.start, panel.outcomes, ratio(total, weights), weights, sds)


def side_by_side(parts: Sequence[Changes]) -> Changes:
    """The columns of several windows of one start in one."""
    return Changes(
        parts[0].start,
        tuple(name for part in parts for name in part.columns),
        np.hstack([part.values for part in parts]),
        np.hstack([part.weights for part in parts]),
        np.hstack([part.sds for part in parts]),
    )


def _sds(
    panel: Panel,
    contrasts: Contrasts,
    cells: dict[int, Floats],
    weights: Floats,
    pupils: Floats,
    noise: Sequence[Noise],
) -> Floats:
    """Of the weighted mean of some years less the mean of the base years, and of neighbours.

    Each year counts with the square of the share it has in that difference; a year in both the
    window and the base with the difference of its two shares. Neighbours are as noisy as the
    school: matching makes them of its size.
    """
    half_a, b = np.array([(one.a / 2, one.b) for one in noise]).T
    base = _base_shares(panel, contrasts)
    variance = np.zeros(weights.shape)
    for t in sorted(cells.keys() | base.keys()):
        if t in cells:
            share = ratio(cells[t], weights, otherwise=0.0)
            if t in base:
                share -= base[t]
        else:
            share = base[t]
        of_year = b / pupils[:, t, None]
        of_year += half_a
        of_year *= share
        of_year *= share
        np.copyto(of_year, 0.0, where=share == 0)  # pupils may not be known
        variance += of_year
    sds: Floats = np.sqrt(variance * (1 + contrasts.shared[:, None]))
    return sds


def _base_shares(panel: Panel, contrasts: Contrasts) -> dict[int, Floats]:
    """What each base year a school has counts in its base, shape (n, k) for each year."""
    has = {
        int(t): contrasts.in_base[t] & ~np.isnan(panel.values[:, t])
        for t in np.flatnonzero(contrasts.in_base.any(axis=1))
    }
    n_years = sum(has.values(), start=np.zeros(panel.values[:, 0].shape))
    one = ratio(np.ones(n_years.shape), n_years, otherwise=0.0)
    return {t: flags * one for t, flags in has.items()}
