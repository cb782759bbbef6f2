"""Days of release, and whom a school turns to, in drafts and in what was sent."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0022_letters_about_agreements"),
        ("prepare", "0013_named_to_evaluators"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="memorandum",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="memorandum",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="memorandum",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="memorandum",
            name="escalates_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.roleheld",
                verbose_name="the role by which they are turned to",
            ),
        ),
        migrations.AddField(
            model_name="memorandum",
            name="released_on",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateField(),
                blank=True,
                default=list,
                size=20,
                verbose_name="days on which they are released",
            ),
        ),
        migrations.AddField(
            model_name="memorandumevent",
            name="escalates_to",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="people.roleheld",
                verbose_name="the role by which they are turned to",
            ),
        ),
        migrations.AddField(
            model_name="memorandumevent",
            name="released_on",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateField(),
                blank=True,
                default=list,
                size=20,
                verbose_name="days on which they are released",
            ),
        ),
        migrations.AddField(
            model_name="memorandumversion",
            name="escalates_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.roleheld",
                verbose_name="the role by which somebody is turned to",
            ),
        ),
        migrations.AddField(
            model_name="memorandumversion",
            name="released_on",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateField(),
                blank=True,
                default=list,
                size=None,
                verbose_name="days of release",
            ),
        ),
        migrations.AlterField(
            model_name="memorandum",
            name="escalation",
            field=models.CharField(
                max_length=260, verbose_name="whom the school turns to if something goes wrong"
            ),
        ),
        migrations.AlterField(
            model_name="memorandum",
            name="release_on",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="days on which they are released, in words"
            ),
        ),
        migrations.AlterField(
            model_name="memorandumevent",
            name="escalation",
            field=models.CharField(
                max_length=260, verbose_name="whom the school turns to if something goes wrong"
            ),
        ),
        migrations.AlterField(
            model_name="memorandumevent",
            name="release_on",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="days on which they are released, in words"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="memorandum",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_memorandumevent" ("active_since", "besides", "chair_id", "ended_because", "ended_on", "enrolment_id", "escalates_to_id", "escalation", "hours_a_week", "id", "in_force_id", "left_out", "paper_kept_at", "paper_signed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_on", "released_on", "sent_on", "shown_id", "state", "trust_signatory_id") VALUES (NEW."active_since", NEW."besides", NEW."chair_id", NEW."ended_because", NEW."ended_on", NEW."enrolment_id", NEW."escalates_to_id", NEW."escalation", NEW."hours_a_week", NEW."id", NEW."in_force_id", NEW."left_out", NEW."paper_kept_at", NEW."paper_signed_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_on", NEW."released_on", NEW."sent_on", NEW."shown_id", NEW."state", NEW."trust_signatory_id"); RETURN NULL;',
                    hash="1e6d6477e48eef3ae92ff7e2b192038e7d58d068",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0c129",
                    table="prepare_memorandum",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="memorandum",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prepare_memorandumevent" ("active_since", "besides", "chair_id", "ended_because", "ended_on", "enrolment_id", "escalates_to_id", "escalation", "hours_a_week", "id", "in_force_id", "left_out", "paper_kept_at", "paper_signed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_on", "released_on", "sent_on", "shown_id", "state", "trust_signatory_id") VALUES (NEW."active_since", NEW."besides", NEW."chair_id", NEW."ended_because", NEW."ended_on", NEW."enrolment_id", NEW."escalates_to_id", NEW."escalation", NEW."hours_a_week", NEW."id", NEW."in_force_id", NEW."left_out", NEW."paper_kept_at", NEW."paper_signed_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_on", NEW."released_on", NEW."sent_on", NEW."shown_id", NEW."state", NEW."trust_signatory_id"); RETURN NULL;',
                    hash="4c9191c28e64d651b5c8b931ecd785a240ad092f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_08251",
                    table="prepare_memorandum",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="memorandum",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_memorandumevent" ("active_since", "besides", "chair_id", "ended_because", "ended_on", "enrolment_id", "escalates_to_id", "escalation", "hours_a_week", "id", "in_force_id", "left_out", "paper_kept_at", "paper_signed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_on", "released_on", "sent_on", "shown_id", "state", "trust_signatory_id") VALUES (OLD."active_since", OLD."besides", OLD."chair_id", OLD."ended_because", OLD."ended_on", OLD."enrolment_id", OLD."escalates_to_id", OLD."escalation", OLD."hours_a_week", OLD."id", OLD."in_force_id", OLD."left_out", OLD."paper_kept_at", OLD."paper_signed_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."release_on", OLD."released_on", OLD."sent_on", OLD."shown_id", OLD."state", OLD."trust_signatory_id"); RETURN NULL;',
                    hash="8d29c334c9750aa6d361780511a8de0f1759c24e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1200d",
                    table="prepare_memorandum",
                    when="AFTER",
                ),
            ),
        ),
    ]
