"""Writing published results: a row a school (or area) and year. Called within a load's transaction."""

from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection
from django.db.backends.utils import CursorWrapper

from leadwell.lib.academic_year import label
from leadwell.schools import catalogue, store
from leadwell.schools.joining import FROM_RESULTS
from leadwell.schools.reasons import Reason

RANKS = {"": 0, "provisional": 1, "revised": 2, "final": 3}


@dataclass
class PublishedChanges:
    """What a results file changed, in rows (a school or area and year) and cells.

    n_kept: rows not shown because results of a later status are. examples: some changed values.
    """

    n_new: int = 0
    n_changed: int = 0
    n_same: int = 0
    n_kept: int = 0
    n_cells_changed: int = 0
    n_schools_made: int = 0
    replaces: list[str] = field(default_factory=list)
    examples: list[dict[str, object]] = field(default_factory=list)


def stage(typed: Path, *, scratch: Path) -> None:
    """Put a results file's rows where SQL can see them, for this transaction only."""
    rows = scratch / "rows.csv"
    _as_rows(typed, rows)
    with connection.cursor() as cursor:
        cursor.execute("""
            drop table if exists pg_temp.incoming;
            create temporary table incoming (
              academic_year smallint, record_type smallint, about text, urn int, laestab int, la_code smallint,
              name text, town text, postcode text, urn_ac int, open_ac date, age_range text,
              values float8[], reasons smallint[], also_from bigint[] not null default '{}'
            ) on commit drop""")
        with cursor.copy(_COPY) as copy, rows.open("rb") as file:
            while chunk := file.read(1 << 20):
                copy.write(chunk)
        cursor.execute("analyze incoming")


def fewer() -> list[dict[str, int]]:
    """Areas and years for which the file has fewer than nine in ten of the schools now shown."""
    with connection.cursor() as cursor:
        cursor.execute("""
            with here as (
              select academic_year, la_code, count(*) as n from incoming
              where record_type in (1, 2) group by 1, 2
            ), held as (
              select academic_year, la_code, count(*) as n from schools_publishedyear
              where record_type in (1, 2) group by 1, 2)
            select academic_year, la_code, here.n, held.n
            from here join held using (academic_year, la_code)
            where here.n < 0.9 * held.n order by 1, 2""")
        names = ("academic_year", "la_code", "in_file", "held")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def write(*, source_id: int, status: str) -> PublishedChanges:
    """Show what was staged, except where results of a later status are shown already."""
    rank = RANKS[status]
    changes = PublishedChanges()
    with connection.cursor() as cursor:
        changes.n_schools_made = _make_schools(cursor)
        cursor.execute(_KEEP_WHAT_THE_FILE_LACKS, {"rank": rank})
        _count(cursor, changes, rank)
        if changes.n_changed:
            changes.replaces = _replaced(cursor, rank)
            _exemplify(cursor, changes, rank)
        cursor.execute(_CHANGE, {"source": source_id, "rank": rank})
        cursor.execute(_INSERT, {"source": source_id, "rank": rank})
    return changes


def new_conversions() -> list[int]:
    """Note which schools the file says became academies since; their URNs, where not known before."""
    with connection.cursor() as cursor:
        cursor.execute(_CONVERSIONS, {"type": FROM_RESULTS})
        return [row[0] for row in cursor.fetchall()]


def made_schools() -> list[int]:
    """URNs that this file was the first to name."""
    with connection.cursor() as cursor:
        cursor.execute("select urn from unknown")
        return [row[0] for row in cursor.fetchall()]


def _as_rows(typed: Path, rows: Path) -> None:
    measures = catalogue.load().measures
    values = ", ".join(f'"{m.key}"' for m in measures)
    reasons = ", ".join(f'"{m.key}__reason"' for m in measures)
    with store.connect() as duck:
        duck.execute(
            f"""copy (
              select academic_year, record_type,
                case when urn is not null then 'school ' || urn when record_type = 3
                  then 'area ' || la_code when record_type = 6 then 'region ' || name
                  else 'England ' || record_type end,
                urn, laestab, la_code, coalesce(name, ''), town, postcode, urn_ac, open_ac,
                age_range,
                '{{' || array_to_string(list_transform([{values}],
                  lambda v: coalesce(v::varchar, 'NULL')), ',') || '}}',
                '{{' || array_to_string([{reasons}], ',') || '}}'
              from read_parquet(?)
            ) to '{rows}' (format csv, header false)""",
            [str(typed)],
        )


def _make_schools(cursor: CursorWrapper) -> int:
    run = cursor.execute
    run(_UNKNOWN)
    run("select count(*) from unknown")
    n = int(cursor.fetchone()[0])
    if n:
        run(_UNKNOWN_SCHOOLS)
        run(_UNKNOWN_ENTRIES)
        run(_UNKNOWN_NUMBERS)
    return n


def _count(cursor: CursorWrapper, changes: PublishedChanges, rank: int) -> None:
    cursor.execute(
        f"""select count(*) filter (where p.id is null),
              count(*) filter (where p.status_rank > {rank}),
              count(*) filter (where p.status_rank <= {rank} and not {_DIFFERS}),
              count(*) filter (where p.status_rank <= {rank} and {_DIFFERS})
            from incoming i left join schools_publishedyear p on {_SAME_ROW}"""
    )
    row = cursor.fetchone()
    changes.n_new, changes.n_kept, changes.n_same, changes.n_changed = row


def _replaced(cursor: CursorWrapper, rank: int) -> list[str]:
    cursor.execute(
        f"""select distinct f.name || ' (' || coalesce(nullif(f.status, ''), 'status not said') || ')'
            from incoming i join schools_publishedyear p on {_SAME_ROW} and {_DIFFERS}
            join schools_sourcefile f on f.id = p.source_id where p.status_rank <= {rank}"""
    )
    return sorted(row[0] for row in cursor.fetchall())


def _exemplify(cursor: CursorWrapper, changes: PublishedChanges, rank: int) -> None:
    """Count the cells that differ, and name the first twenty with the value before and after."""
    cells = f"""from incoming i join schools_publishedyear p on {_SAME_ROW} and {_DIFFERS}
      cross join lateral unnest(i.values, i.reasons, p.values, p.reasons)
        with ordinality as c(value, reason, old_value, old_reason, slot)
      where p.status_rank <= {rank}
        and (c.value, c.reason) is distinct from (c.old_value, c.old_reason)"""
    run = cursor.execute
    run(f"select count(*) {cells}")
    changes.n_cells_changed = cursor.fetchone()[0]
    run(
        "select i.academic_year, i.urn, i.name, c.slot - 1, c.old_value, c.old_reason, c.value, "
        f"c.reason {cells} order by 1, 2 nulls last, 3, 4 limit 20"
    )
    by_slot = {m.slot: m.key for m in catalogue.load().measures}
    changes.examples = [
        {
            "academic_year": label(year), "urn": urn, "name": name, "measure": by_slot[slot],
            "before": old, "before_reason": Reason(old_reason).name.lower(),
            "after": new, "after_reason": Reason(reason).name.lower(),
        }
        for year, urn, name, slot, old, old_reason, new, reason
        in cursor.fetchall()
    ]  # fmt: skip


_COPY = """copy incoming (academic_year, record_type, about, urn, laestab, la_code, name, town,
  postcode, urn_ac, open_ac, age_range, values, reasons) from stdin (format csv)"""

_SAME_ROW = "(p.academic_year, p.about) = (i.academic_year, i.about)"

_DIFFERS = """((p.values, p.reasons, p.name, p.record_type) is distinct from
  (i.values, i.reasons, i.name, i.record_type))"""

# The statistics service spreads a year over two files, and any file may have a subset of columns:
# what a file says nothing about stays as it was.
_ABSENT = f"({Reason.COLUMN_ABSENT:d}, {Reason.ROW_ABSENT:d})"
_KEEP_WHAT_THE_FILE_LACKS = f"""
with merged as (
  select i.academic_year, i.about, p.source_id, p.also_from,
    array_agg(case when c.reason in {_ABSENT} then c.old_value else c.value end order by c.slot)
      as values,
    array_agg(case when c.reason in {_ABSENT} then c.old_reason else c.reason end order by c.slot)
      as reasons
  from incoming i join schools_publishedyear p on {_SAME_ROW} and p.status_rank <= %(rank)s
  cross join lateral unnest(i.values, i.reasons, p.values, p.reasons)
    with ordinality as c(value, reason, old_value, old_reason, slot)
  group by i.academic_year, i.about, p.source_id, p.also_from
  having bool_or(c.reason in {_ABSENT} and c.old_reason not in {_ABSENT})
)
update incoming i set values = m.values, reasons = m.reasons,
  also_from = m.also_from || m.source_id
from merged m where (m.academic_year, m.about) = (i.academic_year, i.about)"""

_INSERT = f"""
insert into schools_publishedyear
  (source_id, academic_year, record_type, about, school_id, urn, la_code, name, status_rank, values, reasons,
  also_from)
select %(source)s, i.academic_year, i.record_type, i.about, e.school_id, i.urn, i.la_code,
  i.name, %(rank)s,
  i.values, i.reasons, i.also_from
from incoming i left join schools_registerentry e on e.urn = i.urn
where not exists (select from schools_publishedyear p where {_SAME_ROW})"""

_CHANGE = f"""
update schools_publishedyear p set source_id = %(source)s, status_rank = %(rank)s,
  values = i.values, reasons = i.reasons, also_from = i.also_from, name = i.name, record_type = i.record_type,
  la_code = i.la_code
from incoming i where {_SAME_ROW} and p.status_rank <= %(rank)s
  and (p.status_rank < %(rank)s or {_DIFFERS})"""

_UNKNOWN = """
drop table if exists pg_temp.unknown;
create temporary table unknown on commit drop as
select distinct on (urn) urn, laestab, la_code, name, town, postcode, record_type,
  substring(age_range from '^\\d{1,2}')::smallint as low_age,
  substring(age_range from '\\d{1,2}$')::smallint as high_age
from incoming i where urn is not null
  and not exists (select from schools_registerentry e where e.urn = i.urn)
order by urn, academic_year desc"""

_UNKNOWN_SCHOOLS = """
insert into schools_school (name, urn, laestab, is_on_register, phase_of_education,
  type_of_establishment, is_special, is_open, town, postcode, region, low_age, high_age,
  local_authority_id)
select u.name, u.urn, u.laestab, false, '', '', u.record_type = 2, true, coalesce(u.town, ''),
  coalesce(u.postcode, ''), coalesce(a.region, ''), u.low_age, u.high_age, a.code
from unknown u left join schools_localauthority a on a.code = u.la_code order by u.urn"""

_UNKNOWN_ENTRIES = """
insert into schools_registerentry (urn, school_id, born_as_id, name, laestab, la_code,
  type_of_establishment, status, reason_opened, reason_closed, is_on_register, facts)
select u.urn, s.id, s.id, u.name, u.laestab, u.la_code, '', '', '', '', false,
  jsonb_build_object('is_special', u.record_type = 2, 'town', u.town, 'postcode', u.postcode,
    'low_age', u.low_age, 'high_age', u.high_age)
from unknown u join schools_school s on s.urn = u.urn and s.continued_by_id is null"""

_UNKNOWN_NUMBERS = """
insert into schools_identifier (school_id, scheme, value)
select e.school_id, 'urn', u.urn from unknown u join schools_registerentry e using (urn)
union all
select e.school_id, 'laestab', u.laestab from unknown u join schools_registerentry e using (urn)
where u.laestab is not null"""

_CONVERSIONS = """
insert into schools_link (urn, link_urn, link_type, established_on)
select distinct on (urn, urn_ac) urn, urn_ac, %(type)s, open_ac from incoming
where urn is not null and urn_ac is not null order by urn, urn_ac, academic_year
on conflict (urn, link_urn, link_type) do nothing returning urn"""
