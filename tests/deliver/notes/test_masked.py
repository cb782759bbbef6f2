"""A released note leaves with names taken out: for its readers alone, and it is noted."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.models import User
from leadwell.audit.models import Event, Look
from leadwell.deliver.models import QualityCheck
from leadwell.deliver.notes import actions, rules
from leadwell.deliver.notes.content import Risk
from leadwell.people.models import Role
from leadwell.people.privacy.masking import ADDRESS_MASK, MASK, NUMBER_MASK, Masking
from tests.factories import NOON, holder_of, make_note, make_person, make_role, make_school
from tests.web.read_pdf import words

pytestmark = pytest.mark.django_db
SECRET = "The subject leader may move at Easter"
SEEN = (
    "Ada Heath and Mrs Quince talked with pupils. Quince’s class counted; J. Quince wrote it down. "
    "Write to jo@example.org or 01632 960123. Tansy Oakes, from another school, came too. "
    "The only Year 4 teacher had counters."
)


@pytest.fixture
def released(visit, enrolment, hub_lead):
    user = User.objects.create_user("ada@example.org", name="Ada Heath", joined_at=NOON)
    person = make_person(name="Ada Heath", email=user.email, user=user)
    make_role(Role.HEADTEACHER, person=person, school=enrolment.school)
    make_role(Role.TEACHER, person=make_person(name="Jo Quince"), school=enrolment.school)
    make_person(name="Tansy Oakes")
    make_role(Role.SUBJECT_LEADER, person=make_person(name="Tansy Moor"), school=enrolment.school)
    note = make_note(visit, seen=SEEN, risk=Risk(SECRET))
    actions.comment(note=note, text="We met on Monday", by=person.user, at=NOON)
    actions.sign_note(note=note, version=note.shown, authenticated_at=NOON, by=person.user, at=NOON)
    actions.release_note(note=note, ticks=list(QualityCheck.Tick.values), by=hub_lead, at=NOON)
    note.refresh_from_db()
    return note


@pytest.fixture
def head(released):
    return User.objects.get(email="ada@example.org")


def address(note):
    return reverse("deliver:note-masked", args=[note.pk])


def text_of(response):
    return words(response.content)


def test_the_file_has_no_name_address_or_number(client, released, head):
    client.force_login(head)
    response = client.post(address(released), {"as": "pdf"})
    assert response["Content-Disposition"].startswith("attachment")
    text = text_of(response)
    for name in ("Ada", "Heath", "Quince", "Tansy Oakes", "jo@example.org", "960123",
                 str(released.author)):  # fmt: skip
        assert name not in text, name
    assert "talked with pupils" in text
    assert "NAMES ARE TAKEN OUT" in text
    assert "[name] Hill" not in text  # the school is no person, though somebody there is a Tansy
    assert text.count("Tansy Hill") > 1


def test_what_the_hub_must_know_and_comments_are_never_in_it(client, released, hub_lead):
    client.force_login(hub_lead)
    text = client.get(address(released)).text
    assert SECRET not in text
    assert "We met on Monday" not in text
    assert SECRET not in text_of(client.post(address(released), {"as": "pdf"}))


def test_more_words_and_whole_parts_are_taken_out_and_one_name_may_be_read(client, released, head):
    client.force_login(head)
    said = {
        "as": "pdf", "also": "Year 4 teacher\ncounted", "shown": ["Ada Heath", "Nobody Known"],
        "left_out": ["What was done"],
    }  # fmt: skip
    text = text_of(client.post(address(released), said))
    assert "The only [taken out] had counters" in text
    assert "Ada Heath and [name] talked" in text
    assert "What was done" not in text
    detail = Event.objects.get(verb="took a copy with names taken out").detail
    assert detail["let be read"] == 1
    assert detail["left out"] == 1
    assert "Heath" not in str(detail)
    assert Look.objects.filter(outcome=Look.Outcome.EXPORTED, page="deliver:note-masked").exists()


def test_nobody_is_read_by_name_who_is_not_close_to_the_note(client, released, head):
    """The page offers those; what is sent besides is no way round it."""
    client.force_login(head)
    text = text_of(client.post(address(released), {"as": "pdf", "shown": ["Tansy Oakes"]}))
    assert "Tansy Oakes" not in text
    detail = Event.objects.get(verb="took a copy with names taken out").detail
    assert detail["let be read"] == 0


def test_the_page_shows_what_the_file_will_say_and_looking_takes_nothing(client, released, head):
    client.force_login(head)
    text = client.post(address(released), {"as": "look", "also": "counted"}).text
    assert "[taken out]" in text
    assert "Take the PDF file" in text
    assert not Event.objects.filter(verb="took a copy with names taken out").exists()
    assert "Ada Heath</span>" in text  # to be ticked, and nowhere in what it will say
    assert "Jo Quince" not in text.split('id="says"')[1]


def test_a_note_that_is_not_released_stays(visit, client, author):
    note = make_note(visit)
    client.force_login(author)
    response = client.get(address(note))
    assert response.status_code == 403
    assert "released notes alone" in response.text


def test_who_has_no_training_of_this_year_is_told_so(client, released, head):
    User.objects.filter(pk=head.pk).update(joined_at=timezone.now() - timedelta(40))
    client.force_login(head)
    response = client.post(address(released), {"as": "pdf"})
    assert response.status_code == 403
    assert "training is out of date" in response.text
    assert not Event.objects.filter(verb="took a copy with names taken out").exists()


def test_a_stranger_cannot_tell_that_there_is_a_note(client, released):
    client.force_login(holder_of(Role.HEADTEACHER, school=make_school()))
    there, nowhere = client.get(address(released)), client.get("/notes/987654/names-taken-out/")
    assert (there.status_code, nowhere.status_code) == (404, 404)


def test_a_copy_that_cannot_be_logged_is_not_given(client, released, head, monkeypatch):
    client.force_login(head)
    monkeypatch.delattr("leadwell.audit.log.record")
    with pytest.raises(AttributeError):
        client.post(address(released), {"as": "pdf"})


def test_the_action_asks_by_itself(visit, author):
    note = make_note(visit)
    assert not rules.may_take_masked(author, note, on=NOON.date())
    with pytest.raises(PermissionDenied):
        actions.take_masked(note=note, n_masked=1, n_shown=0, left_out=[], by=author, at=NOON)


def test_more_people_ask_no_more_questions(client, released, head):
    client.force_login(head)
    client.get(address(released))
    with CaptureQueriesContext(connection) as few:
        client.get(address(released))
    for n in range(4):
        school = released.enrolment.school
        make_role(Role.TEACHER, person=make_person(name=f"Fern Brook{n}"), school=school)
    with CaptureQueriesContext(connection) as many:
        client.get(address(released))
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ada Heath came", f"{MASK} came"),
        ("ADA  HEATH’s class", f"{MASK}’s class"),
        ("Mrs Heath, A. Heath", f"{MASK}, {MASK}"),
        ("Heath and Ada", f"{MASK} and {MASK}"),
        ("on the heath", "on the heath"),
        ("Tansy Oakes came", f"{MASK} came"),
        ("Tansy came to Oakes", "Tansy came to Oakes"),
        ("at a@b.example or +44 1632 960123", f"at {ADDRESS_MASK} or {NUMBER_MASK}"),
        ("in 2026, 12 of 30", "in 2026, 12 of 30"),
        ("", ""),
    ],
)
def test_names_are_found_as_for_a_copy_of_what_is_held(text, said):
    make_person(name="Tansy Oakes")
    masking = Masking(close=["Mrs Ada Heath"])
    assert masking.masked(text) == said


def test_a_name_that_may_be_read_stays_and_others_of_that_surname_do_not():
    make_person(name="Bea Heath")
    masking = Masking(close=["Ada Heath", "Bea Heath"], shown=["Ada Heath"])
    assert masking.masked("Ada Heath met Bea Heath") == f"Ada Heath met {MASK}"
