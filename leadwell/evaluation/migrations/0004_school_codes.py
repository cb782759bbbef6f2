"""A code stays: nobody changes which school it stands for."""

import django.db.models.deletion
from django.db import migrations, models

from leadwell.audit.walls import append_only, kept_at_least


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0007_a_table_by_two_rules"),
        ("evaluation", "0003_through_sponsors"),
        ("people", "0021_letters_about_memoranda"),
        ("programmes", "0007_work_agreed"),
        ("schools", "0010_names_in_batches"),
    ]

    operations = [
        migrations.CreateModel(
            name="SchoolCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=4, verbose_name="code")),
                ("given_at", models.DateTimeField(verbose_name="given")),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="school_codes",
                        to="programmes.programme",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "school"), name="school_has_one_code"
                    ),
                    models.UniqueConstraint(
                        fields=("programme", "code"), name="code_is_of_one_school"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[BCDFGHJKLMNPQRSTVWXZ]{4}$")),
                        name="code_says_nothing",
                    ),
                ],
            },
        ),
        append_only("evaluation_schoolcode"),
        kept_at_least("evaluation_schoolcode", since="t.given_at", months=24),
    ]
