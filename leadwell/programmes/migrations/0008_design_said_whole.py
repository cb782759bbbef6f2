"""What a design had no room for: which group of its own a programme is for."""

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
        migrations.AddField(
            model_name="programme",
            name="own_group",
            field=models.CharField(blank=True, max_length=120, verbose_name="which group"),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="own_group",
            field=models.CharField(blank=True, max_length=120, verbose_name="which group"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="programme",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_programmeevent" ("budget_gbp", "code", "commissioner", "dpia_reference", "ends_on", "evidence_of_need", "focus_group", "follow_up_years", "fund_gbp", "funding_year", "id", "is_evaluation_named", "key_stages", "lead_organisation_id", "n_pupil_data_points", "n_schools_planned", "name", "own_group", "paused_in", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "rule_set", "specialist_word", "starts_on", "state", "state_because", "steering_group_meets", "strategic_board_meets", "subject") VALUES (NEW."budget_gbp", NEW."code", NEW."commissioner", NEW."dpia_reference", NEW."ends_on", NEW."evidence_of_need", NEW."focus_group", NEW."follow_up_years", NEW."fund_gbp", NEW."funding_year", NEW."id", NEW."is_evaluation_named", NEW."key_stages", NEW."lead_organisation_id", NEW."n_pupil_data_points", NEW."n_schools_planned", NEW."name", NEW."own_group", NEW."paused_in", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."problem", NEW."rule_set", NEW."specialist_word", NEW."starts_on", NEW."state", NEW."state_because", NEW."steering_group_meets", NEW."strategic_board_meets", NEW."subject"); RETURN NULL;',
                    hash="b7f2c64da79c7a9d047a3a6c66339d1d4b61ef1c",
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
                    func='INSERT INTO "programmes_programmeevent" ("budget_gbp", "code", "commissioner", "dpia_reference", "ends_on", "evidence_of_need", "focus_group", "follow_up_years", "fund_gbp", "funding_year", "id", "is_evaluation_named", "key_stages", "lead_organisation_id", "n_pupil_data_points", "n_schools_planned", "name", "own_group", "paused_in", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "rule_set", "specialist_word", "starts_on", "state", "state_because", "steering_group_meets", "strategic_board_meets", "subject") VALUES (NEW."budget_gbp", NEW."code", NEW."commissioner", NEW."dpia_reference", NEW."ends_on", NEW."evidence_of_need", NEW."focus_group", NEW."follow_up_years", NEW."fund_gbp", NEW."funding_year", NEW."id", NEW."is_evaluation_named", NEW."key_stages", NEW."lead_organisation_id", NEW."n_pupil_data_points", NEW."n_schools_planned", NEW."name", NEW."own_group", NEW."paused_in", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."problem", NEW."rule_set", NEW."specialist_word", NEW."starts_on", NEW."state", NEW."state_because", NEW."steering_group_meets", NEW."strategic_board_meets", NEW."subject"); RETURN NULL;',
                    hash="f973bbc960649e62442c4cdab10cee0920cc5caa",
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
                    func='INSERT INTO "programmes_programmeevent" ("budget_gbp", "code", "commissioner", "dpia_reference", "ends_on", "evidence_of_need", "focus_group", "follow_up_years", "fund_gbp", "funding_year", "id", "is_evaluation_named", "key_stages", "lead_organisation_id", "n_pupil_data_points", "n_schools_planned", "name", "own_group", "paused_in", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "rule_set", "specialist_word", "starts_on", "state", "state_because", "steering_group_meets", "strategic_board_meets", "subject") VALUES (OLD."budget_gbp", OLD."code", OLD."commissioner", OLD."dpia_reference", OLD."ends_on", OLD."evidence_of_need", OLD."focus_group", OLD."follow_up_years", OLD."fund_gbp", OLD."funding_year", OLD."id", OLD."is_evaluation_named", OLD."key_stages", OLD."lead_organisation_id", OLD."n_pupil_data_points", OLD."n_schools_planned", OLD."name", OLD."own_group", OLD."paused_in", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."problem", OLD."rule_set", OLD."specialist_word", OLD."starts_on", OLD."state", OLD."state_because", OLD."steering_group_meets", OLD."strategic_board_meets", OLD."subject"); RETURN NULL;',
                    hash="3e8d41ccc4b01ce1e8dd589103315a136b3f400b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f6c03",
                    table="programmes_programme",
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
                condition=models.Q(("focus_group", "custom"), ("own_group", ""), _connector="OR"),
                name="only_a_group_of_its_own_is_described",
                violation_error_message="A group is described only where it is one of its own: choose that, or leave this empty.",
            ),
        ),
    ]
