"""Since when work in a school is agreed.

Before, nothing here asked for a memorandum of understanding: schools that had joined were worked
with as their side and the programme's had agreed on paper. They stay as they are.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0006_playbooks_and_lessons"),
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
            name="work_agreed_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="work agreed on"
            ),
        ),
        migrations.AddField(
            model_name="enrolmentevent",
            name="work_agreed_on",
            field=models.DateField(
                blank=True, editable=False, null=True, verbose_name="work agreed on"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_enrolmentevent" ("days_agreed", "hub_id", "id", "joined_on", "left_on", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "school_id", "why_left", "work_agreed_on") VALUES (NEW."days_agreed", NEW."hub_id", NEW."id", NEW."joined_on", NEW."left_on", NEW."part", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."school_id", NEW."why_left", NEW."work_agreed_on"); RETURN NULL;',
                    hash="d3ef5df4ed900584b8a5949d8a7d2c2271b6e61a",
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
                    func='INSERT INTO "programmes_enrolmentevent" ("days_agreed", "hub_id", "id", "joined_on", "left_on", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "school_id", "why_left", "work_agreed_on") VALUES (NEW."days_agreed", NEW."hub_id", NEW."id", NEW."joined_on", NEW."left_on", NEW."part", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."school_id", NEW."why_left", NEW."work_agreed_on"); RETURN NULL;',
                    hash="dd0bae03997f71cdb3e4012eff2a0e1937dc9957",
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
                    func='INSERT INTO "programmes_enrolmentevent" ("days_agreed", "hub_id", "id", "joined_on", "left_on", "part", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "school_id", "why_left", "work_agreed_on") VALUES (OLD."days_agreed", OLD."hub_id", OLD."id", OLD."joined_on", OLD."left_on", OLD."part", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."school_id", OLD."why_left", OLD."work_agreed_on"); RETURN NULL;',
                    hash="34b709a0e32190ff2aa78b908da1bb9d4b8e1706",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_52cdc",
                    table="programmes_enrolment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(
            "update programmes_enrolment set work_agreed_on = joined_on"
            " where joined_on <= current_date",
            migrations.RunSQL.noop,
        ),
    ]
