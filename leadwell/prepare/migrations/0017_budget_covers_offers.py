"""A programme never plans to spend less than it has offered: neither by a new offer, which the rules
see to, nor by a smaller budget."""

from django.db import migrations

COVERS = """
create function prepare_budget_covers_offers() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if coalesce(new.budget_gbp, new.fund_gbp, 0) < (
    select coalesce(sum(l.cost_gbp), 0) from prepare_offerline l
      join prepare_offer o on o.id = l.offer_id
      join explore_candidate c on c.id = o.candidate_id
      where c.programme_id = new.id and o.state in ('open', 'accepted')
  ) then
    raise exception using errcode = 'check_violation', table = 'programmes_programme',
      constraint = 'budget_covers_what_is_offered', message = 'budget_covers_what_is_offered';
  end if;
  return null;
end $$;
create trigger budget_covers_what_is_offered
  after update of budget_gbp, fund_gbp on programmes_programme for each row
  when (coalesce(new.budget_gbp, new.fund_gbp, 0) < coalesce(old.budget_gbp, old.fund_gbp, 0))
  execute function prepare_budget_covers_offers();
"""
LETS_GO = """
drop trigger budget_covers_what_is_offered on programmes_programme;
drop function prepare_budget_covers_offers();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("prepare", "0016_days_of_the_register"),
        ("explore", "0002_candidates"),
        ("programmes", "0008_design_said_whole"),
    ]

    operations = [migrations.RunSQL(COVERS, LETS_GO)]
