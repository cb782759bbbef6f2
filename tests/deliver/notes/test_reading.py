"""Who reads what of a note, what they can do with it, and lists that ask no more with more notes."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadwell.audit.models import Look
from leadwell.deliver.models import NoteState, QualityCheck, Rag
from leadwell.deliver.notes import actions, rules, waiting, wants
from leadwell.deliver.notes.content import Risk, Stand
from leadwell.lib.school_days import SchoolDays
from leadwell.people.models import Capacity, Role
from tests.accounts.signing_in import PASSWORD
from tests.factories import (
    NOON,
    holder_of,
    make_content,
    make_enrolment,
    make_note,
    make_role,
    make_school,
    make_trust,
    make_visit,
)

pytestmark = pytest.mark.django_db

SECRET = "The subject leader may move at Easter"
TODAY = NOON.date()
ALL_TICKS = list(QualityCheck.Tick.values)


@pytest.fixture
def note(visit):
    return make_note(visit, risk=Risk(SECRET))


@pytest.fixture
def released(note, head, hub_lead):
    actions.sign_note(note=note, version=note.shown, authenticated_at=NOON, by=head, at=NOON)
    actions.release_note(note=note, ticks=ALL_TICKS, by=hub_lead, at=NOON)
    note.refresh_from_db()
    return note


def said(response):
    plain = re.sub(r"<[^>]*>", " ", response.text)
    return " ".join(unescape(plain).replace("\xa0", " ").split())


def reads(client, user, note):
    client.force_login(user)
    return client.get(note.get_absolute_url())


def test_what_the_hub_must_know_is_for_the_hub_alone(client, note, author, head, hub_lead):
    assert SECRET in said(reads(client, hub_lead, note))
    assert SECRET in said(reads(client, author, note))
    assert SECRET not in reads(client, head, note).text


def test_its_author_reads_whether_the_school_has_seen_it(client, note, author, head, hub_lead):
    sent, seen = "Sent Fri 20 Nov, 12:00. Nobody at the school has opened it yet.", "Seen: somebody"
    assert sent in said(reads(client, author, note))
    assert sent not in said(reads(client, hub_lead, note))
    reads(client, head, note)
    assert seen in said(reads(client, author, note))
    assert seen not in said(reads(client, head, note))
    note.refresh_from_db()
    actions.sign_note(note=note, version=note.shown, authenticated_at=NOON, by=head, at=NOON)
    assert seen not in said(reads(client, author, note))


def test_its_author_may_open_it_to_the_school(client, visit, head, subject_leader):
    note = make_note(visit, risk=Risk(SECRET, is_for_school=True))
    for reader in (head, subject_leader):
        assert SECRET in said(reads(client, reader, note))


def test_board_trust_and_lead_read_it_once_it_is_released(client, released, enrolment):
    school = enrolment.school
    school.trust = make_trust()
    school.save()
    readers = [
        holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=enrolment.programme),
        holder_of(Role.CHIEF_EXECUTIVE, trust=school.trust),
        holder_of(Role.STRATEGIC_LEAD, programme=enrolment.programme),
    ]
    for reader in readers:
        page = said(reads(client, reader, released))
        assert "Pupils said how they worked it out." in page
        assert SECRET not in page
        assert "Add to it" not in page


@pytest.mark.parametrize(
    "role", [Role.STEERING_GROUP_MEMBER, Role.FINANCE_OFFICER, Role.PROJECT_MANAGER]
)
def test_of_some_it_is_not_there(client, released, enrolment, role):
    somebody = holder_of(role, programme=enrolment.programme)
    assert reads(client, somebody, released).status_code == 404


def test_a_governor_who_asks_for_a_note_finds_nothing(client, released, enrolment):
    governor = holder_of(Role.GOVERNOR, school=enrolment.school)
    assert reads(client, governor, released).status_code == 404


def test_who_opened_it_is_written_down(client, note, head, author):
    reads(client, head, note)
    look = Look.objects.get(page="deliver:note", by_user=head.pk)
    assert (look.about_people, look.about_school) == (
        [author.person.pk], note.enrolment.school_id
    )  # fmt: skip
    note.refresh_from_db()
    assert note.opened_at is not None


def test_a_reader_who_is_not_of_the_school_does_not_open_it_for_them(client, note, hub_lead):
    reads(client, hub_lead, note)
    note.refresh_from_db()
    assert note.opened_at is None


def test_what_changed_in_a_new_version_is_marked_and_the_old_one_stays(client, note, head, author):
    anew = make_content(note.visit, answers=(), seen="Pupils drew bars.")
    actions.share_note(note=note, content=anew, by=author, at=NOON)
    note.refresh_from_db()
    page = reads(client, head, note)
    assert "Version 2. What has changed since the one before is marked" in said(page)
    old = client.get(reverse("deliver:note-version", args=[note.pk, 1]))
    assert "Pupils said how they worked it out." in said(old)
    assert "A newer one has been shared" in said(old)


def test_the_colours_say_how_they_changed_since_the_visit_before(
    client, enrolment, specialist, head
):
    day = SchoolDays().after(TODAY, 10)
    stands = {"engagement": Rag.GREEN, "implementation": Rag.AMBER, "impact": Rag.GREY}
    make_note(make_visit(enrolment=enrolment, specialist=specialist, on=TODAY))
    later = make_note(
        make_visit(enrolment=enrolment, specialist=specialist, on=day),
        at=NOON + (day - TODAY),
        stands={
            aspect: Stand(rag, "Thin" if rag == Rag.AMBER else "") for aspect, rag in stands.items()
        },
    )
    page = said(reads(client, head, later))
    assert "Amber down from Green" in page
    assert "Grey was Green" in page


def test_a_head_is_told_who_may_sign_and_gives_it_in_writing(
    client, enrolment, head, senior_leader, note
):
    client.force_login(head)
    url = reverse("deliver:signing", args=[enrolment.pk])
    unwritten = client.post(url, {"to": senior_leader.person.roles.get().pk})
    assert "Write that they may sign" in said(unwritten)
    answer = client.post(
        url, {"to": senior_leader.person.roles.get().pk, "words": "While I am away"}, follow=True
    )
    assert "may sign notes of visit from now on" in said(answer)
    assert rules.may_sign(senior_leader, note)
    [given] = enrolment.signing_delegations.all()
    client.post(reverse("deliver:take-signing-back", args=[enrolment.pk, given.pk]))
    assert not rules.may_sign(senior_leader, note)


def test_under_words_that_were_changed_meanwhile_nobody_signs_and_nothing_typed_is_lost(
    client, note, head, author
):
    client.force_login(head)
    url = reverse("deliver:sign-note", args=[note.pk])
    sent = {"version": 1, "comment": "Year 6 was out that day.", "sees_differently": ""}
    client.post(client.post(url, sent).url, {"password": PASSWORD})
    anew = make_content(note.visit, answers=(), seen="Pupils drew bars.")
    actions.share_note(note=note, content=anew, by=author, at=NOON)
    sent["comment"] += " Year 5 was there."
    back = client.post(url, sent, follow=True)
    assert back.redirect_chain[-1][0] == note.get_absolute_url()
    assert "shared a new version since you opened it" in said(back)
    assert "out that day. Year 5 was there." in client.get(url).text
    client.post(url, sent | {"version": 2})
    note.refresh_from_db()
    assert (note.state, note.shown.number) == (NoteState.SIGNED, 2)


def test_what_was_typed_while_signing_is_there_after_proving_who_one_is(client, note, head):
    client.force_login(head)
    url = reverse("deliver:sign-note", args=[note.pk])
    sent = {"version": 1, "comment": "Year 6 was out that day.", "sees_differently": ""}
    asked = client.post(url, sent)
    assert asked.status_code == 302
    assert asked.url.startswith(reverse("account_reauthenticate"))
    client.post(asked.url, {"password": PASSWORD})
    assert "Year 6 was out that day." in client.get(url).text
    client.post(url, sent)
    note.refresh_from_db()
    assert note.state == NoteState.SIGNED
    assert note.shown.signature.comment == "Year 6 was out that day."


def test_a_hub_lead_gives_a_note_back_with_what_is_missing(client, note, head, hub_lead, author):
    actions.sign_note(note=note, version=note.shown, authenticated_at=NOON, by=head, at=NOON)
    client.force_login(hub_lead)
    url = reverse("deliver:check-note", args=[note.pk])
    silent = client.post(url, {"then": "return", "ticks": ["rag"]})
    assert "Say what is missing, so that its author can mend it" in said(silent)
    unticked = client.post(url, {"then": "release", "ticks": ["rag"]})
    assert "Not ticked: It describes and does not grade" in said(unticked)
    client.post(url, {"then": "return", "ticks": ["rag"], "text": "Whose is the action?"})
    note.refresh_from_db()
    assert note.state == NoteState.RETURNED
    [want] = [each for each in wants.to_write(author, TODAY) if "gave it back" in each.why]
    assert want.verb == "Mend it"


# Lists


def test_what_waits_says_for_whom_and_how_late(note, hub_lead, enrolment, specialist):
    on = SchoolDays().after(TODAY, 8)
    visit = make_visit(enrolment=enrolment, specialist=specialist, on=TODAY - timedelta(days=7))
    visit.state = "happened"
    visit.save()
    rows = waiting.waiting(hub_lead, on)
    assert [(row.state, row.who, row.n_late) for row in rows] == [
        ("Not begun", "its author", 8),
        ("With the school", "the head", 3),
    ]


def test_a_deputy_of_the_hub_has_the_same_desk(client, note, head, enrolment):
    deputy = holder_of(Role.HUB_LEAD, hub=enrolment.hub, capacity=Capacity.DEPUTY)
    actions.sign_note(note=note, version=note.shown, authenticated_at=NOON, by=head, at=NOON)
    client.force_login(deputy)
    assert "1 note to read" in said(client.get(reverse("deliver:desk")))


@pytest.mark.parametrize("name", ["waits", "desk", "notes"])
def test_a_list_asks_no_more_with_more_notes(client, enrolment, specialist, hub_lead, name):
    def n_queries():
        client.force_login(hub_lead)
        address = reverse(f"deliver:{name}", args=[enrolment.pk] if name == "notes" else [])
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    make_note(make_visit(enrolment=enrolment, specialist=specialist, on=TODAY))
    few = n_queries()
    for n in range(1, 6):
        other = make_enrolment(hub=enrolment.hub, school=make_school())
        make_role(Role.SPECIALIST, person=specialist, enrolment=other)
        day = TODAY - timedelta(days=n)
        make_note(make_visit(enrolment=other, specialist=specialist, on=day))
    assert n_queries() == few


def test_a_note_that_the_school_sees_differently_says_so_wherever_it_is_listed(
    client, note, head, hub_lead
):
    client.force_login(hub_lead)
    desk, listed = reverse("deliver:desk"), reverse("deliver:notes", args=[note.enrolment.pk])
    words = "Year 4 began in May."
    actions.sign_note(
        note=note,
        version=note.shown,
        sees_differently=words,
        authenticated_at=NOON,
        by=head,
        at=NOON,
    )
    for page in (desk, listed, note.get_absolute_url()):
        assert "The school sees something differently" in said(client.get(page)), page
    check = client.get(reverse("deliver:check-note", args=[note.pk]))
    assert words in said(check)
    rows = client.get(reverse("deliver:notes-csv", args=[note.enrolment.pk])).text
    assert "Seen differently by the school" in rows
    assert words not in rows


def test_a_note_that_nobody_sees_differently_does_not_say_so(client, released, head):
    client.force_login(head)
    listed = reverse("deliver:notes", args=[released.enrolment.pk])
    for page in (listed, released.get_absolute_url()):
        assert "sees something differently" not in said(client.get(page))


def test_a_note_says_which_visit_it_was_and_how_many_days_were_used_by_then(
    client, enrolment, specialist, visit, head
):
    """Before it one of half a day that happened, one that was cancelled; after it one to come."""
    make_visit(
        enrolment=enrolment, specialist=specialist, on=TODAY - timedelta(days=30), state="happened"
    )
    make_visit(
        enrolment=enrolment, specialist=specialist, on=TODAY - timedelta(days=20), state="cancelled",
        cancelled_because="Snow",
    )  # fmt: skip
    make_visit(enrolment=enrolment, specialist=specialist, on=TODAY + timedelta(days=40))
    enrolment.days_agreed = 6
    enrolment.save()
    enrolment.stages.create(stage="deliver", starts_on=TODAY - timedelta(days=60))
    note = make_note(visit)
    page = said(reads(client, head, note))
    assert "Visit 2 of 3, half a day. 1 of 6 days used by then. Stage Deliver." in page
