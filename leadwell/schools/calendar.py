"""The days a school is at work: by its own term dates, else by those of its council."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

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


def shared_days(places: Collection[tuple[int, int | None]]) -> dict[int, SchoolDays]:
    """The same for thousands, each known by its number and its council's: schools that go by their
    council's dates are given one and the same calendar. One query."""
    schools, areas = {school for school, _ in places}, {area for _, area in places} - {None}
    by_area: dict[int | None, list[Span]] = {}
    by_school: dict[int, list[Span]] = {}
    dated = HalfTerm.objects.filter(local_authority__in=areas) | HalfTerm.objects.filter(
        school__isnull=False
    )
    for area, school, *span in dated.order_by().values_list("local_authority", "school", *SPAN):
        if school is None:
            by_area.setdefault(area, []).append(tuple(span))
        elif school in schools:
            by_school.setdefault(school, []).append(tuple(span))
    of_area = {area: _shared(by_area.get(area, [])) for area in {*areas, None}}
    return {
        school: _shared(_own_first(by_school[school], by_area.get(area, [])))
        if school in by_school
        else of_area[area]
        for school, area in places
    }


SPAN = ("academic_year", "starts_on", "ends_on")
Span = tuple[int, date, date]


def _own_first(own: list[Span], of_area: list[Span]) -> list[Span]:
    """In a year of which the school has dates of its own, those alone."""
    years_of_own = {year for year, _, _ in own}
    return own + [span for span in of_area if span[0] not in years_of_own]


def _shared(spans: Iterable[Span]) -> SchoolDays:
    return SchoolDays(tuple(sorted((first, last) for _, first, last in spans)))


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
