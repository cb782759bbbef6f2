"""School days: the weekdays within a school's half-terms that are no bank holiday, training days
included. Deadlines of work in schools count these; those of the law count calendar days.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from leadwell.lib import academic_year

A_DAY = timedelta(days=1)
SATURDAY = 5
LONGEST_HOLIDAY = 60
"""Days. More between two half-terms is a term of which nobody has loaded the dates."""
SUMMER = 6
"""The month from which on a half-term that ends is the last of its year."""
FURTHEST = 400
"""Days looked ahead for the next school day: more than a year without one is no calendar."""


@dataclass(frozen=True, slots=True)
class SchoolDays:
    """The days on which a school is at work.

    spans: first and last day of each half-term, in order. In an academic year of which no term
    dates are known, every weekday is counted that is no bank holiday: `is_assumed` says so.
    """

    spans: tuple[tuple[date, date], ...] = ()

    def is_assumed(self, day: date) -> bool:
        year = academic_year.of(day)
        return all(academic_year.of(first) != year for first, _ in self.spans)

    def includes(self, day: date) -> bool:
        if day.weekday() >= SATURDAY or day in bank_holidays(day.year):
            return False
        return any(first <= day <= last for first, last in self.spans) or self.is_assumed(day)

    def is_holiday(self, day: date) -> bool:
        """Whether a day is known to be off: between two half-terms no further apart than a summer,
        before the first of a year that begins in its first month, after the last of one that has
        its summer term; or a bank holiday in term. A Saturday in term is in term."""
        if self.is_assumed(day):
            return False
        if any(first <= day <= last for first, last in self.spans):
            return day in bank_holidays(day.year)
        ended = max((last for _, last in self.spans if last < day), default=None)
        begins = min((first for first, _ in self.spans if first > day), default=None)
        if ended and begins and (begins - ended).days <= LONGEST_HOLIDAY:
            return True
        year = academic_year.of(day)
        is_after_summer = (
            ended and academic_year.of(ended) == year
            and SUMMER <= ended.month < academic_year.START_MONTH
        )  # fmt: skip
        is_before_autumn = (
            begins and academic_year.of(begins) == year
            and begins.month == academic_year.START_MONTH
        )  # fmt: skip
        return bool(is_after_summer or is_before_autumn)

    def after(self, day: date, n: int) -> date:
        """The n-th school day after this one. Raises ValueError below 1."""
        if n < 1:
            raise ValueError("count one school day at least")
        for _ in range(n):
            day = self._next(day)
        return day

    def before(self, day: date, n: int) -> date:
        """The n-th school day before this one. Raises ValueError below 1."""
        if n < 1:
            raise ValueError("count one school day at least")
        for _ in range(n):
            day = self._next(day, -A_DAY)
        return day

    def between(self, first: date, last: date) -> int:
        """How many school days there are from the first day to the last, both counted."""
        if last < first:
            return 0
        years = range(academic_year.of(first), academic_year.of(last) + 1)
        known = [_of_year(self, year) for year in years]
        return sum(bisect_right(days, last) - bisect_left(days, first) for days in known)

    def _next(self, day: date, step: timedelta = A_DAY) -> date:
        for _ in range(FURTHEST):
            day += step
            if self.includes(day):
                return day
        raise ValueError(f"there is no school day within {FURTHEST} days of {day}")


@lru_cache(maxsize=1024)
def _of_year(days: SchoolDays, year: int) -> tuple[date, ...]:
    """Those of an academic year, in order. Councils share few calendars, and pages count between
    many days."""
    begins = academic_year.first_day(year)
    n_days = (academic_year.first_day(year + 1) - begins).days
    each = (begins + i * A_DAY for i in range(n_days))
    return tuple(day for day in each if days.includes(day))


def half_terms(
    first: date, last: date, holidays: Sequence[tuple[date, date]]
) -> list[tuple[date, date]]:
    """A term without its half-term holidays: what is left, in order.

    Raises ValueError, as a sentence, when a holiday is not within the term or the term is empty.
    """
    if last < first:
        raise ValueError(f"a term cannot end on {last} and begin on {first}")
    parts, begins = [], first
    for off, on in sorted(holidays):
        if not begins < off <= on < last:
            raise ValueError(f"the holiday from {off} to {on} is not within the term")
        parts.append((begins, off - A_DAY))
        begins = on + A_DAY
    return [*parts, (begins, last)]


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """Bank holidays of England in a calendar year, those by proclamation included."""
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))
