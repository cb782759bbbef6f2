from django.db import migrations

from leadwell.audit.walls import append_only, never_deleted


class Migration(migrations.Migration):
    dependencies = [("people", "0008_breaches_and_complaints")]
    operations = [
        append_only("people_breachevent", "people_complaintevent"),
        never_deleted("people_breach", "people_complaint"),
    ]
