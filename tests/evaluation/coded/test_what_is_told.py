"""Who evaluates a programme reads what its schools found, planned and did, and nothing that says
which is which."""

import re
from datetime import date

import pytest

from leadwell.evaluation.coded.actions import give_codes
from leadwell.evaluation.coded.table import term
from leadwell.evaluation.models import SchoolCode
from leadwell.people.models import Role
from leadwell.prepare.models import AgreedAction
from leadwell.schools.models import School
from tests.evaluation.coded.conftest import (
    SECRET,
    TABLES,
    code_of,
    file_of,
    four_schools,
    page_of,
    rows_said,
)
from tests.factories import (
    NOON,
    holder_of,
)
from tests.owner import as_owner
from tests.reviewed import make_review

pytestmark = pytest.mark.django_db


def test_an_evaluator_reads_each_school_under_its_code(coded, evaluator):
    page = page_of(evaluator, coded)
    assert page.status_code == 200
    assert "No school is named to you." in page.text
    for one in SchoolCode.objects.all():
        assert one.code in page.text
    for band in ("106 to 210 pupils", "more than 420 pupils"):
        assert page.text.count(band) >= 3
    _, text, _ = file_of(evaluator, coded, "schools")
    for band in ("from 20% to below 30%", "below 10%"):
        assert text.count(band) >= 3
    assert not SECRET.search(re.sub(r"(?s)<head>.*?</head>|<footer.*?</footer>", "", page.text))


def test_of_a_school_that_is_like_no_other_it_is_left_out_what_it_is_like(
    programme, lead, evaluator
):
    School.objects.filter(urn=900202).update(n_pupils=60)
    give_codes(programme=programme, by=lead, at=NOON)
    _, text, schools = file_of(evaluator, programme, "schools")
    assert "up to 105 pupils" not in text
    said = {row["Code"]: row["Pupils on roll"] for row in schools}
    assert said[code_of(900202)] == "left out"
    assert list(said.values()).count("left out") >= 3


@pytest.mark.parametrize("key", TABLES)
def test_no_file_says_which_school_it_is_or_what_anybody_wrote(coded, evaluator, key):
    answer, text, rows = file_of(evaluator, coded, key)
    assert answer.status_code == 200
    assert rows
    assert {row["Code"] for row in rows} <= {one.code for one in SchoolCode.objects.all()}
    assert rows_said(text)
    assert not SECRET.search(rows_said(text))
    assert "URN" not in rows[0]
    assert "Codes are not anonymous" in text


def test_what_was_chosen_reviewed_planned_and_done_is_there(coded, evaluator):
    _, _, schools = file_of(evaluator, coded, "schools")
    at = {row["Code"]: row for row in schools}
    put_forward = at[code_of(900209)]
    assert (put_forward["Ready"], put_forward["R4"], put_forward["How far"]) == (
        "red", "red", "Readiness assessed",
    )  # fmt: skip
    assert at[code_of(900201)]["Joined"] == "Autumn 2026/27"
    _, _, reviews = file_of(evaluator, coded, "reviews")
    assert {(row["Rubric"], row["How far"], row["Signed"]) for row in reviews} == {
        ("disadvantaged-pupils", "Signed", "Autumn 2026/27")
    }
    _, _, levels = file_of(evaluator, coded, "levels")
    assert {row["Agreed: level"] for row in levels} == {"3"}
    assert {row["School’s view: kinds of evidence"] for row in levels} == {"books; plans"}
    _, _, priorities = file_of(evaluator, coded, "priorities")
    assert {(row["Measured by"], row["Looks"], row["Way to the target"]) for row in priorities} == {
        ("K40", "amber", "less than half")
    }
    _, _, actions = file_of(evaluator, coded, "actions")
    assert {(row["Came from"], row["How far"], row["Due"]) for row in actions} == {
        ("Plan", "Not started", "Autumn 2026/27")
    }


def test_what_is_no_code_is_not_told_wherever_it_stands(coded, evaluator):
    """A field for codes that somebody's words got into, by whatever way."""
    AgreedAction.objects.update(support=["Wren", "coaching"])
    with as_owner() as cursor:
        cursor.execute("set constraints all immediate")
        for table in ("explore_agreedlevel", "explore_viewrating", "prepare_priority"):
            cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute("update prepare_priority set measure = 'Wren'")
        cursor.execute("update explore_viewrating set need = 'Wren', confidence = 'Wren'")
        cursor.execute("update explore_agreedlevel set evidence = '{Wren,books}', need = 'Wren'")
    for key in TABLES:
        assert not SECRET.search(rows_said(file_of(evaluator, coded, key)[1]))
    _, _, levels = file_of(evaluator, coded, "levels")
    assert {row["Agreed: kinds of evidence"] for row in levels} == {"books; other"}


def test_a_rubric_that_a_programme_brought_is_not_called_by_its_name(coded, evaluator, lead):
    with as_owner() as cursor:
        cursor.execute("update explore_rubric set key = 'wren-green', added_by_id = %s", [lead.pk])
    _, text, reviews = file_of(evaluator, coded, "reviews")
    assert {row["Rubric"] for row in reviews} == {"one of the programme’s own"}
    assert "wren-green" not in text
    _, _, levels = file_of(evaluator, coded, "levels")
    assert {row["Criterion"] for row in levels} == {str(n) for n in range(1, len(levels) // 3 + 1)}


def test_of_two_schools_alone_nothing_is_told():
    programme = four_schools(code="TWO", n_at_work=2)
    lead = holder_of(Role.PROGRAMME_LEAD, programme=programme)
    evaluator = holder_of(Role.EVALUATOR, programme=programme)
    give_codes(programme=programme, by=lead, at=NOON)
    assert file_of(evaluator, programme, "reviews")[2] == []
    assert len(file_of(lead, programme, "reviews")[2]) == 2
    page = " ".join(page_of(evaluator, programme).text.split())
    assert "2 schools have rows here that are not told: whose they are could be known." in page
    assert len(file_of(evaluator, programme, "schools")[2]) == 4


def test_views_that_nobody_has_opened_yet_are_in_no_file(programme, lead, evaluator):
    reviewed = programme.enrolments.order_by("pk")[3]
    make_review(enrolment=reviewed, state="second_view")
    give_codes(programme=programme, by=lead, at=NOON)
    code = code_of(900204)
    _, _, reviews = file_of(evaluator, programme, "reviews")
    assert code in {row["Code"] for row in reviews}
    _, _, levels = file_of(evaluator, programme, "levels")
    assert code not in {row["Code"] for row in levels}


def test_who_leads_reads_the_names_beside_the_codes(coded, lead):
    page = page_of(lead, coded)
    assert "7 of 7 are named to you." in page.text
    _, _, schools = file_of(lead, coded, "schools")
    assert {(row["School"], row["Code"]) for row in schools} == {
        (one.school.name, one.code) for one in SchoolCode.objects.select_related("school")
    }


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2026, 9, 1), "Autumn 2026/27"), (date(2026, 12, 31), "Autumn 2026/27"),
     (date(2027, 1, 1), "Spring 2026/27"), (date(2027, 3, 31), "Spring 2026/27"),
     (date(2027, 4, 1), "Summer 2026/27"), (date(2027, 8, 31), "Summer 2026/27"), (None, "")],
)  # fmt: skip
def test_a_day_is_said_as_its_term(day, said):
    assert term(day) == said
