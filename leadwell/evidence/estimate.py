"""One answer of the engine: the same type whatever the method, so that a reader learns it once."""

from dataclasses import dataclass

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """How much more schools that took part changed than schools like them, for one outcome.

    estimate: in `unit`, the outcome's own. se: its standard error there, or None.
    interval: 95%, same unit; interval_90: 90%; None where the method gives none.
    p: chance of a difference at least this large, either way, with no programme; None for none.
    p_adjusted: the same for the largest over all outcomes asked together.
    n_treated, n_comparison: schools. n_pupils: pupils of the treated, after the start; NaN unknown.
    method: name of the method, as in the decision table.
    seed, draws: of a random method, else None.
    """

    outcome: str
    estimate: float
    unit: str
    method: str
    n_treated: int
    n_comparison: int
    se: float | None = None
    interval: Interval | None = None
    interval_90: Interval | None = None
    p: float | None = None
    p_adjusted: float | None = None
    n_pupils: float = float("nan")
    seed: int | None = None
    draws: int | None = None
