"""Difference-in-differences of two groups of schools."""

from dataclasses import dataclass

import numpy as np

from leadwell.evidence.panel import Flags, Floats


@dataclass(frozen=True, slots=True)
class TwoGroups:
    """An effect on the treated schools, in the outcome's own units.

    att: average effect on the treated. se: its standard error.
    n_treated, n_comparison: schools in each group.
    """

    att: float
    se: float
    n_treated: int
    n_comparison: int


def difference_in_differences(*, baseline: Floats, follow_up: Floats, treated: Flags) -> TwoGroups:
    """How much more the treated schools changed than the comparison schools did.

    baseline, follow_up: shape (n,). One outcome, in one unit, a row for each school and the same
    order in both. treated: shape (n,). True where the school took part.

    A school is one row, so the standard error is already clustered by school; it lets the two
    groups vary by different amounts. Raises ValueError if the shapes differ, a value is missing,
    or either group has fewer than two schools.

    Source: Angrist and Pischke (2009), Mostly Harmless Econometrics, section 5.2; variance as
    Imbens and Rubin (2015), Causal Inference, chapter 6.
    """
    change = _checked_change(baseline, follow_up, treated)
    joined, compared = change[treated], change[~treated]
    variance = joined.var(ddof=1) / joined.size + compared.var(ddof=1) / compared.size
    return TwoGroups(
        att=float(joined.mean() - compared.mean()),
        se=float(np.sqrt(variance)),
        n_treated=joined.size,
        n_comparison=compared.size,
    )


def _checked_change(baseline: Floats, follow_up: Floats, treated: Flags) -> Floats:
    if not baseline.shape == follow_up.shape == treated.shape or baseline.ndim != 1:
        raise ValueError("baseline, follow_up and treated must be three lists of one length")
    change = follow_up - baseline
    if not np.isfinite(change).all():
        raise ValueError("every school needs both a baseline and a follow-up")
    if min(treated.sum(), (~treated).sum()) < 2:
        raise ValueError("each group needs at least two schools")
    return change
