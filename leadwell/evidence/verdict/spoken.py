"""Figures as people say them: points to one decimal, ranges outward, months in words, counts of 100.

The figure itself is rounded to the nearest tenth, half away from nought. The ends of its range are
rounded outward, so that no printed range is narrower than the one worked out; an end that is not
0 and would be printed as 0 is "just above 0" or "just below 0".
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from leadwell.evidence.estimate import Interval

TENTH = Decimal("0.1")
MOST_MONTHS = 12  # the conversion ends here
NUMBERS = (
    *("none", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
MONTHS_OF_THE_YEAR = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def tenths(value: float, rounding: str = ROUND_HALF_UP) -> Decimal:
    """To one decimal; noise past the ninth, as sums of floats have it, is no reason to round on."""
    rounded = Decimal(f"{value:.9f}").quantize(TENTH, rounding)
    return abs(rounded) if rounded == 0 else rounded


def number(value: Decimal) -> str:
    return f"−{-value:,}" if value < 0 else f"{value:,}"


def amount(value: float, unit: str) -> str:
    """ "1.3 points", "less than 0.1 points": how much, whichever way."""
    size = tenths(abs(value))
    return f"{number(size)} {unit}" if size else f"less than 0.1 {unit}"


def at_least(value: float, unit: str) -> str:
    """ "1.6 points or more", rounded up."""
    return f"{number(tenths(value, ROUND_CEILING))} {unit} or more"


def between(interval: Interval) -> str:
    """ "0.5 to 2.1", "−0.2 to 2.1", "just above 0 to 2.1"."""
    low, high = interval
    return f"{_end(low, ROUND_FLOOR)} to {_end(high, ROUND_CEILING)}"


def _end(value: float, rounding: str) -> str:
    rounded = tenths(value, rounding)
    if rounded == 0 and value != 0:
        return "just above 0" if value > 0 else "just below 0"
    return number(rounded)


def turned(interval: Interval) -> Interval:
    """The same seen the other way: from below 0 to above it."""
    return -interval[1], -interval[0]


def months(low: int, middle: int, high: int, *, is_worse: bool = False) -> str:
    """ "roughly two months’ progress (one to three)"; "roughly two months less progress (...)".

    low to high as in the 95% range, below 0 for less progress than others. Never "backwards":
    pupils who made less progress than others have still made some.
    """
    if is_worse:
        low, middle, high = -high, -middle, -low
    roughly = "roughly " if middle > 0 else "less than "
    return f"{roughly}{_months_of(max(middle, 1), is_worse)} ({_span(low, high, is_worse)})"


def _months_of(n: int, is_worse: bool = False) -> str:
    if is_worse:
        return f"{_in_words(n)} {'month' if n == 1 else 'months'} less progress"
    return f"{_in_words(n)} {'month’s' if n == 1 else 'months’'} progress"


def _span(low: int, high: int, is_worse: bool) -> str:
    """The range of months in the direction of the sentence; low below 0 is the other way."""
    if low == high:
        return "the same at both ends of the range"
    if low >= 0:
        return f"{_in_words(low)} to {_in_words(high)}"
    less, more = (high, -low) if is_worse else (-low, high)
    months_less = f"{_in_words(less)} {'month' if less == 1 else 'months'} less"
    return f"from {months_less if less else 'none'} to {_in_words(more)}{' more' if more else ''}"


def _in_words(n: int) -> str:
    return NUMBERS[n] if n < MOST_MONTHS else "twelve or more"


def months_or_more(n: int) -> str:
    """ "about three months’ progress or more"."""
    if n <= 0:
        return "less than one month’s progress"
    if n >= MOST_MONTHS:
        return "twelve months’ progress or more"
    return f"about {_months_of(n)} or more"


def of_them(as_large: int, drawn: int, *, enough: int) -> str:
    """ "about 31 in 100", "fewer than 1 in 100"; of fewer than enough, the count itself: "3", "none".

    The group in question is counted with those drawn, as in the p of a randomisation test.
    """
    if drawn < enough:
        return f"{as_large:,}" if as_large else "none"
    share = 100 * Decimal(as_large + 1) / Decimal(drawn + 1)
    if share < 1:
        return "fewer than 1 in 100"
    if share > 99:
        return "nearly all"
    return f"about {share.quantize(Decimal(1), ROUND_HALF_UP)} in 100"


def listed(parts: Sequence[str]) -> str:
    """ "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)


def month(day: date) -> str:
    """ "December 2027", whatever the language of the machine."""
    return f"{MONTHS_OF_THE_YEAR[day.month - 1]} {day.year}"


def schools(n: int) -> str:
    return f"{n:,} {'school' if n == 1 else 'schools'}"
