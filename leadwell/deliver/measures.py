"""How long notes of visit take whoever writes them."""

from datetime import datetime

from leadwell.deliver.models import NoteVersion
from leadwell.people.disclosure.taking import Taking, taking
from leadwell.programmes.models import Programme

BUDGET = 15
"""Minutes that a note of visit is meant to take, at the middle one."""


def note_minutes(programme: Programme, *, since: datetime, until: datetime) -> Taking:
    """Of the notes that schools have, shared from `since` on and before `until`, each with all the
    time its author worked on it. One query."""
    shown = NoteVersion.objects.filter(
        shown_by__visit__enrolment__programme=programme, shared_at__gte=since, shared_at__lt=until
    )
    return taking("Note of visit", shown, by="shown_by__author", budget=BUDGET)
