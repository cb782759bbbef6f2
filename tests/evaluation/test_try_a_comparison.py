"""The page on which anybody signed in tries a comparison, its files, and the two pages beside it."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from html import unescape

import pytest
from django.urls import reverse

from leadwell.audit.models import Look
from leadwell.evaluation import methods, shown, telling
from leadwell.evaluation.answering import Asking, answer
from leadwell.evidence.verdict.caveats import Caveat
from leadwell.evidence.verdict.decision_table import ROWS
from leadwell.evidence.verdict.phrases import NEVER_SAID
from leadwell.people import permissions
from tests.evaluation import planted
from tests.factories import make_user
from tests.schools.sources import makers

pytestmark = pytest.mark.django_db
ASKED = {"start": "2018/19", "outcome": "reading_average", "chosen": "none"}
TWENTY = tuple(planted.URNS[i] for i in range(0, planted.N, planted.N // 20))


@pytest.fixture
def signed_in(client):
    client.force_login(make_user())
    return client


@pytest.fixture
def county(monkeypatch):
    planted.stand(monkeypatch, planted.ground(plus=2.0, schools=TWENTY))


def told(urns=TWENTY, **planted_otherwise) -> dict:
    on = planted.ground(**{"plus": 2.0, "schools": TWENTY} | planted_otherwise)
    asking = Asking(urns=urns, start=2018, measures=["reading_average"])
    return telling.as_json(answer(asking, on))


def ask(client, urns, name="evaluation:compare", **said):
    schools = ", ".join(map(str, urns))
    return client.get(reverse(name, query={"schools": schools, **ASKED, **said}))


def text_of(page) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.text)))


def test_a_planted_difference_is_the_heading_and_its_range_the_first_sentence(signed_in, county):
    page = ask(signed_in, TWENTY)
    text = text_of(page)
    assert "<h1>The average scaled score in reading rose more than in similar schools</h1>" in (
        page.text
    )
    assert re.search(r"rose \d\.\d points \(\d\.\d to \d\.\d\) more in the 20 schools", text)
    assert "This does not prove that the programme caused it" in text
    assert telling.TRIED in text
    for heading in (
        "The picture", "Were the schools alike before?", "Who was compared with whom, and why",
        "Who is not in this", "Checks", "Read this with care",
        "What would change the answer, and when",
    ):  # fmt: skip
        assert heading in text
    assert not NEVER_SAID.search(text.replace("does not prove", ""))


def test_schools_that_took_part_are_by_name_and_never_by_result(signed_in, county):
    found = ask(signed_in, reversed(TWENTY)).context["found"]
    names = [pair.name for pair in found.pairs]
    assert len(names) == 20
    assert names == sorted(names)


def test_what_is_shown_comes_from_the_json_alone(county):
    data = told()
    read_back = json.loads(json.dumps(data, allow_nan=False))
    assert shown.of(read_back) == shown.of(data)


def test_the_band_is_where_such_groups_lie_and_breaks_where_nothing_is_known(county):
    data = told()
    rows = {row["year"]: row for row in data["answers"][0]["yearly"]}
    effects = {each["years"][0]: each for each in data["answers"][0]["event_study"]}
    for year in ("2018/19", "2022/23", "2023/24"):
        row, effect = rows[year], effects[year]
        assert row["band_low"] == pytest.approx(row["took_part"] - effect["high"])
        assert row["band_high"] == pytest.approx(row["took_part"] - effect["low"])
        assert row["role"] == "after"
    assert rows["2016/17"]["role"] == "base"
    assert rows["2019/20"]["absent"] == "Tests cancelled"
    assert rows["2021/22"]["absent"] == "Schools not published"
    assert rows["2019/20"]["took_part"] is None


def test_means_are_of_schools_that_have_a_published_figure(county):
    """One school's last figure is hidden: the mean is of the others, and nothing gives it away."""
    data = told(hidden=TWENTY[0])
    last = data["answers"][0]["yearly"][-1]
    without = told(urns=TWENTY[1:])["answers"][0]["yearly"][-1]
    assert (last["year"], last["n_schools"]) == ("2023/24", 19)
    assert last["took_part"] == pytest.approx(without["took_part"])


def test_a_hidden_figure_of_one_school_is_a_gap_in_its_line(county):
    data = told(urns=TWENTY[:1], hidden=TWENTY[0])
    last = data["answers"][0]["yearly"][-1]
    assert (last["took_part"], last["absent"]) == (None, "No figure for these schools")


def test_one_school_is_its_published_line_beside_its_twenty_nearest(signed_in, county):
    page = ask(signed_in, TWENTY[:1])
    assert (
        "<h1>The average scaled score in reading: one school, beside those nearest to it</h1>"
        in (page.text)
    )
    (picture,) = page.context["found"].first.pictures
    assert picture.drawing.wide.count('class="near"') >= 20
    assert 'class="band"' not in picture.drawing.wide
    assert "This is not evidence that the programme worked" in text_of(page)


def test_one_trust_is_compared_with_trusts(signed_in, county):
    page = ask(signed_in, planted.URNS[: planted.A_TRUST])
    text = text_of(page)
    assert "trust" in text
    assert "where 95 of 100 other trusts’ schools would be by chance alone" in text
    assert "Anything else a trust changed at the same time would look the same." in text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"schools": ""}, "Name at least one school by its URN"),
        ({"schools": "90010"}, "“90010” is not a URN: a URN has six digits."),
        ({"schools": "900101", "start": ""}, "Choose the year they began"),
        ({"schools": "999999"}, "None of these URNs is in the register"),
        (
            {"schools": "900101", "chosen": "2018/19"},
            "Schools are chosen before they begin: choose an earlier year",
        ),
    ],
)
def test_what_cannot_be_asked_is_said_beside_the_question(signed_in, load_results, said, told):
    load_results(makers.school(900101), year=2017)
    load_results(makers.school(900101), year=2018)
    page = signed_in.get(reverse("evaluation:compare", query=ASKED | said))
    assert told in unescape(page.text)
    assert "There is a problem" in page.text
    files = signed_in.get(reverse("evaluation:compare-csv", query=ASKED | said))
    assert files.status_code == 302
    assert files["Location"].startswith("/compare/?")


def test_before_anything_is_asked_there_is_the_question_alone(signed_in, load_results):
    load_results(makers.school(900101), year=2017)
    page = signed_in.get(reverse("evaluation:compare"))
    assert "<h1>Try a comparison</h1>" in page.text
    assert "There is a problem" not in page.text


def test_without_results_the_page_says_so(signed_in):
    page = signed_in.get(reverse("evaluation:compare"))
    assert "No results are loaded yet" in page.text


def test_a_school_that_no_file_names_is_said_and_the_others_are_counted(signed_in, county):
    text = text_of(ask(signed_in, [*TWENTY, 999_999]))
    assert "999999. No loaded file has this URN." in text
    assert "20 schools of the list were found; the answer is about 20." in text


def test_a_school_of_the_list_without_results_since_is_named_with_its_reason(
    signed_in, monkeypatch
):
    planted.stand(monkeypatch, planted.ground(closed=TWENTY[3]))
    text = text_of(ask(signed_in, TWENTY))
    assert "1 school left out: it closed before it had a result" in text
    assert f"{TWENTY[3]} Primary School . It closed before it had a result" in text


def test_the_list_as_csv_has_every_pair_and_why(signed_in, county):
    rows = list(csv.reader(io.StringIO(ask(signed_in, TWENTY, "evaluation:compare-csv").text)))
    assert rows[0][1] == "School that took part"
    pairs = [row for row in rows[1:] if len(row) == 9]
    assert len(pairs) == 100
    assert all("Same phase and region" in row[8] for row in pairs)


def test_of_a_question_fixed_after_results_nothing_firmer_than_probably_is_said(county):
    """The same schools, the same figures: only the words are held back."""
    on = planted.ground(plus=2.0, schools=TWENTY)
    asked = Asking(urns=TWENTY, start=2018, measures=["reading_average"],
                   is_recruitment_known=True)  # fmt: skip
    [before] = telling.as_json(answer(asked, on))["answers"]
    [after] = telling.as_json(answer(replace(asked, is_after_results=True), on))["answers"]
    assert (before["verdict"], after["verdict"]) == ("did better", "probably did better")
    assert ("after_results" in before["caveats"], "after_results" in after["caveats"]) == (0, 1)
    assert "asked after results" in [row["name"] for row in after["rows"]]
    assert Caveat.AFTER_RESULTS.sentence in after["sentences"]
    assert after["estimate"] == before["estimate"]


def test_the_finding_as_pdf_and_word_says_the_same_sentences(signed_in, county):
    found = ask(signed_in, TWENTY).context["found"]
    pdf = ask(signed_in, TWENTY, "evaluation:compare-pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    word = ask(signed_in, TWENTY, "evaluation:compare-docx")
    archive = zipfile.ZipFile(io.BytesIO(word.content))
    text = unescape(archive.read("word/document.xml").decode())
    for sentence in (*found.first.main, *found.care, *found.first.changes, found.first.footing):
        assert sentence in text


def test_whoever_takes_a_finding_away_is_noted(signed_in, county):
    for name in ("evaluation:compare-csv", "evaluation:compare-pdf", "evaluation:compare-docx"):
        _ = ask(signed_in, TWENTY[:4], name).getvalue()
        look = Look.objects.filter(page=name).latest("pk")
        assert look.outcome == Look.Outcome.EXPORTED


def test_the_same_question_is_worked_out_once(signed_in, county, monkeypatch):
    ask(signed_in, TWENTY)
    monkeypatch.setattr("leadwell.evaluation.answering.answer", None)
    assert ask(signed_in, TWENTY).status_code == 200


def test_what_could_be_detected_is_one_sentence_that_the_command_says_too(signed_in):
    page = signed_in.get(reverse("evaluation:detect", query={"schools": 8}))
    assert "With 8 schools, 3 years of results before and 2 after, a difference of" in unescape(
        page.text
    )
    assert "four times in five" in page.text


def test_a_number_that_no_school_has_is_refused_in_words(signed_in):
    page = signed_in.get(reverse("evaluation:detect", query={"schools": 0}))
    assert "There is a problem" in page.text
    assert "four times in five" not in page.text


def test_the_methods_page_has_every_row_of_the_decision_table(signed_in):
    assert sum(len(group.methods) for group in methods.groups()) == len(ROWS)
    text = text_of(signed_in.get(reverse("evaluation:methods")))
    for row in ROWS:
        assert row.condition in text


def test_strangers_are_asked_to_sign_in_and_everybody_signed_in_may(client):
    names = [name for name in permissions.pages() if name.startswith("evaluation:compare")]
    assert len(names) == 4
    for name in (*names, "evaluation:detect", "evaluation:methods"):
        assert "/account/sign-in/" in client.get(reverse(name))["Location"]
