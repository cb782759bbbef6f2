from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_session")]

    operations = [
        # Who was invited and has not come yet: a few of very many.
        migrations.AddIndex(
            "user",
            models.Index(
                fields=["id"],
                condition=models.Q(password__startswith="!"),
                name="account_without_password",
            ),
        ),
    ]
