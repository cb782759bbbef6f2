"""What was asked stays as it was asked, and what was found as it was found.

Whether a question was fixed after results were loaded is what the database sees at that moment,
whatever the site says. The list of schools is whole when it is fixed: nobody is added or taken out.
"""

from django.db import migrations

from leadwell.audit.walls import append_only, kept_at_least, never_deleted

FIXED_WHEN = """
create function evaluation_fixed_when() returns trigger language plpgsql as $$
begin
  if new.version > 1 and not exists (
    select from evaluation_evaluation e
    where e.id = new.replaces_id and e.programme_id = new.programme_id
      and e.version = new.version - 1
  ) then
    raise exception 'a version follows the one before it'
      using errcode = 'check_violation', constraint = 'evaluation_follows_the_version_before',
            table = 'evaluation_evaluation';
  end if;
  new.years_loaded := array(
    select distinct p.academic_year from schools_publishedyear p
    where p.school_id is not null order by 1);
  new.is_after_results := exists (
    select from unnest(new.years_loaded) as loaded(year)
    where loaded.year >= least(new.first_start, (
      select min(e.first_start) from evaluation_evaluation e
      where e.programme_id = new.programme_id)));
  return new;
end $$;
create trigger evaluation_is_fixed_when_it_is before insert on evaluation_evaluation
  for each row execute function evaluation_fixed_when();
"""
WHOLE_LIST = """
create function evaluation_has_whole_list() returns trigger language plpgsql as $$
declare of_evaluation bigint;
begin
  if tg_table_name = 'evaluation_evaluation' then of_evaluation := new.id;
  else of_evaluation := new.evaluation_id; end if;
  if exists (
    select from evaluation_evaluation e, lateral (
      select count(*) as n, min(s.start) as first
      from evaluation_evaluatedschool s where s.evaluation_id = e.id) as kept
    where e.id = of_evaluation
      and (e.n_schools <> kept.n or e.first_start is distinct from kept.first)
  ) then
    raise exception 'the list of schools of a question is fixed with it'
      using errcode = 'check_violation', constraint = 'evaluation_keeps_its_list',
            table = 'evaluation_evaluatedschool';
  end if;
  return null;
end $$;
create constraint trigger evaluation_keeps_its_list
  after insert on evaluation_evaluation deferrable initially deferred
  for each row execute function evaluation_has_whole_list();
create constraint trigger evaluation_keeps_its_list
  after insert on evaluation_evaluatedschool deferrable initially deferred
  for each row execute function evaluation_has_whole_list();
"""
AS_HASHED = """
alter table evaluation_finding add constraint finding_is_what_its_hash_says
  check (sha256 = encode(sha256(convert_to(said, 'UTF8')), 'hex'));
"""
FIXED_AT = "(select e.fixed_at from evaluation_evaluation e where e.id = t.evaluation_id)"


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_disposal"), ("evaluation", "0001_initial")]

    operations = [
        append_only("evaluation_evaluation", "evaluation_evaluatedschool", "evaluation_finding"),
        never_deleted("evaluation_run"),
        migrations.RunSQL(
            FIXED_WHEN,
            "drop trigger evaluation_is_fixed_when_it_is on evaluation_evaluation;"
            "drop function evaluation_fixed_when",
        ),
        migrations.RunSQL(
            WHOLE_LIST,
            "drop trigger evaluation_keeps_its_list on evaluation_evaluatedschool;"
            "drop trigger evaluation_keeps_its_list on evaluation_evaluation;"
            "drop function evaluation_has_whole_list",
        ),
        migrations.RunSQL(
            AS_HASHED,
            "alter table evaluation_finding drop constraint finding_is_what_its_hash_says",
        ),
        kept_at_least("evaluation_evaluation", since="t.fixed_at", months=24),
        kept_at_least("evaluation_evaluatedschool", since=FIXED_AT, months=24),
        kept_at_least("evaluation_finding", since="t.at", months=24),
        kept_at_least("evaluation_run", since="t.asked_at", months=24),
    ]
