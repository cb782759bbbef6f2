"""What was sent and signed stays, word for word; a link is ended or used, and not removed."""

from django.db import migrations

from leadwell.audit.walls import append_only, kept_at_least, never_deleted


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_disposal"), ("prepare", "0007_memoranda")]

    operations = [
        append_only(
            "prepare_memorandumevent", "prepare_memorandumversion", "prepare_memorandumsignature",
            "prepare_memorandumstep", "prepare_reaffirmation",
        ),
        never_deleted("prepare_memorandum", "prepare_memorandumquery", "prepare_signinglink"),
        kept_at_least("prepare_memorandumversion", since="t.sent_at", months=24),
        kept_at_least("prepare_memorandumsignature", since="t.at", months=24),
        kept_at_least("prepare_memorandumstep", since="t.at", months=24),
        kept_at_least("prepare_memorandumquery", since="t.asked_at", months=24),
        kept_at_least("prepare_reaffirmation", since="t.at", months=24),
        kept_at_least("prepare_signinglink", since="t.made_at", months=12),
    ]  # fmt: skip
