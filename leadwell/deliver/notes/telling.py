"""Telling a school by mail, each person once, that a note of visit was shared, or still waits.

A job is made with the step itself, so that one without the other is never there. It goes when the
reader's quiet hours are over, and asks again then: whoever has signed by then, has lost the role
or has been shared another version is not written to.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from leadwell.accounts.acting import acting_as
from leadwell.accounts.models import User
from leadwell.deliver.models import Note, NoteState
from leadwell.deliver.notes import access
from leadwell.lib import quiet_hours
from leadwell.people import access as people
from leadwell.people.mail.access import choice_for
from leadwell.people.mail.calendars import calendars_of
from leadwell.people.mail.letters import Letter, Line, letter
from leadwell.people.mail.sending import MAIL_QUEUE, mail_server, send_once
from leadwell.people.models import Message, Role, RoleHeld
from leadwell.web.templatetags.leadwell import day

ASKED = (Role.HEADTEACHER, Role.SENIOR_LEADER)
TOLD = (*ASKED, Role.SUBJECT_LEADER)
FIRST = 0
"""Of the letters about a version: that it was shared. The others are reminders, by number."""


def tell_school(note: Note, *, turn: int = FIRST, at: datetime) -> None:
    """A job for each who may be asked to sign, and at the first turn for each who is told: within
    the step's transaction."""
    assert note.shown_id  # what a school is told of has been shared
    on = timezone.localdate(at)
    held = RoleHeld.objects.live_on(on).at_schools([note.enrolment.standing_school.pk])
    here = held.filter(role__in=TOLD if turn == FIRST else ASKED, person__user__is_active=True)
    users = sorted(set(here.values_list("person__user", flat=True)))
    for user, calendars in calendars_of(users, on).items():
        moment = quiet_hours.next_moment(at, calendars)
        ask(note.pk, note.shown_id, user, turn, moment)


def ask(note: int, version: int, user: int, turn: int, at: datetime) -> None:
    """By name: jobs call us."""
    asked = app.configure_task(
        "deliver.tell_of_note", queue=MAIL_QUEUE, schedule_at=at, allow_unknown=False
    )
    asked.defer(note_id=note, version_id=version, user_id=user, turn=turn)


def tell(
    *, note_id: int, version_id: int, user_id: int, turn: int, at: datetime
) -> datetime | None:
    """Write to one of them, if it is still so. A moment: when it may be tried, for it is too late
    or too early now. Raises NotTaken."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        return None
    with acting_as(user.pk):
        people.remember(user)
        found = _letter(user, note_id, version_id, turn)
        if found is None or not choice_for(user).notes_at_once:
            return None
        calendars = calendars_of([user.pk], timezone.localdate(at))[user.pk]
        moment = quiet_hours.next_moment(at, calendars)
        if moment > at:
            return moment
        kind = Message.Kind.NOTE if turn == FIRST else Message.Kind.REMINDER
        with mail_server() as server:
            send_once(found, to=user, kind=kind, key=f"{version_id}.{turn}", at=at, server=server)
    return None


def _letter(user: User, note_id: int, version_id: int, turn: int) -> Letter | None:
    """What this person is told today; None where there is nothing any more."""
    this = {"pk": note_id, "shown": version_id, "state": NoteState.SHARED}
    if note := access.to_sign_for(user).filter(**this).with_places().first():
        title = f"Read and sign the note of the visit on {day(note.visit.on)}"
        if turn == FIRST:
            opening = "A note of visit was shared with your school. It waits for your signature."
            return _of("a note of visit waits for you", opening, title, note)
        opening = "A note of visit still waits for your signature."
        return _of("a note of visit still waits for you", opening, title, note)
    if turn == FIRST and (note := access.to_read_for(user).filter(**this).with_places().first()):
        title = f"Read the note of the visit on {day(note.visit.on)}"
        opening = "A note of visit was shared with your school."
        return _of("a note of visit was shared with you", opening, title, note)
    return None


def _of(subject: str, opening: str, title: str, note: Note) -> Letter:
    line: Iterable[Line] = [Line(title, note.get_absolute_url(), note.due_on)]
    return letter(subject, opening, line)
