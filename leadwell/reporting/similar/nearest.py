"""Finding the schools most alike to one: the distance of similar.py, worked out in SQL.

One query weighs every candidate of the school's own region, and those elsewhere only if the
region has too few. The national spread changes only when something is loaded, and is kept until
then by each process.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from django.db import connection

from leadwell.reporting.life.rows import SchoolYear
from leadwell.reporting.overview.standing import Version
from leadwell.reporting.similar import method as similar
from leadwell.reporting.similar.method import Distance, Intake
from leadwell.schools import catalogue
from leadwell.schools.models import School

RESULT = "rwm_expected"
LAST = 3  # published results whose mean stands for earlier results


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


def nearest(school: School, rows: Mapping[int, SchoolYear], loaded: Version) -> Search | None:
    """The schools most alike in the school's latest year with results; None if it has no year,
    is not mainstream, or its phase is not known. At most two queries; none if it was asked since
    the last load."""
    year = latest_year(rows)
    if year is None or school.is_special or not school.phase_of_education:
        return None
    own = intake_of(rows, year, n_pupils=school.n_pupils)
    subject = _Subject(school.pk, school.phase_of_education, school.region, year, own)
    return _search(subject, loaded)


@dataclass(frozen=True, slots=True)
class _Subject:
    """All that a search depends on, apart from what is loaded."""

    school_id: int
    phase_of_education: str
    region: str
    academic_year: int
    intake: Intake


@lru_cache(maxsize=500)
def _search(subject: _Subject, loaded: Version) -> Search:
    """About 10 KB each. 16 ms among the 1,900 schools of a region, then nothing."""
    spread = _spread(loaded, subject.academic_year)
    found = _candidates(subject, spread)
    return Search(subject.academic_year, subject.intake, spread, found)


def latest_year(rows: Mapping[int, SchoolYear]) -> int | None:
    """The last year with results, else the last year with a row."""
    with_results = [year for year, row in rows.items() if row.value(RESULT) is not None]
    return max(with_results or rows, default=None)


def intake_of(rows: Mapping[int, SchoolYear], year: int, *, n_pupils: int | None) -> Intake:
    """What a school is compared by in a year: slow twin of the columns of _INTAKE."""
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
    least = similar.load().least_published
    return {year: median(values) for year, values in by_year.items() if len(values) >= least}


def _candidates(subject: _Subject, spread: Intake) -> tuple[Neighbour, ...]:
    weights, own = similar.load(), subject.intake
    parameters = {
        "school": subject.school_id, "phase": subject.phase_of_education,
        "region": subject.region, "year": subject.academic_year, "limit": weights.n_schools,
        **{f"own_{key}": getattr(own, key) for key in _FIELDS},
        **{f"spread_{key}": getattr(spread, key) or None for key in _FIELDS},
        **{f"weight_{c.key}": c.weight for c in weights.components},
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_nearest_sql(), parameters)
        return tuple(_neighbour(row, own, spread) for row in cursor.fetchall())


def _neighbour(row: tuple, own: Intake, spread: Intake) -> Neighbour:
    pk, urn, name, town, area, is_near, *numbers = row
    intake = Intake(*numbers)
    apart = similar.distance(own, intake, spread=spread, weights=similar.load())
    if apart is None:
        raise ValueError("a school of which nothing is known was chosen as similar")
    return Neighbour(pk, urn, name, town, area or "", bool(is_near), intake, apart)


@lru_cache(maxsize=16)
def _spread(loaded: Version, year: int) -> Intake:
    with connection.cursor() as cursor:
        cursor.execute(_spread_sql(), {"year": year})
        return Intake(*cursor.fetchone())


_FIELDS = ("pupils", "fsm6", "sen", "age_7", "earlier")


def _value(key: str, row: str = "p") -> str:
    """A measure's cell in SQL, whose arrays begin at 1."""
    return f"{row}.values[{catalogue.load().by_key[key].slot + 1}]"


def _intake_sql() -> dict[str, str]:
    """Each thing compared, of a school s and its row p: fast twin of intake_of."""
    plan = f"coalesce({_value('statement_or_ehcp_pct')}, {_value('ehcp_pct')})"
    return {
        "pupils": f"coalesce(nullif({_value('n_on_roll')}, 0), s.n_pupils)",
        "fsm6": _value("disadvantaged_pct"),
        "sen": f"coalesce({_value('sen_pct')}, {_value('sen_support_pct')} + {plan})",
        "age_7": _value("prior_attainment"),
        "earlier": f"""(select avg(latest.value) from (
            select {_value(RESULT, "h")} as value from schools_publishedyear h
            where h.school_id = s.id and h.academic_year <= %(year)s
              and {_value(RESULT, "h")} is not null
            order by h.academic_year desc limit {LAST}) latest)""",
    }


def _spread_sql() -> str:
    columns = ", ".join(f"{sql} as {name}" for name, sql in _intake_sql().items())
    ranges = ", ".join(
        f"percentile_cont(0.75) within group (order by {name})"
        f" - percentile_cont(0.25) within group (order by {name})"
        for name in _FIELDS
    )
    return f"""select {ranges} from (
      select {columns} from schools_publishedyear p join schools_school s on s.id = p.school_id
      where p.academic_year = %(year)s and p.record_type = 1
        and {_value(RESULT)} is not null) all_schools"""


def _nearest_sql() -> str:
    intake = _intake_sql()
    # Earlier results are looked up only for pairs that have no results at age 7 to compare.
    intake["earlier"] = (
        f"case when %(own_age_7)s::float8 is null or {intake['age_7']} is null"
        f" then {intake['earlier']} end"
    )
    columns = ", ".join(f"{sql} as {name}" for name, sql in intake.items())
    parts = {
        name: f"abs({name} - %(own_{name})s::float8) / %(spread_{name})s::float8"
        for name in _FIELDS
    }
    both = "age_7 is not null and %(own_age_7)s::float8 is not null"
    start = f"case when {both} then {parts['age_7']} else {parts['earlier']} end"
    terms = {"pupils": parts["pupils"], "fsm6": parts["fsm6"], "sen": parts["sen"], "start": start}
    total = " + ".join(f"coalesce(%(weight_{key})s::float8 * {key}_apart, 0)" for key in terms)
    weight = " + ".join(
        f"case when {key}_apart is not null then %(weight_{key})s::float8 else 0 end"
        for key in terms
    )
    apart = ", ".join(f"{sql} as {key}_apart" for key, sql in terms.items())

    # "offset 0" keeps each step apart: schools first, then their rows by index, and nothing
    # worked out twice. Left to itself the planner reads a whole year, the more so after a load.
    def weighed(where: str) -> str:
        return f"""select *, ({total}) / nullif({weight}, 0) as apart from (
          select *, {apart} from (
            select s.id, s.urn, s.name, s.town, s.local_authority_id, {columns}
            from (
              select * from schools_school s
              where s.phase_of_education = %(phase)s and {where} and not s.is_special
                and s.is_open and s.continued_by_id is null and s.id <> %(school)s
              offset 0
            ) s cross join lateral (
              select p.values from schools_publishedyear p
              where p.school_id = s.id and p.academic_year = %(year)s and p.record_type = 1
                and {_value(RESULT)} is not null
              order by p.urn = s.urn desc, p.urn desc limit 1
            ) p
            offset 0
          ) candidate offset 0) measured
          where ({weight}) > 0
          order by apart, urn limit %(limit)s"""

    near = "s.region = %(region)s and s.region <> ''"
    too_few = "(select count(*) from near) < %(limit)s"
    found = ", ".join(f"b.{name}" for name in _FIELDS)
    return f"""
    with near as materialized ({weighed(near)}),
    far as materialized ({weighed(f"not ({near}) and {too_few}")}),
    both_sets as (select *, true as is_near from near union all select *, false from far)
    select b.id, b.urn, b.name, b.town, a.name, b.is_near, {found}
    from both_sets b left join schools_localauthority a on a.code = b.local_authority_id
    order by b.is_near desc, b.apart, b.urn limit %(limit)s"""


# Of two rows of a school in a year, that of the URN in force on the day of the tests (near enough:
# the one that opened last before it).
_VALUES = """
select distinct on (p.academic_year, p.school_id) p.academic_year, p.values[%(slot)s]
from schools_publishedyear p left join schools_registerentry e on e.urn = p.urn
where p.school_id = any(%(ids)s) and p.values[%(slot)s] is not null
order by p.academic_year, p.school_id,
  coalesce(e.opened_on < make_date(p.academic_year + 1, 5, 15), true) desc,
  e.opened_on desc nulls last, p.urn desc"""
