"""What somebody decided about who is one school; kept for ever, so the site may not delete it."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0002_maintain"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="join",
            name="is_decided",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="somebody decided so"
            ),
        ),
        migrations.CreateModel(
            name="IdentityDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("old_urn", models.PositiveIntegerField(verbose_name="URN before")),
                ("new_urn", models.PositiveIntegerField(verbose_name="URN after")),
                ("is_one_school", models.BooleanField(verbose_name="they are one school")),
                ("reason", models.CharField(max_length=500, verbose_name="why")),
                (
                    "decided_as",
                    models.CharField(
                        choices=[("administrator", "The administrator")],
                        max_length=20,
                        verbose_name="in which role",
                    ),
                ),
                ("decided_at", models.DateTimeField(verbose_name="when")),
                (
                    "taken_back_because",
                    models.CharField(blank=True, max_length=500, verbose_name="why taken back"),
                ),
                (
                    "taken_back_as",
                    models.CharField(
                        blank=True,
                        choices=[("administrator", "The administrator")],
                        max_length=20,
                        verbose_name="taken back in which role",
                    ),
                ),
                ("taken_back_at", models.DateTimeField(null=True, verbose_name="taken back")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_back_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-decided_at", "-pk"],
                "indexes": [
                    models.Index(fields=["old_urn"], name="decision_by_urn_before"),
                    models.Index(fields=["new_urn"], name="decision_by_urn_after"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("old_urn", models.F("new_urn")), _negated=True),
                        name="a_decision_is_about_two_urns",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__regex", "\\S")), name="a_decision_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_as", "administrator"),
                            ("taken_back_as__in", ["", "administrator"]),
                        ),
                        name="decision_role_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("taken_back_as", ""),
                                ("taken_back_at", None),
                                ("taken_back_because", ""),
                                ("taken_back_by", None),
                            ),
                            models.Q(
                                ("taken_back_at__gte", models.F("decided_at")),
                                ("taken_back_by__isnull", False),
                                ("taken_back_because__regex", "\\S"),
                                models.Q(("taken_back_as", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_decision_taken_back_says_by_whom_and_why",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Least("old_urn", "new_urn"),
                        django.db.models.functions.comparison.Greatest("old_urn", "new_urn"),
                        condition=models.Q(("taken_back_at", None)),
                        name="one_decision_in_force_for_a_pair",
                    ),
                    models.UniqueConstraint(
                        models.F("old_urn"),
                        condition=models.Q(("is_one_school", True), ("taken_back_at", None)),
                        name="one_urn_follows_another_by_decision",
                    ),
                    models.UniqueConstraint(
                        models.F("new_urn"),
                        condition=models.Q(("is_one_school", True), ("taken_back_at", None)),
                        name="a_urn_follows_one_other_by_decision",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "revoke delete, truncate on schools_identitydecision from leadwell_app",
            "grant delete on schools_identitydecision to leadwell_app",
        ),
    ]
