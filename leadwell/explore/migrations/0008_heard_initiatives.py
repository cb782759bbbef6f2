"""What a programme heard is asked of a school that it is choosing, and what the school says of it."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

HEARD = """
create function explore_initiative_is_heard() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if (new.heard_for_id, new.told_by, new.told_on)
        is distinct from (old.heard_for_id, old.told_by, old.told_on) then
      raise exception using errcode = 'check_violation',
        constraint = 'initiative_heard_of_stays_as_it_was_told',
        message = 'initiative_heard_of_stays_as_it_was_told';
    end if;
  elsif new.heard_for_id is not null and not exists (
    select from explore_candidate c
      join schools_school put_forward on put_forward.id = c.school_id
      join schools_school asked on asked.id = new.school_id
    where c.id = new.heard_for_id and c.head_told_on is not null
      and coalesce(put_forward.continued_by_id, put_forward.id)
        = coalesce(asked.continued_by_id, asked.id)
  ) then
    raise exception using errcode = 'check_violation',
      constraint = 'initiative_is_heard_of_once_the_head_knows',
      message = 'initiative_is_heard_of_once_the_head_knows';
  end if;
  return new;
end $$;
create trigger initiative_is_heard before insert or update on explore_initiative
  for each row execute function explore_initiative_is_heard();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("explore", "0007_criterion_said_whole"),
        ("people", "0021_letters_about_memoranda"),
        ("schools", "0010_names_in_batches"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="initiative",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="initiative",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="initiative",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="initiative",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="initiative",
            name="answered_on",
            field=models.DateField(blank=True, null=True, verbose_name="answered on"),
        ),
        migrations.AddField(
            model_name="initiative",
            name="heard_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="heard",
                to="explore.candidate",
            ),
        ),
        migrations.AddField(
            model_name="initiative",
            name="told_by",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="who said so, or where it is written"
            ),
        ),
        migrations.AddField(
            model_name="initiative",
            name="told_on",
            field=models.DateField(blank=True, null=True, verbose_name="when"),
        ),
        migrations.AddField(
            model_name="initiativeevent",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="initiativeevent",
            name="answered_on",
            field=models.DateField(blank=True, null=True, verbose_name="answered on"),
        ),
        migrations.AddField(
            model_name="initiativeevent",
            name="heard_for",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="explore.candidate",
            ),
        ),
        migrations.AddField(
            model_name="initiativeevent",
            name="told_by",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="who said so, or where it is written"
            ),
        ),
        migrations.AddField(
            model_name="initiativeevent",
            name="told_on",
            field=models.DateField(blank=True, null=True, verbose_name="when"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="initiative",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "explore_initiativeevent" ("answered_by_id", "answered_on", "declared_by_id", "declared_on", "ended_on", "ends_on", "funder", "heard_for_id", "id", "n_staff", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "staff_days", "starts_on", "state", "subject", "told_by", "told_on") VALUES (NEW."answered_by_id", NEW."answered_on", NEW."declared_by_id", NEW."declared_on", NEW."ended_on", NEW."ends_on", NEW."funder", NEW."heard_for_id", NEW."id", NEW."n_staff", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."staff_days", NEW."starts_on", NEW."state", NEW."subject", NEW."told_by", NEW."told_on"); RETURN NULL;',
                    hash="7ad8511079ba26aae655fcd379034cea2200a32b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_88044",
                    table="explore_initiative",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="initiative",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "explore_initiativeevent" ("answered_by_id", "answered_on", "declared_by_id", "declared_on", "ended_on", "ends_on", "funder", "heard_for_id", "id", "n_staff", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "staff_days", "starts_on", "state", "subject", "told_by", "told_on") VALUES (NEW."answered_by_id", NEW."answered_on", NEW."declared_by_id", NEW."declared_on", NEW."ended_on", NEW."ends_on", NEW."funder", NEW."heard_for_id", NEW."id", NEW."n_staff", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."staff_days", NEW."starts_on", NEW."state", NEW."subject", NEW."told_by", NEW."told_on"); RETURN NULL;',
                    hash="3af37dfd28ff3bf0752dae33c5053971e864cf9b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b0a86",
                    table="explore_initiative",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="initiative",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "explore_initiativeevent" ("answered_by_id", "answered_on", "declared_by_id", "declared_on", "ended_on", "ends_on", "funder", "heard_for_id", "id", "n_staff", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "staff_days", "starts_on", "state", "subject", "told_by", "told_on") VALUES (OLD."answered_by_id", OLD."answered_on", OLD."declared_by_id", OLD."declared_on", OLD."ended_on", OLD."ends_on", OLD."funder", OLD."heard_for_id", OLD."id", OLD."n_staff", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id", OLD."staff_days", OLD."starts_on", OLD."state", OLD."subject", OLD."told_by", OLD."told_on"); RETURN NULL;',
                    hash="c7a2dbb3a58c54b18a6ae3688dfa4c5db1fa428a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cd69a",
                    table="explore_initiative",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("heard_for", None), ("told_by", ""), ("told_on", None)),
                    models.Q(
                        ("heard_for__isnull", False),
                        ("told_on__isnull", False),
                        ("told_on__lte", models.F("declared_on")),
                        models.Q(("told_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="initiative_heard_of_says_from_whom_and_when",
                violation_error_message="Say who said so, and when: not on a day to come.",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_by", None), ("answered_on", None)),
                    models.Q(
                        ("answered_by__isnull", False),
                        ("answered_on__isnull", False),
                        ("heard_for__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="initiative_is_answered_where_it_was_heard_of",
            ),
        ),
        migrations.RunSQL(
            HEARD,
            "drop trigger initiative_is_heard on explore_initiative;"
            "drop function explore_initiative_is_heard",
        ),
    ]
