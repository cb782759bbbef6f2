"""Months of progress: what the Education Endowment Foundation says instead of an effect size.

A translation for readers, coarse and disputed (Baird and Pane, 2019, Educational Researcher 48,
217-228): print points and g first, months third and never alone. Negative months do not mean that
pupils went backwards: others went further.
"""

from bisect import bisect_right
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite

from leadwell.evidence.estimate import Interval

# The Foundation's table for trials: months, and effect sizes from and to, in hundredths. From .10
# up it is that of its Toolkit (educationendowmentfoundation.org.uk, "About the Toolkits:
# attainment"), which counts .02 to .09 as a month; trials count .00 to .04 as none.
TABLE = (
    (0, 0, 4),
    (1, 5, 9),
    (2, 10, 18),
    (3, 19, 26),
    (4, 27, 35),
    (5, 36, 44),
    (6, 45, 52),
    (7, 53, 61),
    (8, 62, 69),
    (9, 70, 78),
    (10, 79, 87),
    (11, 88, 95),
    (12, 96, None),  # and never past a year
)
_FROM = tuple(low for _, low, _ in TABLE)


@dataclass(frozen=True, slots=True)
class Months:
    """months: of an effect, below 0 where the others went further. interval: of its two ends."""

    months: int
    interval: tuple[int, int] | None


def of_effect(g: float, interval: Interval | None = None) -> Months:
    """Months of an effect size, and of each end of its 95% interval. Raises ValueError for NaN."""
    ends = None if interval is None else (months(interval[0]), months(interval[1]))
    return Months(months(g), ends)


def months(g: float) -> int:
    """Whole months, -12 to 12. Raises ValueError for a g that is no number.

    g is first rounded to two places, halves away from zero: .045 is .05, a month, and -.045 is
    -.05, a month the other way. (A float that is .045 but for its last bits counts as .045.)
    """
    if not isfinite(g):
        raise ValueError("there is no effect size to turn into months")
    exact = Decimal(repr(round(abs(min(max(g, -99.0), 99.0)), 10)))
    hundredths = int((exact * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    size = TABLE[bisect_right(_FROM, hundredths) - 1][0]
    return size if g > 0 else -size
