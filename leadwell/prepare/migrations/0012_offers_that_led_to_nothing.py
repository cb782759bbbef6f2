"""Letters of offers that no school took up go with the school that was put forward."""

from importlib import import_module

from django.db import migrations

from leadwell.audit.walls import goes_sooner

NOTHING = import_module("leadwell.explore.migrations.0009_what_led_to_nothing").NOTHING
OFFERED = "(select o.candidate_id from prepare_offer o where o.id = t.offer_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("prepare", "0011_findings_of_peer_reviews"),
        ("explore", "0009_what_led_to_nothing"),
    ]

    operations = [goes_sooner("prepare_offerletter", where=NOTHING.format(OFFERED), months=12)]
