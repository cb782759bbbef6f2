"""What the schools that were matched gained, and what chance alone gives, all outcomes at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from leadwell.evidence.appraisal.comparison import Comparison
from leadwell.evidence.estimate import Estimate
from leadwell.evidence.panel import NONE, Flags, Floats, Ints, Panel, Treatment, freeze
from leadwell.evidence.placebo import changes as changing
from leadwell.evidence.placebo import draws as placebo
from leadwell.evidence.placebo import event_study, noise
from leadwell.evidence.placebo.att import Att, att
from leadwell.evidence.placebo.changes import Changes
from leadwell.evidence.placebo.estimates import estimates
from leadwell.evidence.placebo.event_study import EventStudy
from leadwell.evidence.placebo.noise import Noise
from leadwell.evidence.placebo.null import Null, Unit
from leadwell.evidence.ratio import ratio


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """Of k outcomes, before anything is said of chance.

    treatment: the schools that were matched. changes: of every school, for each start.
    own_change: shape (k,), how far they moved by themselves. n_comparison: shape (k,), schools they
    are compared with. left_out: rows that are no placebo.
    """

    treatment: Treatment
    noise: tuple[Noise, ...]
    changes: tuple[Changes, ...]
    found: Att
    own_change: Floats
    n_comparison: Ints
    left_out: Ints

    def __post_init__(self) -> None:
        freeze(self)

    def rows(self, at: int) -> Ints:
        """Of the schools that an outcome's effect is about, in the panel."""
        rows: Ints = self.found.rows[self.found.weights[:, at] > 0]
        return rows


@dataclass(frozen=True, slots=True, eq=False)
class Estimated:
    """Effects with chance beside them. estimates: by outcome that has one. event_study: None where
    too few others have every year to say what chance does in each."""

    effects: Effects
    null: Null
    estimates: Mapping[str, Estimate]
    event_study: EventStudy | None


def effects(
    panel: Panel, treatment: Treatment, compared: Comparison, *, elsewhere: Flags | None
) -> Effects:
    """Raises ValueError as `noise.fit`, `changes.after` and `att`."""
    took_part = panel.rows(treatment.schools)
    away = np.empty(0, np.int64) if elsewhere is None else np.flatnonzero(elsewhere)
    left_out = np.union1d(took_part[took_part != NONE], away)
    noises = noise.fit(panel, left_out=left_out)
    matched = Treatment(panel.schools[compared.rows], compared.starts)
    each = [one.contrasts for one in compared.by_start]
    changes = changing.after(panel, each, weight="pupils", noise=noises)
    return Effects(
        treatment=matched,
        noise=noises,
        changes=changes,
        found=att(panel, changes, matched),
        own_change=_own_change(panel, compared),
        n_comparison=compared.n_compared(panel),
        left_out=left_out,
    )


def estimated(
    panel: Panel,
    compared: Comparison,
    what: Effects,
    *,
    unit: Unit,
    units: Sequence[str],
    draws: int,
    seed: int,
) -> Estimated:
    """units: of each outcome, in words. Raises ValueError as `placebo.draw` and `estimates`."""
    found, left_out = what.found, what.left_out
    null = placebo.draw(
        panel, what.changes, found, unit=unit, draws=draws, seed=seed, left_out=left_out
    )
    all_of_them = estimates(
        found,
        null,
        units=units,
        method=f"matched difference in differences, placebo {unit}s",
        n_comparison=what.n_comparison,
        n_pupils=found.weights.sum(axis=0),
    )
    try:
        events = event_study.event_study(
            panel,
            [one.contrasts for one in compared.by_start],
            what.treatment,
            noise=what.noise,
            unit=unit,
            draws=draws,
            seed=seed,
            left_out=left_out,
        )
    except ValueError:  # the answer over all years stands without it
        events = None
    return Estimated(what, null, {each.outcome: each for each in all_of_them}, events)


def _own_change(panel: Panel, compared: Comparison) -> Floats:
    """The matched schools' own mean change from base to after, by pupils, shape (k,)."""
    total = np.zeros(len(panel.outcomes))
    weight = np.zeros(len(panel.outcomes))
    for one in compared.by_start:
        own = panel.values[one.rows]
        base = np.where(one.contrasts.in_base, own, np.nan)
        mean = ratio(np.nansum(base, axis=1), np.count_nonzero(~np.isnan(base), axis=1))
        change = np.where(one.contrasts.after, own, np.nan) - mean[:, None, :]
        counts = np.where(np.isnan(change), 0.0, panel.pupils[one.rows][:, :, None])
        total += np.nansum(np.where(counts > 0, counts * change, 0.0), axis=(0, 1))
        weight += np.where(counts > 0, counts, 0.0).sum(axis=(0, 1))
    return ratio(total, weight, otherwise=0.0)
