"""The life of a note: only the table's steps, by who may, each of them logged; signed words stay."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadwell.accounts.acting import acting_as
from leadwell.audit.models import Event
from leadwell.deliver.models import Note, NoteStep, NoteVersion, QualityCheck, Rag, Visit
from leadwell.deliver.models.note import RELEASED, NoteState
from leadwell.deliver.notes import actions, rules
from leadwell.deliver.notes.content import Agreed, Stand
from leadwell.deliver.notes.hashing import sha256, whole
from leadwell.deliver.notes.transitions import BESIDE, TRANSITIONS
from leadwell.deliver.placing import with_parts
from leadwell.people.models import Role
from leadwell.prepare.models import AgreedAction, State
from tests.factories import (
    NOON,
    holder_of,
    make_action,
    make_attachment,
    make_colleague,
    make_content,
    make_note,
    make_role,
    make_visit,
)

pytestmark = pytest.mark.django_db

ALL_TICKS = frozenset(QualityCheck.Tick.values)
DAYS_LATER = NOON + timedelta(days=10)


def do(verb, note, *, by, at=NOON):
    """The step of this verb, with the least words."""
    common = {"note": note, "by": by, "at": at}
    match verb:
        case "share" | "share_anew":
            actions.share_note(content=make_content(note.visit), **common)
        case "withdraw":
            actions.withdraw_note(**common)
        case "comment":
            actions.comment(text="It was Year 4.", **common)
        case "sign" | "sign_late":
            actions.sign_note(version=note.shown, authenticated_at=at, **common)
        case "return":
            actions.return_note(ticks=["rag"], text="Whose is the action?", **common)
        case "release":
            actions.release_note(ticks=ALL_TICKS, **common)
        case "release_unsigned":
            actions.release_unsigned(ticks=ALL_TICKS, **common)
        case "add":
            actions.add_to_note(text="It was Year 4.", **common)
        case "attach":
            make_attachment(**common)
        case "purge":
            actions.purge_note(sections=["seen"], **common)


def bring_to(state, note, *, author, head, hub_lead):
    """By the shortest way of the table."""
    ways = {
        NoteState.SHARED: ["share"],
        NoteState.COMMENTED: ["share", "comment"],
        NoteState.SIGNED: ["share", "sign"],
        NoteState.RETURNED: ["share", "sign", "return"],
        NoteState.RELEASED: ["share", "sign", "release"],
        NoteState.UNSIGNED: ["share", "reminded", "reminded", "release_unsigned"],
    }
    who = {"share": author, "comment": head, "sign": head, "return": hub_lead}
    for verb in ways.get(state, []):
        if verb == "reminded":
            actions.remind_school(note=note, at=NOON)
        else:
            late = verb == "release_unsigned"
            do(verb, note, by=who.get(verb, hub_lead), at=DAYS_LATER if late else NOON)
        note.refresh_from_db()


@pytest.fixture
def people(author, head, hub_lead):
    return {"author": author, "head": head, "hub_lead": hub_lead}


@pytest.fixture
def note(visit, author):
    return actions.begin_note(visit=visit, by=author, at=NOON)


@dataclass(frozen=True)
class Tried:
    """Something that is done with a note: which steps of the table it can be, and whose it is."""

    verbs: tuple[str, ...]
    who: str


TRIED = [
    Tried(("share", "share_anew"), "author"),
    Tried(("withdraw",), "author"),
    Tried(("comment",), "head"),
    Tried(("sign", "sign_late"), "head"),
    Tried(("return",), "hub_lead"),
    Tried(("release",), "hub_lead"),
    Tried(("release_unsigned",), "hub_lead"),
    Tried(("add",), "head"),
    Tried(("attach",), "author"),
    Tried(("purge",), "author"),
]


def test_everything_in_the_table_is_tried():
    assert {verb for one in TRIED for verb in one.verbs} == {*TRANSITIONS, *BESIDE} - {"detach"}


@pytest.mark.parametrize("state", NoteState)
@pytest.mark.parametrize("tried", TRIED, ids=lambda one: one.verbs[0])
def test_every_step_is_taken_from_its_states_and_from_no_other(note, people, tried, state):
    bring_to(state, note, **people)
    assert note.state == state
    if "release_unsigned" in tried.verbs and note.shown:
        for _ in range(2):
            actions.remind_school(note=note, at=NOON)
    steps = [TRANSITIONS.get(verb) or BESIDE[verb] for verb in tried.verbs]
    taken = next((step for step in steps if state in step.before), None)
    if taken is None:
        with pytest.raises(PermissionDenied):
            do(tried.verbs[0], note, by=people[tried.who], at=DAYS_LATER)
        return
    do(tried.verbs[0], note, by=people[tried.who], at=DAYS_LATER)
    note.refresh_from_db()
    assert note.state == getattr(taken, "after", state)
    assert NoteStep.objects.filter(note=note).latest("pk").verb in tried.verbs


def test_the_school_has_five_school_days(note, author, terms):
    do("share", note, by=author)  # a Friday
    note.refresh_from_db()
    assert note.due_on.isoformat() == "2026-11-27"


def test_a_note_goes_on_unsigned_after_five_school_days_and_two_reminders(note, people):
    bring_to(NoteState.SHARED, note, **people)
    hub_lead = people["hub_lead"]
    with pytest.raises(PermissionDenied, match="The school has until"):
        actions.release_unsigned(note=note, ticks=ALL_TICKS, by=hub_lead, at=NOON)
    actions.remind_school(note=note, at=NOON)
    with pytest.raises(PermissionDenied, match="reminded twice"):
        actions.release_unsigned(note=note, ticks=ALL_TICKS, by=hub_lead, at=DAYS_LATER)
    actions.remind_school(note=note, at=NOON)
    actions.release_unsigned(note=note, ticks=ALL_TICKS, by=hub_lead, at=DAYS_LATER)
    note.refresh_from_db()
    assert (note.is_unsigned, note.due_on) == (True, None)


def test_a_school_that_has_commented_has_answered(note, people):
    bring_to(NoteState.SHARED, note, **people)
    for _ in range(2):
        actions.remind_school(note=note, at=NOON)
    do("comment", note, by=people["head"])
    with pytest.raises(PermissionDenied, match="commented on by the school"):
        actions.release_unsigned(note=note, ticks=ALL_TICKS, by=people["hub_lead"], at=DAYS_LATER)


def test_a_note_comes_back_once_only(note, people):
    bring_to(NoteState.RETURNED, note, **people)
    do("share_anew", note, by=people["author"])
    note.refresh_from_db()
    do("sign", note, by=people["head"])
    note.refresh_from_db()
    with pytest.raises(PermissionDenied, match="came back once already"):
        do("return", note, by=people["hub_lead"])
    actions.release_note(note=note, ticks=["rag"], by=people["hub_lead"], at=NOON)
    note.refresh_from_db()
    assert note.state == NoteState.RELEASED


def test_a_note_is_let_go_with_all_four_ticks_the_first_time(note, people):
    bring_to(NoteState.SIGNED, note, **people)
    with pytest.raises(PermissionDenied, match="Not ticked: It names strengths"):
        actions.release_note(
            note=note, ticks=ALL_TICKS - {"strengths"}, by=people["hub_lead"], at=NOON
        )
    assert not QualityCheck.objects.exists()


# Taking back


def test_a_note_nobody_has_opened_goes_back_and_leaves_no_word(note, people, enrolment):
    bring_to(NoteState.SHARED, note, **people)
    do("withdraw", note, by=people["author"])
    note.refresh_from_db()
    assert (note.state, note.shown, NoteVersion.objects.count()) == ("draft", None, 0)
    assert AgreedAction.objects.get().dropped_because == (
        "The note was taken back before anybody read it"
    )
    assert [step.verb for step in note.steps.all()] == ["share", "withdraw"]


def test_a_note_the_head_has_opened_is_not_taken_back(note, people):
    bring_to(NoteState.SHARED, note, **people)
    actions.open_note(note=note, by=people["head"], at=NOON)
    note.refresh_from_db()
    with pytest.raises(PermissionDenied, match="Somebody at the school has opened it"):
        do("withdraw", note, by=people["author"])


def test_the_database_takes_back_nothing_that_was_read(note, people):
    bring_to(NoteState.SHARED, note, **people)
    refused = pytest.raises(DatabaseError, match="has been read")
    with acting_as(people["author"].pk), refused, transaction.atomic():
        connection.cursor().execute("select deliver_take_back(%s)", [note.pk])
    assert NoteVersion.objects.count() == 1


# What sharing does


def test_sharing_says_that_the_visit_happened_and_counts_its_days(note, people, visit):
    bring_to(NoteState.SHARED, note, **people)
    visit.refresh_from_db()
    assert (visit.state, visit.days) == (Visit.State.HAPPENED, visit.days)


def test_no_earlier_action_goes_unanswered(visit, enrolment, author, note):
    make_action(enrolment=enrolment, what="Buy counters")
    content = make_content(visit, answers=())
    with pytest.raises(PermissionDenied, match="“Buy counters” is under way"):
        actions.share_note(note=note, content=content, by=author, at=NOON)
    note.refresh_from_db()
    assert (note.state, Visit.objects.get().state) == ("draft", "planned")


def test_what_is_agreed_is_in_the_schools_one_list(note, people, enrolment):
    bring_to(NoteState.SHARED, note, **people)
    action = enrolment.actions.get()
    assert (action.what, action.origin, action.is_open) == (
        "Plan two lessons together",
        "visit",
        True,
    )


def test_a_new_version_changes_drops_and_adds_in_the_list(note, people, enrolment, visit):
    author = people["author"]
    first, second = (
        Agreed(what, visit.specialist, visit.on + timedelta(days=30))
        for what in ("Plan a lesson", "Buy counters")
    )
    content = make_content(visit, agreed=(first, second))
    actions.share_note(note=note, content=content, by=author, at=NOON)
    kept = enrolment.actions.get(what="Plan a lesson")
    anew = make_content(
        visit,
        answers=(),
        agreed=(
            Agreed("Plan two lessons", visit.specialist, kept.due_on, known=kept.pk),
            Agreed("Read chapter 2", visit.specialist, kept.due_on),
        ),
    )
    note.refresh_from_db()
    actions.share_note(note=note, content=anew, by=author, at=NOON)
    assert {action.what: action.state for action in enrolment.actions.all()} == {
        "Plan two lessons": State.NOT_STARTED,
        "Buy counters": State.DROPPED,
        "Read chapter 2": State.NOT_STARTED,
    }
    old = NoteVersion.objects.get(number=1)
    assert [one.what for one in old.agreed.all()] == ["Plan a lesson", "Buy counters"]


def test_amber_needs_a_reason_in_the_database_too(note, author, visit):
    stands = {
        "engagement": Stand(Rag.AMBER), "implementation": Stand(Rag.GREY), "impact": Stand(Rag.GREY)
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="why_amber"), transaction.atomic():
        actions.share_note(
            note=note, content=make_content(visit, stands=stands), by=author, at=NOON
        )
    visit.refresh_from_db()
    assert visit.state == Visit.State.PLANNED  # whole or not at all


# Who


@pytest.mark.parametrize("verb", ["sign", "comment", "release", "return"])
def test_a_step_of_the_school_or_the_hub_is_not_the_authors(note, people, verb):
    bring_to(NoteState.SIGNED if verb in {"release", "return"} else "shared", note, **people)
    with pytest.raises(PermissionDenied):
        do(verb, note, by=people["author"])


def test_nobody_signs_as_head_what_they_wrote_themselves(enrolment):
    both = make_colleague()
    visit = make_visit(on=NOON.date(), specialist=both, enrolment=enrolment)
    make_role(Role.SPECIALIST, person=both, enrolment=enrolment)
    note = make_note(visit)
    assert "wrote themselves" in rules.may_sign(both.user, note).reason


def test_a_senior_leader_signs_once_the_head_has_said_so_in_writing(
    note, people, senior_leader, enrolment
):
    bring_to(NoteState.SHARED, note, **people)
    with pytest.raises(PermissionDenied, match="given this in writing"):
        do("sign", note, by=senior_leader)
    actions.delegate_signing(
        enrolment=enrolment, to=senior_leader.person.roles.get(), words="While I am at the other "
        "site", by=people["head"], at=NOON,
    )  # fmt: skip
    do("sign", note, by=senior_leader)
    signature = note.shown.signature
    assert (signature.as_role, signature.delegation.words) == (
        Role.SENIOR_LEADER,
        "While I am at the other site",
    )


def test_the_heads_word_ends_with_the_heads_post(note, people, senior_leader, enrolment):
    bring_to(NoteState.SHARED, note, **people)
    actions.delegate_signing(
        enrolment=enrolment, to=senior_leader.person.roles.get(), words="While I am away",
        by=people["head"], at=NOON,
    )  # fmt: skip
    role = people["head"].person.roles.get()
    last_day = NOON.date() - timedelta(days=30)
    role.ends_on = last_day
    role.save()
    make_role(Role.HEADTEACHER, school=enrolment.school, starts_on=last_day + timedelta(days=1))
    assert not rules.may_sign(senior_leader, note)


def test_a_version_shared_meanwhile_is_not_signed_by_mistake(note, people):
    bring_to(NoteState.SHARED, note, **people)
    read = note.shown
    do("share_anew", note, by=people["author"])
    with pytest.raises(PermissionDenied, match="has shared a new version since"):
        actions.sign_note(
            note=note, version=read, authenticated_at=NOON, by=people["head"], at=NOON
        )


def test_the_hash_signed_is_that_of_what_is_kept(note, people):
    bring_to(NoteState.SIGNED, note, **people)
    kept = with_parts(NoteVersion.objects.get(pk=note.shown_id))
    assert kept.signature.sha256 == kept.sha256 == sha256(whole(kept))


@pytest.mark.parametrize(
    "statement",
    [
        "update deliver_noteversion set seen = 'Something else'",
        "delete from deliver_noteversion",
        "update deliver_notesignature set comment = 'Something else'",
        "update deliver_noteaction set what = 'Something else'",
        "update deliver_notestep set verb = 'signed'",
        "delete from deliver_noteremark",
    ],
)
def test_the_site_changes_no_word_that_was_shared(note, people, statement):
    bring_to(NoteState.SIGNED, note, **people)
    refused = pytest.raises(DatabaseError, match="permission denied")
    with acting_as(people["author"].pk), refused, transaction.atomic():
        connection.cursor().execute(statement)


# Anything, by anybody, in any order

STEPS = st.lists(
    st.tuples(
        st.sampled_from([*TRANSITIONS, "add"]),
        st.sampled_from(["author", "head", "hub_lead", "subject_leader", "stranger"]),
        st.booleans(),
    ),
    max_size=12,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_only_the_tables_steps_are_taken_and_signed_words_stay(
    steps, visit, author, head, hub_lead, subject_leader
):
    who = {
        "author": author, "head": head, "hub_lead": hub_lead, "subject_leader": subject_leader,
        "stranger": holder_of(Role.HEADTEACHER, school=make_visit().enrolment.school),
    }  # fmt: skip
    with transaction.atomic():
        note = actions.begin_note(visit=visit, by=author, at=NOON)
        signed = {}
        for verb, name, is_late in steps:
            note.refresh_from_db()
            before, n_events = note.state, Event.objects.count()
            n_steps = NoteStep.objects.filter(note=note).count()
            if is_late and note.state == NoteState.SHARED:
                actions.remind_school(note=note, at=NOON)
                n_steps, n_events = n_steps + 1, n_events + 1
            try:
                with transaction.atomic():
                    do(verb, note, by=who[name], at=DAYS_LATER if is_late else NOON)
            except (PermissionDenied, IntegrityError):
                note.refresh_from_db()
                assert note.state == before
                assert NoteStep.objects.filter(note=note).count() == n_steps
                continue
            note.refresh_from_db()
            taken = NoteStep.objects.filter(note=note).latest("pk")
            step = TRANSITIONS.get(taken.verb) or BESIDE[taken.verb]
            assert before in step.before
            assert note.state == getattr(step, "after", before) == taken.state
            assert NoteStep.objects.filter(note=note).count() == n_steps + 1
            assert Event.objects.count() > n_events
            assert name != "stranger"
            for version in NoteVersion.objects.filter(note=note, signature__isnull=False):
                assert signed.setdefault(version.pk, version.sha256) == sha256(whole(version))
        assert set(signed) <= set(NoteVersion.objects.values_list("pk", flat=True))
        assert (note.due_on is None) == (note.state in RELEASED)
        transaction.set_rollback(True)
    assert not Note.objects.exists()
