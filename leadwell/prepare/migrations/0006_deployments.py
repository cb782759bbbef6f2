"""Agreements by which specialists are sent to schools. What somebody has signed stays as it was."""

from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from leadwell.audit.walls import append_only, kept_at_least, never_deleted

SIGNED = """
create function prepare_deployment_stays() returns trigger language plpgsql as $$
begin
  raise exception using errcode = 'check_violation', constraint = 'signed_deployment_stays',
    message = 'signed_deployment_stays: what somebody has signed is not changed';
end $$;
create trigger signed_deployment_stays before update on prepare_deployment for each row when (
  old.is_released and
  (old.enrolment_id, old.specialist_id, old.home_id, old.host_id, old.priorities, old.outcomes,
   old.starts_on, old.ends_on, old.pattern, old.visit_days, old.to_home, old.to_broker, old.payer,
   old.travel, old.miles_cap, old.per_mile, old.cover, old.lead_contact_id, old.confidentiality,
   old.insurance, old.observed_by, old.observed_on, old.review_on)
  is distinct from
  (new.enrolment_id, new.specialist_id, new.home_id, new.host_id, new.priorities, new.outcomes,
   new.starts_on, new.ends_on, new.pattern, new.visit_days, new.to_home, new.to_broker, new.payer,
   new.travel, new.miles_cap, new.per_mile, new.cover, new.lead_contact_id, new.confidentiality,
   new.insurance, new.observed_by, new.observed_on, new.review_on)
) execute function prepare_deployment_stays();
create trigger signed_days_stay before update on prepare_deploymentdays for each row
  when (old.agreed is distinct from new.agreed) execute function prepare_deployment_stays();
"""
NOT_SIGNED = """
drop trigger signed_days_stay on prepare_deploymentdays;
drop trigger signed_deployment_stays on prepare_deployment;
drop function prepare_deployment_stays();
"""
EVALUATED_AT = "(select e.at from prepare_deploymentevaluation e where e.id = t.evaluation_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0019_somebody_named_turns_out_to_be_here"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("prepare", "0005_register_of_specialists"),
        ("programmes", "0007_work_agreed"),
        ("schools", "0010_names_in_batches"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deployment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "priorities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        default=list,
                        size=None,
                        verbose_name="purpose and priorities",
                    ),
                ),
                (
                    "outcomes",
                    models.TextField(
                        max_length=600,
                        verbose_name="what is to come of it, and how that is measured",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("pattern", models.CharField(blank=True, max_length=120, verbose_name="pattern")),
                (
                    "visit_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="days of visits so far planned",
                    ),
                ),
                (
                    "to_home",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("300"),
                        max_digits=6,
                        verbose_name="a day to the home school",
                    ),
                ),
                (
                    "to_broker",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("50"),
                        max_digits=6,
                        verbose_name="a day for arranging it",
                    ),
                ),
                (
                    "payer",
                    models.CharField(
                        choices=[
                            ("programme", "The programme"),
                            ("host", "The host school"),
                            ("trust", "The trust"),
                            ("shared", "Shared, as agreed in writing"),
                        ],
                        default="programme",
                        max_length=9,
                        verbose_name="who pays",
                    ),
                ),
                (
                    "travel",
                    models.CharField(
                        choices=[
                            ("car", "By car"),
                            ("public", "By bus or train"),
                            ("on_foot", "On foot or by bicycle"),
                        ],
                        default="car",
                        max_length=7,
                        verbose_name="travel",
                    ),
                ),
                (
                    "miles_cap",
                    models.PositiveSmallIntegerField(
                        default=60, verbose_name="miles a visit at most"
                    ),
                ),
                (
                    "per_mile",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.45"),
                        max_digits=4,
                        verbose_name="a mile",
                    ),
                ),
                (
                    "cover",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="how their classes are covered"
                    ),
                ),
                (
                    "confidentiality",
                    models.CharField(
                        default="What is seen and said stays between the school and the programme. No names of pupils are written down. Nothing of it is used to appraise anybody.",
                        max_length=500,
                        verbose_name="what is confidential, and data",
                    ),
                ),
                (
                    "insurance",
                    models.CharField(
                        default="The home school’s employer insures its staff at work in other schools.",
                        max_length=200,
                        verbose_name="insurance",
                    ),
                ),
                (
                    "observed_by",
                    models.CharField(blank=True, max_length=120, verbose_name="who observes"),
                ),
                ("observed_on", models.DateField(blank=True, null=True, verbose_name="and when")),
                ("review_on", models.DateField(verbose_name="reviewed at the middle by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed: the home head is asked"),
                            ("released", "Released: the host head is asked"),
                            ("hosted", "Host head accepts: the specialist is asked"),
                            ("accepted", "Accepted by all three"),
                            ("active", "Active"),
                            ("reviewed", "Active, reviewed at the middle"),
                            ("suspended", "Suspended"),
                            ("ended", "Ended: to be evaluated"),
                            ("evaluated", "Evaluated"),
                            ("declined", "Declined"),
                        ],
                        default="proposed",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "is_released",
                    models.BooleanField(
                        default=False, verbose_name="the home head has let them go"
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "declined_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("home", "Head of the home school"),
                            ("host", "Head of the host school"),
                            ("specialist", "The specialist"),
                        ],
                        max_length=10,
                        verbose_name="declined by",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deployments",
                        to="programmes.enrolment",
                    ),
                ),
                (
                    "evaluation_due",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.obligation",
                    ),
                ),
                (
                    "first_contact",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.obligation",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followers",
                        to="prepare.deployment",
                    ),
                ),
                (
                    "handover_visit",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.obligation",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.school",
                        verbose_name="home school",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.school",
                        verbose_name="host school",
                    ),
                ),
                (
                    "lead_contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                        verbose_name="whom they meet at the school",
                    ),
                ),
                (
                    "mid_review",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.obligation",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deployments",
                        to="people.roleheld",
                    ),
                ),
                (
                    "specialist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deployments",
                        to="prepare.specialist",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DeploymentDays",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("academic_year", models.PositiveSmallIntegerField(verbose_name="academic year")),
                (
                    "agreed",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="days agreed"),
                ),
                (
                    "given",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=5,
                        verbose_name="days given",
                    ),
                ),
                (
                    "deployment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="prepare.deployment",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deployment days",
                "ordering": ["deployment", "academic_year"],
            },
        ),
        migrations.CreateModel(
            name="DeploymentDaysEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("academic_year", models.PositiveSmallIntegerField(verbose_name="academic year")),
                (
                    "agreed",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="days agreed"),
                ),
                (
                    "given",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=5,
                        verbose_name="days given",
                    ),
                ),
                (
                    "deployment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prepare.deployment",
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
                        to="prepare.deploymentdays",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DeploymentEvaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "satisfaction",
                    models.PositiveSmallIntegerField(verbose_name="how the head sees the support"),
                ),
                (
                    "words",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="in the head’s words"
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
                    "deployment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluation",
                        to="prepare.deployment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DeploymentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "priorities",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        default=list,
                        size=None,
                        verbose_name="purpose and priorities",
                    ),
                ),
                (
                    "outcomes",
                    models.TextField(
                        max_length=600,
                        verbose_name="what is to come of it, and how that is measured",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                ("pattern", models.CharField(blank=True, max_length=120, verbose_name="pattern")),
                (
                    "visit_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="days of visits so far planned",
                    ),
                ),
                (
                    "to_home",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("300"),
                        max_digits=6,
                        verbose_name="a day to the home school",
                    ),
                ),
                (
                    "to_broker",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("50"),
                        max_digits=6,
                        verbose_name="a day for arranging it",
                    ),
                ),
                (
                    "payer",
                    models.CharField(
                        choices=[
                            ("programme", "The programme"),
                            ("host", "The host school"),
                            ("trust", "The trust"),
                            ("shared", "Shared, as agreed in writing"),
                        ],
                        default="programme",
                        max_length=9,
                        verbose_name="who pays",
                    ),
                ),
                (
                    "travel",
                    models.CharField(
                        choices=[
                            ("car", "By car"),
                            ("public", "By bus or train"),
                            ("on_foot", "On foot or by bicycle"),
                        ],
                        default="car",
                        max_length=7,
                        verbose_name="travel",
                    ),
                ),
                (
                    "miles_cap",
                    models.PositiveSmallIntegerField(
                        default=60, verbose_name="miles a visit at most"
                    ),
                ),
                (
                    "per_mile",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.45"),
                        max_digits=4,
                        verbose_name="a mile",
                    ),
                ),
                (
                    "cover",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="how their classes are covered"
                    ),
                ),
                (
                    "confidentiality",
                    models.CharField(
                        default="What is seen and said stays between the school and the programme. No names of pupils are written down. Nothing of it is used to appraise anybody.",
                        max_length=500,
                        verbose_name="what is confidential, and data",
                    ),
                ),
                (
                    "insurance",
                    models.CharField(
                        default="The home school’s employer insures its staff at work in other schools.",
                        max_length=200,
                        verbose_name="insurance",
                    ),
                ),
                (
                    "observed_by",
                    models.CharField(blank=True, max_length=120, verbose_name="who observes"),
                ),
                ("observed_on", models.DateField(blank=True, null=True, verbose_name="and when")),
                ("review_on", models.DateField(verbose_name="reviewed at the middle by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed: the home head is asked"),
                            ("released", "Released: the host head is asked"),
                            ("hosted", "Host head accepts: the specialist is asked"),
                            ("accepted", "Accepted by all three"),
                            ("active", "Active"),
                            ("reviewed", "Active, reviewed at the middle"),
                            ("suspended", "Suspended"),
                            ("ended", "Ended: to be evaluated"),
                            ("evaluated", "Evaluated"),
                            ("declined", "Declined"),
                        ],
                        default="proposed",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "is_released",
                    models.BooleanField(
                        default=False, verbose_name="the home head has let them go"
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=300, verbose_name="why")),
                (
                    "declined_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("home", "Head of the home school"),
                            ("host", "Head of the host school"),
                            ("specialist", "The specialist"),
                        ],
                        max_length=10,
                        verbose_name="declined by",
                    ),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "enrolment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.enrolment",
                    ),
                ),
                (
                    "evaluation_due",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.obligation",
                    ),
                ),
                (
                    "first_contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.obligation",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prepare.deployment",
                    ),
                ),
                (
                    "handover_visit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.obligation",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schools.school",
                        verbose_name="home school",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="schools.school",
                        verbose_name="host school",
                    ),
                ),
                (
                    "lead_contact",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                        verbose_name="whom they meet at the school",
                    ),
                ),
                (
                    "mid_review",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="programmes.obligation",
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
                        to="prepare.deployment",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.roleheld",
                    ),
                ),
                (
                    "specialist",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="prepare.specialist",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DeploymentSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("home", "Head of the home school"),
                            ("host", "Head of the host school"),
                            ("specialist", "The specialist"),
                        ],
                        max_length=10,
                        verbose_name="as",
                    ),
                ),
                ("statement", models.TextField(verbose_name="what was signed")),
                ("sha256", models.CharField(max_length=64, verbose_name="hash of what it said")),
                ("authenticated_at", models.DateTimeField(verbose_name="proved who they are")),
                ("at", models.DateTimeField(verbose_name="signed")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "deployment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="prepare.deployment",
                    ),
                ),
            ],
            options={
                "ordering": ["deployment", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DeploymentStep",
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
                            ("proposed", "Proposed: the home head is asked"),
                            ("released", "Released: the host head is asked"),
                            ("hosted", "Host head accepts: the specialist is asked"),
                            ("accepted", "Accepted by all three"),
                            ("active", "Active"),
                            ("reviewed", "Active, reviewed at the middle"),
                            ("suspended", "Suspended"),
                            ("ended", "Ended: to be evaluated"),
                            ("evaluated", "Evaluated"),
                            ("declined", "Declined"),
                        ],
                        max_length=9,
                        verbose_name="then",
                    ),
                ),
                ("because", models.CharField(blank=True, max_length=300, verbose_name="why")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "deployment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="prepare.deployment",
                    ),
                ),
            ],
            options={
                "ordering": ["deployment", "-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="MidReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_working", models.CharField(max_length=300, verbose_name="is it working?")),
                (
                    "is_right",
                    models.CharField(max_length=300, verbose_name="is it still the right thing?"),
                ),
                (
                    "to_change",
                    models.CharField(blank=True, max_length=300, verbose_name="what is to change?"),
                ),
                (
                    "exit_on",
                    models.DateField(verbose_name="when does the school go on without it?"),
                ),
                (
                    "satisfaction",
                    models.PositiveSmallIntegerField(verbose_name="how the head sees the support"),
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
                    "deployment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviewed",
                        to="prepare.deployment",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PriorityEffect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("priority", models.CharField(max_length=200, verbose_name="priority")),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("none", "None yet"),
                            ("some", "Some"),
                            ("clear", "Clear"),
                            ("unclear", "Cannot be said"),
                        ],
                        max_length=7,
                        verbose_name="what came of it",
                    ),
                ),
                ("words", models.CharField(max_length=300, verbose_name="how one can see it")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effects",
                        to="prepare.deploymentevaluation",
                    ),
                ),
            ],
            options={
                "ordering": ["evaluation", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SpecialistComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=600, verbose_name="words")),
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
                    "deployment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comment",
                        to="prepare.deployment",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="deployment",
            index=models.Index(fields=["state", "ends_on"], name="deployment_by_state"),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "proposed",
                            "released",
                            "hosted",
                            "accepted",
                            "active",
                            "reviewed",
                            "suspended",
                        ],
                    )
                ),
                fields=("enrolment", "specialist"),
                name="specialist_is_agreed_for_a_school_once_at_a_time",
                violation_error_message="There is an agreement for this specialist and school.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "declined"), _negated=True),
                fields=("follows",),
                name="deployment_is_replaced_by_one",
                violation_error_message="Somebody is proposed in this specialist’s place already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.CheckConstraint(
                condition=models.Q(("home", models.F("host")), _negated=True),
                name="nobody_is_deployed_to_their_own_school",
                violation_error_message="A specialist cannot be deployed to their own school.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__gte", models.F("starts_on")),
                    ("review_on__gte", models.F("starts_on")),
                    ("review_on__lte", models.F("ends_on")),
                ),
                name="deployment_ends_after_it_starts_and_is_reviewed_within",
                violation_error_message="The last day comes after the first, and the review between them.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("priorities__len__gte", 1),
                    ("priorities__len__lte", 3),
                    models.Q(("outcomes", ""), _negated=True),
                ),
                name="deployment_is_for_one_to_three_priorities",
                violation_error_message="Name one to three priorities, and what is to come of them.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("per_mile__gte", 0), ("to_broker__gte", 0), ("to_home__gte", 0)
                ),
                name="deployment_costs_no_less_than_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "proposed",
                            "released",
                            "hosted",
                            "accepted",
                            "active",
                            "reviewed",
                            "suspended",
                            "ended",
                            "evaluated",
                            "declined",
                        ],
                    )
                ),
                name="deployment_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_released", False), ("state", "proposed")),
                    ("state", "declined"),
                    models.Q(
                        ("is_released", True),
                        (
                            "state__in",
                            [
                                "released",
                                "hosted",
                                "accepted",
                                "active",
                                "reviewed",
                                "suspended",
                                "ended",
                                "evaluated",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="nobody_is_sent_before_the_home_head_lets_them_go",
            ),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("role__isnull", False),
                        ("state__in", ("active", "reviewed", "suspended", "ended", "evaluated")),
                    ),
                    models.Q(
                        ("role", None),
                        models.Q(
                            (
                                "state__in",
                                ("active", "reviewed", "suspended", "ended", "evaluated"),
                            ),
                            _negated=True,
                        ),
                    ),
                    _connector="OR",
                ),
                name="deployment_that_began_has_its_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["declined", "suspended"]), _negated=True),
                    models.Q(("because", ""), _negated=True),
                    _connector="OR",
                ),
                name="deployment_is_declined_or_suspended_for_a_reason",
                violation_error_message="Say why.",
            ),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on__isnull", False), ("state__in", ("ended", "evaluated"))),
                    models.Q(
                        ("ended_on", None),
                        models.Q(("state__in", ("ended", "evaluated")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="deployment_that_ended_has_its_last_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="deployment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("follows", None),
                    models.Q(("follows", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="deployment_follows_another",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deployment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_deploymentevent" ("because", "confidentiality", "cover", "declined_by", "ended_on", "ends_on", "enrolment_id", "evaluation_due_id", "first_contact_id", "follows_id", "handover_visit_id", "home_id", "host_id", "id", "insurance", "is_released", "lead_contact_id", "mid_review_id", "miles_cap", "observed_by", "observed_on", "outcomes", "pattern", "payer", "per_mile", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priorities", "proposed_by_id", "review_on", "role_id", "specialist_id", "starts_on", "state", "to_broker", "to_home", "travel", "visit_days") VALUES (NEW."because", NEW."confidentiality", NEW."cover", NEW."declined_by", NEW."ended_on", NEW."ends_on", NEW."enrolment_id", NEW."evaluation_due_id", NEW."first_contact_id", NEW."follows_id", NEW."handover_visit_id", NEW."home_id", NEW."host_id", NEW."id", NEW."insurance", NEW."is_released", NEW."lead_contact_id", NEW."mid_review_id", NEW."miles_cap", NEW."observed_by", NEW."observed_on", NEW."outcomes", NEW."pattern", NEW."payer", NEW."per_mile", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."priorities", NEW."proposed_by_id", NEW."review_on", NEW."role_id", NEW."specialist_id", NEW."starts_on", NEW."state", NEW."to_broker", NEW."to_home", NEW."travel", NEW."visit_days"); RETURN NULL;',
                    hash="bf5fd0fbe642c393dc9c459fa97dd0d8f333f507",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3087b",
                    table="prepare_deployment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deployment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prepare_deploymentevent" ("because", "confidentiality", "cover", "declined_by", "ended_on", "ends_on", "enrolment_id", "evaluation_due_id", "first_contact_id", "follows_id", "handover_visit_id", "home_id", "host_id", "id", "insurance", "is_released", "lead_contact_id", "mid_review_id", "miles_cap", "observed_by", "observed_on", "outcomes", "pattern", "payer", "per_mile", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priorities", "proposed_by_id", "review_on", "role_id", "specialist_id", "starts_on", "state", "to_broker", "to_home", "travel", "visit_days") VALUES (NEW."because", NEW."confidentiality", NEW."cover", NEW."declined_by", NEW."ended_on", NEW."ends_on", NEW."enrolment_id", NEW."evaluation_due_id", NEW."first_contact_id", NEW."follows_id", NEW."handover_visit_id", NEW."home_id", NEW."host_id", NEW."id", NEW."insurance", NEW."is_released", NEW."lead_contact_id", NEW."mid_review_id", NEW."miles_cap", NEW."observed_by", NEW."observed_on", NEW."outcomes", NEW."pattern", NEW."payer", NEW."per_mile", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."priorities", NEW."proposed_by_id", NEW."review_on", NEW."role_id", NEW."specialist_id", NEW."starts_on", NEW."state", NEW."to_broker", NEW."to_home", NEW."travel", NEW."visit_days"); RETURN NULL;',
                    hash="120dba763ab8c44ef8423fc6ee144484af2fb940",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ccc31",
                    table="prepare_deployment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deployment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_deploymentevent" ("because", "confidentiality", "cover", "declined_by", "ended_on", "ends_on", "enrolment_id", "evaluation_due_id", "first_contact_id", "follows_id", "handover_visit_id", "home_id", "host_id", "id", "insurance", "is_released", "lead_contact_id", "mid_review_id", "miles_cap", "observed_by", "observed_on", "outcomes", "pattern", "payer", "per_mile", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "priorities", "proposed_by_id", "review_on", "role_id", "specialist_id", "starts_on", "state", "to_broker", "to_home", "travel", "visit_days") VALUES (OLD."because", OLD."confidentiality", OLD."cover", OLD."declined_by", OLD."ended_on", OLD."ends_on", OLD."enrolment_id", OLD."evaluation_due_id", OLD."first_contact_id", OLD."follows_id", OLD."handover_visit_id", OLD."home_id", OLD."host_id", OLD."id", OLD."insurance", OLD."is_released", OLD."lead_contact_id", OLD."mid_review_id", OLD."miles_cap", OLD."observed_by", OLD."observed_on", OLD."outcomes", OLD."pattern", OLD."payer", OLD."per_mile", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."priorities", OLD."proposed_by_id", OLD."review_on", OLD."role_id", OLD."specialist_id", OLD."starts_on", OLD."state", OLD."to_broker", OLD."to_home", OLD."travel", OLD."visit_days"); RETURN NULL;',
                    hash="c1348e53068a1b3cfd68a1208fcb8a7057aa1980",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1b6b8",
                    table="prepare_deployment",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="deploymentdays",
            constraint=models.UniqueConstraint(
                models.F("deployment"),
                models.F("academic_year"),
                name="days_of_a_year_are_agreed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="deploymentdays",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreed__range", (0, 195)), ("given__gte", 0)),
                name="deployment_has_no_more_days_than_a_school_year",
                violation_error_message="A school year has 195 days at most.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deploymentdays",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_deploymentdaysevent" ("academic_year", "agreed", "deployment_id", "given", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."academic_year", NEW."agreed", NEW."deployment_id", NEW."given", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="6c7ee60633f561e15eaa012c75d50972193b5242",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_14a5a",
                    table="prepare_deploymentdays",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deploymentdays",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prepare_deploymentdaysevent" ("academic_year", "agreed", "deployment_id", "given", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."academic_year", NEW."agreed", NEW."deployment_id", NEW."given", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="7b769f87c35b8ae167083123ee6d331cb846d5f9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2bdd1",
                    table="prepare_deploymentdays",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="deploymentdays",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_deploymentdaysevent" ("academic_year", "agreed", "deployment_id", "given", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."academic_year", OLD."agreed", OLD."deployment_id", OLD."given", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="10a8d80d90edc3239e539c4fe15607fb21ce2106",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_00fad",
                    table="prepare_deploymentdays",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="deploymentevaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(("satisfaction__range", (1, 5))),
                name="evaluation_is_one_to_five",
            ),
        ),
        migrations.AddConstraint(
            model_name="deploymentsignature",
            constraint=models.UniqueConstraint(
                models.F("deployment"), models.F("party"), name="each_party_signs_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="deploymentsignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("party__in", ["home", "host", "specialist"]),
                    ("sha256__regex", "^[0-9a-f]{64}$"),
                    models.Q(("statement", ""), _negated=True),
                ),
                name="deployment_signature_says_what_was_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="deploymentsignature",
            constraint=models.CheckConstraint(
                condition=models.Q(("at__gte", models.F("authenticated_at"))),
                name="deployment_is_signed_by_who_proved_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="deploymentstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("verb", ""), _negated=True),
                name="deployment_step_is_called_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="midreview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("satisfaction__range", (1, 5)),
                    models.Q(("is_working", ""), _negated=True),
                    models.Q(("is_right", ""), _negated=True),
                ),
                name="mid_review_answers_its_questions",
            ),
        ),
        migrations.AddConstraint(
            model_name="priorityeffect",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effect__in", ["none", "some", "clear", "unclear"]),
                    models.Q(("words", ""), _negated=True),
                ),
                name="effect_can_be_seen",
            ),
        ),
        migrations.AddConstraint(
            model_name="specialistcomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="specialist_says_something"
            ),
        ),
        migrations.RunSQL(SIGNED, NOT_SIGNED),
        append_only(
            "prepare_deploymentevent",
            "prepare_deploymentdaysevent",
            "prepare_deploymentstep",
            "prepare_deploymentsignature",
            "prepare_midreview",
            "prepare_deploymentevaluation",
            "prepare_priorityeffect",
            "prepare_specialistcomment",
        ),
        never_deleted("prepare_deployment"),
        kept_at_least("prepare_deploymentstep", since="t.at", months=12),
        kept_at_least("prepare_deploymentsignature", since="t.at", months=12),
        kept_at_least("prepare_midreview", since="t.at", months=12),
        kept_at_least("prepare_deploymentevaluation", since="t.at", months=12),
        kept_at_least("prepare_priorityeffect", since=EVALUATED_AT, months=12),
        kept_at_least("prepare_specialistcomment", since="t.at", months=12),
    ]
