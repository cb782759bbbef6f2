"""What was issued, asked and answered stays."""

from django.db import migrations

from leadwell.audit.walls import append_only, kept_at_least, never_deleted

PAPER_AT = "(select p.at from govern_issuedpaper p where p.id = t.paper_id)"


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_disposal"), ("govern", "0001_initial")]

    operations = [
        append_only(
            "govern_governorsreportevent", "govern_reportwordsevent", "govern_reportquestionevent",
            "govern_reportdraft", "govern_issuedpaper", "govern_printedpaper",
            "govern_reportaddendum",
        ),
        never_deleted("govern_governorsreport", "govern_reportwords", "govern_reportquestion"),
        kept_at_least("govern_reportdraft", since="t.at", months=24),
        kept_at_least("govern_issuedpaper", since="t.at", months=24),
        kept_at_least("govern_printedpaper", since=PAPER_AT, months=24),
        kept_at_least("govern_reportaddendum", since="t.at", months=24),
    ]  # fmt: skip
