"""School accounts are allauth's rows: one a person, with nothing in it but who it is at which
provider, and no token of anybody's ever."""

from django.db import migrations

FORWARD = """
create unique index one_school_account_for_a_person on socialaccount_socialaccount (user_id);
alter table socialaccount_socialaccount
  add constraint school_account_keeps_no_claims check (extra_data = '{}'::jsonb);
revoke insert, update on socialaccount_socialtoken from leadwell_app;
revoke insert, update, delete on socialaccount_socialapp from leadwell_app;
"""
BACKWARD = """
drop index one_school_account_for_a_person;
alter table socialaccount_socialaccount drop constraint school_account_keeps_no_claims;
grant insert, update on socialaccount_socialtoken to leadwell_app;
grant insert, update, delete on socialaccount_socialapp to leadwell_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_account_without_password"),
        ("audit", "0001_roles"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
