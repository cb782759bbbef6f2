"""Why figures do not decide a criterion is kept however many years and measures it names."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("explore", "0006_peer_reviews")]

    operations = [
        migrations.AlterField(
            model_name="criterionfound",
            name="why",
            field=models.TextField(blank=True, verbose_name="by what"),
        )
    ]
