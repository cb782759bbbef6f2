import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                (
                    "is_administrator",
                    models.BooleanField(
                        default=False, verbose_name="looks after this installation"
                    ),
                ),
                (
                    "appearance",
                    models.CharField(
                        choices=[("device", "As my device"), ("light", "Light"), ("dark", "Dark")],
                        default="device",
                        max_length=6,
                        verbose_name="colours",
                    ),
                ),
                ("joined_at", models.DateTimeField(verbose_name="since")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="one_account_for_an_address",
                        violation_error_message="There is already an account with this e-mail address.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("appearance__in", ["device", "light", "dark"])),
                        name="appearance_is_known",
                    ),
                ],
            },
        ),
    ]
