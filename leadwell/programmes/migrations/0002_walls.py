from django.db import migrations

from leadwell.audit.walls import append_only, never_deleted

HUB_OF_ITS_PROGRAMME = """
alter table programmes_enrolment add constraint enrolment_hub_is_of_its_programme
  foreign key (hub_id, programme_id) references programmes_hub (id, programme_id)
  deferrable initially deferred;
"""
NAMES = (
    "programme",
    "aim",
    "controller",
    "strand",
    "activeingredient",
    "hub",
    "enrolment",
    "stagespan",
    "obligation",
)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [
        migrations.RunSQL(
            HUB_OF_ITS_PROGRAMME,
            "alter table programmes_enrolment drop constraint enrolment_hub_is_of_its_programme",
        ),
        append_only(*(f"programmes_{name}event" for name in NAMES)),
        never_deleted("programmes_programme", "programmes_hub", "programmes_enrolment"),
    ]
