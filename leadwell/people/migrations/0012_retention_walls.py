"""Versions of rules are never edited; and from when rows age of which no history is kept."""

from django.db import migrations

from leadwell.audit.walls import append_only, kept_at_least


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0005_disposal"),
        ("people", "0011_retention"),
    ]
    operations = [
        append_only("people_rulechange"),
        kept_at_least("people_brokenglass", since="t.ends_at", months=24),
        kept_at_least("people_erasure", since="t.erased_at", months=24),
        kept_at_least("people_draft", since="t.saved_at", months=1),
        kept_at_least("people_contactsconfirmation", since="t.confirmed_at", months=12),
        kept_at_least("schools_load", since="t.ended_at", months=12),
        kept_at_least("schools_identitydecision", since="t.taken_back_at", months=12),
        kept_at_least(
            "programmes_programme_partners",
            since="(select p.ends_on from public.programmes_programme p where p.id = t.programme_id)",
            months=12,
        ),
    ]
