"""Offers that wait or are accepted never cost more than the programme plans to spend, nor take more
days of visits in a year than were typed where the programme has no specialist: whoever writes the
row. Less can always be written, even where there is too much already.

The programme’s row is locked before the sum is made, so that of two at once the second counts the
first. A budget or days that nobody has said bound nothing here: the rules make no offer then. Days
of the register depend on the day and on school years; of them the rules alone know.
"""

from django.db import migrations

FITS = """
create function prepare_offers_are_paid(which bigint) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  budget numeric;
begin
  perform 1 from programmes_programme p where p.id = which for no key update;
  select coalesce(p.budget_gbp, p.fund_gbp) into budget
    from programmes_programme p where p.id = which;
  if budget < (
    select coalesce(sum(l.cost_gbp), 0) from prepare_offerline l
      join prepare_offer o on o.id = l.offer_id
      join explore_candidate c on c.id = o.candidate_id
      where c.programme_id = which and o.state in ('open', 'accepted')
  ) then
    raise exception using errcode = 'check_violation', table = 'prepare_offerline',
      constraint = 'offers_are_within_the_budget', message = 'offers_are_within_the_budget';
  end if;
end $$;

create function prepare_offers_have_days(which bigint, years integer[]) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  days numeric;
begin
  perform 1 from programmes_programme p where p.id = which for no key update;
  select r.specialist_days into days from prepare_rates r where r.programme_id = which;
  if days is null or exists (
    select from people_roleheld h
      left join programmes_hub b on b.id = h.hub_id
      left join programmes_enrolment e on e.id = h.enrolment_id
      where h.role = 'SLE' and which in (b.programme_id, e.programme_id)
  ) then
    return;
  end if;
  if exists (
    select from prepare_offerline l
      join prepare_offer o on o.id = l.offer_id
      join explore_candidate c on c.id = o.candidate_id
      where c.programme_id = which and o.state in ('open', 'accepted')
        and l.kind = 'visits' and l.year = any (years)
      group by l.year having sum(l.amount) > days
  ) then
    raise exception using errcode = 'check_violation', table = 'prepare_offerline',
      constraint = 'offers_are_within_the_days', message = 'offers_are_within_the_days';
  end if;
end $$;

create function prepare_line_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  which bigint;
  is_new boolean := tg_op = 'INSERT';
begin
  if not is_new then
    is_new := new.offer_id <> old.offer_id;
  end if;
  select c.programme_id into which from prepare_offer o
    join explore_candidate c on c.id = o.candidate_id
    where o.id = new.offer_id and o.state in ('open', 'accepted');
  if which is null then
    return null;
  end if;
  if is_new or new.cost_gbp > old.cost_gbp then
    perform prepare_offers_are_paid(which);
  end if;
  if new.kind = 'visits' and (is_new or old.kind <> 'visits' or new.year <> old.year
                              or new.amount > old.amount) then
    perform prepare_offers_have_days(which, array[new.year::integer]);
  end if;
  return null;
end $$;
create constraint trigger offers_are_within_the_budget
  after insert or update of offer_id, kind, year, amount, cost_gbp on prepare_offerline
  deferrable for each row execute function prepare_line_fits();

create function prepare_offer_fits() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  which bigint;
begin
  if tg_op = 'UPDATE' then
    if old.state in ('open', 'accepted') and new.candidate_id = old.candidate_id then
      return null;
    end if;
  end if;
  select c.programme_id into which from explore_candidate c where c.id = new.candidate_id;
  perform prepare_offers_are_paid(which);
  perform prepare_offers_have_days(which, array(
    select l.year::integer from prepare_offerline l where l.offer_id = new.id));
  return null;
end $$;
create constraint trigger offers_are_within_the_budget
  after insert or update of state, candidate_id on prepare_offer
  deferrable for each row when (new.state in ('open', 'accepted'))
  execute function prepare_offer_fits();

create function prepare_moved_offers_fit() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform prepare_offers_are_paid(new.programme_id);
  perform prepare_offers_have_days(new.programme_id, array(
    select l.year::integer from prepare_offerline l
      join prepare_offer o on o.id = l.offer_id where o.candidate_id = new.id));
  return null;
end $$;
create constraint trigger offers_are_within_the_budget
  after update of programme_id on explore_candidate
  deferrable for each row when (new.programme_id <> old.programme_id)
  execute function prepare_moved_offers_fit();

revoke execute on function prepare_offers_are_paid(bigint) from public;
revoke execute on function prepare_offers_have_days(bigint, integer[]) from public;
"""
LETS_GO = """
drop trigger offers_are_within_the_budget on explore_candidate;
drop trigger offers_are_within_the_budget on prepare_offer;
drop trigger offers_are_within_the_budget on prepare_offerline;
drop function prepare_moved_offers_fit();
drop function prepare_offer_fits();
drop function prepare_line_fits();
drop function prepare_offers_have_days(bigint, integer[]);
drop function prepare_offers_are_paid(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("prepare", "0020_names_are_forgotten"),
        ("explore", "0002_candidates"),
        ("people", "0003_walls"),
        ("programmes", "0008_design_said_whole"),
    ]

    operations = [migrations.RunSQL(FITS, LETS_GO)]
