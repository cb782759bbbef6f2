"""How many people the figures of a priority are about; it stays with what the head approved."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

STAYS = """
create function prepare_priority_people_stay() returns trigger language plpgsql as $$
begin
  if new.n_people is distinct from old.n_people and exists (
    select from prepare_plan p where p.id = new.plan_id and p.state <> 'draft'
  ) then
    raise exception using errcode = 'check_violation', constraint = 'approved_priority_stays',
      message = 'approved_priority_stays: how many people it is about is changed in a draft alone';
  end if;
  return new;
end $$;
create trigger priority_people_stay before update of n_people on prepare_priority
  for each row execute function prepare_priority_people_stay();
"""
LETS_GO = """
drop trigger priority_people_stay on prepare_priority;
drop function prepare_priority_people_stay();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0022_letters_about_agreements"),
        ("prepare", "0017_budget_covers_offers"),
        ("programmes", "0008_design_said_whole"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="priority",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="priority",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="priority",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="priority",
            name="n_people",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="about how many people"
            ),
        ),
        migrations.AddField(
            model_name="priorityevent",
            name="n_people",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="about how many people"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="priority",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_priorityevent" ("artefact", "baseline", "by_id", "due_on", "ended_because", "ended_on", "evidence", "group", "id", "in_sip", "live_on", "measure", "n_people", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "pupils", "sip_by", "sip_page", "state", "statement", "target", "unit", "what", "why_not_focus") VALUES (NEW."artefact", NEW."baseline", NEW."by_id", NEW."due_on", NEW."ended_because", NEW."ended_on", NEW."evidence", NEW."group", NEW."id", NEW."in_sip", NEW."live_on", NEW."measure", NEW."n_people", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plan_id", NEW."pupils", NEW."sip_by", NEW."sip_page", NEW."state", NEW."statement", NEW."target", NEW."unit", NEW."what", NEW."why_not_focus"); RETURN NULL;',
                    hash="eca29d5e7209d80495631d6430e70bed8306043b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4c6e0",
                    table="prepare_priority",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="priority",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prepare_priorityevent" ("artefact", "baseline", "by_id", "due_on", "ended_because", "ended_on", "evidence", "group", "id", "in_sip", "live_on", "measure", "n_people", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "pupils", "sip_by", "sip_page", "state", "statement", "target", "unit", "what", "why_not_focus") VALUES (NEW."artefact", NEW."baseline", NEW."by_id", NEW."due_on", NEW."ended_because", NEW."ended_on", NEW."evidence", NEW."group", NEW."id", NEW."in_sip", NEW."live_on", NEW."measure", NEW."n_people", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plan_id", NEW."pupils", NEW."sip_by", NEW."sip_page", NEW."state", NEW."statement", NEW."target", NEW."unit", NEW."what", NEW."why_not_focus"); RETURN NULL;',
                    hash="2b16893bca8974bcb9166b0282b3840a7a305b1c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6d38e",
                    table="prepare_priority",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="priority",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_priorityevent" ("artefact", "baseline", "by_id", "due_on", "ended_because", "ended_on", "evidence", "group", "id", "in_sip", "live_on", "measure", "n_people", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "pupils", "sip_by", "sip_page", "state", "statement", "target", "unit", "what", "why_not_focus") VALUES (OLD."artefact", OLD."baseline", OLD."by_id", OLD."due_on", OLD."ended_because", OLD."ended_on", OLD."evidence", OLD."group", OLD."id", OLD."in_sip", OLD."live_on", OLD."measure", OLD."n_people", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plan_id", OLD."pupils", OLD."sip_by", OLD."sip_page", OLD."state", OLD."statement", OLD."target", OLD."unit", OLD."what", OLD."why_not_focus"); RETURN NULL;',
                    hash="4ab74219bb790d3b65aa9c207b0dc1f78aae2dcd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_91912",
                    table="prepare_priority",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(STAYS, LETS_GO),
        migrations.AddConstraint(
            model_name="priority",
            constraint=models.CheckConstraint(
                condition=models.Q(("n_people", None), ("n_people__gte", 1), _connector="OR"),
                name="priority_is_about_somebody",
                violation_error_message="Write how many it is about: 1 or more.",
            ),
        ),
    ]
