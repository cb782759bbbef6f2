"""What was said to lessons, lessons and playbooks of one's own, and what programmes started from."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from leadwell.audit.walls import append_only, never_deleted


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("programmes", "0005_design"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LessonAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lesson", models.CharField(max_length=80, verbose_name="lesson")),
                (
                    "said",
                    models.CharField(
                        choices=[("accepted", "We will do it"), ("answered", "We go another way")],
                        max_length=8,
                        verbose_name="answer",
                    ),
                ),
                ("sentence", models.CharField(max_length=300, verbose_name="in a sentence")),
                ("answered_at", models.DateTimeField(verbose_name="when")),
                (
                    "answered_by",
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
                        related_name="lesson_answers",
                        to="programmes.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "lesson"],
            },
        ),
        migrations.CreateModel(
            name="LessonAnswerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("lesson", models.CharField(max_length=80, verbose_name="lesson")),
                (
                    "said",
                    models.CharField(
                        choices=[("accepted", "We will do it"), ("answered", "We go another way")],
                        max_length=8,
                        verbose_name="answer",
                    ),
                ),
                ("sentence", models.CharField(max_length=300, verbose_name="in a sentence")),
                ("answered_at", models.DateTimeField(verbose_name="when")),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="programmes.lessonanswer",
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
            name="OwnLesson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(max_length=120, verbose_name="what was learned, in a line"),
                ),
                ("learned", models.CharField(max_length=400, verbose_name="what was learned")),
                ("do", models.CharField(max_length=400, verbose_name="what to do about it")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("explore", "Explore"),
                            ("prepare", "Prepare"),
                            ("deliver", "Deliver"),
                            ("sustain", "Sustain"),
                        ],
                        max_length=7,
                        verbose_name="while there is still time",
                    ),
                ),
                ("fact", models.CharField(blank=True, max_length=40, verbose_name="shown where")),
                ("compared", models.CharField(blank=True, max_length=10, verbose_name="is")),
                ("value", models.CharField(blank=True, max_length=20, verbose_name="this")),
                ("review_on", models.DateField(verbose_name="to be looked at again")),
                ("written_at", models.DateTimeField(verbose_name="when")),
                (
                    "taken_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken back"),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons_told",
                        to="programmes.programme",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-written_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="OwnLessonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                (
                    "title",
                    models.CharField(max_length=120, verbose_name="what was learned, in a line"),
                ),
                ("learned", models.CharField(max_length=400, verbose_name="what was learned")),
                ("do", models.CharField(max_length=400, verbose_name="what to do about it")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("explore", "Explore"),
                            ("prepare", "Prepare"),
                            ("deliver", "Deliver"),
                            ("sustain", "Sustain"),
                        ],
                        max_length=7,
                        verbose_name="while there is still time",
                    ),
                ),
                ("fact", models.CharField(blank=True, max_length=40, verbose_name="shown where")),
                ("compared", models.CharField(blank=True, max_length=10, verbose_name="is")),
                ("value", models.CharField(blank=True, max_length=20, verbose_name="this")),
                ("review_on", models.DateField(verbose_name="to be looked at again")),
                ("written_at", models.DateTimeField(verbose_name="when")),
                (
                    "taken_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken back"),
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
                        to="programmes.ownlesson",
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
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OwnPlaybook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, verbose_name="key")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(verbose_name="the file")),
                ("sha256", models.CharField(max_length=64, verbose_name="its SHA-256")),
                ("added_at", models.DateTimeField(verbose_name="when")),
                (
                    "taken_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken back"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="OwnPlaybookEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("key", models.CharField(max_length=60, verbose_name="key")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(verbose_name="the file")),
                ("sha256", models.CharField(max_length=64, verbose_name="its SHA-256")),
                ("added_at", models.DateTimeField(verbose_name="when")),
                (
                    "taken_back_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken back"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                        to="programmes.ownplaybook",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StartedFrom",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60, verbose_name="key")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(verbose_name="the file")),
                ("sha256", models.CharField(max_length=64, verbose_name="its SHA-256")),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="started_from",
                        to="programmes.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StartedFromEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("key", models.CharField(max_length=60, verbose_name="key")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(verbose_name="the file")),
                ("sha256", models.CharField(max_length=64, verbose_name="its SHA-256")),
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
                        to="programmes.startedfrom",
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
        migrations.AddConstraint(
            model_name="lessonanswer",
            constraint=models.UniqueConstraint(
                models.F("programme"), models.F("lesson"), name="lesson_is_answered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="lessonanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("lesson__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")),
                name="answer_is_to_a_lesson_by_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="lessonanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("said__in", ["accepted", "answered"])),
                name="lesson_is_accepted_or_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="lessonanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("sentence__regex", "\\S")),
                name="lesson_is_answered_in_words",
                violation_error_message="Say in a sentence what you will do, or why not.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lessonanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_lessonanswerevent" ("answered_at", "answered_by_id", "id", "lesson", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "said", "sentence") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."lesson", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."said", NEW."sentence"); RETURN NULL;',
                    hash="d253775f87fb6198f90d8a060e660a6a0dc12ee8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e59ba",
                    table="programmes_lessonanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lessonanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_lessonanswerevent" ("answered_at", "answered_by_id", "id", "lesson", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "said", "sentence") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."lesson", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."said", NEW."sentence"); RETURN NULL;',
                    hash="cc671e42bef7647ca2839ff6feffe9130985e5a4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b1b77",
                    table="programmes_lessonanswer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lessonanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_lessonanswerevent" ("answered_at", "answered_by_id", "id", "lesson", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "said", "sentence") VALUES (OLD."answered_at", OLD."answered_by_id", OLD."id", OLD."lesson", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."said", OLD."sentence"); RETURN NULL;',
                    hash="d4b978df9705ac2b5455cf210d0dd802c1c43f0f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6594d",
                    table="programmes_lessonanswer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ownlesson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("do__regex", "\\S"), ("learned__regex", "\\S"), ("title__regex", "\\S")
                ),
                name="own_lesson_says_what_and_what_to_do",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownlesson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("compared", ""), ("fact", ""), ("value", "")),
                    models.Q(
                        models.Q(("fact", ""), _negated=True),
                        ("compared__in", ["more_than", "fewer_than", "is"]),
                        models.Q(("value", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="own_lesson_has_a_whole_condition_or_none",
                violation_error_message="Say all three: which fact, compared how, and with what.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownlesson",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_on__gt", models.F("written_at__date"))),
                name="own_lesson_is_looked_at_later",
                violation_error_message="Choose a day after today to look at it again.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownlesson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_back_at", None),
                    ("taken_back_at__gte", models.F("written_at")),
                    _connector="OR",
                ),
                name="own_lesson_is_taken_back_after_it_was_written",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownlesson",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_ownlessonevent" ("compared", "do", "fact", "id", "learned", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "review_on", "stage", "taken_back_at", "title", "value", "written_at", "written_by_id") VALUES (NEW."compared", NEW."do", NEW."fact", NEW."id", NEW."learned", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."review_on", NEW."stage", NEW."taken_back_at", NEW."title", NEW."value", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                    hash="83269340cedbea8cb29afe564c1d51f87571bd42",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_28d62",
                    table="programmes_ownlesson",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownlesson",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_ownlessonevent" ("compared", "do", "fact", "id", "learned", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "review_on", "stage", "taken_back_at", "title", "value", "written_at", "written_by_id") VALUES (NEW."compared", NEW."do", NEW."fact", NEW."id", NEW."learned", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."review_on", NEW."stage", NEW."taken_back_at", NEW."title", NEW."value", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                    hash="b9c4d25cef764e88d6eab933c665cae7813b12ae",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6bc63",
                    table="programmes_ownlesson",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownlesson",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_ownlessonevent" ("compared", "do", "fact", "id", "learned", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "review_on", "stage", "taken_back_at", "title", "value", "written_at", "written_by_id") VALUES (OLD."compared", OLD."do", OLD."fact", OLD."id", OLD."learned", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."review_on", OLD."stage", OLD."taken_back_at", OLD."title", OLD."value", OLD."written_at", OLD."written_by_id"); RETURN NULL;',
                    hash="31380386341e59bd28bfe215983baf534f53f42a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fd86c",
                    table="programmes_ownlesson",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ownplaybook",
            constraint=models.UniqueConstraint(
                condition=models.Q(("taken_back_at", None)),
                fields=("key",),
                name="one_playbook_of_a_key_in_use",
                violation_error_message="A playbook of this key is in use already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownplaybook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("key__regex", "^[a-z0-9]+(-[a-z0-9]+)*$"),
                    models.Q(("title", ""), _negated=True),
                    models.Q(("text", ""), _negated=True),
                ),
                name="own_playbook_has_a_key_a_title_and_a_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownplaybook",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="own_playbook_has_its_digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownplaybook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_back_at", None),
                    ("taken_back_at__gte", models.F("added_at")),
                    _connector="OR",
                ),
                name="own_playbook_is_taken_back_after_it_was_added",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownplaybook",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_ownplaybookevent" ("added_at", "added_by_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "taken_back_at", "text", "title") VALUES (NEW."added_at", NEW."added_by_id", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sha256", NEW."taken_back_at", NEW."text", NEW."title"); RETURN NULL;',
                    hash="0687ba53147f08c1dd5aec2c246def9e60e3b549",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_dfdc4",
                    table="programmes_ownplaybook",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownplaybook",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_ownplaybookevent" ("added_at", "added_by_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "taken_back_at", "text", "title") VALUES (NEW."added_at", NEW."added_by_id", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sha256", NEW."taken_back_at", NEW."text", NEW."title"); RETURN NULL;',
                    hash="748e680aa67fe3e5c17808e5e384ec2ed8f8dd50",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_0ae54",
                    table="programmes_ownplaybook",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ownplaybook",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_ownplaybookevent" ("added_at", "added_by_id", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "taken_back_at", "text", "title") VALUES (OLD."added_at", OLD."added_by_id", OLD."id", OLD."key", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sha256", OLD."taken_back_at", OLD."text", OLD."title"); RETURN NULL;',
                    hash="55355a6bd2500249d3b912abc84ba83f3142a949",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_bfc02",
                    table="programmes_ownplaybook",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="startedfrom",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("key__regex", "^[a-z0-9]+(-[a-z0-9]+)*$"),
                    models.Q(("title", ""), _negated=True),
                    models.Q(("text", ""), _negated=True),
                ),
                name="programme_started_from_a_whole_playbook",
            ),
        ),
        migrations.AddConstraint(
            model_name="startedfrom",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="what_it_started_from_has_its_digest",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="startedfrom",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_startedfromevent" ("id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "sha256", "text", "title") VALUES (NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."sha256", NEW."text", NEW."title"); RETURN NULL;',
                    hash="e694dfd4b791e2176a23b06f74183dac37ea879d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_75fb4",
                    table="programmes_startedfrom",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="startedfrom",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "programmes_startedfromevent" ("id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "sha256", "text", "title") VALUES (NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."programme_id", NEW."sha256", NEW."text", NEW."title"); RETURN NULL;',
                    hash="d2bcc463877bf9f9b1853845080d10e634f6b037",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_751ab",
                    table="programmes_startedfrom",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="startedfrom",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "programmes_startedfromevent" ("id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "sha256", "text", "title") VALUES (OLD."id", OLD."key", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."sha256", OLD."text", OLD."title"); RETURN NULL;',
                    hash="e40ddfc8ea0700ab070dcd0a9fe6f35ce3d5af69",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5d60c",
                    table="programmes_startedfrom",
                    when="AFTER",
                ),
            ),
        ),
        append_only(
            "programmes_lessonanswerevent",
            "programmes_ownlessonevent",
            "programmes_ownplaybookevent",
            "programmes_startedfromevent",
        ),
        never_deleted("programmes_ownlesson", "programmes_ownplaybook", "programmes_startedfrom"),
    ]
