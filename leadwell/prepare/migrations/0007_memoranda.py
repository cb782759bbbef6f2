"""Memoranda of understanding, in versions that are signed."""

import datetime as dt

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0021_letters_about_memoranda"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("prepare", "0006_deployments"),
        ("programmes", "0007_work_agreed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Memorandum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "Drafted"),
                            ("sent", "Sent to the school"),
                            ("queried", "Queried by the school"),
                            ("signed", "Signed by the school"),
                            ("countersigned", "Countersigned"),
                            ("active", "Active"),
                            ("varied", "Active, being varied"),
                            ("ended", "Ended"),
                        ],
                        default="drafted",
                        max_length=13,
                        verbose_name="state",
                    ),
                ),
                (
                    "left_out",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="clauses left out",
                    ),
                ),
                (
                    "hours_a_week",
                    models.DecimalField(
                        decimal_places=1,
                        default=1,
                        max_digits=3,
                        verbose_name="hours a week for the subject leader",
                    ),
                ),
                (
                    "release_on",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="days on which they are released"
                    ),
                ),
                (
                    "escalation",
                    models.CharField(
                        max_length=160,
                        verbose_name="whom the school turns to if something goes wrong",
                    ),
                ),
                (
                    "besides",
                    models.CharField(
                        blank=True, max_length=600, verbose_name="what is agreed besides"
                    ),
                ),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="sent")),
                (
                    "active_since",
                    models.DateField(blank=True, null=True, verbose_name="active since"),
                ),
                (
                    "paper_signed_on",
                    models.DateField(blank=True, null=True, verbose_name="signed on paper"),
                ),
                (
                    "paper_kept_at",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="where the paper is kept"
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                (
                    "ended_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why it ended"),
                ),
                (
                    "chair",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="chair of governors",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memoranda",
                        to="programmes.enrolment",
                    ),
                ),
                (
                    "trust_signatory",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="who signs for the trust",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "memoranda",
                "ordering": ["enrolment", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="MemorandumVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("content", models.JSONField(verbose_name="what it says")),
                (
                    "clauses",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        size=None,
                        verbose_name="clauses",
                    ),
                ),
                (
                    "library",
                    models.PositiveSmallIntegerField(
                        verbose_name="version of the library of clauses"
                    ),
                ),
                (
                    "needs_trust",
                    models.BooleanField(default=False, verbose_name="the trust signs too"),
                ),
                (
                    "because",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="why there is another version"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="hash of what it says")),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                (
                    "memorandum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="prepare.memorandum",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["memorandum", "number"],
            },
        ),
        migrations.CreateModel(
            name="MemorandumEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "Drafted"),
                            ("sent", "Sent to the school"),
                            ("queried", "Queried by the school"),
                            ("signed", "Signed by the school"),
                            ("countersigned", "Countersigned"),
                            ("active", "Active"),
                            ("varied", "Active, being varied"),
                            ("ended", "Ended"),
                        ],
                        default="drafted",
                        max_length=13,
                        verbose_name="state",
                    ),
                ),
                (
                    "left_out",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="clauses left out",
                    ),
                ),
                (
                    "hours_a_week",
                    models.DecimalField(
                        decimal_places=1,
                        default=1,
                        max_digits=3,
                        verbose_name="hours a week for the subject leader",
                    ),
                ),
                (
                    "release_on",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="days on which they are released"
                    ),
                ),
                (
                    "escalation",
                    models.CharField(
                        max_length=160,
                        verbose_name="whom the school turns to if something goes wrong",
                    ),
                ),
                (
                    "besides",
                    models.CharField(
                        blank=True, max_length=600, verbose_name="what is agreed besides"
                    ),
                ),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="sent")),
                (
                    "active_since",
                    models.DateField(blank=True, null=True, verbose_name="active since"),
                ),
                (
                    "paper_signed_on",
                    models.DateField(blank=True, null=True, verbose_name="signed on paper"),
                ),
                (
                    "paper_kept_at",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="where the paper is kept"
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                (
                    "ended_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why it ended"),
                ),
                (
                    "chair",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="chair of governors",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.enrolment",
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
                        to="prepare.memorandum",
                    ),
                ),
                (
                    "trust_signatory",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="who signs for the trust",
                    ),
                ),
                (
                    "in_force",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prepare.memorandumversion",
                    ),
                ),
                (
                    "shown",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prepare.memorandumversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="memorandum",
            name="in_force",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="prepare.memorandumversion",
            ),
        ),
        migrations.AddField(
            model_name="memorandum",
            name="shown",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="prepare.memorandumversion",
            ),
        ),
        migrations.CreateModel(
            name="Reaffirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("statement", models.TextField(verbose_name="what was signed")),
                (
                    "sha256",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="hash of what it said"
                    ),
                ),
                ("authenticated_at", models.DateTimeField(verbose_name="proved who they are")),
                ("at", models.DateTimeField(verbose_name="signed")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "memorandum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reaffirmations",
                        to="prepare.memorandum",
                    ),
                ),
            ],
            options={
                "ordering": ["memorandum", "at"],
            },
        ),
        migrations.CreateModel(
            name="SigningLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("head", "Headteacher"),
                            ("chair", "Chair of governors"),
                            ("trust", "Trust"),
                            ("lead", "Lead organisation"),
                        ],
                        max_length=5,
                        verbose_name="signs as",
                    ),
                ),
                (
                    "token_sha256",
                    models.CharField(max_length=64, unique=True, verbose_name="hash of the link"),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="works until")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="signed")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="prepare.memorandumversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.CreateModel(
            name="MemorandumSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("head", "Headteacher"),
                            ("chair", "Chair of governors"),
                            ("trust", "Trust"),
                            ("lead", "Lead organisation"),
                        ],
                        max_length=5,
                        verbose_name="signed as",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("statement", models.TextField(verbose_name="what was signed")),
                ("sha256", models.CharField(max_length=64, verbose_name="hash of what it said")),
                (
                    "authenticated_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="proved who they are"),
                ),
                ("at", models.DateTimeField(verbose_name="signed")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="prepare.memorandumversion",
                    ),
                ),
                (
                    "link",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signature",
                        to="prepare.signinglink",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "at"],
            },
        ),
        migrations.CreateModel(
            name="MemorandumQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "clause",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="about clause"
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="what is asked")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("answer", models.CharField(blank=True, max_length=600, verbose_name="answer")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "memorandum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="queries",
                        to="prepare.memorandum",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "memorandum queries",
                "ordering": ["memorandum", "asked_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(
                                models.Q(
                                    ("answer", ""), ("answered_at", None), ("answered_by", None)
                                ),
                                models.Q(
                                    models.Q(("answer", ""), _negated=True),
                                    ("answered_at__isnull", False),
                                    ("answered_by__isnull", False),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="query_is_answered_by_somebody",
                        violation_error_message="Write the answer.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MemorandumStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=20, verbose_name="what")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("drafted", "Drafted"),
                            ("sent", "Sent to the school"),
                            ("queried", "Queried by the school"),
                            ("signed", "Signed by the school"),
                            ("countersigned", "Countersigned"),
                            ("active", "Active"),
                            ("varied", "Active, being varied"),
                            ("ended", "Ended"),
                        ],
                        max_length=13,
                        verbose_name="state",
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=300, verbose_name="why")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "memorandum",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="prepare.memorandum",
                    ),
                ),
            ],
            options={
                "ordering": ["memorandum", "at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verb", ""), _negated=True),
                            (
                                "state__in",
                                [
                                    "drafted",
                                    "sent",
                                    "queried",
                                    "signed",
                                    "countersigned",
                                    "active",
                                    "varied",
                                    "ended",
                                ],
                            ),
                        ),
                        name="memorandum_step_is_known",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="memorandumversion",
            constraint=models.UniqueConstraint(
                fields=("memorandum", "number"), name="memorandum_version_is_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandumversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("clauses__contains", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 16, 17]),
                    (
                        "clauses__contained_by",
                        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 16, 17, 12, 14],
                    ),
                ),
                name="memorandum_has_the_clauses_it_must_have",
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandumversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number__gte", 1),
                    ("sha256__regex", "^[0-9a-f]{64}$"),
                    models.Q(
                        models.Q(("because", ""), ("number", 1)),
                        models.Q(("number__gt", 1), models.Q(("because", ""), _negated=True)),
                        _connector="OR",
                    ),
                ),
                name="memorandum_version_is_whole",
                violation_error_message="Say why there is another version.",
            ),
        ),
        migrations.AddIndex(
            model_name="memorandum",
            index=models.Index(fields=["state", "sent_on"], name="memorandum_by_state"),
        ),
        migrations.AddConstraint(
            model_name="memorandum",
            constraint=models.UniqueConstraint(
                models.F("enrolment"),
                condition=models.Q(("state", "ended"), _negated=True),
                name="school_has_one_memorandum_at_a_time",
                violation_error_message="There is a memorandum with this school already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandum",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "drafted",
                            "sent",
                            "queried",
                            "signed",
                            "countersigned",
                            "active",
                            "varied",
                            "ended",
                        ],
                    )
                ),
                name="memorandum_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandum",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_out__contained_by", [12, 14])),
                name="memorandum_leaves_out_what_may_be_left_out",
                violation_error_message="This clause is in every memorandum.",
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandum",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hours_a_week__range", (0, 20)), models.Q(("escalation", ""), _negated=True)
                ),
                name="memorandum_says_what_it_must",
                violation_error_message="Write the hours a week as a number up to 20.",
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandum",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("sent", "queried", "signed", "countersigned", "varied")),
                        _negated=True,
                    ),
                    models.Q(("sent_on__isnull", False), ("shown__isnull", False)),
                    _connector="OR",
                ),
                name="memorandum_that_waits_was_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandum",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("active", "varied")), _negated=True),
                    models.Q(
                        ("active_since__isnull", False),
                        models.Q(
                            ("in_force__isnull", False),
                            ("paper_signed_on__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="memorandum_that_is_active_was_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandum",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paper_kept_at", ""), ("paper_signed_on", None)),
                    models.Q(
                        ("paper_signed_on__isnull", False),
                        models.Q(("paper_kept_at", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="memorandum_on_paper_is_kept_somewhere",
                violation_error_message="Say where the paper is kept.",
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandum",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state", "ended"), _negated=True),
                        ("ended_because", ""),
                        ("ended_on", None),
                    ),
                    models.Q(
                        ("ended_on__isnull", False),
                        ("state", "ended"),
                        models.Q(("ended_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="memorandum_ends_for_a_reason",
                violation_error_message="Say why it ends.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="memorandum",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_memorandumevent" ("active_since", "besides", "chair_id", "ended_because", "ended_on", "enrolment_id", "escalation", "hours_a_week", "id", "in_force_id", "left_out", "paper_kept_at", "paper_signed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_on", "sent_on", "shown_id", "state", "trust_signatory_id") VALUES (NEW."active_since", NEW."besides", NEW."chair_id", NEW."ended_because", NEW."ended_on", NEW."enrolment_id", NEW."escalation", NEW."hours_a_week", NEW."id", NEW."in_force_id", NEW."left_out", NEW."paper_kept_at", NEW."paper_signed_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_on", NEW."sent_on", NEW."shown_id", NEW."state", NEW."trust_signatory_id"); RETURN NULL;',
                    hash="0b72f103e55771752a143cf892d6dd92b0ca46a4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0c129",
                    table="prepare_memorandum",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="memorandum",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prepare_memorandumevent" ("active_since", "besides", "chair_id", "ended_because", "ended_on", "enrolment_id", "escalation", "hours_a_week", "id", "in_force_id", "left_out", "paper_kept_at", "paper_signed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_on", "sent_on", "shown_id", "state", "trust_signatory_id") VALUES (NEW."active_since", NEW."besides", NEW."chair_id", NEW."ended_because", NEW."ended_on", NEW."enrolment_id", NEW."escalation", NEW."hours_a_week", NEW."id", NEW."in_force_id", NEW."left_out", NEW."paper_kept_at", NEW."paper_signed_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_on", NEW."sent_on", NEW."shown_id", NEW."state", NEW."trust_signatory_id"); RETURN NULL;',
                    hash="4866d7f2664a1190d33dc642e59e64be95dac097",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_08251",
                    table="prepare_memorandum",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="memorandum",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_memorandumevent" ("active_since", "besides", "chair_id", "ended_because", "ended_on", "enrolment_id", "escalation", "hours_a_week", "id", "in_force_id", "left_out", "paper_kept_at", "paper_signed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_on", "sent_on", "shown_id", "state", "trust_signatory_id") VALUES (OLD."active_since", OLD."besides", OLD."chair_id", OLD."ended_because", OLD."ended_on", OLD."enrolment_id", OLD."escalation", OLD."hours_a_week", OLD."id", OLD."in_force_id", OLD."left_out", OLD."paper_kept_at", OLD."paper_signed_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."release_on", OLD."sent_on", OLD."shown_id", OLD."state", OLD."trust_signatory_id"); RETURN NULL;',
                    hash="115efc1b4f2b445cc224f883d9596c8a22d8dbbe",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1200d",
                    table="prepare_memorandum",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reaffirmation",
            constraint=models.UniqueConstraint(
                fields=("memorandum", "by"), name="memorandum_is_reaffirmed_once_by_a_head"
            ),
        ),
        migrations.AddConstraint(
            model_name="reaffirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("statement", ""), _negated=True),
                    ("authenticated_at__lte", models.F("at")),
                ),
                name="reaffirmation_is_by_who_proved_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinglink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("used_at", None)),
                fields=("version", "party"),
                name="one_link_at_a_time_for_a_signature",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinglink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("token_sha256__regex", "^[0-9a-f]{64}$"),
                    ("party__in", ["chair", "trust"]),
                    (
                        "expires_at__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("made_at"), "+", models.Value(dt.timedelta(days=14))
                        ),
                    ),
                ),
                name="link_is_for_fourteen_days_at_most",
            ),
        ),
        migrations.AddConstraint(
            model_name="signinglink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("used_at", None),
                    models.Q(("ended_at", None), ("used_at__lte", models.F("expires_at"))),
                    _connector="OR",
                ),
                name="link_is_used_while_it_works",
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandumsignature",
            constraint=models.UniqueConstraint(
                fields=("version", "party"), name="memorandum_is_signed_once_by_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandumsignature",
            constraint=models.UniqueConstraint(
                fields=("version", "by"),
                name="nobody_signs_a_memorandum_for_two",
                violation_error_message="Nobody signs a memorandum for two sides.",
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandumsignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sha256__regex", "^[0-9a-f]{64}$"),
                    models.Q(("statement", ""), _negated=True),
                    models.Q(("name", ""), _negated=True),
                    ("party__in", ["head", "chair", "trust", "lead"]),
                ),
                name="memorandum_signature_says_what_was_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandumsignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("authenticated_at", None), ("link__isnull", False)),
                    models.Q(("authenticated_at__lte", models.F("at")), ("link", None)),
                    _connector="OR",
                ),
                name="memorandum_is_signed_by_who_proved_it_or_had_the_link",
            ),
        ),
    ]
