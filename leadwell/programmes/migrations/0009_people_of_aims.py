"""About how many people the figure is where an aim begins; a strand that begins too late."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0008_design_said_whole"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="aim",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="aim",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="aim",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="aim",
            name="n_people",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="about how many people “now” is"
            ),
        ),
        migrations.AddField(
            model_name="aimevent",
            name="n_people",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="about how many people “now” is"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="aim",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_aimevent" ("baseline", "baseline_plan", "due_on", "id", "measure", "measured_by", "n_people", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "source", "target", "term", "text") VALUES (NEW."baseline", NEW."baseline_plan", NEW."due_on", NEW."id", NEW."measure", NEW."measured_by", NEW."n_people", NEW."owner", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."source", NEW."target", NEW."term", NEW."text"); RETURN NULL;',
                    hash="ee42a7a65484176ab16c2de7918f43096997e033",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_61429",
                    table="programmes_aim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="aim",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_aimevent" ("baseline", "baseline_plan", "due_on", "id", "measure", "measured_by", "n_people", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "source", "target", "term", "text") VALUES (NEW."baseline", NEW."baseline_plan", NEW."due_on", NEW."id", NEW."measure", NEW."measured_by", NEW."n_people", NEW."owner", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."source", NEW."target", NEW."term", NEW."text"); RETURN NULL;',
                    hash="7760ef3b0fa2d4416a059e95ac4295ddafec962d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2a86d",
                    table="programmes_aim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="aim",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_aimevent" ("baseline", "baseline_plan", "due_on", "id", "measure", "measured_by", "n_people", "owner", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "source", "target", "term", "text") VALUES (OLD."baseline", OLD."baseline_plan", OLD."due_on", OLD."id", OLD."measure", OLD."measured_by", OLD."n_people", OLD."owner", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."source", OLD."target", OLD."term", OLD."text"); RETURN NULL;',
                    hash="504a86b17c8365f2e02865a5d2f5542b6c48b10f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ae35b",
                    table="programmes_aim",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="aim",
            constraint=models.CheckConstraint(
                condition=models.Q(("n_people", None), ("n_people__gte", 1), _connector="OR"),
                name="aim_is_about_somebody",
                violation_error_message="Write how many it is about: 1 or more.",
            ),
        ),
        migrations.AlterField(
            model_name="warninganswer",
            name="warning",
            field=models.CharField(
                choices=[
                    ("starts", "It starts far from 1 September"),
                    ("ends", "It does not end from June to August"),
                    ("test_week", "Much is asked in the half-term of the Key Stage 2 tests"),
                    ("short", "A half-term is short for what is asked in it"),
                    ("full", "A half-term is full"),
                    ("tight", "An aim is due before results can show it"),
                    ("strands", "Many strands"),
                    ("load", "A half-term asks much of a school"),
                    ("together", "Strands begin in the same half-term"),
                    ("late", "A strand begins after the programme has ended"),
                    ("specialists", "Specialists have too few days"),
                ],
                max_length=12,
                verbose_name="warning",
            ),
        ),
        migrations.AlterField(
            model_name="warninganswerevent",
            name="warning",
            field=models.CharField(
                choices=[
                    ("starts", "It starts far from 1 September"),
                    ("ends", "It does not end from June to August"),
                    ("test_week", "Much is asked in the half-term of the Key Stage 2 tests"),
                    ("short", "A half-term is short for what is asked in it"),
                    ("full", "A half-term is full"),
                    ("tight", "An aim is due before results can show it"),
                    ("strands", "Many strands"),
                    ("load", "A half-term asks much of a school"),
                    ("together", "Strands begin in the same half-term"),
                    ("late", "A strand begins after the programme has ended"),
                    ("specialists", "Specialists have too few days"),
                ],
                max_length=12,
                verbose_name="warning",
            ),
        ),
    ]
