"""By which fund's rules a set was approved, its programme stays."""

from django.db import migrations

STAYS = """
create function explore_fund_stays() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from explore_approvedset a where a.programme_id = new.id) then
    raise exception using errcode = 'check_violation', table = 'programmes_programme',
      constraint = 'fund_of_an_approved_set_stays', message = 'fund_of_an_approved_set_stays';
  end if;
  return null;
end $$;
create trigger fund_of_an_approved_set_stays
  after update of rule_set on programmes_programme for each row
  when (old.rule_set is distinct from new.rule_set) execute function explore_fund_stays();
"""
LETS_GO = """
drop trigger fund_of_an_approved_set_stays on programmes_programme;
drop function explore_fund_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("explore", "0012_answers_and_own_criteria"),
        ("programmes", "0008_design_said_whole"),
    ]

    operations = [migrations.RunSQL(STAYS, LETS_GO)]
