"""The narrow copy of what was loaded before there was one. Apart from 0006: its indexes are made
at its very end, and without them this would take an hour."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def take_in(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    held = apps.get_model("schools", "PublishedYear").objects
    if years := list(held.values_list("academic_year", flat=True).distinct().order_by()):
        from leadwell.schools import intake

        intake.refresh(years)


class Migration(migrations.Migration):
    dependencies = [("schools", "0007_half_terms")]
    operations = [migrations.RunPython(take_in, migrations.RunPython.noop)]
