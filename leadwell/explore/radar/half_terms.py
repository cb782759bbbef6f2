"""The six half-terms of a school's year, and how many school days there are between two days.

By the school's own dates where it has any, else its council's; in a year of which none are loaded
by the usual ones, so that the days of a programme always add up to what was agreed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from leadwell.lib import academic_year as years
from leadwell.lib.school_days import SATURDAY, bank_holidays
from leadwell.people.held import numbered
from leadwell.schools.models import HalfTerm

Term = HalfTerm.Term
Span = tuple[date, date]
NAMES = tuple(f"{term.label} {part}" for term in Term for part in (1, 2))
SHORT = ("Aut 1", "Aut 2", "Spr 1", "Spr 2", "Sum 1", "Sum 2")
USUAL = (
    ((9, 1), (10, 23)), ((11, 2), (12, 18)), ((1, 5), (2, 12)), ((2, 22), (3, 31)),
    ((4, 15), (5, 22)), ((6, 1), (7, 21)),
)  # fmt: skip
"""First and last day, as month and day, where nobody has loaded the dates."""
Year = tuple[tuple[Span, ...], ...]
"""Six half-terms, each of one span or more: some schools have a holiday more."""


@dataclass(frozen=True)
class HalfTerms:
    """Of one school, or of all that go by their council's dates. known: by academic year."""

    known: dict[int, Year]
    counted: dict[Span, int] = field(default_factory=dict, compare=False)
    """Asked for again and again: most schools of a programme joined it on one day."""

    def of(self, academic_year: int) -> Year:
        return self.known.get(academic_year) or usual(academic_year)

    def is_assumed(self, academic_year: int) -> bool:
        return academic_year not in self.known

    def school_days(self, first: date, last: date) -> int:
        """Weekdays within half-terms that are no bank holiday, both days counted."""
        if (first, last) not in self.counted:
            self.counted[first, last] = sum(
                _weekdays(max(first, begins), min(last, ends))
                for year in range(years.of(first), years.of(last) + 1)
                for spans in self.of(year)
                for begins, ends in spans
            )
        return self.counted[first, last]


def half_terms_of(
    places: Collection[tuple[int, int | None]], *, first: int, last: int
) -> dict[int, HalfTerms]:
    """By the school's number. places: of each school its number and its council's. first, last:
    academic years. One query, however many schools."""
    areas = {area for _, area in places} - {None}
    theirs = numbered("school_id", [school for school, _ in places])
    rows = (
        HalfTerm.objects.filter(theirs | numbered("local_authority_id", areas))  # type: ignore[arg-type]
        .filter(academic_year__range=(first, last))
        .order_by("starts_on")
        .values_list("school_id", "local_authority_id", "academic_year", "term", "number",
                     "starts_on", "ends_on")
    )  # fmt: skip
    own: dict[int, dict[int, list[list[Span]]]] = {}
    shared: dict[int, dict[int, list[list[Span]]]] = {}
    for school, area, year, term, number, starts_on, ends_on in rows:
        of = own.setdefault(school, {}) if school else shared.setdefault(area, {})
        slots = of.setdefault(year, [[] for _ in NAMES])
        slots[2 * Term.values.index(term) + min(number, 2) - 1].append((starts_on, ends_on))
    by_area = {area: HalfTerms(_frozen(known)) for area, known in shared.items()}
    none = HalfTerms({})
    return {
        school: HalfTerms(_frozen(shared.get(area or 0, {}) | own[school]))
        if school in own
        else by_area.get(area or 0, none)
        for school, area in places
    }


@cache
def usual(academic_year: int) -> Year:
    return tuple(
        ((_day(academic_year, *begins), _day(academic_year, *ends)),) for begins, ends in USUAL
    )


def _frozen(known: dict[int, list[list[Span]]]) -> dict[int, Year]:
    return {year: tuple(map(tuple, slots)) for year, slots in known.items()}


def _day(academic_year: int, month: int, day: int) -> date:
    return date(academic_year + (month < years.START_MONTH), month, day)


def _weekdays(first: date, last: date) -> int:
    """Weekdays from one day to another that are no bank holiday; 0 where the last comes first."""
    if last < first:
        return 0
    return sum(_within_year(first, last, each) for each in range(first.year, last.year + 1))


def _within_year(first: date, last: date, year: int) -> int:
    so_far = _so_far(year)
    begins = first.timetuple().tm_yday if first.year == year else 1
    ends = last.timetuple().tm_yday if last.year == year else len(so_far) - 1
    return so_far[ends] - so_far[begins - 1]


@cache
def _so_far(year: int) -> tuple[int, ...]:
    """By the day of the calendar year, how many there were up to and with it."""
    off, n, counted = bank_holidays(year), 0, [0]
    for day in _days_of(year):
        n += day.weekday() < SATURDAY and day not in off
        counted.append(n)
    return tuple(counted)


def _days_of(year: int) -> Iterable[date]:
    n_days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    return (date(year, 1, 1) + timedelta(days=n) for n in range(n_days))
