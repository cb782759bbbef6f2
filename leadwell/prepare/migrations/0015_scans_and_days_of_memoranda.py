"""Signatures on paper with their scans; days of release, and whom a school turns to."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from leadwell.audit.walls import append_only, kept_at_least

OF_SCAN = "(select s.at from prepare_memorandumscan s where s.id = t.scan_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0022_letters_about_agreements"),
        ("prepare", "0014_needs_and_trainings"),
    ]

    operations = [
        migrations.CreateModel(
            name="MemorandumScan",
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
                            ("head", "Headteacher"),
                            ("chair", "Chair of governors"),
                            ("trust", "Trust"),
                            ("lead", "Lead organisation"),
                        ],
                        max_length=5,
                        verbose_name="signed as",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("jpg", "JPEG"), ("png", "PNG")],
                        max_length=4,
                        verbose_name="kind",
                    ),
                ),
                ("n_bytes", models.PositiveIntegerField(verbose_name="size")),
                ("shows_nobody", models.BooleanField(verbose_name="no pupil's face or name")),
                ("at", models.DateTimeField(verbose_name="recorded")),
            ],
            options={
                "ordering": ["version", "at"],
            },
        ),
        migrations.CreateModel(
            name="MemorandumScanBytes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("data", models.BinaryField(verbose_name="bytes")),
            ],
            options={
                "verbose_name_plural": "memorandum scan bytes",
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="memorandum",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="memorandum",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="memorandum",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="memorandumsignature",
            name="memorandum_is_signed_by_who_proved_it_or_had_the_link",
        ),
        migrations.AddField(
            model_name="memorandum",
            name="escalates_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.roleheld",
                verbose_name="the role by which they are turned to",
            ),
        ),
        migrations.AddField(
            model_name="memorandum",
            name="released_on",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateField(),
                blank=True,
                default=list,
                size=20,
                verbose_name="days on which they are released",
            ),
        ),
        migrations.AddField(
            model_name="memorandumevent",
            name="escalates_to",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="people.roleheld",
                verbose_name="the role by which they are turned to",
            ),
        ),
        migrations.AddField(
            model_name="memorandumevent",
            name="released_on",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateField(),
                blank=True,
                default=list,
                size=20,
                verbose_name="days on which they are released",
            ),
        ),
        migrations.AddField(
            model_name="memorandumsignature",
            name="paper_on",
            field=models.DateField(blank=True, null=True, verbose_name="date on the paper"),
        ),
        migrations.AddField(
            model_name="memorandumsignature",
            name="post",
            field=models.CharField(blank=True, max_length=120, verbose_name="post"),
        ),
        migrations.AddField(
            model_name="memorandumsignature",
            name="received_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
                verbose_name="received by",
            ),
        ),
        migrations.AddField(
            model_name="memorandumversion",
            name="escalates_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.roleheld",
                verbose_name="the role by which somebody is turned to",
            ),
        ),
        migrations.AddField(
            model_name="memorandumversion",
            name="released_on",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.DateField(),
                blank=True,
                default=list,
                size=None,
                verbose_name="days of release",
            ),
        ),
        migrations.AlterField(
            model_name="memorandum",
            name="escalation",
            field=models.CharField(
                max_length=260, verbose_name="whom the school turns to if something goes wrong"
            ),
        ),
        migrations.AlterField(
            model_name="memorandum",
            name="release_on",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="days on which they are released, in words"
            ),
        ),
        migrations.AlterField(
            model_name="memorandumevent",
            name="escalation",
            field=models.CharField(
                max_length=260, verbose_name="whom the school turns to if something goes wrong"
            ),
        ),
        migrations.AlterField(
            model_name="memorandumevent",
            name="release_on",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="days on which they are released, in words"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="memorandum",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_memorandumevent" ("active_since", "besides", "chair_id", "ended_because", "ended_on", "enrolment_id", "escalates_to_id", "escalation", "hours_a_week", "id", "in_force_id", "left_out", "paper_kept_at", "paper_signed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_on", "released_on", "sent_on", "shown_id", "state", "trust_signatory_id") VALUES (NEW."active_since", NEW."besides", NEW."chair_id", NEW."ended_because", NEW."ended_on", NEW."enrolment_id", NEW."escalates_to_id", NEW."escalation", NEW."hours_a_week", NEW."id", NEW."in_force_id", NEW."left_out", NEW."paper_kept_at", NEW."paper_signed_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_on", NEW."released_on", NEW."sent_on", NEW."shown_id", NEW."state", NEW."trust_signatory_id"); RETURN NULL;',
                    hash="1e6d6477e48eef3ae92ff7e2b192038e7d58d068",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0c129",
                    table="prepare_memorandum",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="memorandum",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "prepare_memorandumevent" ("active_since", "besides", "chair_id", "ended_because", "ended_on", "enrolment_id", "escalates_to_id", "escalation", "hours_a_week", "id", "in_force_id", "left_out", "paper_kept_at", "paper_signed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_on", "released_on", "sent_on", "shown_id", "state", "trust_signatory_id") VALUES (NEW."active_since", NEW."besides", NEW."chair_id", NEW."ended_because", NEW."ended_on", NEW."enrolment_id", NEW."escalates_to_id", NEW."escalation", NEW."hours_a_week", NEW."id", NEW."in_force_id", NEW."left_out", NEW."paper_kept_at", NEW."paper_signed_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_on", NEW."released_on", NEW."sent_on", NEW."shown_id", NEW."state", NEW."trust_signatory_id"); RETURN NULL;',
                    hash="4c9191c28e64d651b5c8b931ecd785a240ad092f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_08251",
                    table="prepare_memorandum",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="memorandum",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "prepare_memorandumevent" ("active_since", "besides", "chair_id", "ended_because", "ended_on", "enrolment_id", "escalates_to_id", "escalation", "hours_a_week", "id", "in_force_id", "left_out", "paper_kept_at", "paper_signed_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_on", "released_on", "sent_on", "shown_id", "state", "trust_signatory_id") VALUES (OLD."active_since", OLD."besides", OLD."chair_id", OLD."ended_because", OLD."ended_on", OLD."enrolment_id", OLD."escalates_to_id", OLD."escalation", OLD."hours_a_week", OLD."id", OLD."in_force_id", OLD."left_out", OLD."paper_kept_at", OLD."paper_signed_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."release_on", OLD."released_on", OLD."sent_on", OLD."shown_id", OLD."state", OLD."trust_signatory_id"); RETURN NULL;',
                    hash="8d29c334c9750aa6d361780511a8de0f1759c24e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1200d",
                    table="prepare_memorandum",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="memorandumscan",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="memorandumscan",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="scans",
                to="prepare.memorandumversion",
            ),
        ),
        migrations.AddField(
            model_name="memorandumsignature",
            name="scan",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signature",
                to="prepare.memorandumscan",
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandumsignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("paper_on", None),
                        ("post", ""),
                        ("received_by", None),
                        ("scan", None),
                        ("authenticated_at", None),
                        ("link__isnull", False),
                    ),
                    models.Q(
                        ("paper_on", None),
                        ("post", ""),
                        ("received_by", None),
                        ("scan", None),
                        ("authenticated_at__isnull", False),
                        ("authenticated_at__lte", models.F("at")),
                        ("link", None),
                    ),
                    models.Q(
                        ("authenticated_at", None),
                        ("link", None),
                        ("paper_on__isnull", False),
                        ("scan__isnull", False),
                        ("party__in", ["head", "chair", "trust"]),
                        ("received_by__isnull", False),
                        models.Q(("post", ""), _negated=True),
                        models.Q(("received_by", models.F("by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="memorandum_is_signed_by_who_proved_it_had_the_link_or_paper",
            ),
        ),
        migrations.AddField(
            model_name="memorandumscanbytes",
            name="scan",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="content",
                to="prepare.memorandumscan",
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandumscan",
            constraint=models.UniqueConstraint(
                fields=("version", "party"), name="memorandum_is_scanned_once_for_each"
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandumscan",
            constraint=models.CheckConstraint(
                condition=models.Q(("shows_nobody", True)), name="memorandum_scan_shows_nobody"
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandumscan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("n_bytes__range", (1, 10000000)),
                    ("kind__in", ["pdf", "jpg", "png"]),
                    ("party__in", ("head", "chair", "trust")),
                ),
                name="memorandum_scan_is_of_a_kind_and_size",
            ),
        ),
        migrations.AddConstraint(
            model_name="memorandumscanbytes",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length(models.F("data")), 10000000
                ),
                name="memorandum_scan_is_of_a_length",
            ),
        ),
        append_only("prepare_memorandumscan", "prepare_memorandumscanbytes"),
        kept_at_least("prepare_memorandumscan", since="t.at", months=24),
        kept_at_least("prepare_memorandumscanbytes", since=OF_SCAN, months=24),
    ]
