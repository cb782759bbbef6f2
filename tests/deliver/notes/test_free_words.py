"""What is said of a note once it is shared is looked over before it is sent, as its own words are."""

import pytest
from django.urls import reverse

from leadwell.deliver.models import NoteRemark, NoteState
from leadwell.deliver.notes import actions
from tests.accounts.signing_in import by_password
from tests.deliver.notes.test_reading import ALL_TICKS, note
from tests.factories import NOON
from tests.guarded import WORDS, make_named, warned_then_sent

pytestmark = pytest.mark.django_db
__all__ = ["note"]


@pytest.fixture(autouse=True)
def named(enrolment):
    return make_named(enrolment.school)


def address(name, thing):
    return reverse(f"deliver:{name}", args=[thing.pk])


def signed(note, head):
    actions.sign_note(note=note, version=note.shown, authenticated_at=NOON, by=head, at=NOON)


def test_what_is_not_right_is_looked_over(client, note, head):
    client.force_login(head)
    warned_then_sent(client, address("comment-note", note), {"text": WORDS})
    note.refresh_from_db()
    assert note.state == NoteState.COMMENTED


def test_a_comment_under_which_somebody_signs_is_looked_over_and_kept_as_it_is(client, note, head):
    by_password(client, head)
    sent = {"version": 1, "comment": WORDS, "sees_differently": ""}
    warned_then_sent(client, address("sign-note", note), sent)
    note.refresh_from_db()
    assert (note.state, note.shown.signature.comment) == (NoteState.SIGNED, WORDS)


def test_what_is_missing_is_looked_over_before_a_note_is_given_back(client, note, head, hub_lead):
    signed(note, head)
    client.force_login(hub_lead)
    sent = {"then": "return", "ticks": ["rag"], "text": WORDS}
    warned_then_sent(client, address("check-note", note), sent)
    note.refresh_from_db()
    assert note.state == NoteState.RETURNED


def test_what_is_added_to_a_released_note_is_looked_over(client, note, head, hub_lead, author):
    signed(note, head)
    actions.release_note(note=note, ticks=ALL_TICKS, by=hub_lead, at=NOON)
    client.force_login(author)
    warned_then_sent(client, address("add-note", note), {"text": WORDS})
    assert NoteRemark.objects.get().text == WORDS


def test_in_what_words_signing_is_given_is_looked_over(
    client, enrolment, head, senior_leader, note
):
    client.force_login(head)
    sent = {"to": senior_leader.person.roles.get().pk, "words": WORDS}
    warned_then_sent(client, address("signing", enrolment), sent)
    assert enrolment.signing_delegations.get().words == WORDS
