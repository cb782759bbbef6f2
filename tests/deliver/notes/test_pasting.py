"""What was written in a document is pasted once: split by its headings, put into the parts, and
nothing of it or of what was there is lost."""

import re
from html import unescape

import pytest
from django.utils import timezone

from leadwell.deliver.notes import pasting
from leadwell.deliver.notes.pasting import Piece, split
from leadwell.people.models import Draft, Role
from tests.deliver.notes.test_writing import address, said, send, share
from tests.deliver.notes.words import words
from tests.factories import holder_of, make_school, make_visit
from tests.owner import as_owner

pytestmark = pytest.mark.django_db

NOTE = """Visit to Tansy Hill, 20 November

1. Purpose of the visit
Number talk in Year 4

What we saw:
Pupils said how they worked it out.

Books showed two methods.
Strengths
•\tCounters to hand
o\tPartners take turns
Agreed actions:
1. Plan a unit together
2. Release one morning
Implementation: two classes of three
Next visit
Year 5
"""
PARTS = {
    "done": {"purpose": "Number talk in Year 4"},
    "seen": {
        "seen": "Visit to Tansy Hill, 20 November\nPupils said how they worked it out.\n\n"
        "Books showed two methods.",
        "strength-1": "Counters to hand", "strength-2": "Partners take turns",
    },
    "agreed": {"a1-what": "Plan a unit together", "a2-what": "Release one morning"},
    "standing": {"implementation-reason": "two classes of three"},
    "following": {"next_focus": "Year 5"},
}  # fmt: skip


@pytest.fixture
def visit(enrolment, specialist):
    return make_visit(
        enrolment=enrolment, specialist=specialist, on=timezone.localdate(), purpose="Number talk"
    )


def paste(client, visit, pasted, **more):
    """The box, sent as a browser without a script does, and then the page that came, as it is."""
    page = client.post(address("paste-note", visit), {"text": pasted, "then": "read"})
    shown = dict(re.findall(r'name="(of)" value="([^"]*)"', page.text))
    for name, options in re.findall(r'<select name="(to-\d+)".*?>(.*?)</select>', page.text, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        shown[name] = chosen[1] if chosen else ""
    sent = {"text": pasted, "then": "place"} | shown | more
    return client.post(address("paste-note", visit), sent, follow=True)


def kept(part):
    with as_owner():
        return Draft.objects.get(form=f"note-{part}").words


@pytest.mark.parametrize("line", [
    "Strengths", "STRENGTHS:", "  3. Strengths", "• The strengths", "What went well –", "## Strengths",
    "What’s going well",
])  # fmt: skip
def test_a_heading_is_known_however_it_is_written(line):
    assert [(one.to, one.text) for one in split(f"{line}\nCounters")] == [
        ("seen strengths", "Counters")
    ]


@pytest.mark.parametrize("line", [
    "Strengths of the teaching were many", "A next visit is wanted", "Ms Hay: strengths", "", "12",
    "Impact of the training on what pupils in both classes say, and on what they then write: good",
])  # fmt: skip
def test_a_sentence_is_no_heading(line):
    assert [one.to for one in split(f"{line}\nCounters")] == ["seen seen"]


def test_pieces_come_in_the_order_of_the_document_with_all_their_lines():
    assert [(one.heading, one.to) for one in split(NOTE)] == [
        ("", "seen seen"), ("1. Purpose of the visit", "done purpose"), ("What we saw", "seen seen"),
        ("Strengths", "seen strengths"), ("Agreed actions", "agreed actions"),
        ("Implementation", "standing implementation-reason"), ("Next visit", "following next_focus"),
    ]  # fmt: skip
    assert split(NOTE)[4].lines == ["Plan a unit together", "Release one morning"]
    assert split("") == []


def test_text_is_clean_and_every_sign_of_writing_stays():
    assert pasting.cleaned("A\x0bB\x00\x07\u00a0C\r\n\uf0b7\tD\n\n\n\nE") == "A\nB C\n- D\n\nE"
    kept = "<b>Seen</b> & שלום \u200fمرحبا 👩🏽‍🏫 £5 “so”"
    assert pasting.cleaned(kept) == kept


def test_more_lines_than_fields_stand_in_the_last_one():
    lines = "\n".join(f"- line {n}" for n in range(1, 6))
    words = pasting.with_piece({"strength-1": "There"}, Piece("", lines, "seen strengths"))
    assert words == {
        "strength-1": "There", "strength-2": "line 1",
        "strength-3": "line 2\nline 3\nline 4\nline 5",
    }  # fmt: skip


def test_every_place_is_a_field_of_the_form_and_every_heading_leads_to_one(writer, visit):
    assert set(pasting._known().values()) == set(pasting.TITLES)
    for to in pasting.TITLES:
        slug, field = to.split(" ")
        page = writer.get(address("write-note", visit, slug)).text
        for name in pasting.IN_LINES.get(to, (field,)):
            assert f'name="{name}"' in page


def test_a_pasted_note_goes_into_its_parts_and_the_page_says_what_is_missing(writer, visit):
    page = writer.post(address("paste-note", visit), {"text": NOTE, "then": "read"})
    assert "Where each piece goes" in said(page)
    assert not Draft.objects.exists()
    after = paste(writer, visit, NOTE)
    assert "Put in: What was seen, What the visit was for, Strengths" in said(after)
    assert "Not quite finished" in said(after)
    for part, fields in PARTS.items():
        assert {name: kept(part)[name] for name in fields} == fields
    assert kept("done")["days"] in ("0.50", ["0.50"])  # what the page would have sent stays


def test_what_is_in_the_note_already_stays_above_and_twice_is_once(writer, visit):
    send(writer, visit, "seen", {"seen": "Typed before", "strength-1": "Talk"}, then="later")
    for _ in range(2):
        paste(writer, visit, "Seen\nPasted\nStrengths\nCounters")
        assert kept("seen")["seen"] == "Typed before\nPasted"
    assert kept("seen")["strength-1"] == "Talk"
    assert kept("seen")["strength-2"] == "Counters"
    assert not kept("seen").get("strength-3")


def test_a_line_that_is_part_of_one_that_is_there_is_not_lost(writer, visit):
    send(
        writer,
        visit,
        "seen",
        {"seen": "Talk in pairs", "strength-1": "Counters daily"},
        then="later",
    )
    paste(writer, visit, "Seen\nTalk\nStrengths\nCounters")
    assert kept("seen")["seen"] == "Talk in pairs\nTalk"
    assert kept("seen")["strength-2"] == "Counters"


def test_the_author_says_where_it_goes_and_what_stays_out(writer, visit):
    text = "Greetings\nStrengths\nCounters\nRisk\nThe head leaves"
    paste(writer, visit, text, **{"to-1": "", "to-2": "seen adaptations"})
    assert (kept("seen")["adaptations"], kept("seen")["seen"]) == ("Counters", "")
    assert kept("following")["risk"] == "The head leaves"


def test_a_text_changed_since_it_was_read_is_read_again(writer, visit):
    answer = paste(writer, visit, "Seen\nOne", text="Seen\nOne\nStrengths\nTwo")
    assert "Where each piece goes" in said(answer)
    assert not Draft.objects.exists()


def test_the_guard_asks_before_it_goes_in(writer, visit, enrolment):
    name = holder_of(Role.TEACHER, school=enrolment.school).person.name
    text = f"Seen\nThe lesson of {name} was outstanding"
    asked = paste(writer, visit, text)
    assert "Read the warnings" in said(asked)
    assert not Draft.objects.exists()
    paste(writer, visit, text, guard_read="yes")
    assert name in kept("seen")["seen"]


def test_markup_emoji_and_right_to_left_are_shown_as_text(writer, visit):
    text = "<script>alert(1)</script> 👩🏽‍🏫 \u202bשלום\u202c"
    page = writer.post(address("paste-note", visit), {"text": text + "\x00", "then": "read"})
    assert "<script>alert" not in page.text
    assert text in unescape(page.text)
    paste(writer, visit, text + "\x00\x07")
    assert kept("seen")["seen"] == text


def test_two_megabytes_are_refused_and_come_back_whole(writer, visit):
    text = "Strengths\n" + "Counters to hand. " * 120_000
    page = writer.post(address("paste-note", visit), {"text": text, "then": "read"})
    assert page.status_code == 200
    assert "This is too long for a note" in page.text
    assert text.strip() in page.text
    assert not Draft.objects.exists()


def test_nothing_pasted_is_found_fault_with(writer, visit):
    for text in ("", "  \n\x00"):
        answer = writer.post(address("paste-note", visit), {"text": text, "then": "read"})
        assert "Paste what you wrote" in said(answer)


def test_all_goes_in_or_nothing_where_it_is_too_much(writer, visit):
    send(writer, visit, "seen", {"seen": "x" * 390_000}, then="later")
    answer = paste(writer, visit, "Purpose\nOther\nSeen\n" + "y" * 20_000)
    assert "too long to be kept here" in said(answer)
    assert not Draft.objects.filter(form="note-done").exists()


def test_a_part_another_device_wrote_meanwhile_lies_beside(writer, visit, monkeypatch):
    send(writer, visit, "seen", {"seen": "Here", "strength-1": "A"}, then="later")
    real = pasting.slug_of

    def late(piece):
        with as_owner():
            Draft.objects.filter(form="note-seen").update(version=7)
        return real(piece)

    monkeypatch.setattr(pasting, "slug_of", late)
    answer = paste(writer, visit, "Seen\nThere")
    assert "two devices" in said(answer)


def test_only_its_author_pastes_and_a_stranger_cannot_tell_the_visit_exists(client, visit, head):
    client.force_login(head)
    assert client.get(address("paste-note", visit)).status_code == 403
    client.force_login(holder_of(Role.HEADTEACHER, school=make_school()))
    assert client.get(address("paste-note", visit)).status_code == 404


def test_a_pasted_note_can_be_finished_and_shared(writer, visit):
    paste(writer, visit, NOTE)
    second = {"a2-owner": visit.specialist_id, "a2-due_on": words(visit)["agreed"]["a1-due_on"]}
    for part, fields in words(visit, agreed=second).items():
        pasted = {name: value for name, value in _of(part).items() if value not in ("", [""], [])}
        send(writer, visit, part, fields | pasted)
    assert "Shared with" in said(share(writer, visit))


def _of(part):
    return kept(part) if part in PARTS else {}
