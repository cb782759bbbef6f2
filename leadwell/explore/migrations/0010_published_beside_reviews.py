"""With a head's signature stay the results that were published that day. Of reviews signed before,
nothing was kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("explore", "0009_what_led_to_nothing")]

    operations = [
        migrations.AddField(
            "reviewsignature",
            "published",
            models.JSONField("published results that day", default=dict),
        ),
    ]
