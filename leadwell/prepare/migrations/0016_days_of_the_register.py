"""Days of visits counted on besides those of the register of specialists, and why."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("prepare", "0015_scans_and_days_of_memoranda"),
        ("programmes", "0007_work_agreed"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="rates",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="rates",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="rates",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="rates",
            name="extra_because",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="why they are counted on"
            ),
        ),
        migrations.AddField(
            model_name="rates",
            name="extra_days",
            field=models.DecimalField(
                decimal_places=1,
                default=0,
                max_digits=6,
                verbose_name="days of a school year besides those of the register",
            ),
        ),
        migrations.AddField(
            model_name="ratesevent",
            name="extra_because",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="why they are counted on"
            ),
        ),
        migrations.AddField(
            model_name="ratesevent",
            name="extra_days",
            field=models.DecimalField(
                decimal_places=1,
                default=0,
                max_digits=6,
                verbose_name="days of a school year besides those of the register",
            ),
        ),
        migrations.AlterField(
            model_name="rates",
            name="specialist_days",
            field=models.DecimalField(
                decimal_places=1,
                default=0,
                max_digits=6,
                verbose_name="days of visits its specialists have in a school year",
            ),
        ),
        migrations.AlterField(
            model_name="ratesevent",
            name="specialist_days",
            field=models.DecimalField(
                decimal_places=1,
                default=0,
                max_digits=6,
                verbose_name="days of visits its specialists have in a school year",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rates",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_ratesevent" ("coaching_gbp", "cover_day_gbp", "extra_because", "extra_days", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_gbp", "programme_id", "session_gbp", "specialist_days", "visit_day_gbp") VALUES (NEW."coaching_gbp", NEW."cover_day_gbp", NEW."extra_because", NEW."extra_days", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_gbp", NEW."programme_id", NEW."session_gbp", NEW."specialist_days", NEW."visit_day_gbp"); RETURN NULL;',
                    hash="09c8be35522179ae696051f310e8eeffa8bc1d55",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_970da",
                    table="prepare_rates",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rates",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prepare_ratesevent" ("coaching_gbp", "cover_day_gbp", "extra_because", "extra_days", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_gbp", "programme_id", "session_gbp", "specialist_days", "visit_day_gbp") VALUES (NEW."coaching_gbp", NEW."cover_day_gbp", NEW."extra_because", NEW."extra_days", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_gbp", NEW."programme_id", NEW."session_gbp", NEW."specialist_days", NEW."visit_day_gbp"); RETURN NULL;',
                    hash="c536938b4b316365a5773be22c3d6163b230783f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3101f",
                    table="prepare_rates",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rates",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_ratesevent" ("coaching_gbp", "cover_day_gbp", "extra_because", "extra_days", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_gbp", "programme_id", "session_gbp", "specialist_days", "visit_day_gbp") VALUES (OLD."coaching_gbp", OLD."cover_day_gbp", OLD."extra_because", OLD."extra_days", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_gbp", OLD."programme_id", OLD."session_gbp", OLD."specialist_days", OLD."visit_day_gbp"); RETURN NULL;',
                    hash="6cda1b536e5ccc1ba1b26071c850b6db0a860df6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0a795",
                    table="prepare_rates",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rates",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("extra_because", ""), ("extra_days", 0)),
                    models.Q(("extra_days__gt", 0), models.Q(("extra_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="days_besides_the_register_are_there_for_a_reason",
                violation_error_message="Say why days besides those of the register are counted on; leave the reason empty where there are none.",
            ),
        ),
    ]
