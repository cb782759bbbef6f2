"""How much a half-term asks of a school: a sum anybody can do by hand. No Django here.

    load = programmes and initiatives going on
         + their strands (an initiative has one)
         + days of staff asked in the half-term x how a day is felt in a school of this size

Days are spread evenly over the school days from the first to the last as planned. Reference:
docs/reference/radar.md.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import fsum

from leadwell.explore.radar.limits import Limits

Span = tuple[date, date]
Count = Callable[[date, date], int]
"""School days from the first day to the last, both counted."""


class Level(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Asking:
    """One thing that asks something of a school's staff.

    first, last: as planned. until: the last day on which it asks anything, where that came
    earlier. days: of staff, from first to last altogether; None where nobody has said.
    """

    first: date
    last: date
    until: date
    n_strands: int = 1
    days: float | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """Of one half-term. n: programmes and initiatives; days: of staff, as they are; n_unsaid: of
    those n, how many ask days that nobody has said. weight: how a day is felt there."""

    n: int
    n_strands: int
    days: float
    n_unsaid: int
    weight: float

    @property
    def total(self) -> float:
        """To one decimal, as it is shown and compared."""
        return round(self.n + self.n_strands + self.days * self.weight + 1e-9, 1)

    def level(self, limits: Limits) -> Level:
        if self.total >= limits.red_from:
            return Level.RED
        return Level.AMBER if self.total >= limits.amber_from else Level.GREEN


def loads(
    asking: Iterable[Asking],
    half_terms: Sequence[Sequence[Span]],
    *,
    school_days: Count,
    n_pupils: int | None,
    limits: Limits,
) -> tuple[Load, ...]:
    """A load for each half-term. half_terms: the spans of days of each, which are usually one."""
    asking, weight = tuple(asking), limits.day_weight(n_pupils)
    return tuple(_load(asking, spans, school_days, weight) for spans in half_terms)


def _load(asking: Sequence[Asking], spans: Sequence[Span], count: Count, weight: float) -> Load:
    live = [each for each in asking if n_days_on(each, spans, count)]
    return Load(
        n=len(live),
        n_strands=sum(max(each.n_strands, 1) for each in live),
        days=fsum(days_within(each, spans, count) for each in live),
        n_unsaid=sum(each.days is None for each in live),
        weight=weight,
    )


def days_within(asking: Asking, spans: Sequence[Span], count: Count) -> float:
    """The days of staff that fall into these days; 0 where nobody has said how many there are."""
    if not asking.days:
        return 0.0
    planned = count(asking.first, asking.last)
    return asking.days * n_days_on(asking, spans, count) / planned if planned else 0.0


def n_days_on(asking: Asking, spans: Sequence[Span], count: Count) -> int:
    """School days of these on which it goes on; 0 where it does not."""
    return sum(
        count(max(first, asking.first), min(last, asking.until))
        for first, last in spans
        if asking.first <= last and first <= asking.until
    )
