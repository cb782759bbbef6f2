import datetime as dt

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import leadwell.people.models.glass
from leadwell.audit.walls import SITE, never_deleted

# Once broken, only its end can be brought forward: neither the reason nor the hour can be written anew.
ONLY_ITS_END = f"""
revoke update on people_brokenglass from {SITE};
grant update (ended_at) on people_brokenglass to {SITE};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_invitations_and_contacts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BrokenGlass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(max_length=1000, verbose_name="why")),
                ("begins_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="to")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended before")),
                (
                    "told",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        size=None,
                        verbose_name="persons who were told",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "broken glass",
                "ordering": ["-begins_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length(
                                django.db.models.functions.text.Trim("reason")
                            ),
                            20,
                        ),
                        name="broken_glass_has_a_reason",
                        violation_error_message="Say why, in at least 20 letters.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ends_at",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("begins_at"),
                                    "+",
                                    models.Value(dt.timedelta(seconds=3600)),
                                ),
                            )
                        ),
                        name="broken_glass_lasts_an_hour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None),
                            ("ended_at__range", (models.F("begins_at"), models.F("ends_at"))),
                            _connector="OR",
                        ),
                        name="broken_glass_ends_within_its_hour",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("told", []), _negated=True),
                        name="broken_glass_is_told_to_somebody",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("user", "="),
                            (
                                leadwell.people.models.glass.Span(
                                    "begins_at",
                                    django.db.models.functions.comparison.Coalesce(
                                        "ended_at", "ends_at"
                                    ),
                                ),
                                "&&",
                            ),
                        ],
                        name="broken_glass_is_broken_once_at_a_time",
                        violation_error_message="You have broken the glass already.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(ONLY_ITS_END, f"grant update on people_brokenglass to {SITE}"),
        never_deleted("people_brokenglass"),
    ]
