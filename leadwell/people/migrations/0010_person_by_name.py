from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("people", "0009_logs_of_problems_stay")]

    operations = [
        # The list of people by name begins at once, however many there are.
        migrations.AddIndex("person", models.Index(Lower("name"), name="person_by_name")),
    ]
