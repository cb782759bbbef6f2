"""The site may refresh the planner's statistics of notes (PostgreSQL 17 and later): after many were
made at once, and before they are read."""

from django.db import migrations

TABLES = (
    "deliver_visit, deliver_note, deliver_noteversion, deliver_noteactivity, "
    "deliver_noteingredient, deliver_noteanswer, deliver_noteaction, prepare_agreedaction, "
    "prepare_progresssaid"
)


class Migration(migrations.Migration):
    dependencies = [("deliver", "0008_parts_in_their_own_order")]

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
