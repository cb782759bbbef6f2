"""Priorities and active ingredients in view: as the plan has them with no tap, chosen otherwise by
the author, kept as they read, and under the signature."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from leadwell.deliver.models import NoteInView, NoteVersion
from leadwell.deliver.notes import actions
from leadwell.deliver.notes.content import InView
from leadwell.deliver.notes.hashing import sha256, whole
from leadwell.deliver.notes.reading import changed
from leadwell.deliver.notes.rewriting import words_of
from leadwell.prepare.models import Priority
from leadwell.programmes.models import ActiveIngredient, Strand
from tests.deliver.notes.test_needs_signed import OF_BEFORE, old
from tests.deliver.notes.test_writing import address, said, send, share, write
from tests.deliver.notes.words import words
from tests.factories import NOON, make_note, make_visit
from tests.planned import make_plan

pytestmark = pytest.mark.django_db
GONE = "Taken out: this was for the safeguarding lead."
STATEMENT = "More pupils reach the expected standard"


@pytest.fixture
def visit(enrolment, specialist):
    return make_visit(
        enrolment=enrolment, specialist=specialist, on=timezone.localdate(), purpose="Number talk"
    )


@pytest.fixture
def pairs(enrolment):
    strand, _ = Strand.objects.get_or_create(programme=enrolment.programme, name="Number talk")
    return ActiveIngredient.objects.create(strand=strand, text="Pairs", indicator="Pairs talk")


@pytest.fixture
def priority(enrolment):
    """Under way from today. It names one ingredient, "Small steps"."""
    return make_plan(enrolment=enrolment, state="live").priorities.get()


def levels():
    """An answer for each ingredient, as the part after this one asks."""
    return {f"level-{one.pk}": "not_seen" for one in ActiveIngredient.objects.all()}


def in_view(version=None):
    version = version or NoteVersion.objects.latest("number")
    return {((one.priority_id and "p") or "i", one.says) for one in version.in_view.all()}


def is_ticked(page, field, one):
    boxes = [tag for tag in re.findall(r"<input[^>]*>", page.text) if f'name="{field}"' in tag]
    [box] = [tag for tag in boxes if f'value="{one.pk}"' in tag]
    return " checked" in box


def test_what_the_plan_has_under_way_is_in_view_with_nothing_chosen(writer, visit, priority, pairs):
    page = writer.get(address("write-note", visit, "done"))
    assert STATEMENT in page.text
    small_steps = priority.ingredients.get()
    assert is_ticked(page, "priorities", priority)
    assert is_ticked(page, "ingredients", small_steps)
    assert not is_ticked(page, "ingredients", pairs)  # no priority names it
    write(writer, visit, seen=levels())
    share(writer, visit)
    assert in_view() == {("p", STATEMENT), ("i", "Small steps")}


def test_without_a_plan_every_ingredient_is_and_without_either_nothing_is_asked(
    writer, visit, enrolment
):
    assert "Which active ingredients" not in writer.get(address("write-note", visit, "done")).text
    strand = Strand.objects.create(programme=enrolment.programme, name="Number talk")
    for text in ("Pairs", "Counters"):
        ActiveIngredient.objects.create(strand=strand, text=text, indicator=text)
    page = said(writer.get(address("write-note", visit, "done")))
    assert "Which active ingredients was it about?" in page
    assert "Which priorities" not in page
    write(writer, visit, seen=levels())
    share(writer, visit)
    assert in_view() == {("i", "Pairs"), ("i", "Counters")}


def test_its_author_chooses_otherwise_and_the_choice_is_kept(writer, visit, priority, pairs):
    chosen = {"view_asked": "on", "ingredients": [str(pairs.pk)]}
    send(writer, visit, "done", words(visit)["done"] | chosen, then="later")
    page = writer.get(address("write-note", visit, "done"))
    assert is_ticked(page, "ingredients", pairs)
    assert not is_ticked(page, "priorities", priority)
    write(writer, visit, done=chosen, seen=levels())
    share(writer, visit)
    assert in_view() == {("i", "Pairs")}


def test_nothing_in_view_is_found_fault_with_and_nothing_comes_back_by_itself(
    writer, visit, priority
):
    page = send(writer, visit, "done", words(visit)["done"] | {"view_asked": "on"})
    assert "Choose at least one thing that the visit was about" in said(page)
    assert not is_ticked(page, "priorities", priority)


def test_a_priority_that_ended_before_the_visit_or_began_after_it_is_not_offered(
    writer, visit, enrolment, specialist
):
    first, second = make_plan(n=2, enrolment=enrolment, state="live").priorities.all()
    yesterday = visit.on - timedelta(days=1)
    ended = {"state": "met", "ended_on": yesterday, "ended_because": "Reached"}
    Priority.objects.filter(pk=second.pk).update(live_on=yesterday, **ended)
    page = writer.get(address("write-note", visit, "done"))
    assert is_ticked(page, "priorities", first)
    assert f'name="priorities" value="{second.pk}"' not in page.text
    earlier = make_visit(enrolment=enrolment, specialist=specialist, on=yesterday)
    page = writer.get(address("write-note", earlier, "done"))
    assert is_ticked(page, "priorities", second)
    assert f'name="priorities" value="{first.pk}"' not in page.text


def test_another_schools_priority_is_no_choice(writer, visit, priority):
    other = make_plan(state="live").priorities.get()
    sent = {"view_asked": "on", "priorities": [str(other.pk)]}
    page = send(writer, visit, "done", words(visit)["done"] | sent)
    assert "Choose at least one thing" in said(page)


def test_it_is_read_on_the_page_and_in_the_file_as_it_was_then(writer, visit, priority, head):
    write(writer, visit, seen=levels())
    share(writer, visit)
    version = NoteVersion.objects.get()
    page = said(writer.get(version.note.get_absolute_url()))
    assert f"Priorities in view: {STATEMENT}" in page
    assert "Active ingredients in view: Small steps" in page
    writer.force_login(head)
    assert STATEMENT in said(writer.get(version.note.get_absolute_url()))


def test_it_is_part_of_the_hash_and_a_note_of_before_keeps_its_own(writer, visit, priority):
    assert sha256(old()) == OF_BEFORE
    write(writer, visit, seen=levels())
    share(writer, visit)
    version = NoteVersion.objects.get()
    kept = whole(version)
    assert version.sha256 == sha256(kept)
    others = [
        (),
        kept.in_view[:1],
        (NoteInView(priority=priority, says="Another word"), *kept.in_view[1:]),
    ]
    for other in others:
        assert sha256(_with(kept, other)) != version.sha256


def _with(kept, in_view):
    return type(kept)(
        kept.version, kept.people_met, kept.activities, kept.ingredients, kept.answers,
        kept.agreed, in_view,
    )  # fmt: skip


def test_shared_anew_it_stays_and_a_change_of_it_is_marked(writer, visit, priority, pairs):
    write(writer, visit, seen=levels())
    share(writer, visit)
    first = NoteVersion.objects.get()
    again = words_of(first)["done"]
    assert again["priorities"] == [str(priority.pk)]
    Priority.objects.filter(pk=priority.pk).update(
        state="met", ended_on=visit.on - timedelta(days=1), ended_because="Reached"
    )
    page = writer.get(address("write-note", visit, "done"))
    assert is_ticked(page, "priorities", priority)  # over since, and in the version the school has
    send(writer, visit, "done", again | {"ingredients": [str(pairs.pk)]})
    share(writer, visit, base="1")
    second = NoteVersion.objects.get(number=2)
    assert in_view(second) == {("p", STATEMENT), ("i", "Pairs")}
    assert "in_view" in changed(first, second)


def test_taken_back_it_is_in_the_authors_draft_again(writer, visit, priority, author):
    write(writer, visit, seen=levels())
    share(writer, visit)
    note = NoteVersion.objects.get().note
    actions.withdraw_note(note=note, by=author, at=NOON)
    assert not NoteInView.objects.exists()
    assert is_ticked(writer.get(address("write-note", visit, "done")), "priorities", priority)


def test_words_taken_out_of_the_purpose_go_from_it_too(visit, priority, author):
    view = InView(priorities={priority.pk: "A word too many"}, ingredients={})
    note = make_note(visit, in_view=view)
    actions.purge_note(note=note, sections=["seen"], by=author, at=NOON)
    assert in_view() == {("p", "A word too many")}
    actions.purge_note(note=note, sections=["purpose"], by=author, at=NOON)
    assert in_view() == {("p", GONE)}


def test_a_row_is_one_thing_named_once_and_never_changed(visit, priority, pairs):
    note = make_note(visit, in_view=InView(priorities={priority.pk: STATEMENT}))
    row = note.shown.in_view.get()
    for wrong in (
        {"priority": priority, "says": STATEMENT},
        {"priority": priority, "ingredient": pairs, "says": "Both"},
        {"says": "Neither"},
        {"ingredient": pairs, "says": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            NoteInView.objects.create(version=note.shown, **wrong)
    assert str(row) == STATEMENT
