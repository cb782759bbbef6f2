"""What the clock does about notes: it reminds a school of one that waits for a signature."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from leadwell.deliver.models import Note, NoteState, NoteStep
from leadwell.deliver.notes import actions, rules
from leadwell.lib.school_days import SchoolDays
from leadwell.schools.calendar import school_days, school_days_of

REMINDED_ON = (3, 5)
"""School days after a note was shared."""
A_DAY = timedelta(days=1)


def remind_schools(*, at: datetime) -> int:
    """Each school that has a note for three school days, or five, and was not told so yet; how
    many were reminded now. Run again, however often, it reminds nobody twice on a day; a reminder
    that is late, for no worker ran, comes on the next school day, and the other one a day later."""
    on = timezone.localdate(at)
    waiting = Note.objects.filter(state=NoteState.SHARED).with_places()
    schools = {note.enrolment.standing_school for note in waiting}
    days_of = school_days_of(schools) if schools else {}
    due = [note for note in waiting if _n_due(note, on, days_of[note.enrolment.standing_school.pk])]
    return sum(_remind(note, at=at) for note in due)


@transaction.atomic
def _remind(note: Note, *, at: datetime) -> bool:
    """Unless another worker has, or it was signed, meanwhile."""
    note = Note.objects.with_places().select_for_update(of=("self",)).get(pk=note.pk)
    if note.state != NoteState.SHARED or not note.shown:
        return False
    on = timezone.localdate(at)
    if rules.n_reminders(note) >= _n_due(note, on, school_days(note.enrolment.standing_school)):
        return False
    if _last_reminded_on(note) == on:
        return False
    actions.remind_school(note=note, at=at)
    return True


def _n_due(note: Note, on: date, calendar: SchoolDays) -> int:
    """How many reminders there should be by now; none on a day that is no school day."""
    if not calendar.includes(on):
        return 0
    n_days = calendar.between(timezone.localdate(note.since) + A_DAY, on)
    return sum(n_days >= n for n in REMINDED_ON)


def _last_reminded_on(note: Note) -> date | None:
    assert note.shown
    steps = NoteStep.objects.filter(note=note, verb="reminded", version=note.shown.number)
    last = steps.order_by("-at").values_list("at", flat=True).first()
    return timezone.localdate(last) if last else None
