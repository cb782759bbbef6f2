"""Files taken away, with what was asked for and how many rows; failed sign-ins."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0005_disposal"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="look",
            name="look_outcome_is_known",
        ),
        migrations.AddField(
            model_name="look",
            name="asked",
            field=models.CharField(blank=True, max_length=400, verbose_name="what was asked for"),
        ),
        migrations.AddField(
            model_name="look",
            name="n_rows",
            field=models.PositiveIntegerField(null=True, verbose_name="how many rows"),
        ),
        migrations.AlterField(
            model_name="look",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("opened", "Opened"),
                    ("changed", "Changed"),
                    ("exported", "Downloaded"),
                    ("refused", "Refused"),
                    ("failed", "Failed to sign in"),
                ],
                max_length=8,
                verbose_name="what came of it",
            ),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ["opened", "changed", "exported", "refused", "failed"])
                ),
                name="look_outcome_is_known",
            ),
        ),
    ]
