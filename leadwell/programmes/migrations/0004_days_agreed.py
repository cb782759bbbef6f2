import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0003_reasons"),
        ("schools", "0010_names_in_batches"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="enrolment",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="enrolment",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="enrolment",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="enrolment",
            name="days_agreed",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=5,
                null=True,
                verbose_name="days of support agreed",
            ),
        ),
        migrations.AddField(
            model_name="enrolmentevent",
            name="days_agreed",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=5,
                null=True,
                verbose_name="days of support agreed",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_enrolmentevent" ("days_agreed", "hub_id", "id", "joined_on", "left_on", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "school_id", "why_left") VALUES (NEW."days_agreed", NEW."hub_id", NEW."id", NEW."joined_on", NEW."left_on", NEW."part", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."school_id", NEW."why_left"); RETURN NULL;',
                    hash="e16d369a938356fb71f019dd1410b028ace26563",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_21452",
                    table="programmes_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_enrolmentevent" ("days_agreed", "hub_id", "id", "joined_on", "left_on", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "school_id", "why_left") VALUES (NEW."days_agreed", NEW."hub_id", NEW."id", NEW."joined_on", NEW."left_on", NEW."part", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."school_id", NEW."why_left"); RETURN NULL;',
                    hash="865932d6bdd38dad9c10176bc946579fae1ed37b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_90b47",
                    table="programmes_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_enrolmentevent" ("days_agreed", "hub_id", "id", "joined_on", "left_on", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "school_id", "why_left") VALUES (OLD."days_agreed", OLD."hub_id", OLD."id", OLD."joined_on", OLD."left_on", OLD."part", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."school_id", OLD."why_left"); RETURN NULL;',
                    hash="75b446510a92bd66b42ee611c62f1a76bf435dc3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_52cdc",
                    table="programmes_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.CheckConstraint(
                condition=models.Q(("days_agreed", None), ("days_agreed__gte", 0), _connector="OR"),
                name="school_is_agreed_no_fewer_days_than_none",
                violation_error_message="Write the days agreed as a number, such as 6 or 7.5.",
            ),
        ),
    ]
