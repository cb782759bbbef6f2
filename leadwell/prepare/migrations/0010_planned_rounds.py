import django.db.models.deletion
from django.db import migrations, models

from leadwell.audit.walls import kept_at_least

ASKED_AT = "(select r.asked_at from prepare_plannedround r where r.id = t.planned_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0021_letters_about_memoranda"),
        ("prepare", "0009_plans"),
        ("programmes", "0007_work_agreed"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlannedRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_day", models.DateField(verbose_name="from when")),
                (
                    "usual_days",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=4,
                        verbose_name="days for a school that has none agreed",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for its turn"),
                            ("running", "Being worked out"),
                            ("done", "Worked out"),
                            ("stopped", "Stopped"),
                            ("refused", "Nothing to propose"),
                        ],
                        default="waiting",
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("progress", models.CharField(blank=True, max_length=200, verbose_name="how far")),
                (
                    "is_to_stop",
                    models.BooleanField(default=False, verbose_name="somebody asked to stop it"),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="why nothing is proposed"
                    ),
                ),
                ("value", models.FloatField(null=True, verbose_name="worth of what is proposed")),
                (
                    "bound",
                    models.FloatField(null=True, verbose_name="worth that no assignment is above"),
                ),
                (
                    "by_hand",
                    models.FloatField(null=True, verbose_name="worth of the best pair first"),
                ),
                (
                    "n_by_hand",
                    models.PositiveIntegerField(
                        null=True, verbose_name="schools served by the best pair first"
                    ),
                ),
                ("seconds", models.FloatField(null=True, verbose_name="seconds of work")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "hub",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="programmes.hub",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PlannedSchool",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("days", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="days")),
                ("are_agreed", models.BooleanField(verbose_name="the days are agreed")),
                ("options", models.JSONField(default=list, verbose_name="who could go")),
                ("parts", models.JSONField(default=list, verbose_name="why")),
                (
                    "agreement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="prepare.deployment",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.enrolment",
                    ),
                ),
                (
                    "now",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="prepare.specialist",
                    ),
                ),
                (
                    "planned",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="schools",
                        to="prepare.plannedround",
                    ),
                ),
                (
                    "proposed",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="prepare.specialist",
                    ),
                ),
            ],
            options={
                "ordering": ["planned", "enrolment__school__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlannedSpecialist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "left",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="days left"),
                ),
                (
                    "planned",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="specialists",
                        to="prepare.plannedround",
                    ),
                ),
                (
                    "specialist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="prepare.specialist",
                    ),
                ),
            ],
            options={
                "ordering": ["planned", "specialist__person__name", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="plannedround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "running"])),
                fields=("programme", "hub"),
                name="round_is_planned_once_at_a_time",
                nulls_distinct=False,
                violation_error_message="It is being worked out already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at", None),
                        ("refusal", ""),
                        ("state__in", ["waiting", "running"]),
                        ("value", None),
                    ),
                    models.Q(
                        ("bound__gte", models.F("value")),
                        ("by_hand__isnull", False),
                        ("ended_at__isnull", False),
                        ("n_by_hand__isnull", False),
                        ("refusal", ""),
                        ("seconds__isnull", False),
                        ("state", "done"),
                        ("value__isnull", False),
                    ),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("refusal", ""),
                        ("state", "stopped"),
                        ("value", None),
                    ),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("state", "refused"),
                        ("value", None),
                        models.Q(("refusal", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="round_ends_with_a_proposal_or_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedround",
            constraint=models.CheckConstraint(
                condition=models.Q(("usual_days__gt", 0), ("usual_days__lte", 60)),
                name="school_usually_has_one_to_sixty_days",
                violation_error_message="Write a number of days, up to 60.",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedschool",
            constraint=models.UniqueConstraint(
                models.F("planned"), models.F("enrolment"), name="school_is_once_in_a_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedschool",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("parts", []), ("proposed", None)),
                    models.Q(("proposed__isnull", False), models.Q(("parts", []), _negated=True)),
                    _connector="OR",
                ),
                name="who_is_proposed_is_so_for_reasons",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedschool",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreement", None), ("now__isnull", False), _connector="OR"),
                name="agreement_is_with_who_is_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedschool",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__gte", 0)), name="school_wants_no_fewer_than_no_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedspecialist",
            constraint=models.UniqueConstraint(
                models.F("planned"), models.F("specialist"), name="specialist_is_once_in_a_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedspecialist",
            constraint=models.CheckConstraint(
                condition=models.Q(("left__gte", 0)), name="nobody_has_fewer_than_no_days"
            ),
        ),
        kept_at_least("prepare_plannedround", since="t.asked_at", months=1),
        kept_at_least("prepare_plannedschool", since=ASKED_AT, months=1),
        kept_at_least("prepare_plannedspecialist", since=ASKED_AT, months=1),
    ]
