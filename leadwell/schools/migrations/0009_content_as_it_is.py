from django.db import migrations


class Migration(migrations.Migration):
    """Parquet is small already: trying to make it smaller costs a fifth of a second a load."""

    dependencies = [("schools", "0008_take_in")]
    operations = [
        migrations.RunSQL(
            "alter table schools_content alter column data set storage external",
            "alter table schools_content alter column data set storage extended",
        )
    ]
