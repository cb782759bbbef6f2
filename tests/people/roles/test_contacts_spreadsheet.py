"""Contacts as a spreadsheet: out, worked in, looked at, and in again whole or not at all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from leadwell.audit.models import Event, Look
from leadwell.lib.spreadsheet import read
from leadwell.people.models import BroughtIn, Handover, Person, Role, RoleHeld
from leadwell.people.spreadsheets import actions, files, keys
from leadwell.people.spreadsheets.contacts import CONTACTS
from tests.factories import NOON, holder_of, make_enrolment, make_programme, make_role, make_school
from tests.people.roles.conftest import n_queries, nobody_yet
from tests.spreadsheets import Rows, bring_in, look, take_out, words, worked_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(signed_in, world):
    return signed_in(world.manager)


@pytest.fixture
def out(manager, world):
    return take_out(manager, CONTACTS, world.programme)


def layout(world):
    return CONTACTS.layout(world.programme)


def row_of(rows: Rows, name: str) -> dict:
    return next(row for row in rows if row["name"] == name)


def looked(manager, world, out, work):
    return look(manager, CONTACTS, world.programme, worked_in(out, layout(world), work))


def test_the_list_has_a_row_a_contact_and_rows_to_fill_in(world, out):
    sheet = read(out, layout(world))
    named = {row.values["name"]: row.values for row in sheet.rows if row.values["name"]}
    assert set(named) == {"Ada Marsh", "Ben Ford", "Cora Lane"}
    assert named["Ben Ford"]["kind"] == "Subject leader"
    empty = [row.values for row in sheet.rows if not row.values["key"]]
    assert {"Finance contact", "Link governor"} <= {row["kind"] for row in empty}
    assert str(world.programme) in sheet.about["This is"]


def test_taking_it_out_is_written_down_with_whom_it_names(world, manager, out):
    noted = Look.objects.latest("pk")
    assert noted.n_rows == len(read(out, layout(world)).rows)
    assert world.leader.person.pk in noted.about_people


def test_what_comes_back_as_it_went_changes_nothing(world, manager, out):
    page = look(manager, CONTACTS, world.programme, out)
    assert "This file would change nothing." in words(page)
    assert "carried" not in page.text


def test_a_changed_row_is_shown_before_and_after_and_brought_in_once(world, manager, out):
    def work(rows):
        row_of(rows, "Ben Ford")["phone"] = "01632 960007"
        rows.append(
            {"urn": str(world.school.urn), "kind": "Finance contact", "name": "=Kit Orme",
             "email": "kit@marlpit.example", "starts_on": timezone.localdate()}
        )  # fmt: skip

    page = looked(manager, world, out, work)
    said = words(page)
    assert "This file would change 1 contact and add 1 contact." in said
    assert "Subject leader, Marlpit Primary Telephone nothing 01632 960007" in said
    assert not BroughtIn.objects.exists(), "looking changes nothing"
    assert not Person.objects.filter(name="=Kit Orme").exists()
    for _ in range(2):
        assert "Brought in." in words(bring_in(manager, CONTACTS, world.programme, page))
    world.leader.person.refresh_from_db()
    assert world.leader.person.phone == "01632 960007"
    kit = RoleHeld.objects.get(role=Role.SCHOOL_FINANCE_CONTACT)
    assert (kit.person.name, kit.person.home_school) == ("=Kit Orme", world.school)
    brought = BroughtIn.objects.get()
    assert (brought.n_new, brought.n_changed, brought.brought_by) == (1, 1, world.manager)
    assert Event.objects.filter(verb="brought in a spreadsheet").count() == 1


def test_a_last_day_and_who_begins_the_day_after_are_a_handover(world, manager, out):
    last = timezone.localdate() + timedelta(30)

    def work(rows):
        row_of(rows, "Ada Marsh")["ends_on"] = last
        rows.append(
            {"urn": str(world.school.urn), "kind": "Headteacher", "how": "Interim", "name": "Kit Orme",
             "starts_on": last + timedelta(1)}
        )  # fmt: skip

    bring_in(manager, CONTACTS, world.programme, looked(manager, world, out, work))
    handover = Handover.objects.get()
    assert (handover.leaving, handover.coming.capacity) == (world.head_role, "interim")
    assert handover.steps.exists(), "the successor has what everybody else has who follows"


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (
            lambda rows: row_of(rows, "Ada Marsh").update(name="Kit Orme"),
            "A name is put right on the page",
        ),
        (
            lambda rows: row_of(rows, "Ada Marsh").update(ends_on=NOON.date()),
            "would be without a head",
        ),
        (
            lambda rows: row_of(rows, "Ben Ford").update(email="cora"),
            "Write the whole e-mail address",
        ),
        (
            lambda rows: row_of(rows, "Ben Ford").update(key="a" * 16 + "-" + "b" * 12),
            "of no row of this list",
        ),
        (lambda rows: rows.append(dict(row_of(rows, "Ben Ford"))), "there twice, in rows"),
        (
            lambda rows: rows.append({"urn": "999999", "kind": "Link governor", "name": "X"}),
            "has this number",
        ),
        (lambda rows: rows.append({"name": "X"}), "Write the first day."),
    ],
)
def test_what_cannot_be_is_refused_by_row_and_nothing_is_changed(world, manager, out, work, said):
    def both(rows):
        row_of(rows, "Cora Lane")["phone"] = "01632 960009"
        work(rows)

    page = looked(manager, world, out, both)
    assert said in words(page)
    assert "Nothing was changed." in words(page)
    assert "carried" not in page.text
    assert not Person.objects.filter(phone="01632 960009").exists(), "nothing in part"


def test_all_that_is_wrong_is_said_at_once(world, manager, out):
    def work(rows):
        row_of(rows, "Ada Marsh")["name"] = "Kit Orme"
        row_of(rows, "Ben Ford")["email"] = "ben"
        rows.append({"urn": "123456", "name": "Val Reed"})

    said = words(looked(manager, world, out, work))
    for text in ("A name is put right", "“ben”: Write the whole", "Write the first day."):
        assert text in said


def test_what_others_changed_since_is_left_alone_and_a_conflict_is_shown(world, manager, out):
    Person.objects.filter(pk=world.leader.person.pk).update(phone="01632 960001")

    def mine(rows):
        row_of(rows, "Ada Marsh")["post"] = "Head"

    assert "others have changed 1 since; that stays" in words(looked(manager, world, out, mine))

    def both(rows):
        row_of(rows, "Ben Ford")["phone"] = "01632 960002"

    page = looked(manager, world, out, both)
    assert "Somebody else has changed what you changed." in words(page)
    assert "Telephone 01632 960002 01632 960001" in words(page)
    assert "carried" not in page.text


def test_what_changes_between_looking_and_yes_is_a_conflict_too(world, manager, out):
    page = looked(manager, world, out, lambda rows: row_of(rows, "Ben Ford").update(phone="1"))
    Person.objects.filter(pk=world.leader.person.pk).update(phone="2")
    said = words(bring_in(manager, CONTACTS, world.programme, page))
    assert "Somebody else has changed what you changed." in said
    assert Person.objects.get(pk=world.leader.person.pk).phone == "2"


def test_one_person_in_two_rows_is_said_in_one_way(world, manager):
    make_role(Role.SENIOR_LEADER, person=world.leader.person, school=world.school)
    out = take_out(manager, CONTACTS, world.programme)

    def ways(*phones):
        def work(rows):
            mine = [row for row in rows if row["name"] == "Ben Ford"]
            for row, phone in zip(mine, phones, strict=True):
                row["phone"] = phone

        return work

    assert "say different things of the same person" in words(
        looked(manager, world, out, ways("1", "2"))
    )
    assert "would change 2 contacts" in words(looked(manager, world, out, ways("1", "1")))


def test_rules_are_asked_of_every_row(world, signed_in):
    """A hub lead cannot name a data protection officer, nor reach a school of another hub."""
    client = signed_in(world.hub_lead)
    out = take_out(client, CONTACTS, world.programme)
    assert "Cora Lane" not in {row.values["name"] for row in read(out, layout(world)).rows}
    day = timezone.localdate()

    def work(rows):
        rows.append(
            {
                "urn": str(world.school.urn),
                "kind": "Data protection contact",
                "name": "X",
                "starts_on": day,
            }
        )

    assert "You cannot give the role of data protection officer there." in words(
        looked(client, world, out, work)
    )

    def far(rows):
        rows.append(
            {
                "urn": str(world.elsewhere.school.urn),
                "kind": "Link governor",
                "name": "X",
                "starts_on": day,
            }
        )

    assert "that you look after, has this number" in words(looked(client, world, out, far))


def test_a_file_of_another_programme_or_with_a_forged_mark_is_refused(world, manager, signed_in):
    other = make_programme(name="Number Talk")
    make_enrolment(programme=other, school=make_school())
    theirs = take_out(signed_in(holder_of(Role.PROJECT_MANAGER, programme=other)), CONTACTS, other)
    signed_in(world.manager)
    page = look(manager, CONTACTS, world.programme, theirs)
    assert "a file of another programme, not of Number Sense" in words(page)
    sheet = read(theirs, layout(world))
    forged = files.write(layout(world), [], about=sheet.about | {"Mark": "x"}, at=NOON)
    assert "does not say which list it is" in words(
        look(manager, CONTACTS, world.programme, forged)
    )


def test_who_gives_no_roles_there_is_told_why_and_a_stranger_cannot_tell_it_exists(
    world, signed_in
):
    there = reverse("people:contacts-spreadsheet", args=[world.programme.code])
    refused = signed_in(world.leader).get(there)
    assert refused.status_code == 403
    assert "no list of contacts to work in" in words(refused)
    stranger = signed_in(holder_of(Role.PROJECT_MANAGER, programme=make_programme()))
    assert stranger.get(there).status_code == 404


def test_what_a_page_carried_is_good_for_one_person_and_not_for_ever(
    world, manager, signed_in, out
):
    page = looked(manager, world, out, lambda rows: row_of(rows, "Ben Ford").update(phone="1"))
    lead = signed_in(holder_of(Role.PROGRAMME_LEAD, programme=world.programme))
    said = words(bring_in(lead, CONTACTS, world.programme, page))
    assert "Bring it in once more; nothing was changed." in said
    assert not BroughtIn.objects.exists()


def test_what_is_not_whole_leaves_nothing(world, manager, out, monkeypatch):
    page = looked(manager, world, out, lambda rows: row_of(rows, "Ben Ford").update(phone="1"))
    monkeypatch.delattr("leadwell.people.spreadsheets.actions._noted")
    with pytest.raises(NameError), transaction.atomic():
        bring_in(manager, CONTACTS, world.programme, page)
    assert not Person.objects.filter(phone="1").exists()


def test_more_rows_than_are_done_at_once_are_refused(world, manager, out, monkeypatch):
    monkeypatch.setattr(actions, "MOST_CHANGES", 1)

    def work(rows):
        row_of(rows, "Ben Ford")["phone"] = row_of(rows, "Ada Marsh")["phone"] = "1"

    assert "would change 2 rows. Bring in 1 at a time" in words(looked(manager, world, out, work))


def test_a_key_says_nothing_of_itself_and_belongs_to_one_list(world, today):
    line = files.lines_of(CONTACTS, world.manager, world.programme, today)[0]
    key = keys.key_of(CONTACTS, world.programme, line)
    assert key != keys.key_of(CONTACTS, make_programme(), line)
    assert str(line.number) not in key.split("-")


def test_queries_do_not_grow_with_schools(world, manager):
    there = reverse("people:contacts-spreadsheet-file", args=[world.programme.code])
    few = n_queries(manager, there)
    for _ in range(3):
        more = make_enrolment(hub=world.exe, school=make_school())
        make_role(Role.HEADTEACHER, school=more.school, person=nobody_yet("Val Reed", email=""))
    assert n_queries(manager, there) == few


def test_the_same_spreadsheet_is_written_down_once_and_says_something(world):
    one = {
        "sent_id": "6f1cbd0e-2a0b-4a38-9dd1-0d1f6a1d1c11", "listing": "contacts", "as_of": NOON,
        "programme": world.programme, "brought_at": NOON, "brought_by": world.manager,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="changed_something"), transaction.atomic():
        BroughtIn.objects.create(**one, n_new=0, n_changed=0)
    BroughtIn.objects.create(**one, n_new=1, n_changed=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        BroughtIn.objects.create(**one, n_new=1, n_changed=0)
