"""The days a school is at work: by its own term dates, else by those of its council."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from leadwell.lib import academic_year as years
from leadwell.lib.school_days import SchoolDays
from leadwell.schools.models import HalfTerm, School

Term = HalfTerm.Term
USUAL = {
    Term.AUTUMN: ((9, 1), (12, 18)),
    Term.SPRING: ((1, 5), (3, 31)),
    Term.SUMMER: ((4, 15), (7, 21)),
}
"""First and last day of a term, as month and day, where nobody has loaded its dates."""


@dataclass(frozen=True, slots=True)
class TermDates:
    """A term of one school. is_assumed: its dates are the usual ones, for none are loaded."""

    academic_year: int
    term: HalfTerm.Term
    starts_on: date
    ends_on: date
    is_assumed: bool


def school_days(school: School) -> SchoolDays:
    """For each year the school's own half-terms where it has any, else the council's. One query."""
    return school_days_of([school])[school.pk]


def school_days_of(schools: Collection[School]) -> dict[int, SchoolDays]:
    """The same for many, by the school's number. One query, however many."""
    rows = _rows(schools)
    return {
        school.pk: _calendar(_of(school.pk, school.local_authority_id, rows)) for school in schools
    }


@dataclass(frozen=True, slots=True)
class Calendars:
    """By the number of the council, and of the school that has dates of its own."""

    of_area: dict[int, SchoolDays]
    of_school: dict[int, SchoolDays]

    def of(self, places: Iterable[tuple[int, int | None]]) -> dict[int, SchoolDays]:
        """By the number of each school, which is given with its council's."""
        none = SchoolDays()
        return {
            school: self.of_school.get(school) or self.of_area.get(area or 0, none)
            for school, area in places
        }


def calendars(academic_years: Collection[int] = ()) -> Calendars:
    """Every calendar there is; of these years alone, where they are named. One query."""
    dated = (
        HalfTerm.objects.filter(academic_year__in=academic_years)
        if academic_years
        else (HalfTerm.objects.all())
    )
    return _calendars(dated)


def shared_days(places: Collection[tuple[int, int | None]]) -> dict[int, SchoolDays]:
    """The days of thousands of schools, each known by its number and its council's: those that go
    by their council's dates are given one and the same calendar. One query."""
    areas = {area for _, area in places} - {None}
    own = HalfTerm.objects.filter(school__in=[school for school, _ in places])
    return _calendars(own | HalfTerm.objects.filter(local_authority__in=areas)).of(places)


def _calendars(dated: QuerySet[HalfTerm]) -> Calendars:
    by_area: dict[int, list[Span]] = {}
    by_school: dict[int, list[Span]] = {}
    council: dict[int, int | None] = {}
    of_row = ("local_authority", "school", "school__local_authority")
    for area, school, its, *span in dated.order_by().values_list(*of_row, *SPAN):
        if school is None:
            by_area.setdefault(area, []).append(tuple(span))
        else:
            by_school.setdefault(school, []).append(tuple(span))
            council[school] = its
    return Calendars(
        {area: _shared(spans) for area, spans in by_area.items()},
        {
            school: _shared(_own_first(spans, by_area.get(council[school] or 0, [])))
            for school, spans in by_school.items()
        },
    )


SPAN = ("academic_year", "starts_on", "ends_on")
Span = tuple[int, date, date]


def _own_first(own: list[Span], of_area: list[Span]) -> list[Span]:
    """In a year of which the school has dates of its own, those alone."""
    years_of_own = {year for year, _, _ in own}
    return own + [span for span in of_area if span[0] not in years_of_own]


def _shared(spans: Iterable[Span]) -> SchoolDays:
    return SchoolDays(tuple(sorted((first, last) for _, first, last in spans)))


def half_terms(school: School, academic_year: int) -> list[HalfTerm]:
    """Those of a school in one year, in order of days: its own where it has any, else its
    council's; `school` of a row says which. One query."""
    found = _of(school.pk, school.local_authority_id, _rows([school]))
    return sorted(
        (row for row in found if row.academic_year == academic_year), key=lambda row: row.starts_on
    )


def terms_of(
    schools: Collection[School], *, first: date, last: date
) -> dict[int, tuple[TermDates, ...]]:
    """The terms of all academic years from one day to another, by the school's number. One query,
    however many schools."""
    rows = _rows(schools)
    asked = range(years.of(first), years.of(last) + 1)
    return {
        school.pk: tuple(_terms(list(_of(school.pk, school.local_authority_id, rows)), asked))
        for school in schools
    }


def _terms(rows: list[HalfTerm], asked: Iterable[int]) -> Iterable[TermDates]:
    for year in asked:
        for term in Term:
            parts = [row for row in rows if (row.academic_year, row.term) == (year, term)]
            if parts:
                starts_on = min(row.starts_on for row in parts)
                ends_on = max(row.ends_on for row in parts)
            else:
                starts_on, ends_on = (_usual(year, *day) for day in USUAL[term])
            yield TermDates(year, term, starts_on, ends_on, is_assumed=not parts)


def _usual(academic_year: int, month: int, day: int) -> date:
    return date(academic_year + (month < years.START_MONTH), month, day)


def _rows(schools: Collection[School]) -> list[HalfTerm]:
    areas = {school.local_authority_id for school in schools} - {None}
    return list(
        HalfTerm.objects.filter(school__in=schools)
        | HalfTerm.objects.filter(local_authority__in=areas)
    )


def _of(school: int, area: int | None, rows: list[HalfTerm]) -> Iterable[HalfTerm]:
    own = {row.academic_year for row in rows if row.school_id == school}
    return (
        row
        for row in rows
        if row.school_id == school
        or (area and row.local_authority_id == area and row.academic_year not in own)
    )


def _calendar(rows: Iterable[HalfTerm]) -> SchoolDays:
    return SchoolDays(tuple(sorted((row.starts_on, row.ends_on) for row in rows)))
