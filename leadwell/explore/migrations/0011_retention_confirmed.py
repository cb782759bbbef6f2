"""That somebody found it right how long a programme's records are kept."""

import django.db.models.deletion
from django.db import migrations, models

from leadwell.audit.walls import append_only, kept_at_least


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0007_a_table_by_two_rules"),
        ("explore", "0010_published_beside_reviews"),
        ("people", "0021_letters_about_memoranda"),
        ("programmes", "0008_design_said_whole"),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("versions", models.JSONField(verbose_name="rules as they were shown")),
                ("confirmed_at", models.DateTimeField(verbose_name="confirmed")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retention_confirmations",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "-confirmed_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("versions", {}), _negated=True),
                        name="confirmed_retention_says_which_rules",
                    )
                ],
            },
        ),
        append_only("explore_retentionconfirmation"),
        kept_at_least("explore_retentionconfirmation", since="t.confirmed_at", months=24),
    ]
