import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0010_person_by_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Forecast",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_on", models.DateField(verbose_name="worked out")),
                ("n_due", models.PositiveIntegerField(verbose_name="rows due")),
                (
                    "n_soon",
                    models.PositiveIntegerField(verbose_name="rows due within thirty days more"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="forecast_is_one_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=40, verbose_name="rule")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("months", models.PositiveIntegerField(verbose_name="months kept")),
                ("because", models.TextField(max_length=1000, verbose_name="why")),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["rule", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule", "version"),
                        name="rule_has_one_change_of_a_version",
                        violation_error_message="Somebody else has just changed this rule. Look again.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("months__gte", 1), ("version__gte", 2)),
                        name="rule_keeps_a_month_at_least",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim("because")
                            ),
                            10,
                        ),
                        name="rule_is_changed_with_a_reason",
                        violation_error_message="Say why, in at least 10 letters.",
                    ),
                ],
            },
        ),
    ]
