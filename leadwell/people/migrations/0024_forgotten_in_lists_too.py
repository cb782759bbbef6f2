"""A name is forgotten in lists of words too, and where what takes its place is longer than the
column holds.

“former participant” has more letters than most names: in a field that somebody filled to the last
letter it would not fit, and nothing at all would be forgotten. There a shorter word stands.
"""

from django.db import migrations

# A name is only looked for where it has two words at least and is nobody else's: "May" is a month.
FORGET_NAME = """
create or replace function people_forget_name(about bigint, place text, at text) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  of oid := to_regclass('public.' || quote_ident(place));
  kind text; most integer; sets text; looks text;
  word text; token text; pattern text; n integer := 0; here integer;
begin
  perform public.people_must_be_erased(about);
  select format_type(atttypid, null), nullif(greatest(atttypmod - 4, 0), 0) into kind, most
    from pg_attribute where attrelid = of and attname = at and attnum > 0;
  if kind is null or kind not in
      ('text', 'character varying', 'jsonb', 'text[]', 'character varying[]') then
    raise exception '%.% holds no words', place, at using errcode = 'check_violation';
  end if;
  sets := case when most is null then 'regexp_replace({0}, $1, $2, ''gi'')'
    else 'case when length(regexp_replace({0}, $1, $2, ''gi'')) <= $3
      then regexp_replace({0}, $1, $2, ''gi'')
      else left(regexp_replace({0}, $1, ''(gone)'', ''gi''), $3) end' end;
  looks := format(case when kind like '%[]' then 'array_to_string(%I, e''\\n'')' else '%I::text' end, at);
  sets := case when kind like '%[]'
    then format('(select array_agg(%s order by each.n) from unnest(%I) with ordinality as each(said, n))',
      replace(sets, '{0}', 'each.said'), at)
    else replace(sets, '{0}', format('%I::text', at)) end;
  for word, token in select * from public.people_words_for(about) loop
    pattern := '(?<![[:alnum:]._%+-])' || regexp_replace(regexp_replace(word,
      '([^[:alnum:][:space:]])', '\\\\\\1', 'g'), '\\s+', '\\\\s+', 'g') || '(?![[:alnum:]_-]|\\.[[:alnum:]])';
    execute format('update %1$s set %2$I = (%3$s)::%4$s where %5$s ~* $1',
      of::regclass, at, sets, kind, looks) using pattern, token, most;
    get diagnostics here = row_count;
    n := n + here;
  end loop;
  return n;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0023_letters_about_places")]

    operations = [migrations.RunSQL(FORGET_NAME, migrations.RunSQL.noop)]
