"""Whether a memorandum lets who evaluates read the school's name; of earlier ones, by their words."""

from django.db import migrations, models

BY_ITS_WORDS = """
update prepare_memorandumversion set is_evaluation_named = true
where content::text like '%works with codes, with the names of schools.%';
"""


class Migration(migrations.Migration):
    dependencies = [("prepare", "0012_offers_that_led_to_nothing")]

    operations = [
        migrations.AddField(
            "memorandumversion",
            "is_evaluation_named",
            models.BooleanField(
                default=False, verbose_name="the evaluator may see the school by name"
            ),
        ),
        migrations.RunSQL(BY_ITS_WORDS, migrations.RunSQL.noop),
    ]
