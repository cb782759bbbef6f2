"""Keeping the narrow copy of published rows (models/intake.py) as the rows are. Within a load.

refresh after rows of a year were written; follow_schools after it was worked out anew which URNs
are one school. tests/schools/test_intake.py holds it against a slow twin.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Q

from leadwell.schools import catalogue, standing_row
from leadwell.schools.models import Join, PublishedYear, RegisterEntry
from leadwell.schools.standing_row import Candidate

RESULT = "rwm_expected"
LAST = 3  # published results whose mean stands for earlier results


def refresh(academic_years: Iterable[int]) -> None:
    """Take in what is published of these years now. 0.2 s a year for the whole country."""
    years = sorted(set(academic_years))
    for year in years:  # one by one: the earlier results of each are read from those before
        of_year = {"years": [year]}
        _run(_FORGET, of_year)
        _run(_take_sql(has_earlier=_has_earlier(year)), of_year)
        _run(_ANALYZE)  # or the next year looks up each school's earlier ones by reading them all
        _work_out_again(_stand(_IN_YEARS, of_year))
    if years:
        _run(_EARLIER.format(scope=_AFTERWARDS), {"years": years, "first": years[0]})


def follow_schools(urns: Iterable[int] | None) -> None:
    """Move rows to the schools that their URNs belong to, and choose again which rows stand.

    urns: of which it was worked out; None for all.
    """
    about = {"urns": None if urns is None else list(urns)}
    touched = {school for pair in _run(_FOLLOW, about) for school in pair}
    touched |= set(_stand(_OF_URNS, about))
    _work_out_again(touched)


def _work_out_again(school_ids: Iterable[int]) -> None:
    """The means of earlier results of schools whose rows are others now."""
    if ids := list(school_ids):
        _run(_EARLIER.format(scope="h.school_id = any(%(ids)s)"), {"ids": ids})


def _stand(scope: str, parameters: dict[str, Any]) -> list[int]:
    """Choose the row of each school and year; the schools of which the choice is another now."""
    groups = [ids for (ids,) in _run(_DOUBLES.format(scope=scope), parameters)]
    candidates = _candidates([pk for ids in groups for pk in ids])
    chosen = {standing_row.chosen(candidates[pk] for pk in ids).row_id for ids in groups}
    aside = {"aside": list(candidates.keys() - chosen)}
    return [school for (school,) in _run(_STAND.format(scope=scope), parameters | aside)]


def _candidates(row_ids: list[int]) -> dict[int, Candidate]:
    """Published rows by id, with when each one's URN was in force."""
    if not row_ids:
        return {}
    rows = PublishedYear.objects.filter(pk__in=row_ids).only("urn", "academic_year", "values")
    urns = {row.urn or 0 for row in rows}
    entries = RegisterEntry.objects.filter(urn__in=urns).only("urn", "opened_on", "closed_on")
    opened = {entry.urn: entry.opened_on for entry in entries}
    closed = {entry.urn: entry.closed_on for entry in entries}
    for join in Join.objects.filter(Q(old_urn__in=urns) | Q(new_urn__in=urns)):
        opened[join.new_urn] = opened.get(join.new_urn) or join.joined_on
        closed[join.old_urn] = closed.get(join.old_urn) or join.joined_on
    return {
        row.pk: Candidate(
            row_id=row.pk,
            urn=row.urn or 0,
            academic_year=row.academic_year,
            has_results=row.has_results,
            first_on=opened.get(row.urn or 0),
            last_on=closed.get(row.urn or 0),
        )
        for row in rows
    }


def _run(sql: str, parameters: dict[str, Any] | list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall()) if cursor.description else []


def _has_earlier(year: int) -> bool:
    """Whether rows of an earlier year are held. If none are, nothing is known of the table's size
    either, and looking into it for every school would read it from end to end each time."""
    return bool(_run("select 1 from schools_intake where academic_year < %s limit 1", [year]))


def _take_sql(*, has_earlier: bool) -> str:
    def value(key: str) -> str:
        return f"p.values[{catalogue.load().by_key[key].slot + 1}]"

    plan = f"coalesce({value('statement_or_ehcp_pct')}, {value('ehcp_pct')})"
    return _TAKE.format(
        pupils=f"nullif({value('n_on_roll')}, 0)",  # 0 is published of schools about to close
        fsm6=value("disadvantaged_pct"),
        sen=f"coalesce({value('sen_pct')}, {value('sen_support_pct')} + {plan})",
        age_7=value("prior_attainment"),
        result=value(RESULT),
        earlier=_LATEST.format(result=value(RESULT)) if has_earlier else value(RESULT),
    )


_IN_YEARS = "h.academic_year = any(%(years)s)"
_AFTERWARDS = "h.academic_year > %(first)s and h.academic_year <> all(%(years)s)"
_OF_URNS = """(%(urns)s::int[] is null or h.school_id in (
  select e.school_id from schools_registerentry e where e.urn = any(%(urns)s::int[])
  union select e.born_as_id from schools_registerentry e where e.urn = any(%(urns)s::int[])))"""

_ANALYZE = "analyze schools_intake (row_id, school_id, academic_year, stands, is_mainstream)"

_FORGET = """
delete from schools_intake i where i.academic_year = any(%(years)s)
  and not exists (select from schools_publishedyear p where p.id = i.row_id)"""

_TAKE = """
insert into schools_intake (row_id, school_id, academic_year, urn, stands, is_mainstream, pupils,
  fsm6, sen, age_7, result, earlier)
select p.id, p.school_id, p.academic_year, p.urn, true, p.record_type = 1, {pupils}, {fsm6}, {sen},
  {age_7}, {result}, {earlier}
from schools_publishedyear p
where p.academic_year = any(%(years)s) and p.record_type in (1, 2) and p.school_id is not null
on conflict (row_id) do update set school_id = excluded.school_id, urn = excluded.urn,
  is_mainstream = excluded.is_mainstream, pupils = excluded.pupils, fsm6 = excluded.fsm6,
  sen = excluded.sen, age_7 = excluded.age_7, result = excluded.result, earlier = excluded.earlier
where (schools_intake.school_id, schools_intake.urn, schools_intake.is_mainstream,
    schools_intake.pupils, schools_intake.fsm6, schools_intake.sen, schools_intake.age_7,
    schools_intake.result, schools_intake.earlier)
  is distinct from (excluded.school_id, excluded.urn, excluded.is_mainstream, excluded.pupils,
    excluded.fsm6, excluded.sen, excluded.age_7, excluded.result, excluded.earlier)"""

_LATEST = f"""(
  select avg(latest.result) from (
    select {{result}} as result where {{result}} is not null
    union all (
      select o.result from schools_intake o
      where o.school_id = p.school_id and o.academic_year < p.academic_year and o.stands
        and o.result is not null
      order by o.academic_year desc
      limit {LAST} - ({{result}} is not null)::int)) latest)"""

_FOLLOW = """
with moved as (
  select i.row_id, i.school_id as old_id, e.school_id as new_id
  from schools_intake i join schools_registerentry e on e.urn = i.urn
  where e.school_id <> i.school_id
    and (%(urns)s::int[] is null or i.urn = any(%(urns)s::int[])))
update schools_intake i set school_id = moved.new_id from moved where moved.row_id = i.row_id
returning moved.old_id, moved.new_id"""

_DOUBLES = """
select array_agg(h.row_id) from schools_intake h where {scope}
group by h.school_id, h.academic_year having count(*) > 1"""

_STAND = """
update schools_intake h set stands = not stands
where {scope} and h.stands = (h.row_id = any(%(aside)s::bigint[]))
returning h.school_id"""

_EARLIER = f"""
update schools_intake i set earlier = worked_out.earlier from (
  select h.row_id, (
    select avg(latest.result) from (
      select o.result from schools_intake o
      where o.school_id = h.school_id and o.academic_year <= h.academic_year and o.stands
        and o.result is not null
      order by o.academic_year desc limit {LAST}) latest) as earlier
  from schools_intake h where h.stands and {{scope}}
) worked_out
where worked_out.row_id = i.row_id and i.earlier is distinct from worked_out.earlier"""
