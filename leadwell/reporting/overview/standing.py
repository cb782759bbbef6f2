"""Which schools the overview shows, in which order, and their figures: asked of the database.

Sorting, filtering and counting are one query, whose answer (row ids in order, and four counts)
is remembered until anything is loaded; a page then reads its fifty rows by their ids.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from leadwell.evidence.chance import Z95
from leadwell.schools import catalogue, standing_row
from leadwell.schools.catalogue import Measure, Unit
from leadwell.schools.models import School
from leadwell.schools.version import Version

BATCH = 500  # rows at a time for a CSV: a few hundred kilobytes

# Nothing is ranked: a result's order is one of several, and A to Z is what one starts with.
ORDERS = {
    "name": "name, school_id",
    "level": "level nulls last, name, school_id",
    "-level": "level desc nulls last, name, school_id",
    "change": "level - before nulls last, name, school_id",
    "-change": "level - before desc nulls last, name, school_id",
    "gap": "gap nulls last, name, school_id",
    "-gap": "gap desc nulls last, name, school_id",
    "pupils": "n, name, school_id",
    "-pupils": "n desc, name, school_id",
}


@dataclass(frozen=True, slots=True)
class Sql:
    """A queryset as SQL. Two that are equal ask for the same, whoever asks."""

    text: str
    parameters: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A measure of some schools in one year, beside an earlier one.

    schools: whose, as SQL with its parameters. england: the comparator, None where there is none.
    version: what was loaded when it was asked; an answer is never used for another version.
    """

    schools: Sql
    measure: str
    academic_year: int
    earlier_year: int | None
    england: float | None
    sort: str
    version: Version


@dataclass(frozen=True, slots=True)
class Standing:
    """Answers. ids: of published rows, in order. n_with: how many have a value. n_below, n_above:
    of those, by more than chance, beside England. n_without_row: open schools without results."""

    ids: Sequence[int]
    n_with: int
    n_below: int
    n_above: int
    n_without_row: int


@dataclass(frozen=True, slots=True)
class Row:
    """One school's published values, and why one is missing (a Reason's number, 0 where it is not).

    lower, upper: as printed by the Department. was_urn: the number it had in the earlier year.
    """

    id: int
    urn: int
    name: str
    town: str
    area: str
    trust: str
    source_ids: list[int]
    row_urn: int
    level: float | None
    level_reason: int
    n: float
    lower: float | None
    upper: float | None
    ours: float | None
    ours_reason: int
    n_ours: float | None
    others: float | None
    others_reason: int
    n_others: float | None
    was_urn: int | None
    was_source_ids: list[int]
    before: float | None
    before_reason: int | None
    n_before: float | None


def sql_of(rows: QuerySet[Any], *columns: str) -> Sql:
    """What a queryset would ask, of these columns: to remember its answer by, or to ask more of."""
    try:
        text, parameters = rows.values(*columns).query.sql_with_params()
    except EmptyResultSet:
        nothing = rows.model._default_manager.extra(where=["false"])
        text, parameters = nothing.values(*columns).query.sql_with_params()
    return Sql(text, tuple(parameters))


def schools_sql(schools: QuerySet[School]) -> Sql:
    """The schools a person may see, as chosen, for use inside a larger query."""
    return sql_of(schools.order_by(), "id", "name", "is_open")


@lru_cache(maxsize=64)
def standing(question: Question) -> Standing:
    """At most about 150 KB each. 25 ms for 16,800 schools the first time, then nothing."""
    schools, parameters = question.schools.text, question.schools.parameters
    measure = catalogue.load().by_key[question.measure]
    below, above = _beside_england(measure, question.england)
    is_change = question.sort.endswith("change")
    query = f"""
      with here as (
        select p.id, s.id as school_id, s.name, s.is_open, {_columns(measure)},
          {_value(measure.key, "b") if is_change else "null"} as before
        from ({schools}) s join schools_publishedyear p on p.school_id = s.id
        {_EARLIER if is_change else ""}
        where p.academic_year = %s and p.values[{_place("eligible_pupils")}] > 0
          and {standing_row.condition("p")}
      )
      select coalesce(array_agg(id order by {ORDERS[question.sort]}), '{{}}'), count(level),
        count(*) filter (where {below}), count(*) filter (where {above}),
        (select count(*) from ({schools}) s where s.is_open) - count(*) filter (where is_open)
      from here"""
    years = [*([question.earlier_year] if is_change else []), question.academic_year]
    with connection.cursor() as cursor:
        cursor.execute(query, (*parameters, *years, *parameters))
        ids, *counts = cursor.fetchone()
    return Standing(array("q", ids), *counts)


def rows(question: Question, ids: Sequence[int]) -> list[Row]:
    """The figures of these published rows, in their order. One query."""
    measure = catalogue.load().by_key[question.measure]
    with connection.cursor() as cursor:
        cursor.execute(_rows_query(measure), (question.earlier_year, list(ids)))
        found = {record[0]: Row(*record) for record in cursor.fetchall()}
    return [found[each] for each in ids if each in found]


def all_rows(question: Question) -> Iterator[Row]:
    """Every school's figures, a batch at a time."""
    ids = standing(question).ids
    for start in range(0, len(ids), BATCH):
        yield from rows(question, ids[start : start + BATCH])


def _place(key: str) -> int:
    """Where a measure stands in SQL's arrays, which count from one."""
    return catalogue.load().by_key[key].slot + 1


def _value(key: str | None, alias: str = "p") -> str:
    return f"{alias}.values[{_place(key)}]" if key else "null::float8"


def _reason(key: str | None, alias: str = "p") -> str:
    return f"{alias}.reasons[{_place(key)}]" if key else "null::smallint"


def printed_ends(measure: Measure) -> tuple[str | None, str | None]:
    """Keys of the range the Department prints around progress; None for other measures."""
    if measure.unit is not Unit.PROGRESS_POINTS:
        return None, None
    return f"{measure.key}_lower", f"{measure.key}_upper"


def _columns(measure: Measure) -> str:
    lower, upper = printed_ends(measure)
    return (
        f"{_value(measure.key)} as level, {_value('eligible_pupils')} as n,"
        f" {_value(measure.disadvantaged)} - {_value(measure.other)} as gap,"
        f" {_value(lower)} as lower_end, {_value(upper)} as upper_end"
    )


def _beside_england(measure: Measure, england: float | None) -> tuple[str, str]:
    """SQL for "below" and "above by more than chance": England lies outside the 95% range.

    For a per cent this is the score test, whose range is Wilson's.
    """
    if measure.unit is Unit.PROGRESS_POINTS:
        return "upper_end < 0", "lower_end > 0"
    if england is None:
        return "false", "false"
    if measure.unit is Unit.PERCENT:
        far = f"{Z95 * sqrt(england * (100 - england))!r} / sqrt(n)"
    elif measure.noise:
        far = f"{Z95!r} * sqrt({measure.noise.a / 2!r} + {measure.noise.b!r} / n)"
    else:
        return "false", "false"
    return f"level - {england!r} < -{far}", f"level - {england!r} > {far}"


_EARLIER = f"""left join schools_publishedyear b on b.school_id = s.id and b.academic_year = %s
        and b.values[{_place("eligible_pupils")}] > 0 and {standing_row.condition("b")}"""


def _sources(row: str) -> str:
    """Every file that figures of a row are from; none where there is no such row."""
    return f"array_remove(array_prepend({row}.source_id, {row}.also_from), null)"


def _rows_query(measure: Measure) -> str:
    lower, upper = printed_ends(measure)
    key, ours, others = measure.key, measure.disadvantaged, measure.other
    return f"""
      select p.id, s.urn, s.name, s.town, coalesce(a.name, ''), coalesce(t.name, ''),
        {_sources("p")}, p.urn, {_value(key)}, {_reason(key)}, {_value("eligible_pupils")}, {_value(lower)},
        {_value(upper)}, {_value(ours)}, {_reason(ours)}, {_value("disadvantaged_pupils")},
        {_value(others)}, {_reason(others)}, {_value("other_pupils")},
        b.urn, {_sources("b")}, {_value(key, "b")}, {_reason(key, "b")}, {_value("eligible_pupils", "b")}
      from schools_publishedyear p join schools_school s on s.id = p.school_id
      left join schools_localauthority a on a.code = s.local_authority_id
      left join schools_trust t on t.id = s.trust_id
      {_EARLIER}
      where p.id = any(%s)"""
