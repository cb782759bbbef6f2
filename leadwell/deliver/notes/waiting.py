"""For whom a note waits, since when and how long: so that none is forgotten in a drawer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.deliver.models import Note, NoteState, Visit
from leadwell.deliver.models.note import NoteQuerySet
from leadwell.deliver.notes import access
from leadwell.deliver.placing import placed_notes, placed_visits
from leadwell.lib import words
from leadwell.lib.school_days import SchoolDays
from leadwell.people.phrased import asked
from leadwell.people.placing import at_hand, of_parts
from leadwell.schools.calendar import school_days, school_days_of

WHO = {
    NoteState.DRAFT: "its author",
    NoteState.SHARED: "the head",
    NoteState.COMMENTED: "its author",
    NoteState.RETURNED: "its author",
    NoteState.SIGNED: "the hub lead",
}
"""Who takes the next step."""
A_DAY = timedelta(days=1)
CLOCK = 5
"""School days for whoever a note waits for."""


def waits_for(note: Note, on: date) -> str:
    """A sentence: for whom, and until when; "" once it is released."""
    if note.due_on is None:
        return ""
    calendar = school_days(note.enrolment.standing_school)
    return sentence(note, on, calendar)


def sentence(note: Note, on: date, calendar: SchoolDays) -> str:
    who = WHO[NoteState(note.state)]
    assert note.due_on  # every note that waits has a day
    n = calendar.between(note.due_on + A_DAY, on) if note.due_on < on else 0
    if n:
        return f"It waits for {who}, {words.count(n, 'school day')} late."
    left = calendar.between(on + A_DAY, note.due_on)
    return f"It waits for {who}: {words.count(left, 'school day')} left."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A note, or a visit of which nobody has begun one. n_days: school days it has waited.
    n_late: of these, past its day."""

    visit: Visit
    note: Note | None
    who: str
    since: date
    n_days: int
    n_late: int

    @property
    def state(self) -> str:
        return self.note.get_state_display() if self.note else "Not begun"


def waiting_notes(user: User, on: date) -> NoteQuerySet:
    """Notes of which the reader knows, and for which somebody waits."""
    return access.states_for(user).filter(due_on__isnull=False)


def waiting(user: User, on: date) -> list[Waiting]:
    """All that waits for somebody and that the reader knows of, the latest first: notes, and
    visits that happened of which nobody has begun one. Two queries, and a short one for each kind
    of thing they lead to."""
    notes = placed_notes(asked(waiting_notes, user, on))
    bare = placed_visits(asked(access.unnoted_for, user, on))
    schools = {note.enrolment.standing_school for note in notes}
    schools |= {visit.enrolment.standing_school for visit in bare}
    days_of = school_days_of(schools) if schools else {}
    rows = [_of_note(note, on, days_of[note.enrolment.standing_school.pk]) for note in notes]
    rows += [_of_visit(visit, on, days_of[visit.enrolment.standing_school.pk]) for visit in bare]
    return sorted(rows, key=lambda each: (-each.n_late, each.since, each.visit.pk))


def since_before(day: date) -> Q:
    """Of notes: that they wait since an earlier day."""
    with_author = Q(state=NoteState.DRAFT)
    return with_author & Q(visit__on__lt=day) | ~with_author & Q(since__date__lt=day)


def days_waited(notes: Sequence[Note], on: date) -> list[int]:
    """School days that each has waited. A query for their visits, and one for each kind of thing
    these lead to."""
    of_parts(at_hand(notes, "visit"))
    schools = {note.enrolment.standing_school for note in notes}
    days_of = school_days_of(schools) if schools else {}
    return [_waited(note, on, days_of[note.enrolment.standing_school.pk]) for note in notes]


def _waited(note: Note, on: date, calendar: SchoolDays) -> int:
    return calendar.between(_since(note) + A_DAY, on)


def _since(note: Note) -> date:
    is_draft = note.state == NoteState.DRAFT
    return note.visit.on if is_draft else timezone.localtime(note.since).date()


def _of_note(note: Note, on: date, calendar: SchoolDays) -> Waiting:
    assert note.due_on  # as above
    who = WHO[NoteState(note.state)]
    return _waiting(note.visit, note, who, _since(note), note.due_on, on, calendar)


def _of_visit(visit: Visit, on: date, calendar: SchoolDays) -> Waiting:
    due_on = calendar.after(visit.on, CLOCK)
    return _waiting(visit, None, WHO[NoteState.DRAFT], visit.on, due_on, on, calendar)


def _waiting(
    visit: Visit, note: Note | None, who: str, since: date, due_on: date, on: date,
    calendar: SchoolDays,
) -> Waiting:  # fmt: skip
    n_late = calendar.between(due_on + A_DAY, on) if due_on < on else 0
    return Waiting(visit, note, who, since, calendar.between(since + A_DAY, on), n_late)


def late(rows: Iterable[Waiting]) -> list[Waiting]:
    return [each for each in rows if each.n_late]
