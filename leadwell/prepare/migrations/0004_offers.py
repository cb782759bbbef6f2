"""Places offered to schools, scaled by size. What was said stays as it was said."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from leadwell.audit.walls import append_only, kept_at_least, never_deleted


class Migration(migrations.Migration):
    dependencies = [
        ("explore", "0003_impact_assessment"),
        ("people", "0019_somebody_named_turns_out_to_be_here"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("prepare", "0003_opened_again_and_passed_on"),
        ("programmes", "0007_work_agreed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("band_table", models.CharField(max_length=20, verbose_name="table of sizes")),
                ("band", models.CharField(max_length=4, verbose_name="size")),
                ("n_pupils", models.PositiveIntegerField(null=True, verbose_name="pupils on roll")),
                ("starts_on", models.DateField(verbose_name="would take part from")),
                ("answer_by", models.DateField(verbose_name="to be answered by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for the school"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=500, verbose_name="why")),
                ("made_on", models.DateField(verbose_name="made on")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="answered or taken back"
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="explore.candidate",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["candidate", "-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="OfferEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("band_table", models.CharField(max_length=20, verbose_name="table of sizes")),
                ("band", models.CharField(max_length=4, verbose_name="size")),
                ("n_pupils", models.PositiveIntegerField(null=True, verbose_name="pupils on roll")),
                ("starts_on", models.DateField(verbose_name="would take part from")),
                ("answer_by", models.DateField(verbose_name="to be answered by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for the school"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=500, verbose_name="why")),
                ("made_on", models.DateField(verbose_name="made on")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="answered or taken back"
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="explore.candidate",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "made_by",
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
                        to="prepare.offer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OfferLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.JSONField(verbose_name="what it says")),
                ("sha256", models.CharField(max_length=64, verbose_name="hash of what it says")),
                ("at", models.DateTimeField(verbose_name="written")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="prepare.offer",
                    ),
                ),
            ],
            options={
                "ordering": ["offer", "-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="OfferLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year of the programme")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("places", "Training places at each event"),
                            ("visits", "Days of visits"),
                            ("cover", "Days of cover"),
                            ("coaching", "Coaching cycles"),
                            ("sessions", "Sessions for the whole staff"),
                        ],
                        max_length=8,
                        verbose_name="what",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=1, max_digits=4, verbose_name="how much"),
                ),
                (
                    "by_size",
                    models.DecimalField(
                        decimal_places=1, max_digits=4, verbose_name="how much by size"
                    ),
                ),
                (
                    "because",
                    models.CharField(blank=True, max_length=200, verbose_name="why another amount"),
                ),
                (
                    "cost_gbp",
                    models.DecimalField(
                        decimal_places=2, max_digits=10, verbose_name="costs, in pounds"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="prepare.offer",
                    ),
                ),
            ],
            options={
                "ordering": ["offer", "year", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OfferLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField(verbose_name="year of the programme")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("places", "Training places at each event"),
                            ("visits", "Days of visits"),
                            ("cover", "Days of cover"),
                            ("coaching", "Coaching cycles"),
                            ("sessions", "Sessions for the whole staff"),
                        ],
                        max_length=8,
                        verbose_name="what",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=1, max_digits=4, verbose_name="how much"),
                ),
                (
                    "by_size",
                    models.DecimalField(
                        decimal_places=1, max_digits=4, verbose_name="how much by size"
                    ),
                ),
                (
                    "because",
                    models.CharField(blank=True, max_length=200, verbose_name="why another amount"),
                ),
                (
                    "cost_gbp",
                    models.DecimalField(
                        decimal_places=2, max_digits=10, verbose_name="costs, in pounds"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prepare.offer",
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
                        to="prepare.offerline",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Rates",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place_gbp",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=7,
                        verbose_name="a training place at one event, in pounds",
                    ),
                ),
                (
                    "visit_day_gbp",
                    models.DecimalField(
                        decimal_places=2, max_digits=7, verbose_name="a day of visits, in pounds"
                    ),
                ),
                (
                    "cover_day_gbp",
                    models.DecimalField(
                        decimal_places=2, max_digits=7, verbose_name="a day of cover, in pounds"
                    ),
                ),
                (
                    "coaching_gbp",
                    models.DecimalField(
                        decimal_places=2, max_digits=7, verbose_name="a coaching cycle, in pounds"
                    ),
                ),
                (
                    "session_gbp",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=7,
                        verbose_name="a session for the whole staff, in pounds",
                    ),
                ),
                (
                    "specialist_days",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=6,
                        verbose_name="days of visits its specialists have in a school year",
                    ),
                ),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rates",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "rates",
                "ordering": ["programme"],
            },
        ),
        migrations.CreateModel(
            name="RatesEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "place_gbp",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=7,
                        verbose_name="a training place at one event, in pounds",
                    ),
                ),
                (
                    "visit_day_gbp",
                    models.DecimalField(
                        decimal_places=2, max_digits=7, verbose_name="a day of visits, in pounds"
                    ),
                ),
                (
                    "cover_day_gbp",
                    models.DecimalField(
                        decimal_places=2, max_digits=7, verbose_name="a day of cover, in pounds"
                    ),
                ),
                (
                    "coaching_gbp",
                    models.DecimalField(
                        decimal_places=2, max_digits=7, verbose_name="a coaching cycle, in pounds"
                    ),
                ),
                (
                    "session_gbp",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=7,
                        verbose_name="a session for the whole staff, in pounds",
                    ),
                ),
                (
                    "specialist_days",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=6,
                        verbose_name="days of visits its specialists have in a school year",
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
                        to="prepare.rates",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("open", "accepted"))),
                fields=("candidate",),
                name="school_has_one_offer_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "accepted", "refused", "withdrawn"])),
                name="offer_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_by__gt", models.F("made_on"))),
                name="offer_leaves_time_to_answer",
                violation_error_message="Choose a day after today: the school has to have time.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by", None), ("state", "open")),
                    models.Q(
                        models.Q(("state", "open"), _negated=True),
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="offer_that_ended_was_ended_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("open", "accepted")),
                    models.Q(("because", ""), _negated=True),
                    _connector="OR",
                ),
                name="offer_ends_without_the_school_for_a_reason",
                violation_error_message="Write the reason.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_offerevent" ("answer_by", "band", "band_table", "because", "candidate_id", "ended_at", "ended_by_id", "id", "made_at", "made_by_id", "made_on", "n_pupils", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "state") VALUES (NEW."answer_by", NEW."band", NEW."band_table", NEW."because", NEW."candidate_id", NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."made_on", NEW."n_pupils", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."starts_on", NEW."state"); RETURN NULL;',
                    hash="eb284d2494031f1557d8eb75da38351e2bddf305",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f4ac9",
                    table="prepare_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prepare_offerevent" ("answer_by", "band", "band_table", "because", "candidate_id", "ended_at", "ended_by_id", "id", "made_at", "made_by_id", "made_on", "n_pupils", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "state") VALUES (NEW."answer_by", NEW."band", NEW."band_table", NEW."because", NEW."candidate_id", NEW."ended_at", NEW."ended_by_id", NEW."id", NEW."made_at", NEW."made_by_id", NEW."made_on", NEW."n_pupils", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."starts_on", NEW."state"); RETURN NULL;',
                    hash="eb9bed5842490ae53c5d498ccb6df50a2361cc3c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_df3a6",
                    table="prepare_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_offerevent" ("answer_by", "band", "band_table", "because", "candidate_id", "ended_at", "ended_by_id", "id", "made_at", "made_by_id", "made_on", "n_pupils", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "starts_on", "state") VALUES (OLD."answer_by", OLD."band", OLD."band_table", OLD."because", OLD."candidate_id", OLD."ended_at", OLD."ended_by_id", OLD."id", OLD."made_at", OLD."made_by_id", OLD."made_on", OLD."n_pupils", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."starts_on", OLD."state"); RETURN NULL;',
                    hash="b740dfc8e45516916939b049a96989691205f2a0",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e0119",
                    table="prepare_offer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="offerletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="offer_letter_has_a_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerline",
            constraint=models.UniqueConstraint(
                fields=("offer", "year", "kind"), name="offer_says_a_thing_once_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="offerline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["places", "visits", "cover", "coaching", "sessions"]),
                    ("year__range", (1, 10)),
                ),
                name="offer_line_is_of_a_kind_and_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 0), ("by_size__gte", 0), ("cost_gbp__gte", 0)),
                name="offer_gives_no_less_than_nothing",
                violation_error_message="Write nought or more.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount", models.F("by_size")), ("because", "")),
                    models.Q(
                        models.Q(("amount", models.F("by_size")), _negated=True),
                        models.Q(("because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="offer_differs_from_size_for_a_reason",
                violation_error_message="Say why it is another amount than that of its size.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offerline",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_offerlineevent" ("amount", "because", "by_size", "cost_gbp", "id", "kind", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "year") VALUES (NEW."amount", NEW."because", NEW."by_size", NEW."cost_gbp", NEW."id", NEW."kind", NEW."offer_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."year"); RETURN NULL;',
                    hash="e90766d3284d8c2417cc34fe21d79b1f0e79fc46",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_65eec",
                    table="prepare_offerline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offerline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prepare_offerlineevent" ("amount", "because", "by_size", "cost_gbp", "id", "kind", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "year") VALUES (NEW."amount", NEW."because", NEW."by_size", NEW."cost_gbp", NEW."id", NEW."kind", NEW."offer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."year"); RETURN NULL;',
                    hash="d23cf8b68a1ca0c934173afb34510cd1de6de9a7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6ed87",
                    table="prepare_offerline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offerline",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_offerlineevent" ("amount", "because", "by_size", "cost_gbp", "id", "kind", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "year") VALUES (OLD."amount", OLD."because", OLD."by_size", OLD."cost_gbp", OLD."id", OLD."kind", OLD."offer_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."year"); RETURN NULL;',
                    hash="78c8369c36c75ce01422ad8d4ccf895dad6efb6e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_9d4e2",
                    table="prepare_offerline",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="rates",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("coaching_gbp__gte", 0),
                    ("cover_day_gbp__gte", 0),
                    ("place_gbp__gte", 0),
                    ("session_gbp__gte", 0),
                    ("specialist_days__gte", 0),
                    ("visit_day_gbp__gte", 0),
                ),
                name="rates_are_not_below_nought",
                violation_error_message="Write nought or more.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rates",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_ratesevent" ("coaching_gbp", "cover_day_gbp", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_gbp", "programme_id", "session_gbp", "specialist_days", "visit_day_gbp") VALUES (NEW."coaching_gbp", NEW."cover_day_gbp", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_gbp", NEW."programme_id", NEW."session_gbp", NEW."specialist_days", NEW."visit_day_gbp"); RETURN NULL;',
                    hash="db82cc2cb104dd54b643f2e1473e4c58a8d1ce57",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_970da",
                    table="prepare_rates",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rates",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prepare_ratesevent" ("coaching_gbp", "cover_day_gbp", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_gbp", "programme_id", "session_gbp", "specialist_days", "visit_day_gbp") VALUES (NEW."coaching_gbp", NEW."cover_day_gbp", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_gbp", NEW."programme_id", NEW."session_gbp", NEW."specialist_days", NEW."visit_day_gbp"); RETURN NULL;',
                    hash="3d0ff819d2555f9ee4037689fd60eb60dc8dd5c7",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3101f",
                    table="prepare_rates",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="rates",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_ratesevent" ("coaching_gbp", "cover_day_gbp", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_gbp", "programme_id", "session_gbp", "specialist_days", "visit_day_gbp") VALUES (OLD."coaching_gbp", OLD."cover_day_gbp", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_gbp", OLD."programme_id", OLD."session_gbp", OLD."specialist_days", OLD."visit_day_gbp"); RETURN NULL;',
                    hash="02113dc73458cfb0423abe6d9c90630f65ee9e34",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0a795",
                    table="prepare_rates",
                    when="AFTER",
                ),
            ),
        ),
        append_only(
            "prepare_offerevent",
            "prepare_offerlineevent",
            "prepare_ratesevent",
            "prepare_offerletter",
        ),
        never_deleted("prepare_offer", "prepare_offerline", "prepare_rates"),
        kept_at_least("prepare_offerletter", since="t.at", months=24),
    ]
