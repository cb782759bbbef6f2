"""Who is sent to schools: what each can do, when, since when checked. Lines are ended, not removed."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from leadwell.audit.walls import append_only, never_deleted


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0019_somebody_named_turns_out_to_be_here"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("prepare", "0004_offers"),
        ("schools", "0010_names_in_batches"),
    ]

    operations = [
        migrations.CreateModel(
            name="Credential",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SLE", "Specialist leader of education"),
                            ("LP", "Lead practitioner"),
                            ("NLE", "National leader of education"),
                            ("LLE", "Local leader of education"),
                            ("accredited", "Accredited lead practitioner"),
                            ("mastery", "Mastery specialist"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                ("issuer", models.CharField(max_length=120, verbose_name="given by")),
                ("subject", models.CharField(blank=True, max_length=60, verbose_name="in")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "ordering": ["specialist", "-starts_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DaysAvailable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("academic_year", models.PositiveSmallIntegerField(verbose_name="academic year")),
                (
                    "half_term",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Autumn 1"),
                            (2, "Autumn 2"),
                            (3, "Spring 1"),
                            (4, "Spring 2"),
                            (5, "Summer 1"),
                            (6, "Summer 2"),
                        ],
                        verbose_name="half-term",
                    ),
                ),
                ("days", models.DecimalField(decimal_places=2, max_digits=4, verbose_name="days")),
            ],
            options={
                "verbose_name_plural": "days available",
                "ordering": ["specialist", "academic_year", "half_term"],
            },
        ),
        migrations.CreateModel(
            name="DeclaredInterest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="which interest")),
                ("declared_on", models.DateField(verbose_name="declared")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.school",
                    ),
                ),
                (
                    "trust",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.trust",
                    ),
                ),
            ],
            options={
                "ordering": ["specialist", "-declared_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Specialist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "designation",
                    models.CharField(blank=True, max_length=120, verbose_name="how designated"),
                ),
                (
                    "phases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24),
                        default=list,
                        size=None,
                        verbose_name="phases",
                    ),
                ),
                (
                    "subjects",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        default=list,
                        size=None,
                        verbose_name="subjects",
                    ),
                ),
                (
                    "specialisms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="specialisms",
                    ),
                ),
                (
                    "contexts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("small", "Small: fewer than 105 pupils"),
                                ("large", "Large: more than 420 pupils"),
                                ("mixed_age", "Mixed-age classes"),
                                ("many_fsm", "Many disadvantaged pupils"),
                            ],
                            max_length=9,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="knows schools that are",
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(blank=True, null=True, verbose_name="check seen on"),
                ),
                (
                    "checked_until",
                    models.DateField(blank=True, null=True, verbose_name="check counts until"),
                ),
                (
                    "checked_by",
                    models.CharField(blank=True, max_length=120, verbose_name="who saw the check"),
                ),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="says of their own working with adults",
                    ),
                ),
                ("skills_said_on", models.DateField(blank=True, null=True, verbose_name="said on")),
                (
                    "n_trained",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="sessions for trainers attended"
                    ),
                ),
                (
                    "observed_on",
                    models.DateField(blank=True, null=True, verbose_name="last observed at work"),
                ),
                (
                    "references",
                    models.CharField(blank=True, max_length=300, verbose_name="references"),
                ),
                (
                    "interests_said_on",
                    models.DateField(blank=True, null=True, verbose_name="interests said on"),
                ),
                ("registered_on", models.DateField(verbose_name="on the register since")),
                (
                    "left_on",
                    models.DateField(blank=True, null=True, verbose_name="left the register"),
                ),
                (
                    "based_at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.school",
                        verbose_name="travels from near",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="specialist",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["person__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DeclaredInterestEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("text", models.CharField(max_length=200, verbose_name="which interest")),
                ("declared_on", models.DateField(verbose_name="declared")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="last day")),
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
                        to="prepare.declaredinterest",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schools.school",
                    ),
                ),
                (
                    "trust",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schools.trust",
                    ),
                ),
                (
                    "specialist",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prepare.specialist",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="declaredinterest",
            name="specialist",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="interests",
                to="prepare.specialist",
            ),
        ),
        migrations.CreateModel(
            name="DaysAvailableEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("academic_year", models.PositiveSmallIntegerField(verbose_name="academic year")),
                (
                    "half_term",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Autumn 1"),
                            (2, "Autumn 2"),
                            (3, "Spring 1"),
                            (4, "Spring 2"),
                            (5, "Summer 1"),
                            (6, "Summer 2"),
                        ],
                        verbose_name="half-term",
                    ),
                ),
                ("days", models.DecimalField(decimal_places=2, max_digits=4, verbose_name="days")),
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
                        to="prepare.daysavailable",
                    ),
                ),
                (
                    "specialist",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prepare.specialist",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="daysavailable",
            name="specialist",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="days_available",
                to="prepare.specialist",
            ),
        ),
        migrations.CreateModel(
            name="CredentialEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SLE", "Specialist leader of education"),
                            ("LP", "Lead practitioner"),
                            ("NLE", "National leader of education"),
                            ("LLE", "Local leader of education"),
                            ("accredited", "Accredited lead practitioner"),
                            ("mastery", "Mastery specialist"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                ("issuer", models.CharField(max_length=120, verbose_name="given by")),
                ("subject", models.CharField(blank=True, max_length=60, verbose_name="in")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
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
                        to="prepare.credential",
                    ),
                ),
                (
                    "specialist",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prepare.specialist",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="credential",
            name="specialist",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credentials",
                to="prepare.specialist",
            ),
        ),
        migrations.CreateModel(
            name="SpecialistEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "designation",
                    models.CharField(blank=True, max_length=120, verbose_name="how designated"),
                ),
                (
                    "phases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24),
                        default=list,
                        size=None,
                        verbose_name="phases",
                    ),
                ),
                (
                    "subjects",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        default=list,
                        size=None,
                        verbose_name="subjects",
                    ),
                ),
                (
                    "specialisms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="specialisms",
                    ),
                ),
                (
                    "contexts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("small", "Small: fewer than 105 pupils"),
                                ("large", "Large: more than 420 pupils"),
                                ("mixed_age", "Mixed-age classes"),
                                ("many_fsm", "Many disadvantaged pupils"),
                            ],
                            max_length=9,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="knows schools that are",
                    ),
                ),
                (
                    "checked_on",
                    models.DateField(blank=True, null=True, verbose_name="check seen on"),
                ),
                (
                    "checked_until",
                    models.DateField(blank=True, null=True, verbose_name="check counts until"),
                ),
                (
                    "checked_by",
                    models.CharField(blank=True, max_length=120, verbose_name="who saw the check"),
                ),
                (
                    "skills",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="says of their own working with adults",
                    ),
                ),
                ("skills_said_on", models.DateField(blank=True, null=True, verbose_name="said on")),
                (
                    "n_trained",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="sessions for trainers attended"
                    ),
                ),
                (
                    "observed_on",
                    models.DateField(blank=True, null=True, verbose_name="last observed at work"),
                ),
                (
                    "references",
                    models.CharField(blank=True, max_length=300, verbose_name="references"),
                ),
                (
                    "interests_said_on",
                    models.DateField(blank=True, null=True, verbose_name="interests said on"),
                ),
                ("registered_on", models.DateField(verbose_name="on the register since")),
                (
                    "left_on",
                    models.DateField(blank=True, null=True, verbose_name="left the register"),
                ),
                (
                    "based_at",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schools.school",
                        verbose_name="travels from near",
                    ),
                ),
                (
                    "person",
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
                        to="prepare.specialist",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="specialist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checked_by", ""), ("checked_on", None), ("checked_until", None)),
                    models.Q(
                        ("checked_on__isnull", False),
                        ("checked_until__gte", models.F("checked_on")),
                        models.Q(("checked_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="check_was_seen_by_somebody",
                violation_error_message="Say when the check was seen, by whom, and until when it counts: not before it was seen.",
            ),
        ),
        migrations.AddConstraint(
            model_name="specialist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("skills", []), ("skills_said_on", None)),
                    models.Q(
                        ("skills__contained_by", [1, 2, 3, 4]),
                        ("skills__len", 6),
                        ("skills_said_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="all_six_skills_are_said_or_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="specialist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contexts__contained_by", ["small", "large", "mixed_age", "many_fsm"])
                ),
                name="contexts_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="specialist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("phases", []), _negated=True),
                    models.Q(("subjects", []), _negated=True),
                ),
                name="specialist_has_a_phase_and_a_subject",
                violation_error_message="Name a phase and a subject at least.",
            ),
        ),
        migrations.AddConstraint(
            model_name="specialist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_on", None), ("left_on__gte", models.F("registered_on")), _connector="OR"
                ),
                name="specialist_leaves_the_register_after_joining_it",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="specialist",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_specialistevent" ("based_at_id", "checked_by", "checked_on", "checked_until", "contexts", "designation", "id", "interests_said_on", "left_on", "n_trained", "observed_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases", "references", "registered_on", "skills", "skills_said_on", "specialisms", "subjects") VALUES (NEW."based_at_id", NEW."checked_by", NEW."checked_on", NEW."checked_until", NEW."contexts", NEW."designation", NEW."id", NEW."interests_said_on", NEW."left_on", NEW."n_trained", NEW."observed_on", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phases", NEW."references", NEW."registered_on", NEW."skills", NEW."skills_said_on", NEW."specialisms", NEW."subjects"); RETURN NULL;',
                    hash="d7270d7c6db37af869f254641076e1d2b124808c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_92ad3",
                    table="prepare_specialist",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="specialist",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prepare_specialistevent" ("based_at_id", "checked_by", "checked_on", "checked_until", "contexts", "designation", "id", "interests_said_on", "left_on", "n_trained", "observed_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases", "references", "registered_on", "skills", "skills_said_on", "specialisms", "subjects") VALUES (NEW."based_at_id", NEW."checked_by", NEW."checked_on", NEW."checked_until", NEW."contexts", NEW."designation", NEW."id", NEW."interests_said_on", NEW."left_on", NEW."n_trained", NEW."observed_on", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phases", NEW."references", NEW."registered_on", NEW."skills", NEW."skills_said_on", NEW."specialisms", NEW."subjects"); RETURN NULL;',
                    hash="403d34d065d16459ee131055389d15d130721bb9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3137c",
                    table="prepare_specialist",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="specialist",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_specialistevent" ("based_at_id", "checked_by", "checked_on", "checked_until", "contexts", "designation", "id", "interests_said_on", "left_on", "n_trained", "observed_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phases", "references", "registered_on", "skills", "skills_said_on", "specialisms", "subjects") VALUES (OLD."based_at_id", OLD."checked_by", OLD."checked_on", OLD."checked_until", OLD."contexts", OLD."designation", OLD."id", OLD."interests_said_on", OLD."left_on", OLD."n_trained", OLD."observed_on", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phases", OLD."references", OLD."registered_on", OLD."skills", OLD."skills_said_on", OLD."specialisms", OLD."subjects"); RETURN NULL;',
                    hash="65a75175b028ef2ae33c2cc10756cc3ac49f1da9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_57b24",
                    table="prepare_specialist",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="declaredinterest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("school__isnull", False), ("trust", None)),
                    models.Q(("school", None), ("trust__isnull", False)),
                    _connector="OR",
                ),
                name="interest_is_in_a_school_or_a_trust",
                violation_error_message="Name the school, or the trust: one of them.",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaredinterest",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="interest_is_told",
                violation_error_message="Say which interest it is.",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaredinterest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on", None), ("ended_on__gte", models.F("declared_on")), _connector="OR"
                ),
                name="interest_ends_after_it_is_declared",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="declaredinterest",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_declaredinterestevent" ("declared_on", "ended_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "specialist_id", "text", "trust_id") VALUES (NEW."declared_on", NEW."ended_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id", NEW."specialist_id", NEW."text", NEW."trust_id"); RETURN NULL;',
                    hash="3da56f232d478eb9f966c4cce91900251fcd7826",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cf3c5",
                    table="prepare_declaredinterest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="declaredinterest",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prepare_declaredinterestevent" ("declared_on", "ended_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "specialist_id", "text", "trust_id") VALUES (NEW."declared_on", NEW."ended_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id", NEW."specialist_id", NEW."text", NEW."trust_id"); RETURN NULL;',
                    hash="b0b32a29c6d3fd2397a83bbab33b904f37069b3a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_43380",
                    table="prepare_declaredinterest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="declaredinterest",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_declaredinterestevent" ("declared_on", "ended_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id", "specialist_id", "text", "trust_id") VALUES (OLD."declared_on", OLD."ended_on", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id", OLD."specialist_id", OLD."text", OLD."trust_id"); RETURN NULL;',
                    hash="281b21eee669fb8210459c3ecb93de694154e2b2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0acaa",
                    table="prepare_declaredinterest",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="daysavailable",
            constraint=models.UniqueConstraint(
                models.F("specialist"),
                models.F("academic_year"),
                models.F("half_term"),
                name="days_of_a_half_term_are_said_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="daysavailable",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__range", (0, 40)), ("half_term__range", (1, 6))),
                name="half_term_has_forty_days_at_most",
                violation_error_message="Write 40 days at most: no half-term has more.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="daysavailable",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_daysavailableevent" ("academic_year", "days", "half_term", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "specialist_id") VALUES (NEW."academic_year", NEW."days", NEW."half_term", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."specialist_id"); RETURN NULL;',
                    hash="29166bf4a9e4b9388a7733b576a9c4fbe87d1a83",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3507f",
                    table="prepare_daysavailable",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="daysavailable",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prepare_daysavailableevent" ("academic_year", "days", "half_term", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "specialist_id") VALUES (NEW."academic_year", NEW."days", NEW."half_term", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."specialist_id"); RETURN NULL;',
                    hash="6b7420f7411354cf5687a0ffb665b0a19d1e7bbf",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ca969",
                    table="prepare_daysavailable",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="daysavailable",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_daysavailableevent" ("academic_year", "days", "half_term", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "specialist_id") VALUES (OLD."academic_year", OLD."days", OLD."half_term", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."specialist_id"); RETURN NULL;',
                    hash="96ed436a6dd038a783f49db9444127830c1c809b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dfcc7",
                    table="prepare_daysavailable",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="credential_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["SLE", "LP", "NLE", "LLE", "accredited", "mastery", "other"]),
                    models.Q(("issuer", ""), _negated=True),
                ),
                name="credential_is_somebodys_word",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="credential",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_credentialevent" ("ends_on", "id", "issuer", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "specialist_id", "starts_on", "subject") VALUES (NEW."ends_on", NEW."id", NEW."issuer", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."specialist_id", NEW."starts_on", NEW."subject"); RETURN NULL;',
                    hash="2f724970aaed56286fda02573681f93c2d1bba38",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_de203",
                    table="prepare_credential",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="credential",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prepare_credentialevent" ("ends_on", "id", "issuer", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "specialist_id", "starts_on", "subject") VALUES (NEW."ends_on", NEW."id", NEW."issuer", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."specialist_id", NEW."starts_on", NEW."subject"); RETURN NULL;',
                    hash="2417c856e345c762abd17dffce974200dc17b2a2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a7fca",
                    table="prepare_credential",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="credential",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_credentialevent" ("ends_on", "id", "issuer", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "specialist_id", "starts_on", "subject") VALUES (OLD."ends_on", OLD."id", OLD."issuer", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."specialist_id", OLD."starts_on", OLD."subject"); RETURN NULL;',
                    hash="b39f1782d8fd41422c9d5ddf9eac9a3a2cd3b2c3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f54b7",
                    table="prepare_credential",
                    when="AFTER",
                ),
            ),
        ),
        append_only(
            "prepare_specialistevent",
            "prepare_credentialevent",
            "prepare_daysavailableevent",
            "prepare_declaredinterestevent",
        ),
        never_deleted("prepare_specialist", "prepare_credential", "prepare_declaredinterest"),
    ]
