"""Writing the register: entries, and the schools they are about. Called within a load's transaction."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from leadwell.schools.sources.gias_register import Entry

COLUMNS = (
    "urn", "name", "laestab", "previous_laestab", "la_code", "la_name", "type_of_establishment",
    "status", "reason_opened", "opened_on", "reason_closed", "closed_on", "trust_code",
    "trust_name", "region", "facts",
)  # fmt: skip
COMPARED = (
    "name", "laestab", "previous_laestab", "la_code", "type_of_establishment", "status",
    "reason_opened", "opened_on", "reason_closed", "closed_on", "facts",
)  # fmt: skip


@dataclass
class RegisterChanges:
    """What a register changed: numbers of URNs. `fields` counts, per field, how many changed.

    n_now_on_register: known from results, now with a row of the register. n_kept: the file is
    older than what is held of them, which stays.
    """

    n_new: int = 0
    n_changed: int = 0
    n_now_on_register: int = 0
    n_same: int = 0
    n_kept: int = 0
    n_absent: int = 0
    fields: dict[str, int] = field(default_factory=dict)


def stage(entries: Iterable[Entry]) -> None:
    """Put a register's rows where SQL can see them, for this transaction only."""
    with connection.cursor() as cursor:
        cursor.execute("""
            drop table if exists pg_temp.incoming;
            create temporary table incoming (
              urn int primary key, name text, laestab int, previous_laestab int, la_code smallint,
              la_name text, type_of_establishment text, status text, reason_opened text,
              opened_on date, reason_closed text, closed_on date, trust_code int, trust_name text,
              region text, facts jsonb) on commit drop""")
        names = sql.SQL(", ").join(sql.Identifier(name) for name in COLUMNS)
        with cursor.copy(sql.SQL("copy incoming ({}) from stdin").format(names)) as copy:
            for entry in entries:
                copy.write_row(_row(entry))
        cursor.execute("analyze incoming")


def write() -> RegisterChanges:
    """Bring entries up to date with what was staged; entries that are absent stay as they are."""
    with connection.cursor() as cursor:
        changes = _compare(cursor)
        cursor.execute(_AREAS)
        cursor.execute(_TRUSTS_BY_CODE)
        cursor.execute(_TRUSTS_BY_NAME)
        cursor.execute(_NEW_SCHOOLS)
        cursor.execute(_NEW_ENTRIES)
        cursor.execute(_CHANGED_ENTRIES)
    return changes


def refresh_facts(school_ids: list[int] | None = None) -> None:
    """Give schools the facts of their latest entry: the open one, else the last that was."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, {"ids": school_ids})
        cursor.execute(_FORGET_NUMBERS, {"ids": school_ids})
        cursor.execute(_NUMBERS, {"ids": school_ids})


def fewer() -> list[tuple[int, int, int]]:
    """Areas for which what was staged lists fewer than nine in ten of those held: (area, n, held).

    A school that has moved to another area in the file is no school the file lacks.
    """
    with connection.cursor() as cursor:
        cursor.execute("""
            with here as (
              select la_code, urn from incoming
              union select e.la_code, urn from incoming join schools_registerentry e using (urn)
                where e.is_on_register
            ), held as (
              select la_code, count(*) as n from schools_registerentry
              where is_on_register and la_code in (select la_code from incoming) group by la_code)
            select la_code, count(*), held.n from here join held using (la_code)
            group by la_code, held.n having count(*) < 0.9 * held.n order by la_code""")
        return list(cursor.fetchall())


def _row(entry: Entry) -> tuple[object, ...]:
    previous = None
    if entry.previous_la_code and entry.previous_establishment_number:
        previous = entry.previous_la_code * 10_000 + entry.previous_establishment_number
    return (
        entry.urn, entry.name, entry.laestab, previous, entry.la_code, entry.la_name or None,
        entry.type_of_establishment, entry.status, entry.reason_opened, entry.opened_on,
        entry.reason_closed, entry.closed_on, _number(entry.trust_code), entry.trust_name or None,
        entry.region, json.dumps(_facts(entry)),
    )  # fmt: skip


def _facts(entry: Entry) -> dict[str, object]:
    return {
        "phase": entry.phase_of_education,
        "type_group": entry.type_group,
        "is_special": _is_special(entry),
        "low_age": entry.low_age,
        "high_age": entry.high_age,
        "n_pupils": entry.n_pupils,
        "fsm_pct": entry.fsm_pct,
        "town": entry.town,
        "postcode": entry.postcode,
        "region": entry.region,
        "easting": entry.easting,
        "northing": entry.northing,
        "trust_code": _number(entry.trust_code),
        "trust_name": entry.trust_name,
        "sponsor": entry.sponsor_name,
        "ukprn": entry.ukprn,
        "diocese": entry.diocese,
        "capacity": entry.capacity,
        "counted_on": entry.counted_on and entry.counted_on.isoformat(),
        "changed_on": entry.changed_on and entry.changed_on.isoformat(),
    }


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _is_special(entry: Entry) -> bool:
    words = f"{entry.type_group} {entry.type_of_establishment}".casefold()
    return any(word in words for word in ("special", "pupil referral", "alternative provision"))


# A row that was changed, or whose pupils were counted, before the one held is of an older register.
_OLDER = """(e.is_on_register and coalesce((i.facts->>'changed_on', coalesce(i.facts->>'counted_on', ''))
  < (e.facts->>'changed_on', coalesce(e.facts->>'counted_on', '')), false))"""


def _compare(cursor: CursorWrapper) -> RegisterChanges:
    changed = ", ".join(
        f"count(*) filter (where e.is_on_register and not older and e.{f} is distinct from i.{f})"
        for f in COMPARED
    )
    same = " and ".join(f"e.{f} is not distinct from i.{f}" for f in COMPARED)
    execute, fetch = cursor.execute, cursor.fetchone
    execute(
        "select count(*) filter (where e.urn is null), "
        "count(*) filter (where not e.is_on_register), "
        f"count(*) filter (where e.is_on_register and not older and not ({same})), "
        f"count(*) filter (where e.is_on_register and not older and {same}), "
        f"count(*) filter (where older), {changed} "
        "from incoming i left join schools_registerentry e using (urn), "
        f"lateral (select {_OLDER} as older) as age"
    )
    n_new, n_known, n_changed, n_same, n_kept, *fields = fetch()
    execute(
        "select count(*) from schools_registerentry e where e.is_on_register "
        "and e.la_code in (select la_code from incoming) "
        "and not exists (select from incoming i where i.urn = e.urn)"
    )
    return RegisterChanges(
        n_new=n_new,
        n_changed=n_changed,
        n_now_on_register=n_known,
        n_same=n_same,
        n_kept=n_kept,
        n_absent=fetch()[0],
        fields={name: n for name, n in zip(COMPARED, fields, strict=True) if n},
    )


_AREAS = """
insert into schools_localauthority (code, name, region)
select la_code, mode() within group (order by la_name), mode() within group (order by region)
from incoming where la_code is not null and la_name is not null group by la_code
on conflict (code) do update set name = excluded.name, region = excluded.region
where (schools_localauthority.name, schools_localauthority.region) is distinct from
      (excluded.name, excluded.region)"""

_TRUSTS_BY_CODE = """
insert into schools_trust (code, name)
select trust_code, max(trust_name) from incoming
where trust_code is not null and trust_name is not null group by trust_code
on conflict (code) do update set name = excluded.name where schools_trust.name <> excluded.name"""

_TRUSTS_BY_NAME = """
insert into schools_trust (name)
select distinct trust_name from incoming i
where trust_code is null and trust_name is not null
  and not exists (select from schools_trust t where t.name = i.trust_name)"""

_NEW_SCHOOLS = """
insert into schools_school (name, urn, is_on_register, phase_of_education, type_of_establishment,
  is_special, is_open, town, postcode, region)
select name, urn, true, '', '', false, true, '', '', ''
from incoming i where not exists (select from schools_registerentry e where e.urn = i.urn)
order by urn"""

_NEW_ENTRIES = """
insert into schools_registerentry (urn, school_id, born_as_id, name, laestab, previous_laestab,
  la_code, type_of_establishment, status, reason_opened, opened_on, reason_closed, closed_on,
  is_on_register, facts)
select i.urn, s.id, s.id, i.name, i.laestab, i.previous_laestab, i.la_code,
  i.type_of_establishment, i.status, i.reason_opened, i.opened_on, i.reason_closed, i.closed_on,
  true, i.facts
from incoming i join schools_school s on s.urn = i.urn and s.continued_by_id is null
where not exists (select from schools_registerentry e where e.urn = i.urn)"""

_CHANGED_ENTRIES = f"""
update schools_registerentry e set name = i.name, laestab = i.laestab,
  previous_laestab = i.previous_laestab, la_code = i.la_code,
  type_of_establishment = i.type_of_establishment, status = i.status,
  reason_opened = i.reason_opened, opened_on = i.opened_on, reason_closed = i.reason_closed,
  closed_on = i.closed_on, is_on_register = true, facts = i.facts
from incoming i where i.urn = e.urn and not {_OLDER} and (not e.is_on_register or (e.name, e.laestab,
  e.previous_laestab, e.la_code, e.type_of_establishment, e.status, e.reason_opened, e.opened_on,
  e.reason_closed, e.closed_on, e.facts) is distinct from (i.name, i.laestab, i.previous_laestab,
  i.la_code, i.type_of_establishment, i.status, i.reason_opened, i.opened_on, i.reason_closed,
  i.closed_on, i.facts))"""

# The latest life of a school: open before closed, on the register before not, later before earlier.
_FACTS = """
with latest as (
  select distinct on (school_id) e.* from schools_registerentry e
  where %(ids)s::bigint[] is null or school_id = any(%(ids)s::bigint[])
  order by school_id, is_on_register desc, (closed_on is null) desc, opened_on desc nulls last,
    closed_on desc nulls last, urn desc
), facts as (
  select l.school_id, l.urn, l.name, l.laestab, l.type_of_establishment,
    coalesce(l.facts->>'phase', '') as phase,
    coalesce((l.facts->>'is_special')::bool, false) as is_special,
    l.closed_on is null and l.status not like 'Closed%%' as is_open,
    l.is_on_register, l.opened_on, l.closed_on, a.code as la_code, t.id as trust_id,
    coalesce(l.facts->>'town', '') as town, coalesce(l.facts->>'postcode', '') as postcode,
    coalesce(nullif(l.facts->>'region', ''), a.region, '') as region,
    (l.facts->>'low_age')::smallint as low_age, (l.facts->>'high_age')::smallint as high_age,
    (l.facts->>'n_pupils')::int as n_pupils, (l.facts->>'fsm_pct')::numeric(4,1) as fsm_pct,
    (l.facts->>'easting')::int as easting, (l.facts->>'northing')::int as northing
  from latest l
  left join schools_localauthority a on a.code = l.la_code
  left join lateral (
    select id from schools_trust t
    where t.code = (l.facts->>'trust_code')::int
       or (l.facts->>'trust_code' is null and t.name = l.facts->>'trust_name')
    order by t.code nulls last limit 1) t on true
)
update schools_school s set name = f.name, urn = f.urn, laestab = f.laestab,
  phase_of_education = f.phase, type_of_establishment = f.type_of_establishment,
  is_special = f.is_special, is_open = f.is_open, is_on_register = f.is_on_register,
  opened_on = f.opened_on, closed_on = f.closed_on, local_authority_id = f.la_code,
  trust_id = f.trust_id, town = f.town, postcode = f.postcode, region = f.region,
  low_age = f.low_age, high_age = f.high_age, n_pupils = f.n_pupils, fsm_pct = f.fsm_pct,
  easting = f.easting, northing = f.northing
from facts f where f.school_id = s.id and (s.name, s.urn, s.laestab, s.phase_of_education,
  s.type_of_establishment, s.is_special, s.is_open, s.is_on_register, s.opened_on, s.closed_on,
  s.local_authority_id, s.trust_id, s.town, s.postcode, s.region, s.low_age, s.high_age,
  s.n_pupils, s.fsm_pct, s.easting, s.northing) is distinct from (f.name, f.urn, f.laestab,
  f.phase, f.type_of_establishment, f.is_special, f.is_open, f.is_on_register, f.opened_on,
  f.closed_on, f.la_code, f.trust_id, f.town, f.postcode, f.region, f.low_age, f.high_age,
  f.n_pupils, f.fsm_pct, f.easting, f.northing)"""

_FORGET_NUMBERS = """
delete from schools_identifier i
where (%(ids)s::bigint[] is null or i.school_id = any(%(ids)s::bigint[]))"""

# A LAESTAB that changed while the URN stayed is two dated numbers; when it changed is not published.
_NUMBERS = """
insert into schools_identifier (school_id, scheme, value, first_on, last_on)
select school_id, 'urn', urn, opened_on, closed_on from schools_registerentry
where %(ids)s::bigint[] is null or school_id = any(%(ids)s::bigint[])
union all
select school_id, 'laestab', laestab, opened_on, closed_on from schools_registerentry
where laestab is not null
  and (%(ids)s::bigint[] is null or school_id = any(%(ids)s::bigint[]))
union all
select school_id, 'laestab', previous_laestab, null, null from schools_registerentry
where previous_laestab is not null and previous_laestab is distinct from laestab
  and (%(ids)s::bigint[] is null or school_id = any(%(ids)s::bigint[]))"""
