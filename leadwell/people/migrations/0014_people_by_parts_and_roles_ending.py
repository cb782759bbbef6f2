from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [("people", "0013_released_figures")]

    operations = [
        # Somebody is found by part of a name or an address, however many people there are.
        migrations.AddIndex(
            "person",
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="person_name_parts"),
        ),
        migrations.AddIndex(
            "person",
            GinIndex(OpClass(Upper("email"), name="gin_trgm_ops"), name="person_email_parts"),
        ),
        # Few roles have a last day.
        migrations.AddIndex(
            "roleheld",
            models.Index(
                fields=["ends_on"],
                condition=models.Q(ends_on__isnull=False),
                name="role_ending",
            ),
        ),
    ]
