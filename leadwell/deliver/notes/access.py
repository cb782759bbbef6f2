"""Which notes of visit a person reads, of which they see only how far they are, and who signs."""

from datetime import date, timedelta
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.deliver.access import visits_for
from leadwell.deliver.models import Note, NoteRisk, NoteVersion, SigningDelegation, Visit
from leadwell.deliver.models.note import RELEASED, UNRELEASED, NoteQuerySet, NoteState
from leadwell.deliver.models.visit import VisitQuerySet
from leadwell.people import access
from leadwell.people.held import Held, among, grants, numbered, of_schools, together, within
from leadwell.people.models import Role, RoleHeld
from leadwell.people.permissions import Operation, Reach, Without
from leadwell.people.phrased import asked
from leadwell.programmes.models import Enrolment

LOOKED_BACK = timedelta(days=120)
"""Visits longer ago are not chased: the note of a term that is over helps nobody."""
RELEASED_ONLY = frozenset({Without.RELEASED_ONLY})
DATES_ONLY = frozenset({Without.CONTENT})
STATES = {
    "note_draft": (NoteState.DRAFT,),
    "note_shared": UNRELEASED,
    "note_released": RELEASED,
}
"""The record of the permission table that speaks of a note, by how far it is."""


def notes_for(user: User) -> NoteQuerySet:
    """Notes whose words this person reads: as their author, at their school, in their hub, or
    because they are released."""
    return _notes(user, leaving_out=RELEASED_ONLY)


def of_number(user: User, on: date, pk: int) -> NoteQuerySet:
    """One of them, as a question that is written once."""
    return notes_for(user).filter(pk=pk)


def risk_in(user: User, on: date, version: int) -> QuerySet[NoteRisk]:
    """What the hub must know by one version, if this person reads it."""
    return risks_for(user).filter(version=version)


def enrolments_for(user: User) -> QuerySet[Enrolment]:
    """Schools' parts in programmes of which this person reads notes, be it released ones alone."""
    return access.enrolments_for(user, key="note_released", leaving_out=RELEASED_ONLY)


def enrolment_of_number(user: User, on: date, pk: int) -> QuerySet[Enrolment]:
    """One of them, as a question that is written once."""
    return enrolments_for(user).filter(pk=pk)


def shown_at(user: User, enrolment: Enrolment) -> NoteQuerySet:
    """Of a school's part in a programme: those that have been shared."""
    return notes_for(user).filter(visit__enrolment=enrolment, shown__isnull=False)


def shown_in_part(user: User, on: date, enrolment: int) -> NoteQuerySet:
    """The same as a question that is written once, the newest first."""
    found = notes_for(user).filter(visit__enrolment=enrolment, shown__isnull=False)
    return found.newest_first()


def shown_before(user: User, visit: Visit) -> NoteVersion | None:
    """The words of the visit before this one at the school, as far as this person reads them."""
    found = asked(_shown_in_turn, user, access.today(), visit.enrolment_id)
    earlier = next((version for version, on in found if on < visit.on), None)
    return NoteVersion.objects.get(pk=earlier) if earlier else None


def _shown_in_turn(user: User, on: date, enrolment: int) -> QuerySet[Note, Any]:
    """The words of each that has been shared of a school's part, and its day: the newest first."""
    return shown_in_part(user, on, enrolment).values_list("shown", "visit__on")


def states_for(user: User) -> NoteQuerySet:
    """Notes of which this person sees that they are there, and how far: dates and states."""
    return _notes(user, leaving_out=RELEASED_ONLY | DATES_ONLY)


def record_of(note: Note) -> str:
    """The record of the permission table that speaks of this note today."""
    return next(key for key, states in STATES.items() if note.state in states)


def writes(user: User, visit: Visit, operation: Operation = Operation.CREATE) -> bool:
    """Whether the note of this visit is this person's to write: who made the visit, while they
    are sent to the school."""
    return any(
        grant.reach == Reach.SELF
        and one.person == visit.specialist_id
        and visit.enrolment_id in one.enrolments
        for one, grant in grants(access.held(user), "note_draft", operation)
    )


def mine_for(user: User) -> NoteQuerySet:
    """Those of which this person is the author, and still sent to the school."""
    return notes_for(user).filter(author__user=user)


def unnoted_for(user: User, on: date) -> VisitQuerySet:
    """Visits this person sees that happened lately and of which nobody has begun a note."""
    since = on - LOOKED_BACK
    happened = visits_for(user).filter(state=Visit.State.HAPPENED, on__gte=since, on__lte=on)
    return happened.filter(note__isnull=True)


def to_write_for(user: User, on: date) -> VisitQuerySet:
    """Of these the visits this person made."""
    return unnoted_for(user, on).filter(specialist__user=user)


def to_check_for(user: User) -> NoteQuerySet:
    """Notes that this person lets go on or gives back: signed ones of their hubs."""
    here = among("visit__enrolment_id", enrolments_for_hub(user).values("pk"))
    return Note.objects.filter(here, state__in=UNRELEASED)


def to_check_in_turn(user: User, on: date) -> NoteQuerySet:
    """Those due soonest first."""
    return to_check_for(user).order_by("due_on", "pk")


def enrolments_for_hub(user: User) -> QuerySet[Enrolment]:
    """Schools' parts whose notes this person lets go on."""
    return access.enrolments_for(user, key="note_shared", operation=Operation.CHANGE)


def to_sign_for(user: User) -> NoteQuerySet:
    """Notes that wait for this person's signature: as head, or where the head has said so."""
    own = access.enrolments_for(user, key="note_shared", operation=Operation.SIGN)
    arms = [among("visit__enrolment_id", own.values("pk"))]
    if _leads_at(user, Role.SENIOR_LEADER):
        arms.append(among("visit__enrolment_id", delegations_for(user).values("enrolment")))
    here = within(Note.objects.all(), arms)
    return (
        _as_notes(here)
        .exclude(author__user=user)
        .filter(state__in=(NoteState.SHARED, NoteState.COMMENTED, NoteState.UNSIGNED))
    )


def to_read_for(user: User) -> NoteQuerySet:
    """Notes with the school that this person, who leads the subject there, reads before the head
    signs."""
    if not (schools := _leads_at(user, Role.SUBJECT_LEADER)):
        return Note.objects.none()
    here = among("visit__enrolment_id", _of_schools(schools))
    return notes_for(user).filter(here, state=NoteState.SHARED)


def delegations_for(user: User) -> QuerySet[SigningDelegation]:
    """Schools at which this person may sign because the head has said so: while they are a senior
    leader there, and who said so is still the head."""
    if not (schools := _leads_at(user, Role.SENIOR_LEADER)):
        return SigningDelegation.objects.none()
    heads = RoleHeld.objects.live_on(timezone.localdate()).filter(
        role=Role.HEADTEACHER, person=OuterRef("given_by")
    )
    in_post = heads.filter(of_schools("school_id", schools))
    here = among("enrolment_id", _of_schools(schools))
    live = SigningDelegation.objects.live().filter(here, to__user=user)
    return live.filter(Exists(in_post))


def signs(user: User, enrolment: Enrolment) -> bool:
    if access.holds(user, "note_shared", Operation.SIGN, on=enrolment):
        return True
    return delegations_for(user).filter(enrolment=enrolment).exists()


def reads_as_school(user: User, note: Note) -> bool:
    """Whether somebody reads it as one of the school's own."""
    key = record_of(note)
    return any(
        grant.reach == Reach.OWN_SCHOOL and one.reaches(grant.reach, note.enrolment)
        for one, grant in grants(access.held(user), key, Operation.READ)
    )


def risks_for(user: User) -> QuerySet[NoteRisk]:
    """What the hub must know: for its hub lead, the programme's lead and its author; for the
    school where the author opened it to them."""
    arms = [
        _reach(one, grant.reach, "version__note__")
        for one, grant in grants(access.held(user), "note_risk", Operation.READ)
    ]
    arms += [
        Q(is_for_school=True) & _reach(one, grant.reach, "version__note__")
        for one, grant in grants(access.held(user), "note_shared", Operation.READ)
        if grant.reach == Reach.OWN_SCHOOL
    ]
    return within(NoteRisk.objects.all(), arms)


def _leads_at(user: User, role: Role) -> frozenset[int]:
    return frozenset(pk for one in access.held(user) if one.role == role for pk in one.schools)


def _of_schools(schools: frozenset[int]) -> QuerySet[Enrolment, Any]:
    return Enrolment.objects.filter(of_schools("school_id", schools)).values("pk")


def _notes(user: User, *, leaving_out: frozenset[Without]) -> NoteQuerySet:
    arms = [
        Q(state__in=states) & _reach(one, reach)
        for key, states in STATES.items()
        for one, reach in together(
            grants(access.held(user), key, Operation.READ, leaving_out=leaving_out)
        )
    ]
    return _as_notes(within(Note.objects.all(), arms))


def _as_notes(rows: QuerySet[Note]) -> NoteQuerySet:
    return cast("NoteQuerySet", rows)


def _reach(one: Held, reach: Reach, way: str = "") -> Q:
    """way: from the rows that are asked to the note."""
    if reach == Reach.SELF:
        here = numbered(f"{way}visit__enrolment_id", one.enrolments)
        return Q(**{f"{way}author": one.person}) & here
    here = one.enrolments_within(reach)
    if not here:
        return Q()
    return among(f"{way}visit__enrolment_id", Enrolment.objects.filter(here).values("pk"))
