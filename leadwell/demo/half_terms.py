"""When the demonstration's specialists go to schools: once in each half-term of two years but the
last, which is for saying goodbye."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from leadwell.demo.terms import Terms
from leadwell.programmes.models import Enrolment
from leadwell.schools import calendar

SPANS = (
    (9, 8, 10, 20), (11, 3, 12, 15), (1, 7, 2, 10), (2, 24, 3, 28), (4, 22, 5, 24), (6, 8, 7, 14),
)  # fmt: skip
"""Month and day of the first and the last on which somebody goes: neither in the first days of a
term nor in its last week."""
TESTS = ((5, 9), (5, 16))
"""The week of the national tests, about: nobody goes."""
N_VISITS = 11


@dataclass(frozen=True, slots=True)
class HalfTerm:
    """number: 0 to 10, over both years."""

    number: int
    first: date
    last: date

    def day(self, place: int) -> date:
        """On which the school at this place is visited: spread over it, a weekday, not in the
        week of the tests."""
        n_days = (self.last - self.first).days
        day = self.first + timedelta(days=(place * 5 + self.number) % n_days)
        day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
        return without_tests(day)


def without_tests(day: date) -> date:
    """The day, or a week later in the week of the tests."""
    (month, first), (_, last) = TESTS
    if date(day.year, month, first) <= day <= date(day.year, month, last):
        return day + timedelta(days=7)
    return day


def in_term(part: Enrolment, day: date, *, since: date) -> date:
    """The day, where it is in term at this school; else the last school day before it that is not
    before another, or the first after it."""
    days = calendar.school_days(part.standing_school)
    if not days.is_holiday(day):
        return day
    before = days.before(day, 1)
    return before if before >= since else days.after(day, 1)


def half_terms(terms: Terms) -> Iterator[HalfTerm]:
    spans = [(year, span) for year in (1, 2) for span in SPANS][:N_VISITS]
    for number, (year, (month, day, to_month, to_day)) in enumerate(spans):
        yield HalfTerm(number, terms.day(year, month, day), terms.day(year, to_month, to_day))
