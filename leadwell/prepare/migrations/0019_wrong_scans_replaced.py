"""A scan of the wrong paper is replaced by one function alone: its bytes go, and why stays.

The reason is written down in the same transaction as a step of the memorandum.
"""

from django.db import migrations

from leadwell.audit.walls import SITE

NAME = "prepare_replace_scan(bigint, text, bytea, boolean, text, bigint, timestamptz)"
REPLACE = """
create function prepare_replace_scan(
  which bigint, its_kind text, its_data bytea, is_of_nobody boolean, why text, whose bigint,
  moment timestamptz
) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if btrim(why) = '' then
    raise exception 'a scan is replaced for a reason' using errcode = 'check_violation';
  end if;
  update public.prepare_memorandumscan
    set kind = its_kind, n_bytes = length(its_data), shows_nobody = is_of_nobody, by_id = whose,
      at = moment
    where id = which;
  if not found then
    raise exception 'there is no scan %', which using errcode = 'no_data_found';
  end if;
  update public.prepare_memorandumscanbytes set data = its_data where scan_id = which;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("prepare", "0018_figures_of_priorities")]

    operations = [
        migrations.RunSQL(
            f"{REPLACE} revoke all on function {NAME} from public; "
            f"grant execute on function {NAME} to {SITE};",
            f"drop function {NAME};",
        ),
    ]
