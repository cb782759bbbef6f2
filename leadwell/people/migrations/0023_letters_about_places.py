"""Letters tell who leads a programme or a hub what became of a place that was offered."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0022_letters_about_agreements"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="message",
            name="letter_is_of_a_kind_and_about_something",
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("digest", "What wants you"),
                    ("note", "A note of visit was shared"),
                    ("reminder", "A note of visit still waits"),
                    ("signing", "A memorandum waits for a signature"),
                    ("agreed", "What became of a memorandum"),
                    ("place", "What became of a place that was offered"),
                ],
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["digest", "note", "reminder", "signing", "agreed", "place"]),
                    models.Q(("key", ""), _negated=True),
                ),
                name="letter_is_of_a_kind_and_about_something",
            ),
        ),
    ]
