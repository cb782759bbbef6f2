"""A kept finding on paper: what stands above it, and for whom it is."""

import io
import re
import zipfile
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from leadwell.audit.models import Look
from leadwell.evaluation import actions, pages, printing
from leadwell.people.models import Role
from leadwell.schools.models import School
from tests.evaluation.conftest import TREATED, fixing
from tests.factories import NOON, holder_of
from tests.web import read_pdf

pytestmark = pytest.mark.django_db
BECAUSE = "The first list lacked a school"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def find(question):
    return actions.find(evaluation=question, as_of=None, asked_by=None, actor="a test", at=NOON)


@pytest.fixture
def question(fix, publish_year):
    for year in (2015, 2016):
        publish_year(year)
    evaluation = fix()
    for year in (2017, 2018):
        publish_year(year)
    return evaluation


@pytest.fixture
def changed(question, lead):
    return actions.change_question(
        evaluation=question, said=fixing(seed=1), because=BECAUSE, by=lead, at=NOON
    )


def words_of(client, finding, ending):
    """Of the file, with single spaces."""
    answer = client.get(reverse(f"evaluation:finding-{ending}", args=[finding.pk]))
    assert answer.status_code == 200
    if ending == "pdf":
        return read_pdf.words(answer.content)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        text = re.sub(r"<[^>]+>", " ", archive.read("word/document.xml").decode())
    return " ".join(unescape(text).split())


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_what_was_altered_after_results_says_so_above_everything_else(changed, lead, ending):
    text = words_of(signed_in(lead), find(changed), ending)
    assert f"{printing.AFTER_RESULTS} {pages.LATE}" in text
    assert f"This version replaced the one before: {BECAUSE}" in text
    assert "Version 2 of the question" in text
    assert text.index(pages.LATE) < text.index("The picture" if "The picture" in text else "What")


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_what_was_fixed_before_says_nothing_of_it(question, lead, ending):
    text = words_of(signed_in(lead), find(question), ending)
    assert printing.AFTER_RESULTS not in text
    assert "Before you read this" not in text
    assert "Version 1 of the question, from results up to 2018/19" in text


def test_what_was_found_before_a_change_says_that_there_was_one(question, changed, lead):
    text = words_of(signed_in(lead), find(question), "docx")
    assert printing.CHANGED_SINCE in text
    assert printing.AFTER_RESULTS not in text


def test_every_sentence_of_the_finding_is_in_both_and_the_hash_at_the_foot(question, lead):
    finding = find(question)
    for ending in ("pdf", "docx"):
        text = words_of(signed_in(lead), finding, ending).replace("- ", "-")
        for answer in finding.data["answers"]:
            assert all(each.replace("- ", "-") in text for each in answer["sentences"]), ending
    assert finding.sha256 in words_of(signed_in(lead), finding, "docx")


def test_the_file_is_the_same_bytes_whenever_it_is_taken(question, lead):
    finding = find(question)
    path = reverse("evaluation:finding-docx", args=[finding.pk])
    client = signed_in(lead)
    assert client.get(path).content == client.get(path).content


def test_a_governor_takes_away_groups_and_no_other_school_by_name(question):
    finding = find(question)
    client = signed_in(holder_of(Role.GOVERNOR, school=School.objects.get(urn=TREATED[1])))
    named = [*finding.data["compared"], *finding.data["left_out"]]
    assert named
    for ending in ("pdf", "docx"):
        text = words_of(client, finding, ending)
        assert [one["name"] for one in named if one["name"] in text] == []


def test_a_stranger_and_a_head_cannot_tell_that_it_exists(question, stranger):
    finding = find(question)
    head = holder_of(Role.HEADTEACHER, school=School.objects.get(urn=TREATED[1]))
    for user in (stranger, head):
        for ending in ("pdf", "docx"):
            client = signed_in(user)
            real = client.get(reverse(f"evaluation:finding-{ending}", args=[finding.pk]))
            none = client.get(reverse(f"evaluation:finding-{ending}", args=[987_654]))
            assert (real.status_code, none.status_code) == (404, 404)


def test_who_takes_it_away_is_noted_and_the_page_leads_there(question, lead):
    finding = find(question)
    page = signed_in(lead).get(finding.get_absolute_url())
    for ending in ("pdf", "docx"):
        path = reverse(f"evaluation:finding-{ending}", args=[finding.pk])
        assert path in page.text
        _ = signed_in(lead).get(path).getvalue()
        look = Look.objects.filter(page=f"evaluation:finding-{ending}").latest("pk")
        assert look.outcome == Look.Outcome.EXPORTED
