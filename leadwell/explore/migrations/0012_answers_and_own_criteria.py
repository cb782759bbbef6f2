"""Who told the head that the school was put forward, and criteria that a programme wrote itself."""

import django.db.models.deletion
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from leadwell.audit.walls import append_only, kept_at_least


class Migration(migrations.Migration):
    dependencies = [
        ("explore", "0011_retention_confirmed"),
        ("people", "0021_letters_about_memoranda"),
        ("programmes", "0007_work_agreed"),
        ("schools", "0010_names_in_batches"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="candidate",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="candidate",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="candidate",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="candidate",
            name="head_told_by",
            field=models.CharField(blank=True, max_length=120, verbose_name="who told the head"),
        ),
        migrations.AddField(
            model_name="candidateevent",
            name="head_told_by",
            field=models.CharField(blank=True, max_length=120, verbose_name="who told the head"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "explore_candidateevent" ("because", "enrolment_id", "head_told_by", "head_told_on", "hub_id", "id", "intelligence", "is_eligible", "nominated_by_id", "nominated_on", "organisation_id", "part", "part_because", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reason", "school_id", "state") VALUES (NEW."because", NEW."enrolment_id", NEW."head_told_by", NEW."head_told_on", NEW."hub_id", NEW."id", NEW."intelligence", NEW."is_eligible", NEW."nominated_by_id", NEW."nominated_on", NEW."organisation_id", NEW."part", NEW."part_because", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."reason", NEW."school_id", NEW."state"); RETURN NULL;',
                    hash="e646661ecac58ae80f1915d5f3a05fa10a0c77a2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_eaa93",
                    table="explore_candidate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "explore_candidateevent" ("because", "enrolment_id", "head_told_by", "head_told_on", "hub_id", "id", "intelligence", "is_eligible", "nominated_by_id", "nominated_on", "organisation_id", "part", "part_because", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reason", "school_id", "state") VALUES (NEW."because", NEW."enrolment_id", NEW."head_told_by", NEW."head_told_on", NEW."hub_id", NEW."id", NEW."intelligence", NEW."is_eligible", NEW."nominated_by_id", NEW."nominated_on", NEW."organisation_id", NEW."part", NEW."part_because", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."reason", NEW."school_id", NEW."state"); RETURN NULL;',
                    hash="5aa663b8969ebbb2e179bc60071c0c731a3ce1d8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_aecb3",
                    table="explore_candidate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "explore_candidateevent" ("because", "enrolment_id", "head_told_by", "head_told_on", "hub_id", "id", "intelligence", "is_eligible", "nominated_by_id", "nominated_on", "organisation_id", "part", "part_because", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reason", "school_id", "state") VALUES (OLD."because", OLD."enrolment_id", OLD."head_told_by", OLD."head_told_on", OLD."hub_id", OLD."id", OLD."intelligence", OLD."is_eligible", OLD."nominated_by_id", OLD."nominated_on", OLD."organisation_id", OLD."part", OLD."part_because", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."reason", OLD."school_id", OLD."state"); RETURN NULL;',
                    hash="7873eb44c6952d215b1cecedb64c47f45ec646a4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8345e",
                    table="explore_candidate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("head_told_by", ""), ("head_told_on__isnull", False), _connector="OR"
                ),
                name="who_told_the_head_told_them_on_a_day",
                violation_error_message="Say when the head was told.",
            ),
        ),
        migrations.CreateModel(
            name="OwnCriteria",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("criteria", models.JSONField(verbose_name="criteria")),
                ("because", models.CharField(max_length=300, verbose_name="why these")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_criteria",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "own criteria",
                "ordering": ["programme", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "version"), name="own_criteria_have_a_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version__gte", 1), models.Q(("because", ""), _negated=True)
                        ),
                        name="own_criteria_are_these_for_a_reason",
                        violation_error_message="Say why the criteria are these.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            django.db.models.lookups.GreaterThanOrEqual(
                                models.Func(
                                    models.F("criteria"),
                                    function="jsonb_array_length",
                                    output_field=models.IntegerField(),
                                ),
                                3,
                            ),
                            django.db.models.lookups.LessThanOrEqual(
                                models.Func(
                                    models.F("criteria"),
                                    function="jsonb_array_length",
                                    output_field=models.IntegerField(),
                                ),
                                10,
                            ),
                        ),
                        name="own_criteria_are_three_to_ten",
                        violation_error_message="Write three criteria at least, and ten at most.",
                    ),
                ],
            },
        ),
        append_only("explore_owncriteria"),
        kept_at_least("explore_owncriteria", since="t.at", months=24),
    ]
