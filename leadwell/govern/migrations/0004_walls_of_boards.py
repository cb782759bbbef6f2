"""What a board decided, and who had an interest in it, stays."""

from django.db import migrations

from leadwell.audit.walls import append_only, kept_at_least, never_deleted

DECIDED_ON = "(select d.decided_on from govern_decision d where d.id = t.decision_id)"


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_disposal"), ("govern", "0003_boards")]

    operations = [
        append_only("govern_board", "govern_decisionevent", "govern_declaredinterest"),
        never_deleted("govern_decision"),
        kept_at_least("govern_declaredinterest", since=DECIDED_ON, months=24),
    ]
