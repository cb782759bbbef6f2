"""What actions were said to need is kept with the note that agreed them. Older notes say nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("deliver", "0009_maintain"),
        ("people", "0022_letters_about_agreements"),
        ("prepare", "0019_wrong_scans_replaced"),
    ]

    operations = [
        migrations.AddField(
            model_name="noteaction",
            name="cost_gbp",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=8,
                null=True,
                verbose_name="costs, in pounds",
            ),
        ),
        migrations.AddField(
            model_name="noteaction",
            name="cover_days",
            field=models.DecimalField(
                blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="days of cover"
            ),
        ),
        migrations.AddField(
            model_name="noteaction",
            name="support_days",
            field=models.DecimalField(
                blank=True,
                decimal_places=1,
                max_digits=4,
                null=True,
                verbose_name="days of a specialist’s support",
            ),
        ),
        migrations.AddConstraint(
            model_name="noteaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("support_days", None), ("support_days__gte", 0), _connector="OR"),
                    models.Q(("cover_days", None), ("cover_days__gte", 0), _connector="OR"),
                    models.Q(("cost_gbp", None), ("cost_gbp__gte", 0), _connector="OR"),
                ),
                name="action_agreed_needs_no_less_than_nothing",
            ),
        ),
    ]
