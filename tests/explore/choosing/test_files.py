"""Schools put forward as files to take to a meeting: what the page has, and for nobody more."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leadwell.audit.models import Look
from leadwell.explore.choosing import actions
from leadwell.people.models import Role
from tests.explore.choosing.conftest import answers, low_results
from tests.explore.choosing.test_pages import page_of, signed_in, told
from tests.factories import NOON, holder_of, make_enrolment, make_hub, make_school
from tests.web.read_pdf import words

pytestmark = pytest.mark.django_db
LONG = "Its maths has fallen three years running and three of five teachers are new. " * 6
"""Nearly as long as the field takes."""
LOCALLY = "Two of four teachers are new"


def rows_of(client, **asked):
    text = client.get(page_of("choosing-csv", "LARK", **asked)).text.removeprefix("\ufeff")
    return [row for row in csv.DictReader(io.StringIO(text)) if row["URN"]]


def text_of(client, **asked):
    return words(client.get(page_of("choosing-pdf", "LARK", **asked)).content)


@pytest.fixture
def two(assessed, screened, manager):
    """One Red, with its results; one that meets no criterion."""
    school = make_school(name="Marlpit Green")
    low_results(school)
    red = assessed(school=school, said=answers(has_authority=False), reason=LONG.strip())
    none = screened(is_eligible=False, school=make_school(name="Alder Bank"))
    return none, red


def test_a_row_says_need_criteria_readiness_how_far_it_is_and_why(two, manager):
    alder, marlpit = rows_of(signed_in(manager))
    assert [alder["School"], marlpit["School"]] == ["Alder Bank", "Marlpit Green"]
    assert (marlpit["How far"], marlpit["Ready"]) == ("Readiness assessed", "Red")
    assert marlpit["Amber or Red because"] == "No working party that may decide"
    assert (marlpit["Why this school"], marlpit["Put forward by"]) == (
        LONG.strip(), "Larkshire Council",
    )  # fmt: skip
    assert marlpit["Criterion"] == "Met"
    assert "Judged inadequate" in marlpit["Criteria met"]
    [maths] = [key for key in marlpit if key.endswith(", 2024/25") and "maths" in key.lower()][:1]
    assert marlpit[maths] == "45%"
    assert marlpit[maths.replace("2024/25", "change")].startswith("The same in 2024/25")
    assert (alder["Criterion"], alder["Why there"]) == ("None met", "It meets none")
    assert alder["Known locally"] == LOCALLY
    assert alder["No published results"] == "No results are published for an infant school"
    assert alder["Ready"] == "Not asked yet"


def test_the_paper_has_every_word_of_it_however_long(two, manager):
    text = text_of(signed_in(manager))
    for said in (
        LONG.strip(), "Alder Bank", "No working party that may decide", "It meets none",
        "45% in 2024/25", "1 school, 1 eligible = 100%. The set has 1 school. It needs 4 at least.",
        f"Known locally: {LOCALLY}", "What is known locally is not shown to the school.",
        "nothing of how good it is", "Open Government Licence",
    ):  # fmt: skip
        assert said in text, said


def test_the_page_says_the_same_and_leads_to_both_files(two, manager):
    page = signed_in(manager).get(page_of("choosing", "LARK")).text
    for said in ("45% in 2024/25", "No working party that may decide", "Open Government Licence"):
        assert said in page
    for ending in ("csv", "pdf"):
        assert f'href="/programmes/LARK/choosing.{ending}"' in page
    asked = signed_in(manager).get(page_of("choosing", "LARK", state="assessed")).text
    assert 'href="/programmes/LARK/choosing.pdf?state=assessed"' in asked


def test_how_far_they_are_can_be_asked_for(two, manager):
    client = signed_in(manager)
    assert [row["School"] for row in rows_of(client, state="assessed")] == ["Marlpit Green"]
    assert len(rows_of(client, state="nonsense")) == 2
    text = text_of(client, state="assessed")
    assert "Alder Bank" not in text
    assert "How far Readiness assessed" in text


def test_a_formula_that_somebody_wrote_is_text(put, manager):
    put(school=make_school(name="=1+1"), reason="@SUM(A1:A9)")
    [row] = rows_of(signed_in(manager))
    assert (row["School"], row["Why this school"]) == ("'=1+1", "'@SUM(A1:A9)")


def test_a_head_takes_their_own_result_without_what_is_known_locally(two, hub):
    """Of a school that takes part by another way: before that the programme is not theirs to see."""
    none, _ = two
    make_enrolment(hub=hub, school=none.school)
    client = signed_in(holder_of(Role.HEADTEACHER, school=none.school))
    assert [(row["School"], row["Known locally"]) for row in rows_of(client)] == [
        ("Alder Bank", "")
    ]
    text = text_of(client)
    assert "How your schools were chosen" in text
    assert LOCALLY not in text
    assert "Marlpit" not in text


def test_a_hub_lead_takes_the_hubs_schools_and_no_others(put, programme, hub):
    put(school=make_school(name="Alder Bank"))
    put(school=make_school(name="Larch Lane"), hub=make_hub(programme, name="Moor"))
    client = signed_in(holder_of(Role.HUB_LEAD, hub=hub))
    assert [row["School"] for row in rows_of(client)] == ["Alder Bank"]
    assert "Larch" not in text_of(client)


@pytest.mark.parametrize("ending", ["csv", "pdf"])
def test_a_board_is_told_that_it_reads_the_set_and_a_stranger_of_nothing(
    put, board, stranger, programme, ending
):
    put()
    refused = signed_in(board).get(page_of(f"choosing-{ending}", "LARK"))
    assert (refused.status_code, "A board reads the set" in refused.text) == (403, True)
    other = signed_in(holder_of(Role.FINANCE_OFFICER, programme=programme))
    refused = other.get(page_of(f"choosing-{ending}", "LARK"))
    assert (refused.status_code, "how schools are chosen" in refused.text) == (403, True)
    client = signed_in(stranger)
    far, none = (client.get(page_of(f"choosing-{ending}", code)) for code in ("LARK", "NONE"))
    assert (far.status_code, told(far)) == (404, told(none))


def test_that_it_was_taken_is_written_down_with_how_many_rows(two, manager):
    client = signed_in(manager)
    for ending in ("csv", "pdf"):
        client.get(page_of(f"choosing-{ending}", "LARK", state="assessed"))
        look = Look.objects.filter(page=f"explore:choosing-{ending}").get()
        assert (look.outcome, look.n_rows, look.subject_id) == ("exported", 1, "LARK")
        assert "assessed" in look.asked


@pytest.mark.parametrize("name", ["choosing", "choosing-csv"])
def test_it_takes_no_more_queries_for_many_than_for_few(assessed, screened, manager, name):
    client = signed_in(manager)

    def n_asked():
        with CaptureQueriesContext(connection) as caught:
            client.get(page_of(name, "LARK"))
        return len(caught)

    for _ in range(2):
        low_results(assessed().school)
        screened(is_eligible=False)
    n_asked()
    few = n_asked()
    for _ in range(5):
        low_results(assessed().school)
        screened(is_eligible=False)
    assert n_asked() == few


def test_somebody_who_says_another_colour_is_quoted_with_the_reason(assessed, manager):
    said = answers(has_authority=False)
    candidate = assessed(said=said)
    row = candidate.assessments.newest_first().first()
    row.pk, row.override, row.override_because = None, "amber", "One is named on Monday"
    row.at = NOON.replace(hour=15)
    row.save()
    [line] = rows_of(signed_in(manager))
    assert line["Ready"] == "Amber"
    page = signed_in(manager).get(page_of("choosing", "LARK")).text
    assert page.count("Red by the rules, said otherwise: One is named on Monday") == 1
    assert page.count("said otherwise") == 1
    assert line["Amber or Red because"] == (
        "Red by the rules, said otherwise: One is named on Monday; No working party that may decide"
    )


def test_one_that_was_declined_stands_with_the_reason_it_was_told(assessed, manager):
    actions.decline(candidate=assessed(), because="Too far", by=manager, at=NOON)
    [row] = rows_of(signed_in(manager))
    assert (row["How far"], row["Why there"]) == ("Declined by the programme", "Too far")
