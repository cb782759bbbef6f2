"""The parts of names are taken into their index some thousand at a time.

One at a time, a results file that names every school of the country waits eight times as long as
for all else. What is not taken in yet is looked through at every search, so it is kept to 1 MB.
"""

from django.db import migrations

TRIGRAMS = ("school_name_parts", "school_town_parts")


class Migration(migrations.Migration):
    dependencies = [("schools", "0009_content_as_it_is")]
    operations = [
        migrations.RunSQL(
            f"alter index {name} set (fastupdate = on, gin_pending_list_limit = 1024)",
            f"alter index {name} set (fastupdate = off); alter index {name} "
            f"reset (gin_pending_list_limit); select gin_clean_pending_list('{name}')",
        )
        for name in TRIGRAMS
    ]
