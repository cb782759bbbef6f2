"""What was sent stays as it was written down; from when it ages, of which no history is kept."""

from django.db import migrations

from leadwell.audit.walls import append_only, kept_at_least


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_disposal"), ("people", "0016_mail")]

    operations = [
        append_only("people_message", "people_mailround"),
        kept_at_least("people_message", since="t.at", months=1),
        kept_at_least("people_mailround", since="t.begun_at", months=1),
    ]
