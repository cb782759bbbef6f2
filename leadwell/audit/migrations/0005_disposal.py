"""The certificate of what was destroyed, and the one function by which rows go.

It acts as the owner, who wrote it, and only for a certificate that the same transaction has
written and that says how many rows of which table go. It refuses rows younger than the table's
least age, whatever it is told: 24 months for the logs; 12 months since the last change for a table
that keeps its history; what `audit_least` says for others. `audit_past` gives numbers and days of
old rows, and no content, where the site sees only its own.

The path is fixed, with what anybody may make (pg_temp) last; public is on it because the triggers
that keep history look there, and only the owner makes tables.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.functions
from django.db import migrations, models

from leadwell.audit.walls import SITE, append_only, kept_at_least

LEAST = f"""
create table audit_least (
  place text primary key, since text not null, months integer not null check (months > 0));
revoke all on audit_least from {SITE};
grant select on audit_least to {SITE};
"""
AGE = """
create function audit_age(place_named text, which bigint[])
returns table (n bigint, youngest timestamptz, months integer)
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
  of oid := to_regclass('public.' || quote_ident(place_named));
  history oid := to_regclass('public.' || quote_ident(place_named || 'event'));
  kept public.audit_least;
begin
  if of is null then
    raise exception 'there is no table %', place_named using errcode = 'undefined_table';
  end if;
  select * into kept from public.audit_least l where l.place = place_named;
  if found then
    return query execute format(
      'select count(%1$s), max((%1$s)::timestamptz), $2 from %2$s t where t.id = any($1)',
      kept.since, of::regclass) using which, kept.months;
  elsif exists (select from pg_attribute where attrelid = history and attname = 'pgh_obj_id') then
    return query execute format(
      'select count(distinct h.pgh_obj_id), max(h.pgh_created_at), 12 from %s h
       where h.pgh_obj_id = any($1)', history::regclass) using which;
  else
    raise exception 'nobody knows how old rows of % are', place_named
      using errcode = 'insufficient_privilege';
  end if;
end $$;
"""
DESTROY = """
create function audit_destroy(certificate bigint, place_named text, which bigint[])
returns integer language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare
  paper public.audit_disposal;
  promised integer; age record; n integer;
  history oid := to_regclass('public.' || quote_ident(place_named || 'event'));
begin
  select * into paper from public.audit_disposal d
    where d.id = certificate and d.written_at = now() and not place_named = any(d.done)
    for update;
  if not found then
    raise exception 'there is no certificate for this' using errcode = 'insufficient_privilege';
  end if;
  select (line ->> 'n')::integer into promised from jsonb_array_elements(paper.lines) line
    where line ->> 'place' = place_named;
  if promised is distinct from cardinality(which) then
    raise exception 'the certificate says % rows of %', coalesce(promised, 0), place_named
      using errcode = 'insufficient_privilege';
  end if;
  select * into age from public.audit_age(place_named, which);
  if age.n <> promised then
    raise exception 'the age of some rows of % is not known', place_named
      using errcode = 'insufficient_privilege';
  elsif age.youngest > now() - make_interval(months => age.months) then
    raise exception 'rows of % are kept at least % months', place_named, age.months
      using errcode = 'insufficient_privilege';
  end if;
  execute format('delete from public.%I where id = any($1)', place_named) using which;
  get diagnostics n = row_count;
  if n <> promised then
    raise exception 'only % of % rows of % are there', n, promised, place_named
      using errcode = 'check_violation';
  end if;
  if exists (select from pg_attribute where attrelid = history and attname = 'pgh_obj_id') then
    execute format('delete from %s where pgh_obj_id = any($1)', history::regclass) using which;
  end if;
  update public.audit_disposal set done = done || place_named where id = certificate;
  return n;
end $$;
"""
PAST = """
create function audit_past(place_named text, before timestamptz)
returns table (id bigint, since timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  kept public.audit_least;
begin
  select * into kept from public.audit_least l where l.place = place_named;
  if not found then
    raise exception 'nobody knows how old rows of % are', place_named
      using errcode = 'insufficient_privilege';
  end if;
  return query execute format(
    'select t.id::bigint, (%1$s)::timestamptz from public.%2$I t where (%1$s) < $1',
    kept.since, place_named) using before;
end $$;
"""
NAMES = (
    "audit_age(text, bigint[])",
    "audit_destroy(bigint, text, bigint[])",
    "audit_past(text, timestamptz)",
)
OPEN_TO_THE_SITE = NAMES[1:]
MAKE = "".join(
    [AGE, DESTROY, PAST]
    + [f"revoke all on function {name} from public;" for name in NAMES]
    + [f"grant execute on function {name} to {SITE};" for name in OPEN_TO_THE_SITE]
)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_looks_stay"),
    ]

    operations = [
        migrations.CreateModel(
            name="Disposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("by_user", models.BigIntegerField(verbose_name="account of who destroyed")),
                ("lines", models.JSONField(verbose_name="what was destroyed, and by which rule")),
                (
                    "written_at",
                    models.DateTimeField(
                        db_default=django.contrib.postgres.functions.TransactionNow(),
                        editable=False,
                        verbose_name="written",
                    ),
                ),
                (
                    "done",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        default=list,
                        editable=False,
                        size=None,
                        verbose_name="done",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("lines", []), _negated=True),
                        name="disposal_is_of_something",
                    )
                ],
            },
        ),
        append_only("audit_disposal"),
        migrations.RunSQL(LEAST, "drop table audit_least"),
        migrations.RunSQL(MAKE, "".join(f"drop function {name};" for name in reversed(NAMES))),
        kept_at_least("audit_event", since="t.at", months=24),
        kept_at_least("audit_look", since="t.at", months=24),
        kept_at_least("audit_disposal", since="t.at", months=24),
    ]
