"""Files that go with a note: added, and taken away by two functions alone.

`deliver_drop_attachment` takes one back before anybody has signed the note; `deliver_purge_files`
all of a note's, for a purge of the same transaction that names them.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

from leadwell.audit.walls import SITE, append_only, kept_at_least

TABLES = ("deliver_attachment", "deliver_attachmentbytes")
TAKE_AWAY = """
create function deliver_take_files(which bigint[]) returns void
language sql set search_path = pg_catalog, public, pg_temp as $$
  delete from public.deliver_attachmentbytes where attachment_id = any(which);
  delete from public.deliver_attachment where id = any(which);
$$;
create function deliver_drop_attachment(which bigint) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform from public.deliver_attachment a join public.deliver_note n on n.id = a.note_id
    where a.id = which and n.state not in ('signed', 'released', 'unsigned');
  if not found then
    raise exception 'the note of attachment % is signed', which
      using errcode = 'insufficient_privilege';
  end if;
  perform public.deliver_take_files(array[which]);
end $$;
create function deliver_purge_files(purge bigint) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  of_note bigint;
begin
  select note_id into of_note from public.deliver_notepurge
    where id = purge and written_at = now() and 'files' = any(sections);
  if not found then
    raise exception 'nothing says that files are to be taken out'
      using errcode = 'insufficient_privilege';
  end if;
  perform public.deliver_take_files(
    array(select id from public.deliver_attachment where note_id = of_note));
end $$;
"""
NAMES = (
    "deliver_take_files(bigint[])",
    "deliver_drop_attachment(bigint)",
    "deliver_purge_files(bigint)",
)
OPEN_TO_THE_SITE = NAMES[1:]
MAKE = "".join(
    [TAKE_AWAY]
    + [f"revoke all on function {name} from public;" for name in NAMES]
    + [f"grant execute on function {name} to {SITE};" for name in OPEN_TO_THE_SITE]
)
OF_ATTACHMENT = "(select a.at from deliver_attachment a where a.id = t.attachment_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("deliver", "0006_words_taken_out"),
        ("people", "0015_drafts_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="which of them")),
                ("title", models.CharField(max_length=80, verbose_name="what it is")),
                (
                    "kind",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("jpg", "JPEG"), ("png", "PNG"), ("docx", "DOCX")],
                        max_length=4,
                        verbose_name="kind",
                    ),
                ),
                ("n_bytes", models.PositiveIntegerField(verbose_name="size")),
                (
                    "shows_nobody",
                    models.BooleanField(
                        verbose_name="no face, no name, no handwriting of a teacher"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="attached")),
            ],
            options={
                "ordering": ["note", "number"],
            },
        ),
        migrations.CreateModel(
            name="AttachmentBytes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("data", models.BinaryField(verbose_name="bytes")),
            ],
            options={
                "verbose_name_plural": "attachment bytes",
            },
        ),
        migrations.RemoveConstraint(
            model_name="notepurge",
            name="purge_says_where",
        ),
        migrations.AlterField(
            model_name="notepurge",
            name="sections",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("purpose", "What the visit was for"),
                        ("seen", "What was seen"),
                        ("strengths", "Strengths"),
                        ("adaptations", "What was adapted"),
                        ("reasons", "Why something stands at its colour"),
                        ("readiness", "What has changed at the school"),
                        ("answers", "How earlier actions and the last task go"),
                        ("agreed", "The actions agreed, and what comes next"),
                        ("risk", "What the hub must know"),
                        ("said", "Comments, what was added, and what the school sees differently"),
                        ("files", "What is attached"),
                    ],
                    max_length=11,
                ),
                size=None,
                verbose_name="where",
            ),
        ),
        migrations.AddConstraint(
            model_name="notepurge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sections", []), _negated=True),
                    (
                        "sections__contained_by",
                        [
                            "purpose",
                            "seen",
                            "strengths",
                            "adaptations",
                            "reasons",
                            "readiness",
                            "answers",
                            "agreed",
                            "risk",
                            "said",
                            "files",
                        ],
                    ),
                ),
                name="purge_says_where",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="note",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attachments",
                to="deliver.note",
            ),
        ),
        migrations.AddField(
            model_name="attachmentbytes",
            name="attachment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="content",
                to="deliver.attachment",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                fields=("note", "number"), name="attachment_has_its_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__range", (1, 3))), name="note_has_three_attachments"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("shows_nobody", True)), name="attachment_shows_nobody"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("n_bytes__range", (1, 10000000)),
                    ("kind__in", ["pdf", "jpg", "png", "docx"]),
                    models.Q(("title", ""), _negated=True),
                ),
                name="attachment_is_of_a_kind_and_size",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachmentbytes",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length(models.F("data")), 10000000
                ),
                name="attachment_is_of_a_length",
            ),
        ),
        append_only(*TABLES),
        kept_at_least("deliver_attachment", since="t.at", months=24),
        kept_at_least("deliver_attachmentbytes", since=OF_ATTACHMENT, months=24),
        migrations.RunSQL(MAKE, "".join(f"drop function {name};" for name in reversed(NAMES))),
    ]
