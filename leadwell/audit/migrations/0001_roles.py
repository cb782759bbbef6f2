"""Two roles: the owner, who made these tables, and leadwell_app, which owns nothing.

Runs before every other migration, so that each table made later is born with the site's grants;
a later migration takes away what the site must not do (audit: no update, no delete).
"""

from django.db import migrations

GRANTS = """
do $$ begin
  if not exists (select 1 from pg_roles where rolname = 'leadwell_app') then
    create role leadwell_app nologin;
  end if;
  if not pg_has_role(current_user, 'leadwell_app', 'member') then
    grant leadwell_app to current_user;
  end if;
end $$;
grant usage on schema public to leadwell_app;
alter default privileges in schema public grant select, insert, update, delete on tables to leadwell_app;
alter default privileges in schema public grant usage, select on sequences to leadwell_app;
grant select on all tables in schema public to leadwell_app;
create extension if not exists btree_gist;
create extension if not exists pg_trgm;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    run_before = [
        ("contenttypes", "0001_initial"),
        ("auth", "0001_initial"),
        ("sessions", "0001_initial"),
        ("account", "0001_initial"),
        ("procrastinate", "0001_initial"),
        ("accounts", "0001_initial"),
        ("schools", "0001_initial"),
        ("pghistory", "0001_initial"),
    ]
    operations = [migrations.RunSQL(GRANTS, migrations.RunSQL.noop)]
