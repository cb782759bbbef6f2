"""From figures to places: scales and round numbers to mark them with."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from leadwell.web import numbers

STEPS = (1, 2, 2.5, 5, 10)
NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Unit:
    """How a figure is written: suffix ("%"), decimals, whether it is a difference (+, −), and
    the least and most it can be (0 and 100 for a percentage)."""

    suffix: str = ""
    decimals: int = 0
    is_signed: bool = False
    least: float | None = None
    most: float | None = None

    def bare(self, value: float) -> str:
        """69, or −3.9, or +5.2."""
        return (numbers.signed if self.is_signed else numbers.plain)(value, self.decimals)

    def write(self, value: float) -> str:
        """69%."""
        return self.bare(value) + self.suffix

    def interval(self, lower: float, upper: float) -> str:
        """−5.1 to +7.1, kept together on one line."""
        return f"{self.bare(lower)}{NBSP}to{NBSP}{self.bare(upper)}"


PERCENT = Unit("%", least=0, most=100)
SCALED_SCORE = Unit(decimals=0)
PROGRESS = Unit(decimals=1, is_signed=True)
PERCENTAGE_POINTS = Unit(" percentage points", decimals=1, is_signed=True)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from figures (low to high) to places (start to end)."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a figure; one beyond the ends is put at the end."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(max(share, 0), 1) * (self.end - self.start)


def ticks(values: Iterable[float], unit: Unit, *, about: int = 5) -> list[float]:
    """Round numbers that hold all the values, about as many as asked for.

    Without values, the least and most the unit allows, or 0 and 1.
    """
    held = list(values) or [unit.least or 0, unit.most or 1]
    low, high = min(held), max(held)
    if unit.is_signed:
        low, high = min(low, 0), max(high, 0)
    if high - low < 1e-9:
        low, high = low - 1, high + 1
    step = _step((high - low) / about)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    marks = [round(i * step, 6) for i in range(first, last + 1)]
    return [
        mark
        for mark in marks
        if (unit.least is None or mark >= unit.least) and (unit.most is None or mark <= unit.most)
    ]


def tick_labels(marks: list[float], unit: Unit) -> list[str]:
    """What stands beside each mark, with no more decimals than the marks need."""
    decimals = 0 if all(mark == round(mark) for mark in marks) else 1
    if any(round(mark, 1) != mark for mark in marks):
        decimals = 2
    write = numbers.signed if unit.is_signed else numbers.plain
    return ["0" if mark == 0 else write(mark, decimals) for mark in marks]


def _step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in STEPS if step * power >= least * (1 - 1e-9))
