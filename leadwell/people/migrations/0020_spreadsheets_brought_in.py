"""That a spreadsheet was brought in; it stays as it was written down."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from leadwell.audit.walls import append_only, kept_at_least


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0005_disposal"),
        ("people", "0019_somebody_named_turns_out_to_be_here"),
        ("programmes", "0006_playbooks_and_lessons"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BroughtIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_id", models.UUIDField(unique=True, verbose_name="sent as")),
                ("listing", models.CharField(max_length=20, verbose_name="list")),
                ("as_of", models.DateTimeField(verbose_name="taken out")),
                ("brought_at", models.DateTimeField(verbose_name="brought in")),
                ("n_new", models.PositiveIntegerField(verbose_name="rows added")),
                ("n_changed", models.PositiveIntegerField(verbose_name="rows changed")),
                (
                    "brought_by",
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
                        related_name="+",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["-brought_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("n_new__gt", 0), ("n_changed__gt", 0), _connector="OR"),
                        name="spreadsheet_changed_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("as_of__lte", models.F("brought_at"))),
                        name="spreadsheet_goes_out_before_it_comes_in",
                    ),
                ],
            },
        ),
        append_only("people_broughtin"),
        kept_at_least("people_broughtin", since="t.brought_at", months=12),
    ]
