"""What people are told about their data, word for word; and their yearly training."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from leadwell.audit.walls import append_only, kept_at_least


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0024_forgotten_in_lists_too"),
        ("programmes", "0009_people_of_aims"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DataTraining",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("trained_on", models.DateField(verbose_name="done on")),
                ("what", models.CharField(max_length=120, verbose_name="which training")),
                ("confirmed_on", models.DateField(verbose_name="confirmed")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_trainings",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-trained_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "trained_on"),
                        name="data_training_is_confirmed_once",
                        violation_error_message="You confirmed a training of that day before.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("trained_on__lte", models.F("confirmed_on"))),
                        name="data_training_was_done",
                        violation_error_message="That day is still to come.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True),
                        name="data_training_says_which",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("papers", models.JSONField(verbose_name="what it says")),
                ("contact", models.CharField(max_length=200, verbose_name="where people can ask")),
                (
                    "wording",
                    models.PositiveSmallIntegerField(verbose_name="version of the wording"),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="hash of what it says")),
                (
                    "because",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="why there is another version"
                    ),
                ),
                ("issued_at", models.DateTimeField(verbose_name="issued")),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "number"), name="notice_is_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("because", ""), ("number", 1)),
                            models.Q(("number__gt", 1), models.Q(("because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="notice_says_why_there_is_another",
                        violation_error_message="Say why there is another version.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contact", ""), _negated=True),
                            ("sha256__regex", "^[0-9a-f]{64}$"),
                        ),
                        name="notice_says_where_to_ask",
                        violation_error_message="Say where people can ask.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("papers__has_keys", ["families", "staff", "specialists", "governors"])
                        ),
                        name="notice_is_for_everybody",
                    ),
                ],
            },
        ),
        append_only("people_notice"),
        kept_at_least(
            "people_notice",
            since="greatest(t.issued_at, (select p.ends_on from public.programmes_programme p "
            "where p.id = t.programme_id))",
            months=24,
        ),
        kept_at_least("people_datatraining", since="t.confirmed_on", months=12),
    ]
