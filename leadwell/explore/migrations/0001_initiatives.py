"""What else asks something of a school's staff, and why it is asked all the same.

That a list of initiatives is whole, or empty, is said of as many as the database holds then.
"""

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import leadwell.schools.models.spans
from leadwell.audit.walls import append_only, kept_at_least, never_deleted

COUNTED = """
create function explore_answer_counts() returns trigger language plpgsql as $$
begin
  if new.n_listed <> (
    select count(*) from explore_initiative i join schools_school s on s.id = i.school_id
    where new.school_id in (s.id, s.continued_by_id)
      and i.state = 'open' and i.ends_on >= new.said_on
  ) then
    raise exception 'the list has changed'
      using errcode = 'check_violation', constraint = 'answer_is_about_what_is_listed',
            table = 'explore_initiativesanswer';
  end if;
  return new;
end $$;
create trigger explore_answer_is_of_the_list before insert on explore_initiativesanswer
  for each row execute function explore_answer_counts();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0006_files_and_failures"),
        ("people", "0019_somebody_named_turns_out_to_be_here"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("programmes", "0004_days_agreed"),
        ("schools", "0010_names_in_batches"),
    ]

    operations = [
        migrations.CreateModel(
            name="Initiative",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("subject", models.CharField(max_length=60, verbose_name="subject")),
                (
                    "funder",
                    models.CharField(
                        choices=[
                            ("school", "The school itself"),
                            ("trust", "Its own trust"),
                            ("council", "A council or a diocese"),
                            ("government", "The Department, or a fund of the government"),
                            ("charity", "A charity or foundation"),
                            ("other", "Somebody else outside the school"),
                        ],
                        max_length=10,
                        verbose_name="who pays for it",
                    ),
                ),
                ("n_staff", models.PositiveSmallIntegerField(verbose_name="staff who take part")),
                (
                    "staff_days",
                    models.DecimalField(
                        decimal_places=2, max_digits=6, verbose_name="days asked of them altogether"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Going on, or to come"),
                            ("ended", "Ended early"),
                            ("mistake", "Entered by mistake"),
                        ],
                        default="open",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("declared_on", models.DateField(verbose_name="declared on")),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiatives",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="InitiativeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("subject", models.CharField(max_length=60, verbose_name="subject")),
                (
                    "funder",
                    models.CharField(
                        choices=[
                            ("school", "The school itself"),
                            ("trust", "Its own trust"),
                            ("council", "A council or a diocese"),
                            ("government", "The Department, or a fund of the government"),
                            ("charity", "A charity or foundation"),
                            ("other", "Somebody else outside the school"),
                        ],
                        max_length=10,
                        verbose_name="who pays for it",
                    ),
                ),
                ("n_staff", models.PositiveSmallIntegerField(verbose_name="staff who take part")),
                (
                    "staff_days",
                    models.DecimalField(
                        decimal_places=2, max_digits=6, verbose_name="days asked of them altogether"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Going on, or to come"),
                            ("ended", "Ended early"),
                            ("mistake", "Entered by mistake"),
                        ],
                        default="open",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("declared_on", models.DateField(verbose_name="declared on")),
                (
                    "declared_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="explore.initiative",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InitiativesAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n_listed", models.PositiveSmallIntegerField(verbose_name="initiatives listed")),
                ("said_on", models.DateField(verbose_name="said on")),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiatives_answers",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "ordering": ["-said_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="OverloadReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        max_length=500, verbose_name="why the school is asked all the same"
                    ),
                ),
                (
                    "load",
                    models.DecimalField(decimal_places=1, max_digits=6, verbose_name="load then"),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                        verbose_name="level then",
                    ),
                ),
                (
                    "clash",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "None"),
                            ("subject", "Another externally funded project in the same subject"),
                            ("two", "Two or more other externally funded projects"),
                        ],
                        default="",
                        max_length=7,
                        verbose_name="other projects then",
                    ),
                ),
                ("said_on", models.DateField(verbose_name="said on")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overload_reasons",
                        to="programmes.programme",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overload_reasons",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "ordering": ["-said_on", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True), models.Q(("subject", ""), _negated=True)
                ),
                name="initiative_says_what_it_is",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                name="initiative_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(("n_staff__range", (1, 500))),
                name="initiative_asks_somebody",
                violation_error_message="Write how many staff take part: 1 at least, 500 at most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(("staff_days__gte", 0)),
                name="initiative_asks_no_fewer_days_than_none",
                violation_error_message="Write the days as a number, such as 6 or 7.5.",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_on__isnull", False),
                        ("state", "ended"),
                        ("ended_on__gte", models.F("starts_on")),
                        ("ended_on__lt", models.F("ends_on")),
                    ),
                    models.Q(("ended_on", None), ("state__in", ["open", "mistake"])),
                    _connector="OR",
                ),
                name="initiative_that_ended_early_has_a_day",
                violation_error_message="Choose a day from its first one on, before the last day that is planned.",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("funder__in", ["school", "trust", "council", "government", "charity", "other"])
                ),
                name="initiative_is_paid_for_by_somebody_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("state", "mistake"), _negated=True),
                expressions=[
                    ("school", "="),
                    (django.db.models.functions.text.Upper("name"), "="),
                    (leadwell.schools.models.spans.DaySpan("starts_on", "ends_on"), "&&"),
                ],
                name="initiative_is_declared_once",
                violation_error_message="An initiative of this name is in the list for some of these days.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="initiative",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "explore_initiativeevent" ("declared_by_id", "declared_on", "ended_on", "ends_on", "funder", "id", "n_staff", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "staff_days", "starts_on", "state", "subject") VALUES (NEW."declared_by_id", NEW."declared_on", NEW."ended_on", NEW."ends_on", NEW."funder", NEW."id", NEW."n_staff", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."staff_days", NEW."starts_on", NEW."state", NEW."subject"); RETURN NULL;',
                    hash="8e05c4a75f4486f75a1f72b6c1ebae9c1982afd6",
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
                    func='INSERT INTO "explore_initiativeevent" ("declared_by_id", "declared_on", "ended_on", "ends_on", "funder", "id", "n_staff", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "staff_days", "starts_on", "state", "subject") VALUES (NEW."declared_by_id", NEW."declared_on", NEW."ended_on", NEW."ends_on", NEW."funder", NEW."id", NEW."n_staff", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."staff_days", NEW."starts_on", NEW."state", NEW."subject"); RETURN NULL;',
                    hash="032e6f0e1ae82e413dd0c470ac44696653590e60",
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
                    func='INSERT INTO "explore_initiativeevent" ("declared_by_id", "declared_on", "ended_on", "ends_on", "funder", "id", "n_staff", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "staff_days", "starts_on", "state", "subject") VALUES (OLD."declared_by_id", OLD."declared_on", OLD."ended_on", OLD."ends_on", OLD."funder", OLD."id", OLD."n_staff", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id", OLD."staff_days", OLD."starts_on", OLD."state", OLD."subject"); RETURN NULL;',
                    hash="57232ed818775ad99ce3f7a27af596327e6fed49",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cd69a",
                    table="explore_initiative",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="initiativesanswer",
            index=models.Index(fields=["school", "-said_on"], name="initiatives_answer_newest"),
        ),
        migrations.AddConstraint(
            model_name="overloadreason",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="overload_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="overloadreason",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level__in", ["green", "amber", "red"]), ("clash__in", ["", "subject", "two"])
                ),
                name="overload_reason_has_codes_that_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="overloadreason",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", "green"), _negated=True),
                    models.Q(("clash", ""), _negated=True),
                    _connector="OR",
                ),
                name="overload_reason_is_of_an_overload",
            ),
        ),
        migrations.RunSQL(
            COUNTED,
            "drop trigger explore_answer_is_of_the_list on explore_initiativesanswer;"
            "drop function explore_answer_counts",
        ),
        append_only(
            "explore_initiativeevent", "explore_initiativesanswer", "explore_overloadreason"
        ),
        never_deleted("explore_initiative"),
        kept_at_least("explore_initiativesanswer", since="t.said_on", months=24),
        kept_at_least("explore_overloadreason", since="t.said_on", months=24),
    ]
