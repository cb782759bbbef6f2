"""A note is written in six parts: nothing is lost, what is missing is said, and it is sent once."""

import json
import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from leadwell.accounts.acting import acting_as
from leadwell.audit.models import Event
from leadwell.deliver import actions as visits
from leadwell.deliver.models import Note, NoteVersion
from leadwell.deliver.notes import actions
from leadwell.lib import academic_year as years
from leadwell.people.models import Draft, Role
from leadwell.programmes.models import ActiveIngredient, Strand
from leadwell.schools.models import HalfTerm
from tests.deliver.notes.words import words
from tests.factories import holder_of, make_action, make_role, make_school, make_visit

pytestmark = pytest.mark.django_db

PARTS = ("before", "done", "seen", "agreed", "standing", "following")


@pytest.fixture
def visit(enrolment, specialist):
    return make_visit(
        enrolment=enrolment, specialist=specialist, on=timezone.localdate(), purpose="Number talk"
    )


@pytest.fixture
def ingredient(enrolment):
    strand = Strand.objects.create(programme=enrolment.programme, name="Talk")
    return ActiveIngredient.objects.create(strand=strand, text="Pairs", indicator="Pairs talk")


def address(name, visit, *more):
    return reverse(f"deliver:{name}", args=[visit.pk, *more])


def said(response):
    plain = re.sub(r"<[^>]*>", " ", response.text)
    return " ".join(unescape(plain).replace("\xa0", " ").split())


def send(client, visit, part, fields, then="continue"):
    """One part, as a browser without a script sends it: with the version that is on the page."""
    url = address("write-note", visit, part)
    [version] = re.findall(r'name="kept-version" value="(\d+)"', client.get(url).text)
    return client.post(url, fields | {"kept-version": version, "then": then})


def write(client, visit, **changes):
    """Every part; the last answer."""
    for part, fields in words(visit, **changes).items():
        answer = send(client, visit, part, fields)
    return answer


def share(client, visit, **more):
    return client.post(address("share-note", visit), {"base": "0", **more}, follow=True)


def test_each_part_leads_to_the_next_and_the_last_to_sharing(writer, visit):
    for part, following in pairwise(PARTS):
        sent = words(visit)[part] | {"then": "continue"}
        answer = writer.post(address("write-note", visit, part), sent)
        assert answer.url == address("write-note", visit, following)
    last = writer.post(
        address("write-note", visit, "following"), words(visit)["following"] | {"then": "continue"}
    )
    assert last.url == address("share-note", visit)


def test_a_whole_note_is_shared(writer, visit, author):
    write(writer, visit)
    answer = share(writer, visit)
    assert "Shared with Tansy Hill" in said(answer)
    version = NoteVersion.objects.get()
    assert (version.seen, version.strengths, version.engagement) == (
        "Pupils said how they worked it out.", ["Counters"], "green"
    )  # fmt: skip
    with acting_as(author.pk):
        assert not Draft.objects.exists()


def test_the_same_share_sent_twice_is_one_version(writer, visit):
    write(writer, visit)
    share(writer, visit)
    again = share(writer, visit)
    assert again.redirect_chain[-1][0] == Note.objects.get().get_absolute_url()
    assert NoteVersion.objects.count() == 1


def test_what_is_with_the_school_as_it_is_is_not_shared_anew(writer, visit, head):
    write(writer, visit)
    share(writer, visit)
    note = Note.objects.get()
    assert writer.get(address("share-note", visit)).url == note.get_absolute_url()
    share(writer, visit, base="1")
    assert NoteVersion.objects.count() == 1

    # Where the school has said that something is not right, its author may leave it as it is
    actions.comment(note=note, text="It was Tuesday", by=head, at=timezone.now())
    assert "Share it anew" in said(writer.get(address("share-note", visit)))
    share(writer, visit, base="1")
    assert NoteVersion.objects.count() == 2


def test_what_is_taken_back_is_the_authors_draft_again_word_for_word(writer, visit, author):
    write(writer, visit)
    share(writer, visit)
    note = Note.objects.get()
    writer.post(reverse("deliver:withdraw-note", args=[note.pk]))
    for part in PARTS:
        page = unescape(writer.get(address("write-note", visit, part)).text)
        for value in words(visit)[part].values():
            assert str(value) in page, part
    answer = share(writer, visit)
    assert "Shared with Tansy Hill" in said(answer)
    assert NoteVersion.objects.get().seen == "Pupils said how they worked it out."
    [open_now] = visit.enrolment.actions.open()
    assert open_now.what == "Plan a lesson"


def test_what_an_action_needs_goes_into_the_list_and_changes_with_the_note(writer, visit, head):
    needs = {"a1-support_days": "1", "a1-cover_days": "1.5", "a1-cost_gbp": ""}
    write(writer, visit, agreed=needs)
    share(writer, visit)
    [action] = visit.enrolment.actions.open()
    assert (action.support_days, action.cover_days, action.cost_gbp) == (1, Decimal("1.5"), None)

    note = Note.objects.get()
    actions.comment(note=note, text="It was Tuesday", by=head, at=timezone.now())
    page = writer.get(address("write-note", visit, "agreed")).text
    shown = re.search(r"<input[^>]*name=.a1-cover_days[^>]*>", page)[0]
    assert 'value="1.5"' in shown
    known = re.search(r'name="a1-known" value="(\d+)"', page)[1]
    sent = words(visit, agreed=needs | {"a1-cover_days": "2", "a1-known": known})["agreed"]
    send(writer, visit, "agreed", sent)
    share(writer, visit, base="1")
    action.refresh_from_db()
    assert action.cover_days == 2


def test_an_action_of_a_note_is_due_in_term_and_a_day_it_had_already_stays(writer, visit, head):
    """Off from the sixth to the fourteenth day from today."""
    today = timezone.localdate()
    in_term, off = ((today + timedelta(days=n)).isoformat() for n in (20, 10))
    first = HalfTerm(starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=5))
    then = HalfTerm(starts_on=today + timedelta(days=15), ends_on=today + timedelta(days=60))
    for number, one in enumerate((first, then), start=1):
        one.school, one.number, one.term = visit.enrolment.school, number, "autumn"
        one.academic_year = years.of(one.starts_on)
        one.save()
    sent = words(visit, agreed={"a1-due_on": off})["agreed"]
    assert "is in the school’s holiday" in said(send(writer, visit, "agreed", sent))
    write(writer, visit, agreed={"a1-due_on": in_term})
    share(writer, visit)

    note, [action] = Note.objects.get(), visit.enrolment.actions.open()
    then.starts_on = today + timedelta(days=30)  # the holiday is longer now
    then.save()
    actions.comment(note=note, text="It was Tuesday", by=head, at=timezone.now())
    again = {"a1-due_on": in_term, "a1-known": str(action.pk), "a1-what": "Plan two lessons"}
    kept = send(writer, visit, "agreed", words(visit, agreed=again)["agreed"])
    assert kept.url == address("write-note", visit, "standing")
    share(writer, visit, base="1")
    action.refresh_from_db()
    assert action.what == "Plan two lessons"


def test_other_words_sent_on_an_older_version_are_shown_and_not_shared(writer, visit):
    write(writer, visit)
    share(writer, visit)
    send(writer, visit, "seen", words(visit)["seen"] | {"seen": "Something new."})
    answer = share(writer, visit)
    assert "This note has been shared since you opened the page" in said(answer)
    assert NoteVersion.objects.count() == 1
    anew = share(writer, visit, base="1")
    assert "Shared with Tansy Hill" in said(anew)
    assert NoteVersion.objects.get(number=2).seen == "Something new."


@pytest.mark.parametrize(
    ("part", "fields", "why"),
    [
        ("before", {"gap_task": ""}, "Say what became of the task from the last training"),
        ("done", {"minutes-lesson-visit": ""}, "Say what was done, and for how many minutes"),
        (
            "done",
            {"minutes-lesson-visit": "240"},
            "The activities take 240 minutes, and the visit 210",
        ),
        ("seen", {"seen": ""}, "Say what was seen"),
        ("seen", {"strength-1": ""}, "Name at least one strength"),
        ("seen", {"seen": "x" * 1201}, "write it shorter, 1200 letters at most"),
        ("agreed", {"a1-what": ""}, "Agree at least one action"),
        ("agreed", {"a1-owner": ""}, "Say who does it"),
        ("agreed", {"a1-due_on": ""}, "Say by when “Plan a lesson” is done"),
        ("agreed", {"a1-cover_days": "0.3"}, "Write whole or half days, such as 1.5"),
        ("agreed", {"a1-due_on": "2020-01-06"}, "That day is past. Choose today or a later one"),
        ("standing", {"impact": ""}, "Choose a colour for impact"),
        ("standing", {"impact": "red"}, "Say why impact is Red"),
        ("standing", {"impact": "amber", "impact-reason": "Thin"}, "Choose the action for impact"),
        ("following", {"is_last": ""}, "Say when the next visit is, or that this was the last"),
        ("following", {"readiness": ["R5"]}, "Say how it has changed"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(writer, visit, part, fields, why):
    sent = words(visit)[part] | fields
    answer = send(writer, visit, part, sent)
    assert answer.status_code == 200
    assert why in said(answer)
    again = writer.get(address("write-note", visit, part))
    assert why not in said(again)  # not found fault with before it is sent
    for value in sent.values():
        if isinstance(value, str) and " " in value:
            assert value in unescape(again.text)


def test_every_earlier_action_is_answered_before_the_note_goes(writer, visit, enrolment):
    action = make_action(enrolment=enrolment, what="Buy counters")
    write(writer, visit)
    page = writer.get(address("share-note", visit))
    assert "Say how “Buy counters” goes" in said(page)
    share(writer, visit)
    assert not NoteVersion.objects.exists()
    write(writer, visit, before={f"how-{action.pk}": "stuck"})
    assert "Say what is in the way of “Buy counters”" in said(share(writer, visit))
    write(writer, visit, before={f"how-{action.pk}": "stuck", f"text-{action.pk}": "No cover"})
    share(writer, visit)
    [answer] = NoteVersion.objects.get().answers.all()
    assert (answer.said.how, answer.said.text) == ("stuck", "No cover")


def test_an_ingredient_is_seen_in_no_more_classes_than_were_visited(writer, visit, ingredient):
    fields = {f"level-{ingredient.pk}": "routine", f"classes-{ingredient.pk}": "4"}
    sent = words(visit)["seen"] | fields | {"n_classes": "3", "then": "continue"}
    answer = writer.post(address("write-note", visit, "seen"), sent)
    assert "“Pairs” in 4 classes, and you visited 3: change one of them" in said(answer)


def test_two_purposes_are_both_shown_and_neither_is_lost(writer, visit, subject_leader):
    mine = words(visit)["done"] | {"purpose": "Fractions in Year 5"}
    send(writer, visit, "done", mine, then="later")
    visits.change_visit(
        visit=visit, starts_at=None, days=visit.days, purpose="Talk in Reception",
        by=subject_leader, at=timezone.now(),
    )  # fmt: skip
    page = said(writer.get(address("write-note", visit, "done")))
    assert "wrote: Talk in Reception" in page
    assert "You wrote: Fractions in Year 5" in page
    unchosen = send(writer, visit, "done", mine)
    assert "Choose which purpose is right" in said(unchosen)
    chosen = {"purpose_choice": "theirs", "purpose_seen": "Talk in Reception"}
    write(writer, visit, done=mine | chosen)
    share(writer, visit)
    assert NoteVersion.objects.get().purpose == "Talk in Reception"


def test_words_on_two_devices_lie_beside_each_other(writer, visit):
    url = address("keep-note", visit, "seen")
    key = f"{visit.specialist.user_id}:note-seen:{visit.pk}"

    def keep(device, base, text):
        sent = {"key": key, "words": {"seen": text}, "base": base, "device": device}
        return writer.post(url, json.dumps(sent), content_type="application/json")

    assert keep("phone", 0, "From the car park").json()["version"] == 1
    assert keep("laptop", 0, "From the desk").status_code == 409
    page = said(writer.get(address("choose-words", visit, "seen")))
    assert "From the car park" in page
    assert "From the desk" in page


def test_a_grade_beside_a_name_is_warned_of_and_may_pass(writer, visit, head):
    graded = f"{head.name}’s lesson was outstanding."
    write(writer, visit, seen={"seen": graded})
    stopped = share(writer, visit)
    assert "outstanding" in said(stopped)
    assert not NoteVersion.objects.exists()
    share(writer, visit, guard_read="yes")
    assert NoteVersion.objects.get().seen == graded
    warned = Event.objects.get(verb="read warnings")
    assert set(warned.detail) <= {"name", "grade"}
    assert "outstanding" not in json.dumps(warned.detail)


HOSTILE = "<script>alert(1)</script> \u202eright to left 🐟 {{ x }} & “quotes”"


def test_whatever_is_pasted_is_kept_as_text(writer, visit):
    write(writer, visit, seen={"seen": f"\x00{HOSTILE}\x07\r\nnext line"})
    answer = share(writer, visit, guard_read="yes")
    assert NoteVersion.objects.get().seen == f"{HOSTILE}\nnext line"
    assert "<script>alert" not in answer.text
    assert HOSTILE.split()[0] in unescape(answer.text)


def test_far_too_much_is_refused_and_what_was_there_stays(writer, visit):
    url = address("write-note", visit, "seen")
    writer.post(url, {"seen": "Pupils talked.", "then": "later"})
    answer = writer.post(url, {"seen": "x" * 2_000_000, "then": "later"})
    assert answer.status_code == 400
    assert "What was kept before is still there" in said(answer)
    assert "Pupils talked." in writer.get(url).text


@pytest.mark.parametrize("name", ["write-note", "share-note"])
def test_nobody_else_writes_a_note(client, visit, enrolment, hub_lead, subject_leader, name):
    url = address(name, visit)
    for reader in (hub_lead, subject_leader):
        client.force_login(reader)
        answer = client.get(url)
        assert answer.status_code == 403
        assert "Only the specialist who made the visit" in said(answer)
    stranger = holder_of(Role.HEADTEACHER, school=make_school())
    client.force_login(stranger)
    assert client.get(url).status_code == 404


def test_who_is_not_sent_there_any_more_writes_no_note(client, visit, author, enrolment):
    client.force_login(author)
    assert client.get(address("write-note", visit)).status_code == 200
    yesterday = timezone.localdate() - timedelta(days=1)
    author.person.roles.update(ends_on=yesterday)
    make_role(Role.SPECIALIST, person=author.person, hub=enrolment.hub)
    assert client.get(address("write-note", visit)).status_code == 404


def test_a_note_is_written_from_the_day_of_the_visit_on(writer, enrolment, specialist):
    to_come = make_visit(
        enrolment=enrolment, specialist=specialist, on=timezone.localdate() + timedelta(days=3)
    )
    answer = writer.get(address("write-note", to_come))
    assert "Write its note from that day on" in said(answer)


def test_what_is_written_is_nobody_elses_by_the_databases_own_wall(writer, visit, hub_lead):
    writer.post(address("write-note", visit, "seen"), {"seen": "Not yet for others"})
    with acting_as(hub_lead.pk):
        assert not Draft.objects.filter(form="note-seen").exists()


def test_a_page_asks_no_more_with_more_notes(writer, visit, django_assert_max_num_queries):
    write(writer, visit)
    with django_assert_max_num_queries(24):
        writer.get(address("write-note", visit, "standing"))
    with django_assert_max_num_queries(26):
        writer.post(address("write-note", visit, "seen"), words(visit)["seen"])
