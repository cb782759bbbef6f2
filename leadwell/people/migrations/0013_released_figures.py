"""How few is too few, and the register of figures shown: rows are added, and nothing else."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

from leadwell.audit.walls import append_only, kept_at_least

RELEASED = "(select r.released_at from public.people_figurerelease r where r.id = t.release_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0012_retention_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FigureRelease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=200, verbose_name="which figures")),
                (
                    "tier",
                    models.CharField(
                        choices=[("programme", "Programme"), ("public", "Public")],
                        max_length=9,
                        verbose_name="to whom",
                    ),
                ),
                (
                    "fewest",
                    models.PositiveSmallIntegerField(
                        verbose_name="fewest pupils a figure was about"
                    ),
                ),
                ("released_at", models.DateTimeField(verbose_name="when")),
                (
                    "released_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-released_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CountedAtom",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("atom", models.CharField(max_length=400, verbose_name="which pupils")),
                (
                    "layer",
                    models.CharField(blank=True, max_length=80, verbose_name="which outcome"),
                ),
                ("n", models.PositiveIntegerField(verbose_name="how many")),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="people.figurerelease",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReleasedSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("shown", "Shown"),
                            ("itself", "Hidden for its own sake"),
                            ("too", "Hidden with another"),
                            ("whole", "A whole year group"),
                        ],
                        max_length=6,
                        verbose_name="what was settled",
                    ),
                ),
                (
                    "atoms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None, verbose_name="which pupils"
                    ),
                ),
                (
                    "layer",
                    models.CharField(blank=True, max_length=80, verbose_name="which outcome"),
                ),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[("programme", "Programme"), ("public", "Public")],
                        max_length=9,
                        verbose_name="to whom",
                    ),
                ),
                ("low", models.PositiveIntegerField(null=True, verbose_name="fewest it tells of")),
                ("high", models.PositiveIntegerField(null=True, verbose_name="most it tells of")),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sets",
                        to="people.figurerelease",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Threshold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fewest",
                    models.PositiveSmallIntegerField(
                        verbose_name="fewest pupils a figure is about"
                    ),
                ),
                ("reason", models.TextField(max_length=1000, verbose_name="why")),
                ("set_at", models.DateTimeField(verbose_name="from")),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-set_at", "-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="figurerelease",
            constraint=models.CheckConstraint(
                condition=models.Q(("tier__in", ["programme", "public"])),
                name="release_is_to_others",
            ),
        ),
        migrations.AddConstraint(
            model_name="figurerelease",
            constraint=models.CheckConstraint(
                condition=models.Q(("what", ""), _negated=True), name="release_says_of_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="countedatom",
            constraint=models.UniqueConstraint(
                models.F("atom"), models.F("layer"), name="atom_is_counted_once"
            ),
        ),
        migrations.AddIndex(
            model_name="releasedset",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["atoms"], name="released_set_by_atom"
            ),
        ),
        migrations.AddConstraint(
            model_name="releasedset",
            constraint=models.CheckConstraint(
                condition=models.Q(("atoms", []), _negated=True), name="released_set_is_of_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="releasedset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("high__gte", models.F("low")),
                        ("high__isnull", False),
                        ("kind", "shown"),
                        ("low__isnull", False),
                    ),
                    models.Q(
                        models.Q(("kind", "shown"), _negated=True), ("high", None), ("low", None)
                    ),
                    _connector="OR",
                ),
                name="released_set_tells_a_range_where_shown",
            ),
        ),
        migrations.AddConstraint(
            model_name="releasedset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "whole"), ("layer", ""), ("tier", "")),
                    models.Q(
                        models.Q(("kind", "whole"), _negated=True),
                        ("tier__in", ["programme", "public"]),
                    ),
                    _connector="OR",
                ),
                name="released_set_is_for_a_reader",
            ),
        ),
        migrations.AddConstraint(
            model_name="threshold",
            constraint=models.CheckConstraint(
                condition=models.Q(("fewest__gte", 6)),
                name="threshold_is_never_lowered",
                violation_error_message="Groups of fewer than 6 pupils are always hidden.",
            ),
        ),
        migrations.AddConstraint(
            model_name="threshold",
            constraint=models.CheckConstraint(
                condition=models.Q(("fewest__lte", 30)),
                name="threshold_is_a_class_at_most",
                violation_error_message="More than 30 would hide whole classes, and what is hidden once stays hidden.",
            ),
        ),
        migrations.AddConstraint(
            model_name="threshold",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.GreaterThanOrEqual(
                    django.db.models.functions.text.Length(
                        django.db.models.functions.text.Trim("reason")
                    ),
                    20,
                ),
                name="threshold_has_a_reason",
                violation_error_message="Say why in at least 20 letters.",
            ),
        ),
        # What was shown cannot be taken back, and the last threshold would be lost with its row.
        append_only(
            "people_threshold", "people_figurerelease", "people_countedatom", "people_releasedset"
        ),
        kept_at_least("people_figurerelease", since="t.released_at", months=24),
        kept_at_least("people_countedatom", since=RELEASED, months=24),
        kept_at_least("people_releasedset", since=RELEASED, months=24),
    ]
