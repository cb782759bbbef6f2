"""What was shared, signed and said stays as it is; only a note nobody has opened goes back.

The site adds versions and never changes them. `deliver_take_back` acts as the owner, who wrote it,
and takes away the versions of a note that is a draft again: never of one that somebody at the
school has opened, or that anybody signed.
"""

from django.db import migrations

from leadwell.audit.walls import SITE, append_only, kept_at_least, never_deleted

VERSIONS = "select v.id from deliver_noteversion v where v.note_id = of_note"
PARTS = (
    "deliver_noteactivity", "deliver_noteingredient", "deliver_noteanswer", "deliver_noteaction",
    "deliver_noterisk", "deliver_qualitycheck",
)  # fmt: skip
PEOPLE_MET = "deliver_noteversion_people_met"
TAKE_BACK = f"""
create function deliver_take_back(of_note bigint) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare n integer;
begin
  perform from public.deliver_note d
    where d.id = of_note and d.state = 'draft' and d.opened_at is null and d.shown_id is null;
  if not found or exists (
    select from public.deliver_notesignature s where s.version_id in ({VERSIONS})
  ) then
    raise exception 'note % has been read', of_note using errcode = 'insufficient_privilege';
  end if;
  {" ".join(f"delete from public.{table} where version_id in ({VERSIONS});" for table in PARTS)}
  delete from public.{PEOPLE_MET} where noteversion_id in ({VERSIONS});
  delete from public.deliver_noteversion where note_id = of_note;
  get diagnostics n = row_count;
  return n;
end $$;
revoke execute on function deliver_take_back(bigint) from public;
grant execute on function deliver_take_back(bigint) to {SITE};
"""
OF_VERSION = "(select v.shared_at from deliver_noteversion v where v.id = t.{})"


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_disposal"), ("deliver", "0004_note_of_visit")]

    operations = [
        append_only(
            "deliver_noteevent", "deliver_notestep", "deliver_noteversion", PEOPLE_MET, *PARTS,
            "deliver_notesignature", "deliver_noteremark",
        ),
        never_deleted("deliver_note", "deliver_signingdelegation"),
        migrations.RunSQL(TAKE_BACK, "drop function deliver_take_back"),
        kept_at_least("deliver_notestep", since="t.at", months=24),
        kept_at_least("deliver_noteversion", since="t.shared_at", months=24),
        *(
            kept_at_least(table, since=OF_VERSION.format("version_id"), months=24)
            for table in PARTS
        ),
        kept_at_least(PEOPLE_MET, since=OF_VERSION.format("noteversion_id"), months=24),
        kept_at_least("deliver_notesignature", since="t.at", months=24),
        kept_at_least("deliver_noteremark", since="t.at", months=24),
        kept_at_least("deliver_signingdelegation", since="coalesce(t.ended_at, now())", months=24),
    ]  # fmt: skip
