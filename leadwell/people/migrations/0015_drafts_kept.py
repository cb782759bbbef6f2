from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Cast, Length
from django.db.models.lookups import LessThanOrEqual

DRAFT = ["user", "form", "about"]


class Migration(migrations.Migration):
    dependencies = [("people", "0014_people_by_parts_and_roles_ending")]

    operations = [
        migrations.RemoveConstraint("draft", "one_draft_of_a_form"),
        migrations.AddField(
            "draft", "version", models.PositiveIntegerField("how often changed", default=1)
        ),
        migrations.AddField(
            "draft", "device", models.CharField("written on", max_length=36, blank=True)
        ),
        migrations.AddField(
            "draft", "turn", models.BigIntegerField("which change of the device", default=0)
        ),
        migrations.AddField(
            "draft", "which", models.CharField("kind of device", max_length=20, blank=True)
        ),
        migrations.AddField(
            "draft", "is_beside", models.BooleanField("beside the draft", default=False)
        ),
        migrations.AddField(
            "draft", "active_seconds", models.PositiveIntegerField("seconds of writing", default=0)
        ),
        # A draft from before was begun when it was last saved, as far as anybody knows.
        migrations.AddField("draft", "begun_at", models.DateTimeField("begun", null=True)),
        migrations.RunSQL("update people_draft set begun_at = saved_at", migrations.RunSQL.noop),
        migrations.AlterField("draft", "begun_at", models.DateTimeField("begun")),
        migrations.AddConstraint(
            "draft",
            models.UniqueConstraint(
                fields=DRAFT, condition=Q(is_beside=False), name="one_draft_of_a_form"
            ),
        ),
        migrations.AddConstraint(
            "draft",
            models.UniqueConstraint(
                fields=[*DRAFT, "device"],
                condition=Q(is_beside=True),
                name="one_draft_beside_of_a_device",
            ),
        ),
        migrations.AddConstraint(
            "draft", models.CheckConstraint(condition=Q(version__gte=1), name="draft_has_a_version")
        ),
        migrations.AddConstraint(
            "draft",
            models.CheckConstraint(
                condition=LessThanOrEqual(Length(Cast(F("words"), models.TextField())), 400_000),
                name="draft_is_of_a_length",
            ),
        ),
    ]
