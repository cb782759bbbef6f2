"""What was approved or signed stays as it was, but for the name of somebody who is forgotten.

People are forgotten by functions that act as the owner, only for who is on the list of erasures. A
name in an approved priority or a signed agreement held all of that up.
"""

from django.db import migrations

from leadwell.audit.walls import SITE

SAID = ", ".join(
    f"{{0}}.{name}"
    for name in (
        "plan_id", "statement", "pupils", '"group"', "why_not_focus", "measure", "artefact", "what",
        "unit", "baseline", "target", "due_on", "evidence",
    )
)  # fmt: skip
STAYS = f"""
create or replace function prepare_plan_goes_on() returns trigger language plpgsql as $$
declare broken text;
begin
  if old.state = 'closed' and current_user = '{SITE}' then broken := 'closed_plan_stays';
  elsif new.state = 'approved' and not exists (
    select from prepare_planapproval a where a.plan_id = new.id
  ) then broken := 'approved_plan_is_signed';
  end if;
  if broken is not null then
    raise exception using errcode = 'check_violation', constraint = broken, message = broken;
  end if;
  return new;
end $$;

create or replace function prepare_priority_stays() returns trigger language plpgsql as $$
declare
  broken text;
  stands text := (select p.state from prepare_plan p where p.id = coalesce(new.plan_id, old.plan_id));
begin
  if stands <> 'draft' and (
    tg_op = 'INSERT' or current_user = '{SITE}'
      and row({SAID.format("new")}) is distinct from row({SAID.format("old")})
  ) then broken := 'approved_priority_stays';
  elsif new.state = 'live' and (tg_op = 'INSERT' or old.state <> 'live') and 3 <= (
    select count(*) from prepare_priority p where p.plan_id = new.plan_id and p.state = 'live'
  ) then broken := 'three_priorities_are_under_way_at_most';
  end if;
  if broken is not null then
    raise exception using errcode = 'check_violation', constraint = broken, message = broken;
  end if;
  return new;
end $$;

create or replace function prepare_deployment_stays() returns trigger language plpgsql as $$
begin
  if current_user = '{SITE}' then
    raise exception using errcode = 'check_violation', constraint = 'signed_deployment_stays',
      message = 'signed_deployment_stays: what somebody has signed is not changed';
  end if;
  return new;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("prepare", "0019_wrong_scans_replaced")]

    operations = [migrations.RunSQL(STAYS, migrations.RunSQL.noop)]
