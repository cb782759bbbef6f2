"""What was said of a visit stays; from when postponements age, of which no history is kept."""

from django.db import migrations

from leadwell.audit.walls import append_only, kept_at_least, never_deleted


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_disposal"), ("deliver", "0001_initial")]

    operations = [
        append_only("deliver_visitevent", "deliver_postponement"),
        never_deleted("deliver_visit"),
        kept_at_least("deliver_postponement", since="t.said_at", months=24),
    ]
