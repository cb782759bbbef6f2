"""What could be seen: how large an effect on published results has to be for some schools to show it.

Worked out before anybody looks at results, from how much results move by themselves. A year's
result of a school has variance a/2 + b/n about its own level (a and b as in chance.py); the schools
that took part are compared with k similar ones each, P years before with Q years after:

    se^2 = ((1 + 1/k) (a/2 + b/n) / schools + shock^2 / trusts) (1/P + 1/Q)

n is the harmonic mean of pupils a year. The last part is what happens to all schools of one trust
alike, each year anew, which no number of schools in the same trusts takes away.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import inf, isfinite, isinf, sqrt

import numpy as np
from scipy.special import nctdtr, ndtr, ndtri, stdtrit

from leadwell.evidence.panel import Floats, Ints, freeze
from leadwell.evidence.sizes.detectable import Detectable
from leadwell.evidence.sizes.months import months as months_of

FEW = 8  # schools; below it, chance is judged by Student's t
MOST_SCHOOLS = 20_000  # more than there are
MOST_YEARS = 30


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What is known of an outcome beforehand: its noise a, b in the unit squared, and pupil_sd in the
    unit, or None.

    pupil_sd: of pupils over the whole country, never of schools' means; None where effect sizes
        make no sense (a per cent).
    """

    outcome: str
    unit: str
    a: float
    b: float
    pupil_sd: float | None = None

    def __post_init__(self) -> None:
        if not (isfinite(self.a + self.b) and min(self.a, self.b) >= 0 and self.a + self.b > 0):
            raise ValueError(f"{self.outcome}: a and b are variances, not both 0")
        if self.pupil_sd is not None and not (isfinite(self.pupil_sd) and self.pupil_sd > 0):
            raise ValueError(f"{self.outcome}: a pupil standard deviation is above 0")


# Measured on 1,604 school-years of two counties, 2016/17 to 2018/19: to plan with until a and b
# have been fitted to the whole country. In a gap, what a class shares is in both parts and goes.
READING = Yardstick("reading", "scaled_score", a=0.94, b=79.4, pupil_sd=8.0)
MATHS = Yardstick("maths", "scaled_score", a=1.09, b=80.7, pupil_sd=7.1)
EXPECTED_STANDARD = Yardstick("reading, writing and maths", "percentage_points", a=2.5, b=2926.0)
READING_GAP = Yardstick("reading gap", "scaled_score", a=0.0, b=64.0, pupil_sd=8.0)


@dataclass(frozen=True, slots=True)
class Plan:
    """Who will be compared with whom, over how many years with published results.

    schools: that take part. years, base_years: after, and before. cohort: pupils a year, harmonic
    mean over schools (for a gap: gap_cohort). partners: similar schools for each.
    trusts: that the schools belong to; trust_shock: standard deviation, in the outcome's unit, of
    what befalls all schools of a trust in one year; both or neither.

    Raises ValueError for what cannot be.
    """

    schools: int
    years: int
    base_years: int = 3
    cohort: float = 35.0
    partners: int = 5
    trusts: int | None = None
    trust_shock: float = 0.0

    def __post_init__(self) -> None:
        if min(self.schools, self.years, self.base_years, self.partners) < 1:
            raise ValueError("schools, years before and after, and similar schools are 1 or more")
        if not (isfinite(self.cohort) and self.cohort > 0):
            raise ValueError("a year group has pupils")
        if not (isfinite(self.trust_shock) and self.trust_shock >= 0):
            raise ValueError("a trust's shock is a standard deviation, 0 or more")
        if self.trust_shock > 0 and self.trusts is None:
            raise ValueError("say how many trusts the schools belong to, as trusts move together")
        if self.trusts is not None and not 1 <= self.trusts <= self.schools:
            raise ValueError("schools belong to at least one trust, and to no more than one each")

    @property
    def df(self) -> float:
        """Of Student's t: schools and similar schools less two for few, infinite for FEW or more."""
        return inf if self.schools >= FEW else self.schools * (1 + self.partners) - 2


def detect(
    plan: Plan,
    by: Yardstick = READING,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    df: float | None = None,
) -> Detectable:
    """The smallest effect seen with this power, at this (two-sided) rate of false alarms.

    df: of Student's t instead of the plan's; inf where chance is judged by every school in the
        country, so that the noise is known and not estimated from the few.
    Raises ValueError for rates not strictly between 0 and 1, or one school with one similar one.
    Source: Bloom (1995), Evaluation Review 19, 547-556, for the multiplier.
    """
    se = standard_error(plan, by)
    points = se * multiplier(plan.df if df is None else df, alpha=alpha, power=power)
    g = None if by.pupil_sd is None else points / by.pupil_sd
    return Detectable(points, None if g is None else months_of(g), g=g, se=se)


def power_of(
    points: float,
    plan: Plan,
    by: Yardstick = READING,
    *,
    alpha: float = 0.05,
    df: float | None = None,
) -> float:
    """The chance (0 to 1) that a true effect of so many points would be told from chance."""
    ratio = points / standard_error(plan, by)
    return chance_of_seeing(ratio, df=plan.df if df is None else df, alpha=alpha)


def standard_error(plan: Plan, by: Yardstick) -> float:
    """Of the difference in change between schools that took part and similar schools."""
    a_year = (1 + 1 / plan.partners) * (by.a / 2 + by.b / plan.cohort) / plan.schools
    together = plan.trust_shock**2 / plan.trusts if plan.trusts else 0.0
    return sqrt((a_year + together) * (1 / plan.base_years + 1 / plan.years))


def schools_needed(
    plan: Plan,
    by: Yardstick = READING,
    *,
    points: float | None = None,
    months: int | None = None,
) -> int | None:
    """The fewest schools for an effect of so many points, or of no more than so many months.

    Everything but the number of schools is as in `plan`, trusts included. None where no number
    would do: years or trusts are too few. A month is a band, so that of months is the number for
    the band's upper end: ask for points to be strict. Raises ValueError unless asked for one.
    """
    enough = _target(by, points, months)
    fewest = plan.trusts or (1 if plan.partners > 1 else 2)
    return _fewest(lambda n: enough(detect(replace(plan, schools=n), by)), fewest, MOST_SCHOOLS)


def years_needed(
    plan: Plan,
    by: Yardstick = READING,
    *,
    points: float | None = None,
    months: int | None = None,
) -> int | None:
    """The fewest years after the start, as schools_needed; None where 30 would not do."""
    enough = _target(by, points, months)
    return _fewest(lambda n: enough(detect(replace(plan, years=n), by)), 1, MOST_YEARS)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """For a chart: shape (m,) each; g is None as in Detectable."""

    schools: Ints
    points: Floats
    g: Floats | None

    def __post_init__(self) -> None:
        freeze(self)


def curve(plan: Plan, by: Yardstick = READING, *, schools: Sequence[int]) -> Curve:
    """What each of these numbers of schools could show, everything else as in `plan`."""
    numbers = np.array(schools, dtype=np.int64)
    seen = [detect(replace(plan, schools=int(n)), by).points for n in numbers]
    points = np.array(seen, dtype=np.float64)
    return Curve(numbers, points, None if by.pupil_sd is None else points / by.pupil_sd)


def gap_cohort(disadvantaged: float, other: float) -> float:
    """The `cohort` for which b/cohort is b/disadvantaged + b/other: two groups of one year."""
    if not min(disadvantaged, other) > 0:
        raise ValueError("a gap is between two groups with pupils")
    return 1 / (1 / disadvantaged + 1 / other)


def harmonic_mean(cohorts: Floats) -> float:
    """Of pupils a year over schools. Raises ValueError for none, or a school without pupils."""
    if cohorts.size == 0 or not np.all(cohorts > 0):
        raise ValueError("every school needs a number of pupils above 0")
    return float(1 / np.mean(1 / cohorts))


def multiplier(df: float, *, alpha: float = 0.05, power: float = 0.8) -> float:
    """Standard errors between no effect and one that is seen: 2.80 for a normal at 5% and 80%."""
    if not (0 < alpha < 1 and 0 < power < 1):
        raise ValueError("a rate of false alarms and a power are between 0 and 1")
    return _quantile(1 - alpha / 2, df) + _quantile(power, df)


def chance_of_seeing(ratio: float, *, df: float, alpha: float = 0.05) -> float:
    """Power of a two-sided test for an effect of `ratio` standard errors, by noncentral t."""
    if not isfinite(ratio):
        raise ValueError("the effect is no number")
    if not 0 < alpha < 1:
        raise ValueError("a rate of false alarms is between 0 and 1")
    limit, ratio = _quantile(1 - alpha / 2, df), abs(ratio)
    if isinf(df):
        return float(ndtr(ratio - limit) + ndtr(-ratio - limit))
    missed, wrong_way = nctdtr(df, ratio, [limit, -limit])
    # SciPy has no number for some chances below 1e-25; the other side of them is known.
    return float(1 - np.nan_to_num(missed) + np.nan_to_num(wrong_way))


def _quantile(share: float, df: float) -> float:
    if not df > 0:
        raise ValueError("there are too few schools to judge chance by")
    return float(ndtri(share) if isinf(df) else stdtrit(df, share))


def _target(
    by: Yardstick, points: float | None, months: int | None
) -> Callable[[Detectable], bool]:
    if (points is None) == (months is None):
        raise ValueError("ask for points or for months")
    if points is not None:
        if not points > 0:
            raise ValueError("an effect to look for is above 0 points")
        # What detect() itself said is enough, whatever the last bit of a sum.
        return lambda seen: seen.points <= points * (1 + 1e-12)
    if by.pupil_sd is None:
        raise ValueError(f"{by.outcome} has no pupil standard deviation, and so no months")
    if months is None or not 1 <= months <= 11:
        raise ValueError("months to look for are 1 to 11: twelve is every effect above as well")
    return lambda seen: seen.months is not None and seen.months <= months


def _fewest(enough: Callable[[int], bool], fewest: int, most: int) -> int | None:
    numbers = range(fewest, most + 1)
    at = bisect_left(numbers, True, key=enough)
    return numbers[at] if at < len(numbers) else None
