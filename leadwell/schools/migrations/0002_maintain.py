"""The site may refresh the planner's statistics of what it loads (PostgreSQL 17 and later)."""

from django.db import migrations

TABLES = "schools_publishedyear, schools_school, schools_registerentry"


class Migration(migrations.Migration):
    dependencies = [("schools", "0001_initial")]
    operations = [
        migrations.RunSQL(
            f"""do $$ begin
              if current_setting('server_version_num')::int >= 170000 then
                execute 'grant maintain on {TABLES} to leadwell_app';
              end if;
            end $$""",
            migrations.RunSQL.noop,
        )
    ]
