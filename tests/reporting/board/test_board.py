"""The board's page: who sees which line, what comes first, what is counted, and how fast."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from leadwell.govern.boards.actions import withdraw_decision
from leadwell.lib.school_days import SchoolDays
from leadwell.people.models import Role
from leadwell.programmes.models import StageSpan
from leadwell.reporting.board.page import board_page
from leadwell.reporting.board.wants import look_first
from leadwell.web.templatetags.leadwell import day
from tests.factories import (
    NOON,
    holder_of,
    make_action,
    make_decision,
    make_enrolment,
    make_hub,
    make_note,
    make_programme,
    make_role,
    make_school,
    make_trust,
    make_visit,
)

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
HOSTILE = "<b>O’Neill & Söhne</b> “A”"


@pytest.fixture
def programme():
    return make_programme(name="Number Sense")


@pytest.fixture
def member(programme):
    return holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=programme)


def school_in(programme, name, **fields):
    return make_enrolment(
        hub=fields.pop("hub", None) or make_hub(programme), school=make_school(name=name), **fields
    )


def names(page):
    return [line.name for line in page.first], [line.name for line in page.others]


def test_that_a_school_sees_it_differently_is_said_without_its_words(programme, member, released):
    aster, birch = (school_in(programme, name) for name in ("Aster", "Birch"))
    on = date(2026, 11, 10)
    released(aster, on, "green", "green", "grey", sees_differently="Year 4 began in May")
    released(birch, on, "green", "green", "grey")
    differs, agrees = board_page(member, TODAY, programme=programme).others
    assert "The school sees something differently" in differs.in_a_line
    assert "differently" not in agrees.in_a_line
    assert "Year 4" not in str(differs.cells)


def test_schools_with_a_reason_come_first_and_the_others_a_to_z(programme, member, released):
    aster, birch, cedar, dale, elm = (
        school_in(programme, name) for name in ("Aster", "Birch", "Cedar", "Dale", "Elm")
    )
    released(aster, date(2026, 11, 10), "green", "amber", "grey")
    released(birch, date(2026, 10, 1), "green", "green", "grey")
    released(birch, date(2026, 11, 10), "green", "amber", "grey")  # down
    released(cedar, date(2026, 10, 1), "grey", "green", "grey")
    released(cedar, date(2026, 11, 10), "green", "green", "grey")  # Grey is on no ladder
    released(dale, date(2026, 11, 10), "green", "green", "red")
    released(elm, date(2026, 11, 10), is_signed=False)

    page = board_page(member, TODAY, programme=programme)

    assert names(page) == (["Birch", "Dale", "Elm"], ["Aster", "Cedar"])
    assert page.heading == "3 schools of 5 need a look first"
    birch_line = page.first[0]
    assert [one.change for one in birch_line.standings] == ["", "down from Green", ""]
    assert "Signed by nobody" in page.first[2].in_a_line


def test_a_school_is_compared_with_the_released_note_before_not_with_one_unreleased(
    programme, member, released
):
    aster = school_in(programme, "Aster")
    released(aster, date(2026, 9, 15), "amber", "green", "grey")
    specialist = aster.deployed.get().person
    shared = datetime(2026, 10, 6, 12, tzinfo=UTC)
    make_note(make_visit(enrolment=aster, specialist=specialist, on=shared.date()), at=shared)
    released(aster, date(2026, 11, 10), "green", "green", "grey")

    line = (board_page(member, TODAY, programme=programme).first or [None])[0]

    assert line, "a note shared in October that nobody signed is a reason to look"
    assert [one.change for one in line.standings] == ["up from Amber", "", ""]


def test_no_visit_for_more_than_thirty_school_days_is_said_in_school_days(programme, member):
    """From Tue 1 Sept no term dates are known: weekdays that are no bank holiday. Fri 2 Oct + 1 to
    Fri 20 Nov are 35; Mon 12 Oct to Fri 20 Nov are exactly 30 after Fri 9 Oct."""
    for name, begun in (("Aster", date(2026, 10, 2)), ("Birch", date(2026, 10, 9))):
        part = school_in(programme, name)
        StageSpan.objects.create(enrolment=part, stage="deliver", starts_on=begun)
    first, others = (board_page(member, TODAY, programme=programme).first,
                     board_page(member, TODAY, programme=programme).others)  # fmt: skip
    assert [line.name for line in others] == ["Birch"]
    assert first[0].in_a_line == "No visit for 35 school days"


def test_a_line_says_facts_alone_and_no_word_that_anybody_wrote(programme, member, released):
    aster = school_in(programme, "Aster")
    note = released(aster, date(2026, 11, 10), "red", "green", "grey", seen="Secret words")
    make_action(enrolment=aster, due_on=date(2026, 11, 1), what="Secret plan")
    page = board_page(member, TODAY, programme=programme)
    line = page.first[0]
    assert line.in_a_line == "1 of 2 actions late"
    assert line.counts == "1 strength, 1 action agreed"
    said = " ".join(str(cell) for cell in line.cells)
    assert "Secret" not in said
    assert note.shown.seen == "Secret words"


def test_each_role_sees_the_lines_of_schools_whose_released_notes_they_may_open(
    programme, released
):
    trust = make_trust("Alder Trust")
    hub, other = make_hub(programme), make_hub(programme)
    aster = make_enrolment(hub=hub, school=make_school(name="Aster", trust=trust))
    birch = make_enrolment(hub=other, school=make_school(name="Birch"))
    for part in (aster, birch):
        released(part, date(2026, 11, 10))
    seen = {
        role: [line.name for line in board_page(user, TODAY, programme=programme).others]
        for role, user in {
            "board": holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=programme),
            "lead": holder_of(Role.PROGRAMME_LEAD, programme=programme),
            "strategic lead": holder_of(Role.STRATEGIC_LEAD, programme=programme),
            "hub": holder_of(Role.HUB_LEAD, hub=hub),
            "executive": holder_of(Role.CHIEF_EXECUTIVE, trust=trust),
            "manager": holder_of(Role.PROJECT_MANAGER, programme=programme),
            "steering": holder_of(Role.STEERING_GROUP_MEMBER, programme=programme),
            "elsewhere": holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=make_programme()),
        }.items()
    }
    assert seen == {
        "board": ["Aster", "Birch"], "lead": ["Aster", "Birch"],
        "strategic lead": ["Aster", "Birch"], "hub": ["Aster"], "executive": ["Aster"],
        "manager": [], "steering": [], "elsewhere": [],
    }  # fmt: skip


def test_a_steering_member_sees_the_panel_and_no_note(programme, released, signed_in):
    noted = [
        released(school_in(programme, f"School {n}"), date(2026, 11, 10), "red", "green", "grey")
        for n in range(6)
    ]
    client = signed_in(holder_of(Role.STEERING_GROUP_MEMBER, programme=programme))
    page = client.get(reverse("reporting:board", args=[programme.code]))
    assert "6 of 6" in page.text
    assert "School 1" not in page.text
    assert "/notes/" not in page.text
    for note in noted:
        assert client.get(note.get_absolute_url()).status_code == 404
        assert client.get(reverse("reporting:note-chain", args=[note.pk])).status_code == 404
        line = reverse("reporting:board-school", args=[note.enrolment.pk])
        assert client.get(line).status_code == 404


def test_a_panel_of_few_schools_is_hidden_from_who_may_not_read_their_notes(programme, released):
    parts = [school_in(programme, f"School {n}") for n in range(6)]
    for part in parts[:5]:
        released(part, date(2026, 11, 10), "red", "green", "grey")
    steering = holder_of(Role.STEERING_GROUP_MEMBER, programme=programme)
    page = board_page(steering, TODAY, programme=programme)
    assert page.panel.is_hidden
    assert "fewer than 6 schools" in page.panel.hidden
    released(parts[5], date(2026, 11, 10), "green", "green", "grey")
    assert not board_page(steering, TODAY, programme=programme).panel.is_hidden
    member = holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=programme)
    assert not board_page(member, TODAY, programme=programme).panel.is_hidden


def test_whoever_reads_one_school_of_seven_cannot_subtract(programme, released):
    trust = make_trust("Alder Trust")
    released(
        make_enrolment(programme=programme, school=make_school(trust=trust)),
        date(2026, 11, 10),
    )
    for n in range(5):
        released(school_in(programme, f"School {n}"), date(2026, 11, 10))
    executive = holder_of(Role.CHIEF_EXECUTIVE, trust=trust)
    assert board_page(executive, TODAY, programme=programme).panel.is_hidden
    released(school_in(programme, "One more"), date(2026, 11, 10))
    assert not board_page(executive, TODAY, programme=programme).panel.is_hidden


def test_a_manager_is_told_why_not_and_a_stranger_that_there_is_no_such_page(programme, signed_in):
    url = reverse("reporting:board", args=[programme.code])
    refused = signed_in(holder_of(Role.PROJECT_MANAGER, programme=programme)).get(url)
    assert refused.status_code == 403
    assert "for the boards, and for those who run the programme" in refused.text
    elsewhere = holder_of(Role.PROGRAMME_LEAD, programme=make_programme())
    assert signed_in(elsewhere).get(url).status_code == 404


def test_before_the_first_note_and_decision_the_page_says_what_will_come_and_when(
    programme, member, signed_in
):
    client, url = signed_in(member), reverse("reporting:board", args=[programme.code])
    bare = client.get(url).text
    assert "No school takes part today." in bare
    aster = school_in(programme, "Aster")
    early = client.get(url).text
    assert "No note of visit has been released yet" in early
    assert "No visit is planned yet. A school has the note of a visit within 5 school" in early
    assert "The board has decided nothing yet." in early
    soon = timezone.localdate() + timedelta(days=3)
    make_visit(enrolment=aster, on=soon)
    planned = client.get(url).text
    due_on = SchoolDays().after(soon, 5)
    assert f"The first visit is on {day(soon)}; its note is due with the school by" in planned
    assert f"by {day(due_on)}. Its head has 5 school days more" in planned
    assert f"by {day(due_on)}." in client.get(
        reverse("reporting:board-school", args=[aster.pk])
    ).text  # fmt: skip
    steering = signed_in(holder_of(Role.STEERING_GROUP_MEMBER, programme=programme))
    told = steering.get(url).text
    assert day(soon) not in told, "days of visits are not theirs to know"
    assert "A school has the note of a visit within 5 school days" in told


def test_a_page_whose_decisions_are_all_over_says_so(programme, member, released):
    part = school_in(programme, "Aster")
    released(part, date(2026, 11, 10))
    assert board_page(member, TODAY, programme=programme).undecided.startswith("The board has")
    decision = make_decision(enrolment=part)
    assert board_page(member, TODAY, programme=programme).undecided == ""
    withdraw_decision(decision=decision, because="It is paid", by=member, at=NOON)
    page = board_page(member, TODAY, programme=programme)
    assert page.undecided == "Every decision is done or withdrawn."
    assert page.coming == ""


def test_a_first_visit_long_ago_is_told_as_past(programme, member):
    make_visit(enrolment=school_in(programme, "Aster"), on=date(2026, 10, 5))
    page = board_page(member, TODAY, programme=programme)
    first, due_on = day(date(2026, 10, 5)), day(date(2026, 10, 12))
    assert f"was on {first}; its note was due with the school by {due_on}." in page.coming


def test_a_member_reads_across_all_programmes_they_sit_on(programme, member, released):
    other = make_programme(name="Book Talk")
    make_role(Role.STRATEGIC_BOARD_MEMBER, person=member.person, programme=other)
    released(school_in(programme, "Birch"), date(2026, 11, 10))
    released(school_in(other, "Aster"), date(2026, 11, 10))
    released(school_in(make_programme(), "Cedar"), date(2026, 11, 10))
    page = board_page(member, TODAY)
    assert [(line.name, line.programme) for line in page.others] == [
        ("Aster", "Book Talk"), ("Birch", "Number Sense")
    ]  # fmt: skip


def test_one_chooses_a_hub_and_another_programmes_hub_cannot_be_meant(programme, member, released):
    hub = make_hub(programme)
    released(school_in(programme, "Aster", hub=hub), date(2026, 11, 10))
    released(school_in(programme, "Birch"), date(2026, 11, 10))
    chosen = board_page(member, TODAY, programme=programme, hub=str(hub.pk))
    assert [line.name for line in chosen.others] == ["Aster"]
    assert chosen.panel.n == 2, "what is counted does not change with what is chosen"
    strange = board_page(member, TODAY, programme=programme, hub="987654")
    assert len(strange.others) == 2


def test_page_and_files_say_the_same_and_keep_hostile_names_as_names(
    programme, member, released, signed_in
):
    released(school_in(programme, HOSTILE), date(2026, 11, 10), "red", "green", "grey")
    client = signed_in(member)
    page = client.get(reverse("reporting:board", args=[programme.code])).text
    assert "<b>O’Neill" not in page
    assert "O’Neill &amp; Söhne" in page
    taken = client.get(reverse("reporting:board-csv", args=[programme.code])).text
    rows = list(csv.DictReader(io.StringIO(taken.removeprefix("\ufeff"))))
    assert (rows[0]["School"], rows[0]["Engagement"]) == (HOSTILE, "Red")
    assert (
        client.get(reverse("reporting:board-pdf", args=[programme.code])).getvalue()[:4] == b"%PDF"
    )
    assert client.get(reverse("reporting:boards-csv")).text.count("Red") == 1


def test_a_member_is_told_at_home_which_schools_to_look_at_first(programme, member, released):
    for name in ("Aster", "Birch", "Cedar", "Dale", "Elm"):
        released(school_in(programme, name), date(2026, 11, 10), "red", "green", "grey")
    (want,) = look_first(member, TODAY)
    assert want.title == "5 schools to look at first"
    assert want.why == "Number Sense: Aster, Birch, Cedar and 2 others"
    lead = holder_of(Role.PROGRAMME_LEAD, programme=programme)
    assert look_first(lead, TODAY) == []


def test_the_page_asks_as_often_for_twelve_schools_as_for_two(
    programme, member, released, signed_in
):
    client, url = signed_in(member), reverse("reporting:board", args=[programme.code])

    def asked(n):
        for i in range(n):
            part = school_in(programme, f"School {i}")
            colour = Random(i).choice(["red", "green"])
            released(part, date(2026, 11, 10), colour, "green", "grey")
            make_action(enrolment=part, due_on=date(2026, 11, 1))
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    asked(2)
    few = asked(0)
    assert few < 30
    assert asked(10) <= few
