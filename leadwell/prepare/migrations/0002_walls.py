"""What was agreed is ended, not removed; what was said of it is added, and stays as it was said."""

from django.db import migrations

from leadwell.audit.walls import append_only, kept_at_least, never_deleted


class Migration(migrations.Migration):
    dependencies = [
        ("prepare", "0001_initial"),
        ("people", "0014_people_by_parts_and_roles_ending"),
    ]

    operations = [
        append_only("prepare_agreedactionevent", "prepare_progresssaid"),
        never_deleted("prepare_agreedaction"),
        kept_at_least("prepare_progresssaid", since="t.said_on", months=12),
    ]
