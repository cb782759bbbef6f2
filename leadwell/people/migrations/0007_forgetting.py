"""Two functions by which the site forgets a person where it may otherwise only add.

They act as the owner, who wrote them, and only for who is on the list of erasures; what they write
is fixed here. `way` leads from a row to the person, one column a step, and is checked against the
foreign keys there are: "people_roleheld.person_id" forwards, "<people_person.user_id" backwards. The path is fixed, with what anybody may make (pg_temp) last;
public is on it because the triggers that keep history look there, and only the owner makes tables.
"""

from django.db import migrations

from leadwell.audit.walls import SITE, append_only, never_deleted

ROWS_ABOUT = """
create function people_rows_about(about bigint, place text, way text[]) returns text
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  here oid := 'public.people_person'::regclass;
  found text := about::text;
  step text; of oid; at text; leads oid;
begin
  if coalesce(cardinality(way), 0) = 0 then
    if to_regclass('public.' || quote_ident(place)) <> here then
      raise exception 'no way leads from % to a person', place using errcode = 'check_violation';
    end if;
    return format('id in (%s)', found);
  end if;
  for i in reverse cardinality(way)..1 loop
    step := ltrim(way[i], '<');
    of := to_regclass('public.' || quote_ident(split_part(step, '.', 1)));
    at := split_part(step, '.', 2);
    select c.confrelid into leads from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum]
      where c.contype = 'f' and c.conrelid = of and a.attname = at;
    if leads is null then
      raise exception '% leads nowhere', step using errcode = 'check_violation';
    end if;
    if way[i] like '<%' then
      if of <> here then
        raise exception '% does not lead back', step using errcode = 'check_violation';
      end if;
      found := format('select %I from %s where id in (%s)', at, of::regclass, found);
      here := leads;
      if i = 1 then found := format('id in (%s)', found); end if;
    else
      if leads <> here then
        raise exception '% does not lead on', step using errcode = 'check_violation';
      end if;
      found := case when i = 1 then format('%I in (%s)', at, found)
        else format('select id from %s where %I in (%s)', of::regclass, at, found) end;
      here := of;
    end if;
  end loop;
  if here <> to_regclass('public.' || quote_ident(place)) then
    raise exception 'the way does not begin at %', place using errcode = 'check_violation';
  end if;
  return found;
end $$;
"""
ON_THE_LIST = """
create function people_must_be_erased(about bigint) returns void
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (
    select from public.people_erasure e where e.person = about and e.made_at is not distinct from (
      select min(p.pgh_created_at) from public.people_personevent p where p.pgh_obj_id = about)
  ) then
    raise exception 'person % is not on the list of erasures', about
      using errcode = 'insufficient_privilege';
  end if;
end $$;
"""
FORGET_HISTORY = """
create function people_forget_history(about bigint, place text, way text[], new jsonb)
returns integer language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  history oid := to_regclass('public.' || quote_ident(place || 'event'));
  which text; sets text; n integer;
begin
  perform public.people_must_be_erased(about);
  if not exists (select from pg_attribute where attrelid = history and attname = 'pgh_obj_id') then
    raise exception '% keeps no history', place using errcode = 'check_violation';
  end if;
  which := public.people_rows_about(about, place, way);
  if which like 'id in%' then which := 'pgh_obj_' || which; end if;
  if new is null then
    execute format('delete from %s where %s', history::regclass, which);
  else
    if exists (select from jsonb_each(new) e where e.key like 'pgh%' or not (
        e.value in ('null', '""', 'false', '"Former participant"')
        or e.value #>> '{}' = format('former-participant-%s@leadwell.invalid', about))) then
      raise exception 'that is not how a person is forgotten' using errcode = 'check_violation';
    end if;
    select string_agg(format('%1$I = (jsonb_populate_record(null::%2$s, $1)).%1$I', e.key,
      history::regclass), ', ') into sets from jsonb_each(new) e;
    execute format('update %s set %s where %s', history::regclass, sets, which) using new;
  end if;
  get diagnostics n = row_count;
  return n;
end $$;
"""
# A name is only looked for where it has two words at least and is nobody else's: "May" is a month.
FORGET_NAME = """
create function people_forget_name(about bigint, place text, at text) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  of oid := to_regclass('public.' || quote_ident(place));
  kind text; word text; token text; pattern text; n integer := 0; here integer;
begin
  perform public.people_must_be_erased(about);
  select format_type(atttypid, null) into kind from pg_attribute
    where attrelid = of and attname = at and attnum > 0;
  if kind is null or kind not in ('text', 'character varying', 'jsonb') then
    raise exception '%.% holds no words', place, at using errcode = 'check_violation';
  end if;
  for word, token in select * from public.people_words_for(about) loop
    pattern := '(?<![[:alnum:]._%+-])' || regexp_replace(regexp_replace(word,
      '([^[:alnum:][:space:]])', '\\\\\\1', 'g'), '\\s+', '\\\\s+', 'g') || '(?![[:alnum:]_-]|\\.[[:alnum:]])';
    execute format('update %1$s set %2$I = regexp_replace(%2$I::text, $1, $2, ''gi'')::%3$s
      where %2$I::text ~* $1', of::regclass, at, kind) using pattern, token;
    get diagnostics here = row_count;
    n := n + here;
  end loop;
  return n;
end $$;
"""
WORDS = """
create function people_words_for(about bigint) returns table (word text, token text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with named as (
    select p.name, p.email, p.user_id from public.people_person p where p.id = about
    union
    select e.name, e.email, e.user_id from public.people_personevent e where e.pgh_obj_id = about
  ), account as (
    select u.name, u.email from public.accounts_user u
    where u.id in (select user_id from public.people_person where id = about)
  )
  select distinct btrim(n.name), 'former participant'
  from (select name from named union select name from account) n
  where btrim(n.name) ~ '\\S\\s+\\S' and lower(btrim(n.name)) <> 'former participant'
    and not exists (
      select from public.people_person o where o.id <> about and lower(o.name) = lower(n.name))
  union
  select distinct btrim(m.email), format('former-participant-%s@leadwell.invalid', about)
  from (select email from named union select email from account
    union select a.email from public.account_emailaddress a
      join public.people_person p on p.user_id = a.user_id where p.id = about) m
  where m.email <> '' and m.email not like 'former-participant-%@leadwell.invalid'
    and not exists (select from public.people_person o
      where o.id <> about and lower(o.email) = lower(m.email))
$$;
"""
NAMES = (
    "people_rows_about(bigint, text, text[])",
    "people_must_be_erased(bigint)",
    "people_forget_history(bigint, text, text[], jsonb)",
    "people_words_for(bigint)",
    "people_forget_name(bigint, text, text)",
)
OPEN_TO_THE_SITE = (NAMES[2], NAMES[4])
ONLY_WHAT_WAS_DONE = f"""
revoke update on people_erasure from {SITE};
grant update (lines, again_at) on people_erasure to {SITE};
"""
MAKE = "".join(
    [ROWS_ABOUT, ON_THE_LIST, WORDS, FORGET_HISTORY, FORGET_NAME]
    + [f"revoke all on function {name} from public;" for name in NAMES]
    + [f"grant execute on function {name} to {SITE};" for name in OPEN_TO_THE_SITE]
)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_requests_and_erasures"),
        ("account", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(MAKE, "".join(f"drop function {name};" for name in reversed(NAMES))),
        append_only("people_subjectrequestevent", "people_clockpauseevent"),
        never_deleted("people_subjectrequest", "people_clockpause", "people_erasure"),
        migrations.RunSQL(ONLY_WHAT_WAS_DONE, f"grant update on people_erasure to {SITE}"),
    ]
