"""What was found about one outcome: the figures that a verdict and its words are made of."""

from dataclasses import dataclass
from datetime import date
from math import isfinite

from leadwell.evidence.estimate import Estimate, Interval
from leadwell.evidence.sizes.detectable import Detectable

ENOUGH_DRAWN = 100  # groups, before "outside all of them" means fewer than 1 in 100


@dataclass(frozen=True, slots=True)
class Later:
    """What more years of results would bring. on: when the next are due, a day of that month."""

    more_years: int
    detectable: Detectable
    on: date

    def __post_init__(self) -> None:
        if self.more_years < 1:
            raise ValueError("later is at least one more year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that is known of one outcome once it has been estimated.

    Everything is turned so that above 0 is better (a gap that narrows is above 0).

    estimate: with both intervals where the design allows any verdict; n_treated are the schools
        it is about, n_comparison those they were compared with.
    change: how far the schools that took part moved by themselves, same unit.
    g, g_interval: the estimate and its 95% interval over the spread of all pupils; None where
        that is not known. months: low, middle and high of the 95% interval; None likewise.
    n_as_large, n_drawn: groups drawn with no programme that moved at least as far either way, and
        all drawn; None where none were. n_trusts: other trusts they were drawn from.
    now, later: what could be noticed, and what could be with more years.
    source, vintage: whose figures, and which edition of them, in words.

    Raises ValueError for intervals that do not hold the estimate or one another, or that are
    missing by half.
    """

    estimate: Estimate
    change: float
    now: Detectable
    source: str
    vintage: str
    later: Later | None = None
    g: float | None = None
    g_interval: Interval | None = None
    months: tuple[int, int, int] | None = None
    n_as_large: int | None = None
    n_drawn: int | None = None
    n_trusts: int | None = None

    def __post_init__(self) -> None:
        figures = self.estimate
        if not (isfinite(figures.estimate) and isfinite(self.change)):
            raise ValueError(
                f"{figures.outcome}: the estimate or the change is missing or infinite"
            )
        _check_inside("points", figures.estimate, figures.interval_90, figures.interval)
        if (self.g is None) != (self.g_interval is None):
            raise ValueError("g comes with its interval")
        if self.g is not None:
            _check_inside("g", self.g, self.g_interval)
        for other in (self.g or 0, self.months[1] if self.months else 0):
            if other * figures.estimate < 0:
                raise ValueError(f"{figures.outcome}: points, g and months point different ways")
        if self.months is not None and list(self.months) != sorted(self.months):
            raise ValueError("months are low, middle and high, in this order")
        if (self.n_as_large is None) != (self.n_drawn is None):
            raise ValueError("groups that moved as far are some of those drawn: give both")
        drawn, as_large = self.n_drawn, self.n_as_large
        if drawn is not None and as_large is not None and not 0 <= as_large <= drawn > 0:
            raise ValueError(f"{as_large} groups cannot be some of {drawn}")

    @property
    def is_of_few_groups(self) -> bool:
        """Whether so few were drawn that there is no 95% interval."""
        return self.estimate.interval is None and self.n_drawn is not None

    @property
    def is_outside_all(self) -> bool:
        """Whether not one of enough groups with no programme moved as far."""
        return self.n_as_large == 0 and (self.n_drawn or 0) >= ENOUGH_DRAWN


def _check_inside(unit: str, value: float, *intervals: Interval | None) -> None:
    """Raises ValueError unless the value is in the first interval, and each in the next."""
    inner = (value, value)
    for interval in intervals:
        if interval is None:
            continue
        low, high = interval
        if not (isfinite(low) and isfinite(high) and low <= inner[0] and inner[1] <= high):
            raise ValueError(
                f"an interval in {unit} does not hold the estimate or the narrower one"
            )
        inner = interval
