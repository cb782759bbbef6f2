"""The half-terms of a programme's years: by the dates of the council of most of its schools."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from leadwell.lib import academic_year as years
from leadwell.lib import words
from leadwell.lib.school_days import SchoolDays
from leadwell.programmes.models import HALF_TERMS, Programme
from leadwell.schools.models import HalfTerm

A_WEEK = 5  # school days
USUAL = (
    ((9, 1), (10, 23)), ((11, 2), (12, 18)), ((1, 5), (2, 12)), ((2, 22), (3, 31)),
    ((4, 15), (5, 22)), ((6, 1), (7, 21)),
)  # fmt: skip
"""First and last day of each half-term, where nobody has loaded the dates."""
TERMS = (HalfTerm.Term.AUTUMN, HalfTerm.Term.SPRING, HalfTerm.Term.SUMMER)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-term of one year. number: 1 to 6. n_days: school days in it."""

    year: int
    number: int
    first: date
    last: date
    n_days: int

    @property
    def n_weeks(self) -> float:
        return self.n_days / A_WEEK

    def __str__(self) -> str:
        return f"{HALF_TERMS[self.number - 1]} of {years.label(years.of(self.first))}"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The half-terms of a programme's years. of: whose dates they are; "" where all are the usual
    ones. assumed: the academic years of which no dates are known."""

    spans: tuple[Span, ...]
    days: SchoolDays
    of: str
    assumed: tuple[int, ...]

    def span(self, year: int, half_term: int) -> Span:
        return next(one for one in self.spans if (one.year, one.number) == (year, half_term))

    def begins(self, on: date) -> tuple[int, int]:
        """Year and half-term in which what starts on this day begins: that day's, else the next."""
        here = (one for one in self.spans if one.last >= on)
        found = min(here, key=lambda one: one.first, default=self.spans[0])
        return found.year, found.number

    @property
    def sentence(self) -> str:
        if not self.assumed:
            return f"By the term dates of {self.of}."
        said = words.listed([years.label(year) for year in self.assumed])
        usual = f"Term dates of {said} are not loaded: the usual ones are taken."
        return f"{usual} Other years by the dates of {self.of}." if self.of else usual


def calendar_of(programme: Programme) -> Calendar:
    """By the council of most of its schools; before any takes part, by the usual dates. Two
    queries."""
    areas = programme.enrolments.filter(left_on=None).values_list(
        "school__local_authority_id", "school__local_authority__name"
    )
    first = programme.first_year
    wanted = range(first - 1, first + programme.n_years)
    found = Counter(area for area in areas.order_by() if area[0]).most_common(1)
    rows: list[HalfTerm] = []
    if found:
        (area, name), _ = found[0]
        rows = list(HalfTerm.objects.filter(local_authority=area, academic_year__in=wanted))
    return reckon(first, programme.n_years, rows, of=name if found else "")


def reckon(first: int, n_years: int, rows: Sequence[HalfTerm], *, of: str) -> Calendar:
    """first: the academic year the programme begins in. rows: half-terms of one council."""
    dated = {
        (row.academic_year, 2 * TERMS.index(HalfTerm.Term(row.term)) + row.number):
        (row.starts_on, row.ends_on) for row in rows
    }  # fmt: skip
    its = range(first, first + n_years)
    known = {year for year, _ in dated if year in its}
    # With the year before, in whose July a programme may begin.
    where = {
        (year, n): dated.get((year, n)) or _usual(year, n)
        for year in (first - 1, *its)
        for n in range(1, 7)
    }
    days = SchoolDays(tuple(sorted(where.values())))
    spans = tuple(
        Span(year - first + 1, n, *span, n_days=days.between(*span))
        for (year, n), span in where.items()
        if year in its
    )
    assumed = tuple(year for year in its if year not in known)
    return Calendar(spans, days, of if known else "", assumed)


def _usual(academic_year: int, number: int) -> tuple[date, date]:
    first, last = (
        date(academic_year + (month < years.START_MONTH), month, day)
        for month, day in USUAL[number - 1]
    )
    return first, last
