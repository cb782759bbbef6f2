"""One figure, with everything a reader needs to believe it.

A figure the Department has published is shown as published: its value and its published
denominator, never a numerator worked out from a rounded per cent.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, or the reason there is none.

    value: in `unit` ("percent", "percentage_points", "scaled_score", "progress_points", "pupils",
        "points"); None exactly where `reason` is not "".
    denominator: pupils it is about, as published; None when not published.
    low, high: 95% range of what the value could be by chance alone, same unit; None when unknown.
    population: whose results. source, as_at: where from, and as at which day.
    is_published: printed by the Department, as against worked out here from what it printed.
    """

    value: float | None
    unit: str
    population: str = ""
    denominator: int | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""
    source: str = ""
    as_at: date | None = None
    is_published: bool = True

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.reason):
            raise ValueError("a figure has a value, or a reason why it has none")
        if (self.low is None) != (self.high is None):
            raise ValueError("a range has both ends, or none")


def difference(later: Figure, earlier: Figure, *, low: float | None, high: float | None) -> Figure:
    """Later minus earlier, only where both are there; percentages differ in percentage points.

    The reason of a missing difference is that of the figure that is missing. Raises ValueError
    for two units.
    """
    if later.unit != earlier.unit:
        raise ValueError(f"cannot compare {later.unit} with {earlier.unit}")
    unit = "percentage_points" if later.unit == "percent" else later.unit
    reason = later.reason or earlier.reason
    value = (
        None
        if reason or later.value is None or earlier.value is None
        else later.value - earlier.value
    )
    return Figure(
        value=value,
        unit=unit,
        population=later.population,
        low=None if reason else low,
        high=None if reason else high,
        reason=reason,
        source=later.source,
        as_at=later.as_at,
        is_published=False,
    )
