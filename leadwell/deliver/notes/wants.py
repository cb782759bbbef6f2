"""What a note of visit wants of somebody: to be written, mended, signed, let go on; and that what
it heard of the school is asked again."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from leadwell.accounts.models import User
from leadwell.deliver.models import Note, NoteState, Visit
from leadwell.deliver.models.note import WITH_AUTHOR, NoteQuerySet
from leadwell.deliver.models.visit import VisitQuerySet
from leadwell.deliver.notes import access
from leadwell.deliver.notes.waiting import days_waited, since_before, waiting_notes
from leadwell.deliver.placing import placed_notes, placed_visits
from leadwell.explore.access import candidates_for
from leadwell.explore.choosing.rules import CLOSED
from leadwell.explore.choosing.wants import A_TERM
from leadwell.explore.models import Assessment, Candidate, CandidateQuerySet, CandidateState
from leadwell.lib import words
from leadwell.people import access as people
from leadwell.people.held import among
from leadwell.people.models import Role
from leadwell.people.permissions import Operation
from leadwell.people.phrased import asked
from leadwell.people.wants import MOST, Want
from leadwell.web.templatetags.leadwell import day

WHY = {
    NoteState.DRAFT: "You have begun it. The school waits for it",
    NoteState.COMMENTED: "The school says that something is not right",
    NoteState.RETURNED: "The hub gave it back and says what is missing",
}
LONG = 10
"""School days after which a programme lead is told too."""
VERBS = {NoteState.DRAFT: "Go on", NoteState.COMMENTED: "Mend it", NoteState.RETURNED: "Mend it"}


def bare(user: User, on: date) -> VisitQuerySet:
    """An author's: visits that happened and have no note."""
    is_sent = _is(user, Role.SPECIALIST)
    return access.to_write_for(user, on)[:MOST] if is_sent else Visit.objects.none()


def begun(user: User, on: date) -> NoteQuerySet:
    """An author's: notes that wait for them."""
    if not _is(user, Role.SPECIALIST):
        return Note.objects.none()
    return access.mine_for(user).filter(state__in=WITH_AUTHOR)[:MOST]


def to_write(user: User, on: date) -> Iterator[Want]:
    for visit in placed_visits(asked(bare, user, on)):
        yield Want(
            title=f"Write the note of the visit to {visit.enrolment.standing_school}",
            why=f"You were there on {day(visit.on)}",
            url=reverse("deliver:write-note", args=[visit.pk]),
            verb="Write it",
            due_on=visit.on,
            late=False,
        )
    for note in placed_notes(asked(begun, user, on)):
        state = NoteState(note.state)
        yield Want(
            title=f"Note of the visit to {note.enrolment.standing_school}, {day(note.visit.on)}",
            why=WHY[state],
            url=reverse("deliver:write-note", args=[note.visit_id]),
            verb=VERBS[state],
            due_on=note.due_on,
            late=note.is_late_on(on),
        )


def unsigned(user: User, on: date) -> NoteQuerySet:
    """A head's, and of a senior leader to whom the head has given it."""
    if not _is(user, Role.HEADTEACHER, Role.SENIOR_LEADER):
        return Note.objects.none()
    return access.to_sign_for(user).filter(due_on__isnull=False).order_by("due_on")[:MOST]


def to_sign(user: User, on: date) -> Iterator[Want]:
    for note in placed_notes(asked(unsigned, user, on)):
        yield _of(
            note, on,
            title=f"Read and sign the note of the visit on {day(note.visit.on)}",
            why=f"{note.author} was at {note.enrolment.standing_school}",
            verb="Read it",
        )  # fmt: skip


def unread(user: User, on: date) -> NoteQuerySet:
    """A subject leader's: what the head is asked to sign."""
    return access.to_read_for(user).order_by("due_on", "pk")[:MOST]


def to_read(user: User, on: date) -> Iterator[Want]:
    for note in placed_notes(asked(unread, user, on)):
        yield _of(
            note, on,
            title=f"Read the note of the visit on {day(note.visit.on)}",
            why="What is not right, the head can say before they sign",
            verb="Read it",
        )  # fmt: skip


def long_unmoved(user: User, on: date) -> NoteQuerySet:
    """A programme lead's: notes that may have waited longer than ten school days."""
    if not _is(user, Role.PROGRAMME_LEAD):
        return Note.objects.none()
    return waiting_notes(user, on).filter(since_before(on - timedelta(days=LONG)))


def long_waiting(user: User, on: date) -> Iterable[Want]:
    """A programme lead's: notes that the hub has not moved either."""
    n_late = sum(n > LONG for n in days_waited(asked(long_unmoved, user, on), on))
    if not n_late:
        return []
    n = words.count(n_late, "note of visit waits", "notes of visit wait")
    return [
        Want(
            title=f"{n} longer than {LONG} school days",
            why="The hub lead was told after five",
            url=reverse("deliver:waits"),
            verb="See which",
        )
    ]


def signed(user: User, on: date) -> NoteQuerySet:
    """A hub lead's: notes that the school has signed."""
    if not _is(user, Role.HUB_LEAD):
        return Note.objects.none()
    return access.to_check_for(user).filter(state=NoteState.SIGNED).order_by("due_on")


def overdue(user: User, on: date) -> NoteQuerySet:
    """A hub lead's: notes that the school has not signed in time."""
    if not _is(user, Role.HUB_LEAD):
        return Note.objects.none()
    return access.to_check_for(user).filter(due_on__lt=on).exclude(state=NoteState.SIGNED)


def to_check(user: User, on: date) -> Iterable[Want]:
    wants = []
    found = asked(signed, user, on)
    if found:
        n = words.count(len(found), "note of visit", "notes of visit")
        wants.append(
            Want(
                title=f"{n} to read and let go on",
                why="Signed by the school",
                url=reverse("deliver:desk"),
                verb="Read them",
                due_on=found[0].due_on,
                late=found[0].is_late_on(on),
            )
        )
    if n_overdue := len(asked(overdue, user, on)):
        n = words.count(n_overdue, "note")
        wants.append(
            Want(
                title=f"{n} longer than five school days with a school or its author",
                why="Ask them, or release what the school was reminded of twice",
                url=reverse("deliver:waits"),
                verb="See them",
            )
        )
    return wants


def changed(user: User, on: date) -> CandidateQuerySet:
    """Of who chooses schools: those that take part, of which a visit heard something new since
    they were asked whether they are ready. Asked longer than a term ago, they are asked anyway."""
    mine = candidates_for(user, operation=Operation.CHANGE)
    return _heard_of(mine, access.states_for(user), on, asked_since=on - A_TERM)[:MOST]


def changed_in_my_hubs(user: User, on: date) -> CandidateQuerySet:
    """The same for a hub lead, who asks nobody but knows the school."""
    if not _is(user, Role.HUB_LEAD):
        return Candidate.objects.none()
    hubs = access.enrolments_for_hub(user).values("pk")
    mine = candidates_for(user).filter(among("enrolment_id", hubs))
    return _heard_of(mine, access.notes_for(user), on)[:MOST]


def _heard_of(
    candidates: CandidateQuerySet, notes: NoteQuerySet, on: date, asked_since: date = date.min
) -> CandidateQuerySet:
    """heard_on: the day of the last visit whose note, shared since it was asked, says so."""
    asked_at = Assessment.objects.filter(candidate=OuterRef("pk")).newest_first().values("at")[:1]
    said = (
        notes.exclude(state=NoteState.DRAFT)
        .filter(visit__enrolment=OuterRef("enrolment"), shown__shared_at__gt=OuterRef("asked_at"))
        .exclude(shown__readiness=[])
        .order_by("-visit__on")
    )
    there = candidates.filter(state=CandidateState.ACCEPTED, enrolment__left_on=None)
    running = there.filter(programme__ends_on__gte=on).exclude(programme__state__in=CLOSED)
    dated = running.annotate(asked_at=Subquery(asked_at))
    lately = dated.filter(asked_at__date__gte=asked_since)
    heard = lately.annotate(heard_on=Subquery(said.values("visit__on")[:1]))
    return heard.filter(heard_on__isnull=False).at_hand().order_by("-heard_on", "pk")


def to_ask_again(user: User, on: date) -> Iterator[Want]:
    """That something changed, and not what: whoever may, reads that in the note."""
    managed = asked(changed, user, on)
    for one in managed:
        yield Want(
            title=f"Ask {one.standing_school} again whether it is ready",
            why=_heard(one),
            url=reverse("explore:ask-again", args=[one.pk]),
            verb="Ask again",
        )
    known = {one.pk for one in managed}
    for one in asked(changed_in_my_hubs, user, on):
        if one.pk not in known:
            yield Want(
                title=f"{one.standing_school} is to be asked again whether it is ready",
                why=f"{_heard(one)}. Who manages the programme asks",
                url=one.get_absolute_url(),
                verb="See how ready it was",
            )


def _heard(one: Candidate) -> str:
    said = day(one.heard_on)  # type: ignore[attr-defined]
    return f"The visit on {said} heard that time, other initiatives or an inspection changed"


def _is(user: User, *roles: Role) -> bool:
    return any(one.role in roles for one in people.held(user))


def _of(note: Note, on: date, *, title: str, why: str, verb: str) -> Want:
    return Want(
        title=title, why=why, url=note.get_absolute_url(), verb=verb, due_on=note.due_on,
        late=note.is_late_on(on),
    )  # fmt: skip
