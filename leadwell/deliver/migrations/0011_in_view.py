"""What of the plan and the programme a visit was about is kept with its note. Older notes say nothing.

A note that is taken back loses these rows as it does its others. How a priority reads is somebody's
words: they go where what the visit was for is taken out.
"""

import django.db.models.deletion
from django.db import migrations, models

from leadwell.audit.walls import SITE, append_only, kept_at_least

TABLE = "deliver_noteinview"
VERSIONS = "select v.id from deliver_noteversion v where v.note_id = of_note"
PARTS = (
    "deliver_noteactivity", "deliver_noteingredient", "deliver_noteanswer", "deliver_noteaction",
    "deliver_noterisk", "deliver_qualitycheck",
)  # fmt: skip
PEOPLE_MET = "deliver_noteversion_people_met"
GONE = "Taken out: this was for the safeguarding lead."
OF_VERSION = "(select v.shared_at from deliver_noteversion v where v.id = t.version_id)"


def _take_back(*parts: str) -> str:
    return f"""
create or replace function deliver_take_back(of_note bigint) returns integer
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
  {" ".join(f"delete from public.{table} where version_id in ({VERSIONS});" for table in parts)}
  delete from public.{PEOPLE_MET} where noteversion_id in ({VERSIONS});
  delete from public.deliver_noteversion where note_id = of_note;
  get diagnostics n = row_count;
  return n;
end $$;
"""


PURGE = f"""
create function deliver_purge_in_view(purge bigint) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  of_note bigint;
begin
  select note_id into of_note from public.deliver_notepurge
    where id = purge and written_at = now() and 'purpose' = any(sections);
  if not found then
    raise exception 'nothing says that words are to be taken out'
      using errcode = 'insufficient_privilege';
  end if;
  update public.{TABLE} set says = '{GONE}'
    where priority_id is not null and version_id in ({VERSIONS});
end $$;
revoke execute on function deliver_purge_in_view(bigint) from public;
grant execute on function deliver_purge_in_view(bigint) to {SITE};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("deliver", "0010_needs_in_what_is_signed"),
        ("prepare", "0020_names_are_forgotten"),
        ("programmes", "0009_people_of_aims"),
    ]

    operations = [
        migrations.CreateModel(
            name="NoteInView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("says", models.CharField(max_length=200, verbose_name="how it read")),
                (
                    "ingredient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.activeingredient",
                    ),
                ),
                (
                    "priority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="prepare.priority",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_view",
                        to="deliver.noteversion",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "notes in view",
                "ordering": ["version_id", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "priority", "ingredient"),
                        name="thing_is_in_view_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("ingredient", None), ("priority__isnull", False)),
                                models.Q(("ingredient__isnull", False), ("priority", None)),
                                _connector="OR",
                            ),
                            models.Q(("says", ""), _negated=True),
                        ),
                        name="thing_in_view_is_one_and_says_what",
                    ),
                ],
            },
        ),
        append_only(TABLE),
        kept_at_least(TABLE, since=OF_VERSION, months=24),
        migrations.RunSQL(_take_back(TABLE, *PARTS), _take_back(*PARTS)),
        migrations.RunSQL(PURGE, "drop function deliver_purge_in_view"),
    ]
