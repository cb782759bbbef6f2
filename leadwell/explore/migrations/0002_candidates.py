"""Schools put forward for a programme, what was found of them, and the set they make.

What was found, answered, waived and approved stays as it was that day.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from leadwell.audit.walls import append_only, kept_at_least, never_deleted

HUB_OF_ITS_PROGRAMME = """
alter table explore_candidate add constraint candidate_hub_is_of_its_programme
  foreign key (hub_id, programme_id) references programmes_hub (id, programme_id)
  deferrable initially deferred;
"""
SCREENED_AT = "(select s.at from explore_screening s where s.id = t.screening_id)"
APPROVED_AT = "(select a.at from explore_approvedset a where a.id = t.approved_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0006_files_and_failures"),
        ("explore", "0001_initiatives"),
        ("people", "0019_somebody_named_turns_out_to_be_here"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("programmes", "0004_days_agreed"),
        ("schools", "0010_names_in_batches"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovedSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n_schools", models.PositiveSmallIntegerField(verbose_name="schools")),
                (
                    "n_eligible",
                    models.PositiveSmallIntegerField(verbose_name="of them meet a criterion"),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="what the board says to it"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
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
                        related_name="approved_sets",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ApprovedSchool",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_eligible", models.BooleanField(verbose_name="meets a criterion")),
                ("part", models.CharField(max_length=7, verbose_name="takes part as")),
                (
                    "approved",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="explore.approvedset",
                    ),
                ),
            ],
            options={
                "ordering": ["approved", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("target", "Target school"), ("partner", "Partner school")],
                        default="target",
                        max_length=7,
                        verbose_name="would take part as",
                    ),
                ),
                (
                    "part_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why as a partner"),
                ),
                ("nominated_on", models.DateField(verbose_name="put forward on")),
                ("reason", models.CharField(max_length=500, verbose_name="why this school")),
                (
                    "head_told_on",
                    models.DateField(blank=True, null=True, verbose_name="head told on"),
                ),
                (
                    "intelligence",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="what is known locally"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("nominated", "Put forward"),
                            ("screening", "Being screened"),
                            ("eligible", "Eligible"),
                            ("not_eligible", "Not eligible"),
                            ("assessed", "Readiness assessed"),
                            ("offered", "Offered a place"),
                            ("reserve", "In reserve"),
                            ("declined", "Declined by the programme"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused by the school"),
                        ],
                        default="nominated",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=500, verbose_name="why")),
                (
                    "is_eligible",
                    models.BooleanField(blank=True, null=True, verbose_name="meets a criterion"),
                ),
                (
                    "enrolment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chosen_as",
                        to="programmes.enrolment",
                    ),
                ),
                (
                    "hub",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="programmes.hub",
                    ),
                ),
                (
                    "nominated_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="who put it forward",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.organisation",
                        verbose_name="put forward by",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="programmes.programme",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidates",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "school__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "leadership",
                    models.CharField(
                        choices=[
                            ("secure", "In post, and expected to stay through the first year"),
                            ("changing", "In post, and expected to leave within the first year"),
                            ("interim", "An interim head"),
                            ("vacant", "No head in post"),
                        ],
                        max_length=8,
                        verbose_name="head",
                    ),
                ),
                (
                    "head_called_on",
                    models.DateField(blank=True, null=True, verbose_name="head backed the aims on"),
                ),
                (
                    "head_called_by",
                    models.CharField(blank=True, max_length=120, verbose_name="in a call with"),
                ),
                (
                    "hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=4,
                        null=True,
                        verbose_name="hours a week",
                    ),
                ),
                (
                    "working_party",
                    models.CharField(blank=True, max_length=300, verbose_name="working party"),
                ),
                (
                    "has_authority",
                    models.BooleanField(
                        default=False, verbose_name="the head confirms that it may decide"
                    ),
                ),
                (
                    "others",
                    models.JSONField(
                        blank=True, default=list, verbose_name="other initiatives then"
                    ),
                ),
                (
                    "inspection",
                    models.CharField(
                        choices=[
                            ("not_due", "Not expected this year"),
                            ("due", "Expected this year"),
                        ],
                        max_length=7,
                        verbose_name="inspection",
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("building", "Building work"),
                            ("merger", "A merger"),
                            ("academisation", "Becoming an academy, or another trust"),
                        ],
                        max_length=13,
                        verbose_name="change to the school",
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="staff, cover, classes"
                    ),
                ),
                (
                    "climate",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="four statements",
                    ),
                ),
                (
                    "colour",
                    models.CharField(
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                        verbose_name="colour",
                    ),
                ),
                ("findings", models.JSONField(default=list, verbose_name="why")),
                (
                    "needs_board",
                    models.BooleanField(
                        default=False, verbose_name="what is Red is the board's to waive"
                    ),
                ),
                (
                    "override",
                    models.CharField(
                        blank=True,
                        choices=[("green", "Green"), ("amber", "Amber"), ("red", "Red")],
                        max_length=5,
                        verbose_name="colour instead",
                    ),
                ),
                (
                    "override_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why instead"),
                ),
                (
                    "is_reasked",
                    models.BooleanField(default=False, verbose_name="three questions asked anew"),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="explore.candidate",
                    ),
                ),
            ],
            options={
                "ordering": ["candidate", "-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="approvedset",
            name="schools",
            field=models.ManyToManyField(
                related_name="+", through="explore.ApprovedSchool", to="explore.candidate"
            ),
        ),
        migrations.AddField(
            model_name="approvedschool",
            name="candidate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="approvals",
                to="explore.candidate",
            ),
        ),
        migrations.CreateModel(
            name="CandidateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "part",
                    models.CharField(
                        choices=[("target", "Target school"), ("partner", "Partner school")],
                        default="target",
                        max_length=7,
                        verbose_name="would take part as",
                    ),
                ),
                (
                    "part_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why as a partner"),
                ),
                ("nominated_on", models.DateField(verbose_name="put forward on")),
                ("reason", models.CharField(max_length=500, verbose_name="why this school")),
                (
                    "head_told_on",
                    models.DateField(blank=True, null=True, verbose_name="head told on"),
                ),
                (
                    "intelligence",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="what is known locally"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("nominated", "Put forward"),
                            ("screening", "Being screened"),
                            ("eligible", "Eligible"),
                            ("not_eligible", "Not eligible"),
                            ("assessed", "Readiness assessed"),
                            ("offered", "Offered a place"),
                            ("reserve", "In reserve"),
                            ("declined", "Declined by the programme"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused by the school"),
                        ],
                        default="nominated",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=500, verbose_name="why")),
                (
                    "is_eligible",
                    models.BooleanField(blank=True, null=True, verbose_name="meets a criterion"),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.enrolment",
                    ),
                ),
                (
                    "hub",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.hub",
                    ),
                ),
                (
                    "nominated_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="who put it forward",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.organisation",
                        verbose_name="put forward by",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="explore.candidate",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.programme",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HubPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "hub",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="place",
                        to="programmes.hub",
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
                "ordering": ["hub"],
            },
        ),
        migrations.CreateModel(
            name="HubPlaceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "hub",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.hub",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="explore.hubplace",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schools.school",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LongListed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
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
                        related_name="long_list",
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
                "ordering": ["programme", "school__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Remedy",
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
                            ("support", "Support for leadership"),
                            ("waiver", "Waived by the board"),
                        ],
                        max_length=7,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="what, or why")),
                (
                    "given_by",
                    models.CharField(blank=True, max_length=120, verbose_name="who gives it"),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remedies",
                        to="explore.assessment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ["assessment", "at"],
            },
        ),
        migrations.CreateModel(
            name="Screening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule_set", models.CharField(max_length=20, verbose_name="rules")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version of the rules")),
                ("is_eligible", models.BooleanField(verbose_name="meets a criterion")),
                ("need", models.JSONField(default=list, verbose_name="published figures then")),
                (
                    "no_data",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="why there are no figures"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="screenings",
                        to="explore.candidate",
                    ),
                ),
            ],
            options={
                "ordering": ["candidate", "-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CriterionFound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, verbose_name="criterion")),
                ("is_met", models.BooleanField(verbose_name="met")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("published", "From published figures"),
                            ("person", "By a person"),
                        ],
                        max_length=9,
                        verbose_name="decided",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=500, verbose_name="by what")),
                (
                    "screening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="explore.screening",
                    ),
                ),
            ],
            options={
                "ordering": ["screening", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SetRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "least_schools",
                    models.PositiveSmallIntegerField(verbose_name="schools at least"),
                ),
                (
                    "least_share_pct",
                    models.PositiveSmallIntegerField(
                        verbose_name="of 100, how many meet a criterion at least"
                    ),
                ),
                (
                    "most_minutes",
                    models.PositiveSmallIntegerField(
                        verbose_name="minutes from the hub’s place at most"
                    ),
                ),
                ("because", models.CharField(max_length=300, verbose_name="why")),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="set_rule",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["programme"],
            },
        ),
        migrations.CreateModel(
            name="SetRuleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "least_schools",
                    models.PositiveSmallIntegerField(verbose_name="schools at least"),
                ),
                (
                    "least_share_pct",
                    models.PositiveSmallIntegerField(
                        verbose_name="of 100, how many meet a criterion at least"
                    ),
                ),
                (
                    "most_minutes",
                    models.PositiveSmallIntegerField(
                        verbose_name="minutes from the hub’s place at most"
                    ),
                ),
                ("because", models.CharField(max_length=300, verbose_name="why")),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="explore.setrule",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=20, verbose_name="what")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("nominated", "Put forward"),
                            ("screening", "Being screened"),
                            ("eligible", "Eligible"),
                            ("not_eligible", "Not eligible"),
                            ("assessed", "Readiness assessed"),
                            ("offered", "Offered a place"),
                            ("reserve", "In reserve"),
                            ("declined", "Declined by the programme"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused by the school"),
                        ],
                        max_length=12,
                        verbose_name="then",
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=500, verbose_name="why")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="explore.candidate",
                    ),
                ),
            ],
            options={
                "ordering": ["candidate", "-at", "-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(fields=["programme", "state"], name="candidate_by_state"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("declined", "refused")), _negated=True),
                fields=("programme", "school"),
                name="school_is_put_forward_once_at_a_time",
                violation_error_message="This school is put forward for the programme already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "nominated",
                            "screening",
                            "eligible",
                            "not_eligible",
                            "assessed",
                            "offered",
                            "reserve",
                            "declined",
                            "accepted",
                            "refused",
                        ],
                    )
                ),
                name="candidate_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="candidate_is_put_forward_for_a_reason",
                violation_error_message="Say why this school.",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["nominated", "declined"]),
                    ("head_told_on__isnull", False),
                    _connector="OR",
                ),
                name="nobody_is_screened_whose_head_has_not_been_told",
                violation_error_message="The head has to be told before the school is screened.",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ("not_eligible", "reserve", "declined", "refused")),
                        _negated=True,
                    ),
                    models.Q(("because", ""), _negated=True),
                    _connector="OR",
                ),
                name="school_that_is_told_no_is_told_why",
                violation_error_message="Write the reason: the school reads it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("part", "target"), ("part_because", "")),
                    models.Q(("part", "partner"), models.Q(("part_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="partner_school_is_one_for_a_reason",
                violation_error_message="Say why it takes part as a partner; a target needs no reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("enrolment__isnull", False), ("state", "accepted")),
                    models.Q(models.Q(("state", "accepted"), _negated=True), ("enrolment", None)),
                    _connector="OR",
                ),
                name="school_that_accepts_is_in_the_programme",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["nominated", "screening", "declined"]),
                    ("is_eligible__isnull", False),
                    _connector="OR",
                ),
                name="candidate_is_screened_before_it_goes_on",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "explore_candidateevent" ("because", "enrolment_id", "head_told_on", "hub_id", "id", "intelligence", "is_eligible", "nominated_by_id", "nominated_on", "organisation_id", "part", "part_because", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reason", "school_id", "state") VALUES (NEW."because", NEW."enrolment_id", NEW."head_told_on", NEW."hub_id", NEW."id", NEW."intelligence", NEW."is_eligible", NEW."nominated_by_id", NEW."nominated_on", NEW."organisation_id", NEW."part", NEW."part_because", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."reason", NEW."school_id", NEW."state"); RETURN NULL;',
                    hash="9ea19cd94de2ff761d23bdf61076257c659f7d6f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_eaa93",
                    table="explore_candidate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "explore_candidateevent" ("because", "enrolment_id", "head_told_on", "hub_id", "id", "intelligence", "is_eligible", "nominated_by_id", "nominated_on", "organisation_id", "part", "part_because", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reason", "school_id", "state") VALUES (NEW."because", NEW."enrolment_id", NEW."head_told_on", NEW."hub_id", NEW."id", NEW."intelligence", NEW."is_eligible", NEW."nominated_by_id", NEW."nominated_on", NEW."organisation_id", NEW."part", NEW."part_because", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."reason", NEW."school_id", NEW."state"); RETURN NULL;',
                    hash="7aa39e946894101f68511e607c5aad7a7064c220",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_aecb3",
                    table="explore_candidate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "explore_candidateevent" ("because", "enrolment_id", "head_told_on", "hub_id", "id", "intelligence", "is_eligible", "nominated_by_id", "nominated_on", "organisation_id", "part", "part_because", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reason", "school_id", "state") VALUES (OLD."because", OLD."enrolment_id", OLD."head_told_on", OLD."hub_id", OLD."id", OLD."intelligence", OLD."is_eligible", OLD."nominated_by_id", OLD."nominated_on", OLD."organisation_id", OLD."part", OLD."part_because", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."reason", OLD."school_id", OLD."state"); RETURN NULL;',
                    hash="d0916e84182b417a9305c439db6d6cbd18fcb3fb",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8345e",
                    table="explore_candidate",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("override", ""), ("override_because", "")),
                    models.Q(
                        models.Q(("override", ""), _negated=True),
                        models.Q(("override_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="readiness_is_said_otherwise_for_a_reason",
                violation_error_message="Say why the colour is another one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("override", ""),
                    models.Q(("override", models.F("colour")), _negated=True),
                    _connector="OR",
                ),
                name="readiness_is_said_otherwise_or_not_at_all",
                violation_error_message="The rules say this colour already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours", None), ("hours__range", (0, 40)), _connector="OR"),
                name="subject_lead_is_released_within_a_week",
                violation_error_message="Write hours a week, such as 1 or 2.5.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("climate", []), ("climate__len", 4), _connector="OR"),
                name="climate_is_four_statements",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("has_authority", False),
                    models.Q(("working_party", ""), _negated=True),
                    _connector="OR",
                ),
                name="working_party_that_decides_is_named",
                violation_error_message="Say who is in the working party.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("head_called_by", ""), ("head_called_on", None)),
                    models.Q(
                        ("head_called_on__isnull", False),
                        models.Q(("head_called_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="call_with_the_head_was_with_somebody",
                violation_error_message="Say when the call was, and who made it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvedset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("n_schools__gte", 1), ("n_eligible__lte", models.F("n_schools"))
                ),
                name="approved_set_has_schools",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvedschool",
            constraint=models.UniqueConstraint(
                fields=("approved", "candidate"), name="school_is_approved_once_in_a_set"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hubplace",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "explore_hubplaceevent" ("hub_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id") VALUES (NEW."hub_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."school_id"); RETURN NULL;',
                    hash="553b485a44c401a545a58f527a9e0e508bc858d0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_546b8",
                    table="explore_hubplace",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hubplace",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "explore_hubplaceevent" ("hub_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id") VALUES (NEW."hub_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."school_id"); RETURN NULL;',
                    hash="6c942c8721ba1229b755c5f6b180e9c5acacc0d3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c797e",
                    table="explore_hubplace",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hubplace",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "explore_hubplaceevent" ("hub_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "school_id") VALUES (OLD."hub_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."school_id"); RETURN NULL;',
                    hash="1064cbe8abd4cd5a8da11a2fdd87c7433dab1d8e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c6ca0",
                    table="explore_hubplace",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="longlisted",
            constraint=models.UniqueConstraint(
                fields=("programme", "school"), name="school_is_on_the_long_list_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="remedy",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="remedy_says_what_it_is",
                violation_error_message="Say what it is.",
            ),
        ),
        migrations.AddConstraint(
            model_name="remedy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("given_by", ""), ("kind", "waiver")),
                    models.Q(("kind", "support"), models.Q(("given_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="support_is_given_by_somebody",
                violation_error_message="Say who gives the support.",
            ),
        ),
        migrations.AddConstraint(
            model_name="screening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("need", []), _negated=True),
                    models.Q(("no_data", ""), _negated=True),
                    _connector="OR",
                ),
                name="screening_has_figures_or_says_why_not",
                violation_error_message="No results are published for this school: say why.",
            ),
        ),
        migrations.AddConstraint(
            model_name="screening",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="screening_names_its_rules"
            ),
        ),
        migrations.AddConstraint(
            model_name="criterionfound",
            constraint=models.UniqueConstraint(
                fields=("screening", "code"), name="criterion_is_found_once_at_a_screening"
            ),
        ),
        migrations.AddConstraint(
            model_name="criterionfound",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_met", True), _negated=True),
                    models.Q(("why", ""), _negated=True),
                    _connector="OR",
                ),
                name="criterion_that_is_met_has_its_source",
                violation_error_message="Say where that is written.",
            ),
        ),
        migrations.AddConstraint(
            model_name="setrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("least_schools__gte", 1),
                    ("least_share_pct__lte", 100),
                    ("most_minutes__range", (5, 240)),
                ),
                name="set_rule_can_be_kept",
                violation_error_message="One school at least, 100 in 100 and 240 minutes at most.",
            ),
        ),
        migrations.AddConstraint(
            model_name="setrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("because", ""), _negated=True),
                name="set_rule_is_another_for_a_reason",
                violation_error_message="Say why it is another than the fund’s.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="setrule",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "explore_setruleevent" ("because", "id", "least_schools", "least_share_pct", "most_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id") VALUES (NEW."because", NEW."id", NEW."least_schools", NEW."least_share_pct", NEW."most_minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id"); RETURN NULL;',
                    hash="24295e8d66949cc6f0aab0745a8874d2902daa37",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9310f",
                    table="explore_setrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="setrule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "explore_setruleevent" ("because", "id", "least_schools", "least_share_pct", "most_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id") VALUES (NEW."because", NEW."id", NEW."least_schools", NEW."least_share_pct", NEW."most_minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id"); RETURN NULL;',
                    hash="b3c56a8db3cdcc0e8988cb4091e4916caf0593b6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c6924",
                    table="explore_setrule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="setrule",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "explore_setruleevent" ("because", "id", "least_schools", "least_share_pct", "most_minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id") VALUES (OLD."because", OLD."id", OLD."least_schools", OLD."least_share_pct", OLD."most_minutes", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id"); RETURN NULL;',
                    hash="ddebc727c85e20f725a7c6f9fdff4f983d5b36c3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_aff91",
                    table="explore_setrule",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(("verb", ""), _negated=True), name="step_is_called_something"
            ),
        ),
        migrations.RunSQL(
            HUB_OF_ITS_PROGRAMME,
            "alter table explore_candidate drop constraint candidate_hub_is_of_its_programme",
        ),
        append_only(
            "explore_candidateevent",
            "explore_setruleevent",
            "explore_hubplaceevent",
            "explore_step",
            "explore_screening",
            "explore_criterionfound",
            "explore_assessment",
            "explore_remedy",
            "explore_approvedset",
            "explore_approvedschool",
        ),
        never_deleted("explore_candidate", "explore_setrule", "explore_hubplace"),
        kept_at_least("explore_step", since="t.at", months=24),
        kept_at_least("explore_screening", since="t.at", months=24),
        kept_at_least("explore_criterionfound", since=SCREENED_AT, months=24),
        kept_at_least("explore_assessment", since="t.at", months=24),
        kept_at_least("explore_remedy", since="t.at", months=24),
        kept_at_least("explore_approvedset", since="t.at", months=24),
        kept_at_least("explore_approvedschool", since=APPROVED_AT, months=24),
        kept_at_least("explore_longlisted", since="t.at", months=12),
    ]
