from django.db import migrations

from leadwell.audit.walls import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_look")]
    operations = [append_only("audit_look")]
