"""The pages of a programme's question: for whom they are, what they say, what they do."""

import pytest
from django.test import Client
from django.urls import reverse

from leadwell.evaluation import actions
from leadwell.evaluation.models import Evaluation, Finding, Run
from leadwell.people.models import Role
from leadwell.schools.models import School
from tests.evaluation.conftest import TREATED
from tests.factories import NOON, holder_of

pytestmark = pytest.mark.django_db
ASKED = {"primary": "rwm_expected", "recruitment": "unknown", "recruited_on": ""}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def page_of(name, *args):
    return reverse(f"evaluation:{name}", args=args)


@pytest.fixture
def question(fix, publish_year):
    for year in (2015, 2016):
        publish_year(year)
    evaluation = fix()
    for year in (2017, 2018):
        publish_year(year)
    return evaluation


@pytest.fixture
def finding(question):
    return actions.find(evaluation=question, as_of=None, asked_by=None, actor="a test", at=NOON)


def test_who_leads_fixes_a_question_and_reads_first_what_could_be_noticed(enrolled, lead):
    client = signed_in(lead)
    fix = page_of("fix", enrolled.code)
    asked = client.get(fix)
    assert "It is about 4 schools: 4 from 2017/18. 1 school left again and stays in." in asked.text
    assert "would be noticed four times in five" in asked.text
    assert "Results are loaded already" not in asked.text
    kept = client.post(fix, ASKED)
    evaluation = Evaluation.objects.get()
    assert (kept.status_code, kept.url) == (302, page_of("question", evaluation.pk))
    page = client.get(kept.url)
    assert evaluation.list_sha256 in page.text
    assert "No results are loaded yet" in page.text


def test_the_form_says_beforehand_that_results_are_known(enrolled, lead, publish_year):
    publish_year(2017)
    page = signed_in(lead).get(page_of("fix", enrolled.code))
    assert "Results are loaded already" in page.text
    assert "Those of 2017/18 are here" in page.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"recruitment": ""}, "Say how the schools were chosen"),
        ({"recruitment": "year"}, "Say by which year’s results"),
        ({"recruited_on": "2016"}, "say that it was by results"),
    ],
)
def test_what_does_not_fit_together_is_said_beside_the_field(enrolled, lead, sent, said):
    page = signed_in(lead).post(page_of("fix", enrolled.code), ASKED | sent)
    assert (page.status_code, said in page.text) == (200, True)
    assert not Evaluation.objects.exists()


def test_a_change_wants_its_reason_and_makes_a_version(question, lead):
    client = signed_in(lead)
    change = page_of("change", question.pk)
    assert "Say why the question is changed" in client.post(change, ASKED).text
    again = ASKED | {"also": ["maths_average"], "because": "Maths is an aim too"}
    kept = client.post(change, again)
    changed = Evaluation.objects.current().get()
    assert kept.url == changed.get_absolute_url()
    page = client.get(kept.url)
    assert "After results." in page.text
    assert "Maths is an aim too" in page.text
    assert "There is a later version" in client.get(question.get_absolute_url()).text
    versions = client.get(page_of("questions", "LARK")).text
    assert versions.index("Version 2") < versions.index("Version 1")
    assert "After results were loaded" in versions


def test_the_button_has_the_worker_answer_it_and_the_page_tells_how_far(question, lead):
    client = signed_in(lead)
    assert client.post(page_of("run", question.pk)).url == question.get_absolute_url()
    page = client.get(question.get_absolute_url())
    assert "It waits for its turn" in page.text
    assert "Have it answered" not in page.text
    actions.carry_out(run_id=Run.objects.get().pk, at=NOON, say=lambda _: None)
    piece = client.get(question.get_absolute_url(), headers={"HX-Request": "true"})
    assert "With results up to 2018/19" in piece.text
    assert "<html" not in piece.text


def test_a_finding_is_read_in_the_words_it_was_kept_in(finding, lead):
    page = signed_in(lead).get(finding.get_absolute_url())
    for answer in finding.data["answers"]:
        assert answer["headline"] in page.text
    assert all(one["name"] in page.text for one in finding.data["compared"])
    assert finding.sha256 in page.text


def test_a_governor_reads_of_groups_and_no_other_school_by_name(finding, enrolled):
    mine, other = School.objects.filter(urn__in=TREATED[1:3]).order_by("urn")
    School.objects.filter(pk=other.pk).update(name="Faraway Primary")
    client = signed_in(holder_of(Role.GOVERNOR, school=mine))
    told = client.get(finding.get_absolute_url())
    assert told.status_code == 200
    assert "The picture" in told.text
    named = [*finding.data["compared"], *finding.data["left_out"]]
    assert named
    assert [one["name"] for one in named if one["name"] in told.text] == []
    page = client.get(finding.evaluation.get_absolute_url())
    assert page.status_code == 200
    assert "Faraway Primary" not in page.text
    assert "Only who leads the programme" in page.text


def test_a_head_is_told_why_and_cannot_tell_that_there_is_a_question(question, enrolled):
    client = signed_in(holder_of(Role.HEADTEACHER, school=School.objects.get(urn=TREATED[1])))
    listed = client.get(page_of("questions", "LARK"))
    assert (listed.status_code, "Only those who lead, oversee" in listed.text) == (403, True)
    assert client.get(question.get_absolute_url()).status_code == 404
    assert client.get(page_of("question", 987_654)).status_code == 404


def test_the_board_reads_and_is_told_that_it_does_not_run_or_change(question, board):
    client = signed_in(board)
    assert client.get(question.get_absolute_url()).status_code == 200
    for answer in (
        client.post(page_of("run", question.pk)),
        client.get(page_of("change", question.pk)),
    ):
        assert (answer.status_code, "Only who leads the programme" in answer.text) == (403, True)
    assert not Run.objects.exists()


def test_a_stranger_cannot_tell_that_there_is_anything(finding, stranger):
    client = signed_in(stranger)
    for path in (
        page_of("questions", "LARK"), page_of("fix", "LARK"),
        finding.evaluation.get_absolute_url(), finding.get_absolute_url(),
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path
    assert Finding.objects.count() == 1


def test_a_question_is_run_by_a_form_alone(question, lead):
    assert signed_in(lead).get(page_of("run", question.pk)).status_code == 405
