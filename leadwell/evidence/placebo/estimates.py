"""An effect and what chance says of it, as the engine's one kind of answer."""

from collections.abc import Sequence

import numpy as np

from leadwell.evidence.estimate import Estimate, Interval
from leadwell.evidence.panel import Floats, Ints
from leadwell.evidence.placebo import max_t
from leadwell.evidence.placebo.att import Att
from leadwell.evidence.placebo.null import Null


def estimates(
    found: Att,
    null: Null,
    *,
    units: Sequence[str],
    method: str,
    n_comparison: int | Ints,
    n_pupils: Floats | None = None,
) -> tuple[Estimate, ...]:
    """One answer for each column that has an effect, in order; p adjusted for all of these.

    units: of each column. n_comparison: schools compared with, shape (c,) or one for all. n_pupils:
    shape (c,), pupils of the treated after the start. The standard error is the spread of the placebo draws. Raises ValueError where there are not as
    many units as columns, and as `max_t.adjusted`.
    """
    if len(units) != len(found.columns):
        raise ValueError(f"{len(found.columns)} outcomes need as many units, not {len(units)}")
    n_compared = np.broadcast_to(n_comparison, len(found.columns))
    wide, narrow = null.interval(found.estimate), null.interval(found.estimate, level=0.9)
    p, together = null.p(found.estimate), max_t.adjusted(null.draws, found.estimate)
    se = null.draws.std(axis=0)
    return tuple(
        Estimate(
            outcome=found.columns[k],
            estimate=float(found.estimate[k]),
            unit=units[k],
            method=method,
            n_treated=int(found.n_treated[k]),
            n_comparison=int(n_compared[k]),
            se=float(se[k]),
            interval=_at(wide, k),
            interval_90=_at(narrow, k),
            p=float(p[k]),
            p_adjusted=float(together[k]),
            n_pupils=float("nan") if n_pupils is None else float(n_pupils[k]),
            seed=null.seed,
            draws=len(null.draws),
        )
        for k in np.flatnonzero(found.n_treated).tolist()
    )


def _at(interval: tuple[Floats, Floats] | None, k: int) -> Interval | None:
    return None if interval is None else (float(interval[0][k]), float(interval[1][k]))
