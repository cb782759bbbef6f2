"""What a design had no room for: phases, which group of its own it is for, when its strands begin and what each thing takes."""

from decimal import Decimal

import django.contrib.postgres.fields
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0007_work_agreed"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="programme",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="programme",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="programme",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="strand",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="strand",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="strand",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="programme",
            name="event_staff_days",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("2"),
                max_digits=4,
                verbose_name="days out of class for an event",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="meeting_staff_days",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0.5"),
                max_digits=4,
                verbose_name="days out of class for a meeting",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="own_group",
            field=models.CharField(blank=True, max_length=120, verbose_name="which group"),
        ),
        migrations.AddField(
            model_name="programme",
            name="phases_of_education",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24),
                blank=True,
                default=list,
                size=None,
                verbose_name="phases",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="specialist_days",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                max_digits=6,
                null=True,
                verbose_name="days of visits its specialists have in a school year",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="visit_staff_days",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0.5"),
                max_digits=4,
                verbose_name="days out of class for a visit",
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="event_staff_days",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("2"),
                max_digits=4,
                verbose_name="days out of class for an event",
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="meeting_staff_days",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0.5"),
                max_digits=4,
                verbose_name="days out of class for a meeting",
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="own_group",
            field=models.CharField(blank=True, max_length=120, verbose_name="which group"),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="phases_of_education",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24),
                blank=True,
                default=list,
                size=None,
                verbose_name="phases",
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="specialist_days",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                max_digits=6,
                null=True,
                verbose_name="days of visits its specialists have in a school year",
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="visit_staff_days",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("0.5"),
                max_digits=4,
                verbose_name="days out of class for a visit",
            ),
        ),
        migrations.AddField(
            model_name="strand",
            name="begins_half_term",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (1, "Autumn 1"),
                    (2, "Autumn 2"),
                    (3, "Spring 1"),
                    (4, "Spring 2"),
                    (5, "Summer 1"),
                    (6, "Summer 2"),
                ],
                null=True,
                verbose_name="half-term it begins in",
            ),
        ),
        migrations.AddField(
            model_name="strand",
            name="begins_year",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="year it begins in"
            ),
        ),
        migrations.AddField(
            model_name="strandevent",
            name="begins_half_term",
            field=models.PositiveSmallIntegerField(
                blank=True,
                choices=[
                    (1, "Autumn 1"),
                    (2, "Autumn 2"),
                    (3, "Spring 1"),
                    (4, "Spring 2"),
                    (5, "Summer 1"),
                    (6, "Summer 2"),
                ],
                null=True,
                verbose_name="half-term it begins in",
            ),
        ),
        migrations.AddField(
            model_name="strandevent",
            name="begins_year",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="year it begins in"
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
                    ("specialists", "Specialists have too few days"),
                ],
                max_length=12,
                verbose_name="warning",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_programmeevent" ("budget_gbp", "code", "commissioner", "dpia_reference", "ends_on", "event_staff_days", "evidence_of_need", "focus_group", "follow_up_years", "fund_gbp", "funding_year", "id", "is_evaluation_named", "key_stages", "lead_organisation_id", "meeting_staff_days", "n_pupil_data_points", "n_schools_planned", "name", "own_group", "paused_in", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases_of_education", "problem", "rule_set", "specialist_days", "specialist_word", "starts_on", "state", "state_because", "steering_group_meets", "strategic_board_meets", "subject", "visit_staff_days") VALUES (NEW."budget_gbp", NEW."code", NEW."commissioner", NEW."dpia_reference", NEW."ends_on", NEW."event_staff_days", NEW."evidence_of_need", NEW."focus_group", NEW."follow_up_years", NEW."fund_gbp", NEW."funding_year", NEW."id", NEW."is_evaluation_named", NEW."key_stages", NEW."lead_organisation_id", NEW."meeting_staff_days", NEW."n_pupil_data_points", NEW."n_schools_planned", NEW."name", NEW."own_group", NEW."paused_in", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phases_of_education", NEW."problem", NEW."rule_set", NEW."specialist_days", NEW."specialist_word", NEW."starts_on", NEW."state", NEW."state_because", NEW."steering_group_meets", NEW."strategic_board_meets", NEW."subject", NEW."visit_staff_days"); RETURN NULL;',
                    hash="7c5d812a858790f543d711d0ccb8f9251e78e828",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_56ab2",
                    table="programmes_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_programmeevent" ("budget_gbp", "code", "commissioner", "dpia_reference", "ends_on", "event_staff_days", "evidence_of_need", "focus_group", "follow_up_years", "fund_gbp", "funding_year", "id", "is_evaluation_named", "key_stages", "lead_organisation_id", "meeting_staff_days", "n_pupil_data_points", "n_schools_planned", "name", "own_group", "paused_in", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases_of_education", "problem", "rule_set", "specialist_days", "specialist_word", "starts_on", "state", "state_because", "steering_group_meets", "strategic_board_meets", "subject", "visit_staff_days") VALUES (NEW."budget_gbp", NEW."code", NEW."commissioner", NEW."dpia_reference", NEW."ends_on", NEW."event_staff_days", NEW."evidence_of_need", NEW."focus_group", NEW."follow_up_years", NEW."fund_gbp", NEW."funding_year", NEW."id", NEW."is_evaluation_named", NEW."key_stages", NEW."lead_organisation_id", NEW."meeting_staff_days", NEW."n_pupil_data_points", NEW."n_schools_planned", NEW."name", NEW."own_group", NEW."paused_in", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phases_of_education", NEW."problem", NEW."rule_set", NEW."specialist_days", NEW."specialist_word", NEW."starts_on", NEW."state", NEW."state_because", NEW."steering_group_meets", NEW."strategic_board_meets", NEW."subject", NEW."visit_staff_days"); RETURN NULL;',
                    hash="c1c2a8e34c817892a50fb7a4f9a225cf1753b917",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_af864",
                    table="programmes_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_programmeevent" ("budget_gbp", "code", "commissioner", "dpia_reference", "ends_on", "event_staff_days", "evidence_of_need", "focus_group", "follow_up_years", "fund_gbp", "funding_year", "id", "is_evaluation_named", "key_stages", "lead_organisation_id", "meeting_staff_days", "n_pupil_data_points", "n_schools_planned", "name", "own_group", "paused_in", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases_of_education", "problem", "rule_set", "specialist_days", "specialist_word", "starts_on", "state", "state_because", "steering_group_meets", "strategic_board_meets", "subject", "visit_staff_days") VALUES (OLD."budget_gbp", OLD."code", OLD."commissioner", OLD."dpia_reference", OLD."ends_on", OLD."event_staff_days", OLD."evidence_of_need", OLD."focus_group", OLD."follow_up_years", OLD."fund_gbp", OLD."funding_year", OLD."id", OLD."is_evaluation_named", OLD."key_stages", OLD."lead_organisation_id", OLD."meeting_staff_days", OLD."n_pupil_data_points", OLD."n_schools_planned", OLD."name", OLD."own_group", OLD."paused_in", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phases_of_education", OLD."problem", OLD."rule_set", OLD."specialist_days", OLD."specialist_word", OLD."starts_on", OLD."state", OLD."state_because", OLD."steering_group_meets", OLD."strategic_board_meets", OLD."subject", OLD."visit_staff_days"); RETURN NULL;',
                    hash="c4732c030d437897bd60ce1391da2f08f8df2bf5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f6c03",
                    table="programmes_programme",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strand",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_strandevent" ("begins_half_term", "begins_year", "evidence_source", "id", "max_per_school", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases_of_education", "programme_id", "provider", "why_one_more") VALUES (NEW."begins_half_term", NEW."begins_year", NEW."evidence_source", NEW."id", NEW."max_per_school", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phases_of_education", NEW."programme_id", NEW."provider", NEW."why_one_more"); RETURN NULL;',
                    hash="b6ffc14b4e541df8970b5bc2e828577984d01626",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1b541",
                    table="programmes_strand",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strand",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_strandevent" ("begins_half_term", "begins_year", "evidence_source", "id", "max_per_school", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases_of_education", "programme_id", "provider", "why_one_more") VALUES (NEW."begins_half_term", NEW."begins_year", NEW."evidence_source", NEW."id", NEW."max_per_school", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phases_of_education", NEW."programme_id", NEW."provider", NEW."why_one_more"); RETURN NULL;',
                    hash="c936207f9f60319d73b3f61b3f25602a84adb891",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_40581",
                    table="programmes_strand",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strand",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_strandevent" ("begins_half_term", "begins_year", "evidence_source", "id", "max_per_school", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases_of_education", "programme_id", "provider", "why_one_more") VALUES (OLD."begins_half_term", OLD."begins_year", OLD."evidence_source", OLD."id", OLD."max_per_school", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phases_of_education", OLD."programme_id", OLD."provider", OLD."why_one_more"); RETURN NULL;',
                    hash="18682d1c6625c44ac6566cd179682dfdd70a95cc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7f90d",
                    table="programmes_strand",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(
            # Nobody was asked which: it goes on saying what its page said.
            "update programmes_programme set own_group = 'A group of its own'"
            " where focus_group = 'custom'",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("focus_group", "custom"), _negated=True),
                    models.Q(("own_group", ""), _negated=True),
                    _connector="OR",
                ),
                name="programme_says_which_group_of_its_own",
                violation_error_message="Say which group of pupils it is for.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("event_staff_days__range", (0, 20)),
                    ("meeting_staff_days__range", (0, 20)),
                    ("visit_staff_days__range", (0, 20)),
                ),
                name="school_gives_twenty_days_at_most_at_a_time",
                violation_error_message="Write 0 to 20 days.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("specialist_days", None), ("specialist_days__gte", 0), _connector="OR"
                ),
                name="specialists_have_no_less_than_no_day",
                violation_error_message="Write how many days specialists have: 0 or more.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("focus_group", "custom"), ("own_group", ""), _connector="OR"),
                name="only_a_group_of_its_own_is_described",
                violation_error_message="A group is described only where it is one of its own: choose that, or leave this empty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="strand",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("begins_half_term", None), ("begins_year", None)),
                    models.Q(
                        ("begins_half_term__isnull", False),
                        ("begins_half_term__range", (1, 6)),
                        ("begins_year__isnull", False),
                        ("begins_year__range", (1, 10)),
                    ),
                    _connector="OR",
                ),
                name="strand_begins_in_a_half_term",
            ),
        ),
    ]
