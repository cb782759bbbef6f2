from decimal import Decimal

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0014_people_by_parts_and_roles_ending"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("programmes", "0004_days_agreed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sent_id",
                    models.UUIDField(editable=False, unique=True, verbose_name="form it came from"),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="from")),
                (
                    "days",
                    models.DecimalField(
                        choices=[
                            (Decimal("0.25"), "A quarter of a day"),
                            (Decimal("0.50"), "Half a day"),
                            (Decimal("0.75"), "Three quarters of a day"),
                            (Decimal("1.00"), "A day"),
                            (Decimal("1.25"), "A day and a quarter"),
                            (Decimal("1.50"), "A day and a half"),
                            (Decimal("1.75"), "A day and three quarters"),
                            (Decimal("2.00"), "Two days"),
                        ],
                        decimal_places=2,
                        default=Decimal("0.50"),
                        max_digits=3,
                        verbose_name="how long",
                    ),
                ),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="what for")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("confirmed", "Confirmed"),
                            ("happened", "Happened"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "cancelled_because",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="why it was cancelled"
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="programmes.enrolment",
                    ),
                ),
                (
                    "purpose_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "specialist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["on", models.OrderBy(models.F("starts_at"), nulls_first=True), "pk"],
            },
        ),
        migrations.CreateModel(
            name="Postponement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_day", models.DateField(verbose_name="from")),
                ("to_day", models.DateField(verbose_name="to")),
                (
                    "side",
                    models.CharField(
                        choices=[("specialist", "The specialist"), ("school", "The school")],
                        max_length=10,
                        verbose_name="who put it off",
                    ),
                ),
                ("reason", models.CharField(max_length=16, verbose_name="why")),
                ("said_at", models.DateTimeField(verbose_name="said")),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postponements",
                        to="deliver.visit",
                    ),
                ),
            ],
            options={
                "ordering": ["visit", "said_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="VisitEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("sent_id", models.UUIDField(editable=False, verbose_name="form it came from")),
                ("on", models.DateField(verbose_name="day")),
                ("starts_at", models.TimeField(blank=True, null=True, verbose_name="from")),
                (
                    "days",
                    models.DecimalField(
                        choices=[
                            (Decimal("0.25"), "A quarter of a day"),
                            (Decimal("0.50"), "Half a day"),
                            (Decimal("0.75"), "Three quarters of a day"),
                            (Decimal("1.00"), "A day"),
                            (Decimal("1.25"), "A day and a quarter"),
                            (Decimal("1.50"), "A day and a half"),
                            (Decimal("1.75"), "A day and three quarters"),
                            (Decimal("2.00"), "Two days"),
                        ],
                        decimal_places=2,
                        default=Decimal("0.50"),
                        max_digits=3,
                        verbose_name="how long",
                    ),
                ),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="what for")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("confirmed", "Confirmed"),
                            ("happened", "Happened"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "cancelled_because",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="why it was cancelled"
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
                        to="deliver.visit",
                    ),
                ),
                (
                    "purpose_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "specialist",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["on", "state"], name="visit_by_day"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "days__in",
                        [
                            Decimal("0.25"),
                            Decimal("0.50"),
                            Decimal("0.75"),
                            Decimal("1.00"),
                            Decimal("1.25"),
                            Decimal("1.50"),
                            Decimal("1.75"),
                            Decimal("2.00"),
                        ],
                    )
                ),
                name="visit_is_a_quarter_to_two_days_long",
                violation_error_message="A visit is a quarter of a day to two days long.",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("specialist", "on", "starts_at"),
                name="specialist_is_at_one_visit_at_a_time",
                nulls_distinct=False,
                violation_error_message="The specialist has another visit that day at that time. Choose another day, or say at what time each begins.",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "cancelled"), models.Q(("cancelled_because", ""), _negated=True)
                    ),
                    models.Q(
                        models.Q(("state", "cancelled"), _negated=True), ("cancelled_because", "")
                    ),
                    _connector="OR",
                ),
                name="visit_that_is_cancelled_has_a_reason",
                violation_error_message="Say why the visit is cancelled.",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("purpose", ""), ("purpose_by", None)),
                    models.Q(
                        models.Q(("purpose", ""), _negated=True), ("purpose_by__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="visit_purpose_is_somebodys",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "deliver_visitevent" ("cancelled_because", "days", "enrolment_id", "id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "purpose_by_id", "sent_id", "specialist_id", "starts_at", "state") VALUES (NEW."cancelled_because", NEW."days", NEW."enrolment_id", NEW."id", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."purpose_by_id", NEW."sent_id", NEW."specialist_id", NEW."starts_at", NEW."state"); RETURN NULL;',
                    hash="a016924d38d117a5515c4ef4842ad72525e867db",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5e2fb",
                    table="deliver_visit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "deliver_visitevent" ("cancelled_because", "days", "enrolment_id", "id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "purpose_by_id", "sent_id", "specialist_id", "starts_at", "state") VALUES (NEW."cancelled_because", NEW."days", NEW."enrolment_id", NEW."id", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."purpose_by_id", NEW."sent_id", NEW."specialist_id", NEW."starts_at", NEW."state"); RETURN NULL;',
                    hash="efb50e3c1bd0a4438b8b1cba311fd60d4dd25386",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b5191",
                    table="deliver_visit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visit",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "deliver_visitevent" ("cancelled_because", "days", "enrolment_id", "id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "purpose_by_id", "sent_id", "specialist_id", "starts_at", "state") VALUES (OLD."cancelled_because", OLD."days", OLD."enrolment_id", OLD."id", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."purpose_by_id", OLD."sent_id", OLD."specialist_id", OLD."starts_at", OLD."state"); RETURN NULL;',
                    hash="54dd7ed813d77104a0e9ebfe76d00872bcf29e6c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e14f7",
                    table="deliver_visit",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="postponement",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_day", models.F("from_day")), _negated=True),
                name="postponement_is_to_another_day",
                violation_error_message="Choose another day than the one it was on.",
            ),
        ),
        migrations.AddConstraint(
            model_name="postponement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("side__in", ["specialist", "school"]), models.Q(("reason", ""), _negated=True)
                ),
                name="postponement_says_who_and_why",
            ),
        ),
    ]
