"""Letters tell who leads a hub what became of a memorandum."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0021_letters_about_memoranda"),
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
                ],
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["digest", "note", "reminder", "signing", "agreed"]),
                    models.Q(("key", ""), _negated=True),
                ),
                name="letter_is_of_a_kind_and_about_something",
            ),
        ),
    ]
