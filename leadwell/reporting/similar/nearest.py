"""Finding the schools most alike to one: who may be compared, in which year, and what was found.

What is weighed changes only when something is loaded, and is kept until then by each process.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from statistics import median

from django.db import connection

from leadwell.reporting.life.rows import SchoolYear
from leadwell.reporting.overview.standing import Sql
from leadwell.reporting.similar import method, weighing
from leadwell.reporting.similar.method import Distance, Intake
from leadwell.reporting.similar.weighing import Country
from leadwell.schools import standing_row
from leadwell.schools.intake import LAST, RESULT
from leadwell.schools.models import School
from leadwell.schools.version import Version


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A school alike: who it is, its intake in the year compared, and how far away it is."""

    school_id: int
    urn: int
    name: str
    town: str
    area: str
    is_same_region: bool
    intake: Intake
    distance: Distance


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found: the year compared, the school's own intake, the national spread, and
    the neighbours, those of the same region first, nearest first."""

    academic_year: int
    intake: Intake
    spread: Intake
    neighbours: tuple[Neighbour, ...]

    @property
    def ids(self) -> list[int]:
        return [each.school_id for each in self.neighbours]

    @property
    def n_same_region(self) -> int:
        return sum(each.is_same_region for each in self.neighbours)


def nearest(
    school: School,
    rows: Mapping[int, SchoolYear],
    loaded: Version,
    *,
    among: Sql,
) -> Search | None:
    """The schools most alike in the school's latest year with results; None if it has no year,
    is not mainstream, or its phase is not known. among: those a person may see. One query, two
    more the first time after a load; none if it was asked since."""
    year = latest_year(rows)
    if year is None or school.is_special or not school.phase_of_education:
        return None
    subject = _Subject(
        visible=among,
        school_id=school.pk,
        phase=school.phase_of_education,
        region=school.region,
        academic_year=year,
        intake=intake_of(rows, year, n_pupils=school.n_pupils),
    )
    return _search(subject, loaded)


@dataclass(frozen=True, slots=True)
class _Subject:
    """All that a search depends on, apart from what is loaded. visible: who may be found."""

    visible: Sql
    school_id: int
    phase: str
    region: str
    academic_year: int
    intake: Intake


@lru_cache(maxsize=500)
def _search(subject: _Subject, loaded: Version) -> Search:
    """About 10 KB each. 2 ms, then nothing."""
    whole = weighing.country(loaded, subject.academic_year)
    found = tuple(_neighbours(subject, whole))
    return Search(subject.academic_year, subject.intake, whole.spread, found)


def latest_year(rows: Mapping[int, SchoolYear]) -> int | None:
    """The last year with results, else the last year with a row."""
    with_results = [year for year, row in rows.items() if row.value(RESULT) is not None]
    return max(with_results or rows, default=None)


def intake_of(rows: Mapping[int, SchoolYear], year: int, *, n_pupils: int | None) -> Intake:
    """What a school is compared by in a year: slow twin of schools/intake.py."""
    row = rows[year]
    results = [
        value
        for each in sorted(rows, reverse=True)
        if each <= year and (value := rows[each].value(RESULT)) is not None
    ][:LAST]
    on_roll = row.value("n_on_roll")
    return Intake(
        pupils=on_roll or n_pupils,  # 0 is published of schools about to close
        fsm6=row.value("disadvantaged_pct"),
        sen=_sen(row),
        age_7=row.value("prior_attainment"),
        earlier=sum(results) / len(results) if results else None,
    )


def _sen(row: SchoolYear) -> float | None:
    whole, support = row.value("sen_pct"), row.value("sen_support_pct")
    plan = row.value("statement_or_ehcp_pct")
    plan = row.value("ehcp_pct") if plan is None else plan
    if whole is not None:
        return whole
    return support + plan if support is not None and plan is not None else None


def medians(ids: list[int], measure_slot: int) -> dict[int, float]:
    """By year, the middle of the published values of these schools, where enough have one. One
    query."""
    with connection.cursor() as cursor:
        cursor.execute(_VALUES, {"ids": ids, "slot": measure_slot + 1})
        by_year: dict[int, list[float]] = {}
        for year, value in cursor.fetchall():
            by_year.setdefault(year, []).append(value)
    least = method.load().least_published
    return {year: median(values) for year, values in by_year.items() if len(values) >= least}


def _neighbours(subject: _Subject, whole: Country) -> Iterator[Neighbour]:
    """The nearest of those a person may see, asked for a page at a time."""
    ordered = weighing.in_order(
        whole,
        subject.intake,
        school_id=subject.school_id,
        phase=subject.phase,
        region=subject.region,
    )
    left = method.load().n_schools
    while left and (page := list(islice(ordered, method.load().n_schools))):
        seen = _seen(subject.visible, [int(whole.ids[at]) for at, _ in page])
        for at, is_near in page:
            if left and (who := seen.get(int(whole.ids[at]))):
                yield _neighbour(who, subject.intake, whole, at, is_near=is_near)
                left -= 1


def _seen(visible: Sql, ids: list[int]) -> dict[int, tuple[int, str, str, str]]:
    """URN, name, town and area of those of these schools that a person may see."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES.format(visible=visible.text), (*visible.parameters, ids))
        return {pk: (urn, name, town, area or "") for pk, urn, name, town, area in cursor}


def _neighbour(
    who: tuple[int, str, str, str], own: Intake, whole: Country, at: int, *, is_near: bool
) -> Neighbour:
    intake = whole.intake(at, without_earlier=own.age_7 is not None)
    apart = method.distance(own, intake, spread=whole.spread, weights=method.load())
    if apart is None:
        raise ValueError("a school of which nothing is known was chosen as similar")
    return Neighbour(int(whole.ids[at]), *who, is_near, intake, apart)


_NAMES = """
select s.id, s.urn, s.name, s.town, a.name from ({visible}) v
join schools_school s on s.id = v.id
left join schools_localauthority a on a.code = s.local_authority_id
where v.id = any(%s)"""

_VALUES = f"""
select p.academic_year, p.values[%(slot)s] from schools_publishedyear p
where p.school_id = any(%(ids)s) and p.values[%(slot)s] is not null
  and {standing_row.condition("p")}
order by p.academic_year"""
