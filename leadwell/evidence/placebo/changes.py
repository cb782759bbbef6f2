"""One number for each school: its contrast averaged over some years, its weight and its noise."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from leadwell.evidence.panel import Flags, Floats, Panel, freeze
from leadwell.evidence.placebo.contrasts import Contrasts
from leadwell.evidence.placebo.noise import Noise
from leadwell.evidence.ratio import ratio

Weight = Literal["pupils", "school"]
AT_ONCE = 512  # schools: so many stay in the processor's cache


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
    return tuple(over(panel, one, [one.after], weight=weight, noise=noise) for one in each)


def over(
    panel: Panel,
    contrasts: Contrasts,
    windows: Sequence[Flags],
    *,
    weight: Weight,
    noise: Sequence[Noise] | None,
) -> Changes:
    """Each school's mean contrast over the years of each window, shape (t, k), for one start.

    Columns are all outcomes in the first window, then in the second, and so on. With weight
    "pupils" years count by their pupils, with "school" alike.
    """
    if noise is not None and tuple(one.outcome for one in noise) != panel.outcomes:
        raise ValueError(f"noise is wanted for {', '.join(panel.outcomes)}, in this order")
    shape = (panel.size, len(windows) * len(panel.outcomes))
    values, weights, sds = np.empty(shape), np.empty(shape), np.ones(shape)
    for first in range(0, panel.size, AT_ONCE):
        some = slice(first, first + AT_ONCE)
        block = _Block.of(panel, contrasts, some, weight)
        spread = None if noise is None else _Spread.of(panel, contrasts, some, noise)
        for place, window in enumerate(windows):
            at = slice(place * len(panel.outcomes), (place + 1) * len(panel.outcomes))
            cells = block.cells(window)
            counted = _sum(cells.values(), block.shape)
            values[some, at] = ratio(_sum(block.parts(cells), block.shape), counted)
            weights[some, at] = counted
            if spread is not None:
                sds[some, at] = spread.sds(cells, counted)
    return Changes(contrasts.start, panel.outcomes * len(windows), values, weights, sds)


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Some schools' contrasts. counts: shape (n, t), what a year of theirs counts."""

    contrasts: Floats
    has: Flags
    counts: Floats

    @classmethod
    def of(cls, panel: Panel, contrasts: Contrasts, some: slice, weight: Weight) -> "_Block":
        values = contrasts.values[some]
        pupils = _pupils(panel, some)
        counts = pupils if weight == "pupils" else np.ones(pupils.shape)
        return cls(values, ~np.isnan(values), counts)

    @property
    def shape(self) -> tuple[int, int]:
        return self.contrasts[:, 0].shape

    def cells(self, window: Flags) -> dict[int, Floats]:
        """What each figure in a window counts, by year, shape (n, k)."""
        return {
            int(t): np.where(window[t] & self.has[:, t], self.counts[:, t, None], 0.0)
            for t in np.flatnonzero(window.any(axis=1))
        }

    def parts(self, cells: dict[int, Floats]) -> Iterator[Floats]:
        for t, cell in cells.items():
            yield cell * np.where(cell == 0, 0.0, self.contrasts[:, t])


def _pupils(panel: Panel, some: slice) -> Floats:
    return np.where(panel.pupils[some] > 0, panel.pupils[some], np.nan)


def _sum(parts: Iterable[Floats], shape: tuple[int, int]) -> Floats:
    total = np.zeros(shape)
    for part in parts:
        total += part
    return total


@dataclass(frozen=True, slots=True, eq=False)
class _Spread:
    """Noise of the weighted mean of some years less the mean of the base years, and of neighbours.

    Each year counts with the square of the share it has in that difference; a year in both the
    window and the base with the difference of its two shares. Neighbours are as noisy as the
    school: matching makes them of its size.

    of_year: by year, shape (n, k), the variance of its result. base: by base year, its share.
    of_base: what each base year adds where it is not in the window. wider: shape (n, 1).
    """

    of_year: dict[int, Floats]
    base: dict[int, Floats]
    of_base: dict[int, Floats]
    wider: Floats

    @classmethod
    def of(
        cls, panel: Panel, contrasts: Contrasts, some: slice, noise: Sequence[Noise]
    ) -> "_Spread":
        pupils = _pupils(panel, some)
        half_a, b = np.array([(one.a / 2, one.b) for one in noise]).T
        of_year = {t: b / pupils[:, t, None] + half_a for t in range(len(panel.years))}
        base = _base_shares(panel.values[some], contrasts)
        of_base = {t: _of(of_year[t], share) for t, share in base.items()}
        return cls(of_year, base, of_base, 1 + contrasts.shared[some, None])

    def sds(self, cells: dict[int, Floats], weights: Floats) -> Floats:
        variance = np.zeros(weights.shape)
        for t in sorted(cells.keys() | self.base.keys()):
            if t not in cells:
                variance += self.of_base[t]
                continue
            share = ratio(cells[t], weights, otherwise=0.0)
            if t in self.base:
                share -= self.base[t]
            variance += _of(self.of_year[t], share)
        variance *= self.wider
        return np.sqrt(variance, out=variance)


def _of(of_year: Floats, share: Floats) -> Floats:
    variance: Floats = of_year * share
    variance *= share
    np.copyto(variance, 0.0, where=share == 0)  # pupils may not be known
    return variance


def _base_shares(values: Floats, contrasts: Contrasts) -> dict[int, Floats]:
    """What each base year a school has counts in its base, shape (n, k) for each year."""
    has = {
        int(t): contrasts.in_base[t] & ~np.isnan(values[:, t])
        for t in np.flatnonzero(contrasts.in_base.any(axis=1))
    }
    n_years = sum(has.values(), start=np.zeros(values[:, 0].shape))
    one = ratio(np.ones(n_years.shape), n_years, otherwise=0.0)
    return {t: flags * one for t, flags in has.items()}
