"""A narrow copy of published rows, for pages that weigh thousands; and an index ready at once.

The trigram indexes kept what was loaded last in a list, which every search read from end to end
until the database had tidied up: longer than it would have read the schools without any index.
"""

import django.db.models.deletion
from django.db import migrations, models

TRIGRAMS = ("school_name_parts", "school_town_parts")


class Migration(migrations.Migration):
    dependencies = [("schools", "0005_identity_decisions")]

    operations = [
        migrations.CreateModel(
            name="Intake",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="intake",
                        serialize=False,
                        to="schools.publishedyear",
                    ),
                ),
                ("academic_year", models.SmallIntegerField(db_index=True, verbose_name="year")),
                ("urn", models.PositiveIntegerField(verbose_name="URN")),
                ("stands", models.BooleanField(verbose_name="is the school's row of the year")),
                (
                    "is_mainstream",
                    models.BooleanField(verbose_name="published as a mainstream school"),
                ),
                ("pupils", models.FloatField(null=True, verbose_name="pupils on roll")),
                ("fsm6", models.FloatField(null=True, verbose_name="per cent disadvantaged")),
                ("sen", models.FloatField(null=True, verbose_name="per cent with SEN")),
                ("age_7", models.FloatField(null=True, verbose_name="points at age 7")),
                (
                    "result",
                    models.FloatField(null=True, verbose_name="per cent at the expected standard"),
                ),
                (
                    "earlier",
                    models.FloatField(null=True, verbose_name="mean of the last three results"),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="intakes",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["school", "academic_year"], name="intake_by_school"),
                    models.Index(
                        condition=models.Q(("stands", False)),
                        fields=["row"],
                        name="intake_set_aside",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            """do $$ begin
              if current_setting('server_version_num')::int >= 170000 then
                execute 'grant maintain on schools_intake to leadwell_app';
              end if;
            end $$""",
            migrations.RunSQL.noop,
        ),
        *(
            migrations.RunSQL(
                f"alter index {name} set (fastupdate = off);"
                f" select gin_clean_pending_list('{name}')",
                f"alter index {name} reset (fastupdate)",
            )
            for name in TRIGRAMS
        ),
    ]
