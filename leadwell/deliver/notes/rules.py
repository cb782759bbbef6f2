"""Who may write a note of visit, share it, sign it, release it; and when. Who first, then when."""

from collections.abc import Collection
from datetime import date

from leadwell.accounts.models import User
from leadwell.deliver.models import Note, NoteState, NoteStep, NoteVersion, QualityCheck, Visit
from leadwell.deliver.models.attachment import MOST_ATTACHMENTS
from leadwell.deliver.models.note import RELEASED, WITH_AUTHOR
from leadwell.deliver.notes import access, transitions
from leadwell.lib.verdict import YES, Verdict, no
from leadwell.people import access as people
from leadwell.people.models import Role, RoleHeld
from leadwell.people.permissions import Operation
from leadwell.people.training.rules import may_take_people_away
from leadwell.programmes.models import Enrolment
from leadwell.web.templatetags.leadwell import day_and_year

REMINDERS = 2
"""Sent to the school before a note may go on without a signature."""


def may_write(user: User, visit: Visit, *, on: date) -> Verdict:
    """Whether somebody may put down what came of a visit, be it for the first time or again."""
    if not access.writes(user, visit):
        return no(
            "Only the specialist who made the visit, while sent to the school, writes its note."
        )
    if visit.state == Visit.State.CANCELLED:
        return no("The visit was cancelled. There is nothing to note.")
    if visit.on > on:
        return no(f"The visit is on {day_and_year(visit.on)}. Write its note from that day on.")
    note = Note.objects.filter(visit=visit).first()
    if note is None or note.state in (*WITH_AUTHOR, NoteState.SHARED):
        return YES
    return no("The note is signed: its words stay. What is to be put right is added to it.")


def may_share(user: User, note: Note, *, on: date) -> Verdict:
    if not (may := may_write(user, note.visit, on=on)):
        return may
    verb = "share" if note.state == NoteState.DRAFT else "share_anew"
    return _moment(verb, note)


def is_based_on(note: Note, base: int) -> Verdict:
    """Whether what somebody shares anew follows the version that the school has. base: its
    number, 0 for none."""
    if (note.shown.number if note.shown else 0) == base:
        return YES
    return no("This note has been shared since you opened the page. Look at it before you go on.")


def may_withdraw(user: User, note: Note) -> Verdict:
    """Back to a draft, as long as nobody at the school has opened it."""
    if not access.writes(user, note.visit, Operation.WITHDRAW):
        return no("Only its author can take a note back.")
    if not (may := _moment("withdraw", note)):
        return may
    if note.opened_at:
        return no("Somebody at the school has opened it. Change it and share it anew.")
    if note.versions.count() > 1:
        return no("The school knows an earlier version. Change this one and share it anew.")
    return YES


def may_comment(user: User, note: Note) -> Verdict:
    """Say what is not right, so that the author can mend it before anybody signs."""
    return _of_school("comment", user, note)


def may_sign(user: User, note: Note) -> Verdict:
    return _of_school(signing(note), user, note)


def is_shown(note: Note, version: NoteVersion) -> Verdict:
    """Whether what somebody has read is what the note says today."""
    if note.shown_id == version.pk:
        return YES
    return no("The author has shared a new version since you opened it. Read it, and sign that.")


def signing(note: Note) -> str:
    """The step that a signature is, today."""
    return "sign_late" if note.state == NoteState.UNSIGNED else "sign"


def _of_school(verb: str, user: User, note: Note) -> Verdict:
    if note.author.user_id == user.pk:
        return no("Nobody signs for the school what they wrote themselves.")
    if not access.signs(user, note.enrolment):
        return no(
            "Only the head signs, or a senior leader to whom the head has given this in writing."
        )
    return _moment(verb, note)


def may_delegate(user: User, enrolment: Enrolment) -> Verdict:
    if people.holds(user, "note_shared", Operation.SIGN, on=enrolment):
        return YES
    return no("Only the head can say who else may sign the school’s notes.")


def may_sign_for_head(enrolment: Enrolment, to: RoleHeld) -> Verdict:
    """Whether somebody is such that a head can give them this. Whoever asks."""
    here = RoleHeld.objects.at_schools([enrolment.standing_school.pk])
    if to.role == Role.SENIOR_LEADER and here.filter(pk=to.pk).exists():
        return YES
    return no("Signing can be given to a senior leader of the school alone.")


def may_check(user: User, note: Note) -> Verdict:
    """Whether it is one's own to let a note go on or give it back."""
    if not people.holds(user, "note_shared", Operation.CHANGE, on=note.enrolment):
        return no("Only the hub lead and their deputy let a note go on.")
    if note.author.user_id == user.pk:
        return no("You wrote this note. Somebody else who leads the hub lets it go on.")
    return YES


def may_release(user: User, note: Note) -> Verdict:
    return _check("release", user, note)


def may_release_with(note: Note, ticks: Collection[str]) -> Verdict:
    """All four, but for a note that came back once already: then what is missing stays visible."""
    missing = [tick.label for tick in QualityCheck.Tick if tick not in ticks]
    if not missing or note.was_returned:
        return YES
    return no(f"Not ticked: {'; '.join(missing)}. Give the note back and say what is missing.")


def may_return(user: User, note: Note) -> Verdict:
    if not (may := _check("return", user, note)):
        return may
    if note.was_returned:
        return no("It came back once already. Release it, and say what is missing in the ticks.")
    return YES


def may_release_unsigned(user: User, note: Note, *, on: date) -> Verdict:
    """Once the school has had its five school days and two reminders."""
    if not (may := _check("release_unsigned", user, note)):
        return may
    if note.due_on and not note.is_late_on(on):
        return no(f"The school has until {day_and_year(note.due_on)} to sign it.")
    if n_reminders(note) < REMINDERS:
        return no("The school is reminded twice before a note goes on without a signature.")
    return YES


def n_reminders(note: Note) -> int:
    """How often the school was reminded of the version it has."""
    shown = note.shown
    if shown is None:
        return 0
    return NoteStep.objects.filter(note=note, verb="reminded", version=shown.number).count()


def may_add(user: User, note: Note) -> Verdict:
    """Correct a note whose words stay: by its author, or who signs for the school."""
    is_author = access.writes(user, note.visit)
    if not is_author and not access.signs(user, note.enrolment):
        return no("Only its author and who signs for the school can add to a note.")
    return _moment("add", note)


def may_attach(user: User, note: Note) -> Verdict:
    """Add a file, as long as nobody has signed."""
    if not (may := may_detach(user, note)):
        return may
    if note.attachments.count() >= MOST_ATTACHMENTS:
        return no(
            f"A note has {MOST_ATTACHMENTS} files at most. Take one away before you add another."
        )
    return YES


def may_detach(user: User, note: Note) -> Verdict:
    if not access.writes(user, note.visit):
        return no("Only its author adds files to a note, and takes them away.")
    if transitions.allows("detach", note):
        return YES
    return no("The note is signed: its files stay.")


def may_take_masked(user: User, note: Note, *, on: date) -> Verdict:
    """A copy to leave the system, with names taken out. Whoever reads the note; once released."""
    if note.state not in RELEASED:
        return no("A copy with names taken out is made of released notes alone.")
    return may_take_people_away(user, on=on)


def may_purge(user: User, note: Note) -> Verdict:
    """Take out what belongs to the safeguarding lead and not here."""
    if access.writes(user, note.visit) or access.signs(user, note.enrolment):
        return YES
    return no("Only its author and who signs for the school can take words out of a note.")


def _check(verb: str, user: User, note: Note) -> Verdict:
    if not (may := may_check(user, note)):
        return may
    return _moment(verb, note)


def _moment(verb: str, note: Note) -> Verdict:
    if transitions.allows(verb, note):
        return YES
    return no(f"The note is {note.get_state_display().lower()}: that cannot be done with it now.")
