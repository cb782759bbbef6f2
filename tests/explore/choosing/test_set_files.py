"""The set as a paper for its board: what the page says, and not a word more of any school."""

import csv
import io

import pytest

from leadwell.audit.models import Look
from leadwell.explore.choosing import actions
from leadwell.people.models import Role
from leadwell.web.templatetags.leadwell import day_and_year
from tests.explore.choosing.conftest import answers
from tests.explore.choosing.test_pages import page_of, signed_in
from tests.factories import NOON, holder_of, make_enrolment, make_programme, make_school
from tests.web.read_pdf import words

pytestmark = pytest.mark.django_db
SECRET = ("Its maths has fallen", "No working party", "Two of four teachers are new", "Larkshire")


def rows_of(client):
    text = client.get(page_of("set-csv", "LARK")).text.removeprefix("\ufeff")
    return [row for row in csv.DictReader(io.StringIO(text)) if row["URN"]]


def text_of(client):
    return words(client.get(page_of("set-pdf", "LARK")).content)


@pytest.fixture
def board(programme):
    return holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=programme)


@pytest.fixture
def three(assessed):
    """One Red for the board to waive, one Green; one that is in no set."""
    red = assessed(
        school=make_school(name="Marlpit Green"), said=answers(has_authority=False),
        reason="Its maths has fallen",
    )  # fmt: skip
    green = assessed(school=make_school(name="Alder Bank"), said=answers())
    return green, red


def test_each_school_is_there_with_criterion_and_colour_and_without_reasons(three, board):
    alder, marlpit = rows_of(signed_in(board))
    assert (alder["School"], alder["Ready"], alder["For the board to waive"]) == (
        "Alder Bank", "Green", "",
    )  # fmt: skip
    assert (marlpit["School"], marlpit["Ready"], marlpit["For the board to waive"]) == (
        "Marlpit Green", "Red", "Yes",
    )  # fmt: skip
    assert (alder["Criterion"], alder["How far"]) == ("Met", "Readiness assessed")
    text = signed_in(board).get(page_of("set-csv", "LARK")).text
    paper = text_of(signed_in(board))
    for said in SECRET:
        assert said not in text
        assert said not in paper


def test_the_paper_says_how_the_set_stands_and_what_it_has_to_keep(three, board):
    text = text_of(signed_in(board))
    for said in (
        "The set of Larkwater Reads", "2 schools, 2 eligible = 100%",
        "The set has 2 schools. It needs 4 at least.", "1 Green, 1 Red", "Approved Not yet",
        "Alder Bank", "Marlpit Green", "For the board to waive", "nothing of how good it is",
    ):  # fmt: skip
        assert said in text, said


def test_a_red_that_somebody_says_is_amber_is_marked_on_the_page_and_in_both_files(
    three, board, assessed
):
    said = answers(has_authority=False, override="amber", override_because="One is named on Monday")
    assessed(school=make_school(name="Brook Hill"), said=said)
    client, mark = signed_in(board), "Red by the rules, said otherwise"
    alder, brook, marlpit = rows_of(client)
    assert (brook["Ready"], brook["For the board to waive"]) == ("Amber", "Yes")
    assert brook["Another colour than the rules say"] == mark
    assert {one["Another colour than the rules say"] for one in (alder, marlpit)} == {""}
    paper, page = text_of(client), client.get(page_of("set", "LARK")).text
    assert f"1 Green, 1 Amber, 1 Red, of these 1 {mark}" in paper
    assert f"{mark}. For the board to waive" in paper
    assert page.count(mark) == 2  # in the table, and among what is Red
    assert "One is named on Monday" not in page + paper


def test_what_the_board_has_approved_is_on_it(three, board, lead):
    actions.set_rule(
        programme=three[0].programme, by=lead, at=NOON, least_schools=2, least_share_pct=70,
        most_minutes=45, because="A small council",
    )  # fmt: skip
    actions.approve_set(programme=three[0].programme, by=board, at=NOON, words="Go on")
    text = text_of(signed_in(board))
    day = " ".join(day_and_year(NOON).split())
    assert f"2 schools on {day}, by {board.person}" in text
    assert "Another than the fund’s: A small council" in text
    assert "approved set" not in text


def test_what_no_board_has_approved_is_told_from_what_it_has(three, board, lead, assessed):
    actions.set_rule(
        programme=three[0].programme, by=lead, at=NOON, least_schools=2, least_share_pct=70,
        most_minutes=45, because="A small council",
    )  # fmt: skip
    actions.approve_set(programme=three[0].programme, by=board, at=NOON, words="Go on")
    assessed(school=make_school(name="Brook Hill"), said=answers())
    client = signed_in(board)
    assert [(row["School"], row["In an approved set"]) for row in rows_of(client)] == [
        ("Alder Bank", "Yes"), ("Brook Hill", ""), ("Marlpit Green", "Yes"),
    ]  # fmt: skip
    said = "1 school of these is in no approved set."
    assert said in text_of(client)
    assert said in client.get(page_of("set", "LARK")).text


def test_the_page_leads_to_both_files_and_taking_one_is_logged(three, board):
    client = signed_in(board)
    page = client.get(page_of("set", "LARK")).text
    for ending in ("csv", "pdf"):
        assert f'href="/programmes/LARK/choosing/set.{ending}"' in page
    rows_of(client)
    assert Look.objects.get(page="explore:set-csv").n_rows == 2


@pytest.mark.parametrize("name", ["set-csv", "set-pdf"])
def test_a_head_reads_no_set_and_a_stranger_no_programme(three, name):
    part = make_enrolment(programme=three[0].programme, school=three[0].school)
    head = holder_of(Role.HEADTEACHER, school=part.school)
    refused = signed_in(head).get(page_of(name, "LARK"))
    assert refused.status_code == 403
    assert "The set is for those who lead, manage or oversee the programme." in refused.text
    stranger = holder_of(Role.STRATEGIC_BOARD_MEMBER, programme=make_programme())
    assert signed_in(stranger).get(page_of(name, "LARK")).status_code == 404
