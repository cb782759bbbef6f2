"""A step of a note's life, within the action that takes it: held, its clock set, and said."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit import log
from leadwell.deliver.models import Note, NoteState, NoteStep
from leadwell.deliver.models.note import RELEASED
from leadwell.deliver.notes.transitions import TRANSITIONS
from leadwell.deliver.notes.waiting import CLOCK
from leadwell.schools.calendar import school_days


def held(note: Note) -> Note:
    """As it is now, kept from others until this is done."""
    return Note.objects.with_places().select_for_update(of=("self",)).get(pk=note.pk)


def step(verb: str, note: Note, *, by: User, at: datetime, **fields: Any) -> None:
    """The step, the clock of the next one, and that it was taken."""
    after = TRANSITIONS[verb].after
    calendar = school_days(note.enrolment.standing_school)
    begins = note.visit.on if after == NoteState.DRAFT else timezone.localdate(at)
    due_on = None if after in RELEASED else calendar.after(begins, CLOCK)
    keep(note, state=after, since=at, due_on=due_on, **fields)
    say(note, verb, by=by, at=at)


def keep(note: Note, **fields: Any) -> None:
    """These fields, and no others."""
    for name, value in fields.items():
        setattr(note, name, value)
    note.save(update_fields=list(fields))


def say(note: Note, verb: str, *, by: User, at: datetime) -> None:
    """That it was done: in the life of the note and in the log."""
    NoteStep.objects.create(
        note=note, verb=verb, state=note.state, version=number(note), by=by.person, at=at
    )
    noted(note, verb, by, at)


def number(note: Note) -> int:
    """Of the version that is read; 0 before there is one."""
    return note.shown.number if note.shown else 0


def noted(note: Note, verb: str, by: User, at: datetime) -> None:
    """In the log alone."""
    log.record(at=at, actor=by.email, verb=verb, subject=note)
