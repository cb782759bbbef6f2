"""Of one table rows may go by two rules at once: a certificate then has a line for each, and the
function that destroys counts both."""

from importlib import import_module

from django.db import migrations

DESTROY = import_module("leadwell.audit.migrations.0005_disposal").DESTROY.replace(
    "create function", "create or replace function"
)
ONE_LINE = "select (line ->> 'n')::integer into promised"
EVERY_LINE = "select sum((line ->> 'n')::integer) into promised"


class Migration(migrations.Migration):
    dependencies = [("audit", "0006_files_and_failures")]

    operations = [migrations.RunSQL(DESTROY.replace(ONE_LINE, EVERY_LINE), DESTROY)]
