"""The gap within schools, disadvantaged less other pupils, where the Department prints both."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leadwell.evidence.panel import Floats, Ints, Panel, Why
from leadwell.evidence.ratio import ratio

ENOUGH = 0.6
"""Share of treated schools that must have a figure before anything is said of a gap."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An outcome made of two of a panel's: `disadvantaged` less `other`, in their unit."""

    name: str
    disadvantaged: str
    other: str


def gaps(panel: Panel, asked: Sequence[Gap], *, disadvantaged_pupils: Floats) -> Panel:
    """The same schools and years, with gaps in the place of outcomes.

    disadvantaged_pupils: shape (n, t), NaN where unknown; the other pupils are the rest.
    A gap is there only where both its outcomes are; else it has the reason of the disadvantaged's,
    or of the other's. Pupils are those of a single group whose mean is as noisy as the gap,
    1/(1/disadvantaged + 1/other), so that noise is fitted to gaps as to any outcome and a school
    with few in either group weighs little; NaN where a group is empty or not known.

    Few schools have a gap: it is hidden where either group is small, so that those left are larger
    and have more disadvantaged pupils. `share_with_figure` says how many.
    Raises ValueError for an outcome that is not there, a shape, or more disadvantaged than pupils.
    """
    if disadvantaged_pupils.shape != panel.pupils.shape:
        raise ValueError(f"disadvantaged_pupils must have shape {panel.pupils.shape}")
    other_pupils = panel.pupils - disadvantaged_pupils
    if np.any(other_pupils < 0) or np.any(disadvantaged_pupils < 0):
        row = int(np.argmax(((other_pupils < 0) | (disadvantaged_pupils < 0)).any(axis=1)))
        raise ValueError(
            f"school {panel.schools[row]} has more disadvantaged pupils than pupils, or fewer than 0"
        )
    one = np.stack([panel.outcome(gap.disadvantaged) for gap in asked], axis=2)
    rest = np.stack([panel.outcome(gap.other) for gap in asked], axis=2)
    whys = [
        np.stack([panel.why[:, :, panel.outcomes.index(name)] for name in names], axis=2)
        for names in ([gap.disadvantaged for gap in asked], [gap.other for gap in asked])
    ]
    both = disadvantaged_pupils * other_pupils
    pupils = np.where(both > 0, ratio(both, panel.pupils), np.nan)
    return Panel(
        schools=panel.schools,
        years=panel.years,
        outcomes=tuple(gap.name for gap in asked),
        values=one - rest,
        why=np.where(whys[0] != Why.VALUE, whys[0], whys[1]),
        pupils=pupils,
        region=panel.region,
        area=panel.area,
        phase=panel.phase,
        trust=panel.trust,
        context=panel.context,
        context_names=panel.context_names,
        predecessor=panel.predecessor,
    )


def share_with_figure(n_with_figure: Ints, n_treated: int) -> Floats:
    """Share (0 to 1) of treated schools that have a figure, for each outcome.

    n_with_figure: shape (k,), as `att.Att.n_treated`. n_treated: all that took part, with those the
    panel lacks. Below ENOUGH the answer is "cannot tell: too few pupils to publish". Raises
    ValueError where more have a figure than took part, or nobody took part.
    """
    if n_treated < 1 or np.any(n_with_figure > n_treated):
        raise ValueError("as many schools took part as have a figure, or more, and at least one")
    share: Floats = n_with_figure / n_treated
    return share
