"""Schools that results name and the register does not, or not yet.

Called within a load's transaction, about the rows staged in `incoming` (publishing.stage).
"""

from django.db import connection
from django.db.backends.utils import CursorWrapper

from leadwell.schools.registering import refresh_facts

EXAMPLES = 20
"""Schools named one by one; the rest are only counted."""


def make(cursor: CursorWrapper) -> tuple[int, list[dict[str, object]]]:
    """Make a school for each URN that nothing held has named: how many, and the first of them."""
    run = cursor.execute
    run(_UNKNOWN)
    run("select count(*) from unknown")
    n = int(cursor.fetchone()[0])
    if not n:
        return 0, []
    run(_UNKNOWN_SCHOOLS)
    run(_UNKNOWN_ENTRIES)
    run(_UNKNOWN_NUMBERS)
    run("select urn, name from unknown order by urn limit %s", [EXAMPLES])
    return n, [{"urn": urn, "name": name} for urn, name in cursor.fetchall()]


def at_odds(cursor: CursorWrapper) -> tuple[int, list[dict[str, object]]]:
    """Rows whose LAESTAB is none that the register has for their URN: how many, and the first.

    Either the council was reorganised in between, or one of the two numbers is wrong, and the row
    may be another school's.
    """
    cursor.execute(_AT_ODDS, [EXAMPLES])
    found = cursor.fetchall()
    told: list[dict[str, object]] = [
        {"urn": urn, "name": name, "in_file": in_file, "on_register": held}
        for _, urn, name, in_file, held in found
    ]
    return (int(found[0][0]) if found else 0), told


def learn(cursor: CursorWrapper) -> None:
    """Take from the file what nothing but results says of a school."""
    cursor.execute(_LEARN)
    if learnt := [row[0] for row in cursor.fetchall()]:
        refresh_facts(learnt)


def spoken_of() -> list[int]:
    """URNs that were first named now, of which a link or a decision says something."""
    with connection.cursor() as cursor:
        cursor.execute(_SPOKEN_OF)
        return [row[0] for row in cursor.fetchall()]


_FACTS = """jsonb_strip_nulls(jsonb_build_object('is_special', record_type = 2, 'town', town,
  'postcode', postcode, 'low_age', substring(age_range from '^\\d{1,2}')::smallint,
  'high_age', substring(age_range from '\\d{1,2}$')::smallint)) as facts"""

# Of a school that only results speak of, the latest year is believed, whichever file came first;
# what it leaves out stays, or comes, from an earlier one.
_LEARN = f"""
with told as (
  select distinct on (urn) urn, name, laestab, la_code, {_FACTS}, exists (
      select from schools_publishedyear p
      where p.urn = i.urn and p.about = i.about and p.academic_year > i.academic_year) as is_past
  from incoming i where exists (
    select from schools_registerentry e where e.urn = i.urn and not e.is_on_register)
  order by urn, academic_year desc
), learnt as (
  select e.id, t.urn,
    case when is_past then e.name else t.name end as name,
    case when is_past then e.laestab else t.laestab end as laestab,
    case when is_past then e.la_code else t.la_code end as la_code,
    case when is_past then t.facts || e.facts else e.facts || t.facts end as facts
  from told t join schools_registerentry e on e.urn = t.urn and not e.is_on_register)
update schools_registerentry e set name = l.name, laestab = l.laestab, la_code = l.la_code,
  facts = l.facts
from learnt l where l.id = e.id and (e.name, e.laestab, e.la_code, e.facts)
  is distinct from (l.name, l.laestab, l.la_code, l.facts)
returning e.school_id"""

_UNKNOWN = f"""
drop table if exists pg_temp.unknown;
create temporary table unknown on commit drop as
select distinct on (urn) urn, laestab, la_code, name, {_FACTS}
from incoming i where urn is not null
  and not exists (select from schools_registerentry e where e.urn = i.urn)
order by urn, academic_year desc"""

_UNKNOWN_SCHOOLS = """
insert into schools_school (name, urn, laestab, is_on_register, phase_of_education,
  type_of_establishment, is_special, is_open, town, postcode, region, low_age, high_age,
  local_authority_id)
select u.name, u.urn, u.laestab, false, '', '', (u.facts->>'is_special')::bool, true,
  coalesce(u.facts->>'town', ''), coalesce(u.facts->>'postcode', ''), coalesce(a.region, ''),
  (u.facts->>'low_age')::smallint, (u.facts->>'high_age')::smallint, a.code
from unknown u left join schools_localauthority a on a.code = u.la_code order by u.urn"""

_UNKNOWN_ENTRIES = """
insert into schools_registerentry (urn, school_id, born_as_id, name, laestab, la_code,
  type_of_establishment, status, reason_opened, reason_closed, is_on_register, facts)
select u.urn, s.id, s.id, u.name, u.laestab, u.la_code, '', '', '', '', false, u.facts
from unknown u join schools_school s on s.urn = u.urn and s.continued_by_id is null"""

_UNKNOWN_NUMBERS = """
insert into schools_identifier (school_id, scheme, value)
select e.school_id, 'urn', u.urn from unknown u join schools_registerentry e using (urn)
union all
select e.school_id, 'laestab', u.laestab from unknown u join schools_registerentry e using (urn)
where u.laestab is not null"""

_AT_ODDS = """
select count(*) over (), i.urn, i.name, i.laestab, e.laestab
from incoming i join schools_registerentry e using (urn)
where e.is_on_register and i.laestab is not null and e.laestab is not null
  and i.laestab <> e.laestab and i.laestab is distinct from e.previous_laestab
order by i.urn, i.academic_year limit %s"""

_SPOKEN_OF = """
select u.urn from unknown u
where exists (select from schools_link l where u.urn = l.urn)
  or exists (select from schools_link l where u.urn = l.link_urn)
  or exists (select from schools_identitydecision d where u.urn in (d.old_urn, d.new_urn))"""
