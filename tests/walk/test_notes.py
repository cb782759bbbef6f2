"""Notes of visits, in every state: whoever the permission table allows reads them, and nobody else."""

from datetime import timedelta
from itertools import cycle

import pytest
from django.utils import timezone

from leadwell.deliver.models import Note, NoteRisk, NoteState
from leadwell.deliver.models.note import RELEASED
from leadwell.deliver.notes import access
from leadwell.people.models import Role
from leadwell.people.permissions import Operation, Without, record
from leadwell.prepare.models import AgreedAction
from leadwell.programmes.models import Enrolment
from tests.factories import NOON, make_enrolment, make_note, make_role, make_visit
from tests.walk.twin import Twin
from tests.walk.world import everybody, make_half

pytestmark = pytest.mark.django_db

RELEASED_ONLY = frozenset({Without.RELEASED_ONLY})
DATES = RELEASED_ONLY | {Without.CONTENT}
OPEN = {"rows": RELEASED_ONLY, "dates": DATES}


@pytest.fixture
def notes():
    """One in each state at every school of two programmes that know nothing of each other; one
    by whoever goes to two schools and is sent to one of them no more."""
    here, there = make_half("Alder"), make_half("Birch")
    make_enrolment(hub=there.hubs[1], school=here.enrolments[0].school)
    people = everybody(here)
    gone_from = here.enrolments[1]
    author = people[Role.SPECIALIST].person
    make_role(
        Role.SPECIALIST, person=author, enrolment=gone_from,
        ends_on=timezone.localdate(),
    )  # fmt: skip
    states, days = cycle(NoteState), {}  # each school on a day of its own
    for enrolment in Enrolment.objects.filter(left_on=None):
        for n in range(len(NoteState)):
            day = NOON.date() - timedelta(weeks=n, days=days.setdefault(enrolment.pk, len(days)))
            _put(next(states), make_note(make_visit(enrolment=enrolment, on=day)))
            AgreedAction.objects.update(state="done", ended_on=NOON.date())
    author.roles.filter(enrolment=gone_from).update(
        starts_on="2025-09-01", ends_on=timezone.localdate() - timedelta(days=1)
    )
    return people, Twin(timezone.localdate()), list(Note.objects.with_places())


def _put(state: NoteState, note: Note) -> None:
    fields = {"state": state, "was_returned": True}
    if state == NoteState.DRAFT:
        fields["shown"] = None
    if state in RELEASED:
        fields["due_on"] = None
    Note.objects.filter(pk=note.pk).update(**fields)


def allowed(twin: Twin, user, notes, leaving_out) -> set[int]:
    return {
        note.pk
        for note in notes
        if twin.may(user, access.record_of(note), Operation.READ, note, leaving_out)
    }


@pytest.mark.parametrize("what", OPEN)
def test_who_reads_which_note(notes, what):
    people, twin, every = notes
    rows_for = {"rows": access.notes_for, "dates": access.states_for}[what]
    n_seen = 0
    for who, user in people.items():
        found = list(rows_for(user).values_list("pk", flat=True))
        assert set(found) == allowed(twin, user, every, OPEN[what]), (who, what)
        assert len(found) == len(set(found)), f"{who} sees a note twice"
        n_seen += len(found)
    assert n_seen > 50


def test_who_reads_what_the_hub_must_know(notes):
    people, twin, every = notes
    for note in every:
        for version in note.versions.all():
            NoteRisk.objects.create(version=version, text="x", is_for_school=version.pk % 2 == 0)
    for who, user in people.items():
        found = {risk.version.note_id for risk in access.risks_for(user)}
        sent_on = {note.pk for note in every if twin.may(user, "note_risk", Operation.READ, note)}
        of_school = {
            note.pk
            for note in every
            for version in note.versions.all()
            if version.pk % 2 == 0
            and any(
                grant.role == role.role and grant.reach.value == "O"
                for role in twin.held(user)
                for grant in record("note_shared").granting(Operation.READ)
                if twin.footing(role).schools & twin.place(note).schools
            )
        }
        assert found == sent_on | of_school, who


def test_a_steering_group_a_governor_and_a_teacher_read_none(notes):
    people, _, _ = notes
    for role in (Role.STEERING_GROUP_MEMBER, Role.GOVERNOR, Role.TEACHER, Role.FINANCE_OFFICER):
        assert not access.notes_for(people[role]).exists(), role
        assert not access.states_for(people[role]).exists(), role


def test_a_strategic_board_reads_released_notes_alone(notes):
    people, _, _ = notes
    found = access.notes_for(people[Role.STRATEGIC_BOARD_MEMBER])
    assert set(found.values_list("state", flat=True)) == set(RELEASED)
