"""The four PDF files: the same words, rows and rule of access as their pages."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadwell.reporting.overview.printing import NOT_A_RANKING
from leadwell.schools.models import Identifier
from leadwell.schools.reasons import Reason
from leadwell.web.csv_out import ATTRIBUTION
from leadwell.web.pdf import document
from tests.factories import make_area, make_school, make_source, make_trust, publish
from tests.reporting.school_pages import becomes, england, published
from tests.web.read_pdf import letter_sizes, sides, words

pytestmark = pytest.mark.django_db

OVERVIEW, SEARCH = "/overview.pdf", "/schools.pdf"


def with_results(name, value=60.0, *, pupils=50, source=None, **fields):
    school = make_school(name=name, **fields)
    Identifier.objects.create(school=school, scheme="urn", value=school.urn)
    on_roll = pupils * 7 + school.urn % 10
    publish(
        school, 2024, source=source, eligible_pupils=pupils, n_on_roll=on_roll, rwm_expected=value
    )
    return school


def said(client, url, asked=None):
    response = client.get(url, asked or {})
    assert response.status_code == 200, response.headers
    assert response["Content-Type"] == "application/pdf"
    return words(response.content)


def url_of(school, kind="school"):
    return reverse(f"reporting:{kind}-pdf", args=[school.urn])


def rows_of(client, url, asked=None):
    text = client.get(url, asked or {}).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


# The overview


def test_the_overview_says_what_was_chosen_from_where_and_as_at_when(signed_in):
    source = make_source(status="revised", loaded_at=datetime(2026, 11, 21, 12, tzinfo=UTC))
    trust = make_trust("Larkwater Learning Trust")
    with_results("Marlpit Lane", 30.0, pupils=40, trust=trust, source=source)
    england(2024, 62)
    text = said(
        signed_in, OVERVIEW, {"area": 990, "trust": "larkwater", "kind": "Primary", "sort": "level"}
    )
    for part in (
        "Reading, writing and maths, 2024/25", "Primary, in Larkshire, of Larkwater Learning Trust: 1",
        "Order Result, lowest first", "School performance tables 2024/25", "loaded 21 Nov 2026",
        "30%", "Below, by more than chance", "England: 62%", "Per cent of pupils", ATTRIBUTION,
    ):  # fmt: skip
        assert part in text


def test_the_order_by_a_result_is_never_without_the_sentence_about_chance(signed_in):
    with_results("Marlpit Lane")
    assert NOT_A_RANKING in said(signed_in, OVERVIEW, {"sort": "-level"})
    assert NOT_A_RANKING not in said(signed_in, OVERVIEW)
    page = " ".join(signed_in.get("/overview/", {"sort": "-level"}).text.split())
    assert NOT_A_RANKING in page


def test_small_and_hidden_figures_read_as_on_the_page(signed_in):
    with_results("Marlpit Lane", 50.0, pupils=10)
    publish(
        make_school(name="Otterwick"), 2024, eligible_pupils=4,
        reasons={"rwm_expected": Reason.SUPP},
    )  # fmt: skip
    text = said(signed_in, OVERVIEW)
    assert "Only 10 pupils: one pupil is 10 points" in text
    assert "Too few pupils to show" in text
    assert "1 of the 2 schools has no published figure" in text


def test_the_overview_holds_the_rows_of_the_csv_in_its_order(signed_in):
    for i in range(53):
        with_results(f"School {i:02}", 20.0 + i % 7)
    asked = {"sort": "-level"}
    in_csv = [row[0] for row in rows_of(signed_in, "/overview.csv", asked)[1:54]]
    text = said(signed_in, OVERVIEW, asked)
    places = [text.index(name) for name in in_csv]
    assert places == sorted(places)


def test_schools_ticked_by_hand_are_the_only_ones(signed_in):
    school = with_results("Marlpit Lane")
    with_results("Otterwick")
    text = said(signed_in, OVERVIEW, {"urn": school.urn})
    assert "Those chosen by hand: 1" in text
    assert "Otterwick" not in text


def test_above_the_most_the_first_are_there_and_every_side_says_so(signed_in, monkeypatch):
    monkeypatch.setattr(document, "MOST_ROWS", 30)
    monkeypatch.setattr("leadwell.reporting.overview.printing.MOST_ROWS", 30)
    for i in range(33):
        with_results(f"School {i:02}")
    found = sides(signed_in.get(OVERVIEW).content)
    assert all("Only the first 30 of 33 are here" in side for side in found)
    assert "School 29" in " ".join(found)
    assert "School 30" not in " ".join(found)


@pytest.mark.parametrize("asked", [{"area": "0"}, {"sort": "x"}, {"urn": "x"}, {"year": "1999"}])
def test_a_choice_that_is_wrong_is_explained_on_the_page(signed_in, asked):
    with_results("Marlpit Lane")
    response = signed_in.get(OVERVIEW, asked)
    assert response.status_code == 302
    assert response.url.startswith("/overview/?")


def test_with_nothing_to_show_the_page_says_why(signed_in):
    assert signed_in.get(OVERVIEW).url == "/overview/?"
    with_results("Marlpit Lane")
    assert signed_in.get(OVERVIEW, {"kind": "special"}).url == "/overview/?kind=special"


# Search


def test_what_a_search_found_is_listed_with_what_tells_schools_apart(signed_in):
    area = make_area(991, "Fenshire")
    school = make_school(
        name="Marlpit Lane", town="Puddlecote", postcode="AB1 2CD", local_authority=area
    )
    make_school(name="Marlpit Old", is_open=False, closed_on=datetime(2011, 8, 31).date())
    make_school(name="Otterwick")
    text = said(signed_in, SEARCH, {"q": "marlpit"})
    for part in (
        'Schools that fit "marlpit"', f"URN {school.urn}", "Puddlecote", "AB1 2CD", "Fenshire",
        "Community school", "Open", "Closed Aug 2011", "register of schools",
    ):  # fmt: skip
        assert part in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Otterwick" not in text


def test_an_earlier_number_is_said(signed_in):
    school = make_school(name="Marlpit Academy")
    Identifier.objects.create(school=school, scheme="urn", value=900_001)
    assert "was URN 900001 before" in said(signed_in, SEARCH, {"q": "900001"})


def test_a_search_above_the_most_says_so(signed_in, monkeypatch):
    monkeypatch.setattr(document, "MOST_ROWS", 3)
    monkeypatch.setattr("leadwell.reporting.search.printing.MOST_ROWS", 3)
    for i in range(5):
        make_school(name=f"Marlpit {i}")
    text = said(signed_in, SEARCH, {"q": "marlpit"})
    assert "Only the first 3 of 5 are here" in text
    assert "Marlpit 2" in text
    assert "Marlpit 3" not in text


@pytest.mark.parametrize("asked", ["", "a", "x" * 101])
def test_nothing_to_search_for_goes_back_to_the_page(signed_in, asked):
    assert signed_in.get(SEARCH, {"q": asked}).url == "/schools/"


# A school


def test_a_school_has_its_sentence_its_chart_and_all_that_is_published(signed_in):
    school = make_school(name="Marlpit Lane")
    published(school, y2023=60, y2024=69)
    england(2024, 62)
    text = said(signed_in, url_of(school))
    for part in (
        "Marlpit Lane", f"URN {school.urn}", "69% of pupils met the expected standard",
        "Reaching the expected standard in reading, writing and maths", "England 62",
        "All pupils", "69% of 34", "2023/24", "loaded 20 Nov 2026", ATTRIBUTION,
    ):  # fmt: skip
        assert part in text
    assert min(letter_sizes(signed_in.get(url_of(school)).content)) >= 9.5


def test_a_school_shows_the_result_that_the_page_shows(signed_in):
    school = make_school()
    publish(school, 2024, eligible_pupils=34, rwm_expected=69, reading_average=104)
    text = said(signed_in, url_of(school), {"measure": "reading_average"})
    assert "the average scaled score in reading was 104" in text
    link = f'{url_of(school)}?measure=reading_average"'
    page = signed_in.get(f"/schools/{school.urn}/", {"measure": "reading_average"}).text
    assert link in page


def test_a_very_small_year_group_is_warned_of_as_on_the_page(signed_in):
    school = make_school()
    publish(school, 2024, eligible_pupils=8, rwm_expected=50)
    assert "Only 8 pupils were in this year group." in said(signed_in, url_of(school))


def test_a_hidden_figure_is_neither_in_the_table_nor_in_the_chart(signed_in):
    school = make_school()
    reasons = {"rwm_expected_disadvantaged": Reason.SUPP}
    publish(
        school, 2024, eligible_pupils=34, rwm_expected=69, rwm_expected_other=77, reasons=reasons
    )
    text = said(signed_in, url_of(school))
    assert "Too few pupils to show" in text
    assert "No year has both figures published" in text


def test_a_name_that_is_markup_or_has_no_letters_we_know_spoils_neither_text_nor_chart(signed_in):
    school = make_school(name='#eval("1") </text> 😀 & co')
    published(school, y2023=60, y2024=69)
    text = said(signed_in, url_of(school))
    assert '#eval("1") </text> \N{WHITE SQUARE} & co' in text
    assert "69% of 34" in text


def test_a_school_without_results_says_so(signed_in):
    text = said(signed_in, url_of(make_school(name="Wrenfold")))
    assert "No results of this school are loaded." in text


def test_ten_years_fit_beside_one_another(signed_in):
    school = make_school()
    for year in range(2015, 2025):
        publish(school, year, eligible_pupils=34, rwm_expected=69)
    response = signed_in.get(url_of(school))
    assert all(f"{year}/{year % 100 + 1}" in words(response.content) for year in range(2015, 2025))
    assert min(letter_sizes(response.content)) >= 9.5


# Similar schools


def test_similar_schools_are_those_of_the_page_with_each_distance(signed_in):
    for i in range(22):
        school = with_results(f"Marlpit {i:02}", 50.0 + i)
    text = said(signed_in, url_of(school, "similar"))
    assert "20 schools similar to Marlpit 21" in text
    assert "The schools, nearest first" in text
    assert "weight" in text
    nearest = rows_of(signed_in, reverse("reporting:similar-csv", args=[school.urn]))[1:21]
    assert all(row[1] in text for row in nearest)


def test_a_school_with_nothing_to_compare_says_why(signed_in):
    text = said(signed_in, url_of(make_school(), "similar"))
    assert "No results of this school are loaded" in text


# Every one of them


def test_an_earlier_urn_leads_to_the_school_it_became(signed_in):
    school = make_school(urn=125_099)
    becomes(school, 145_001, on=datetime(2017, 12, 1).date(), kind="converter")
    for kind in ("school", "similar"):
        old = reverse(f"reporting:{kind}-pdf", args=[125_099])
        assert signed_in.get(old).url == url_of(school, kind)


@pytest.mark.parametrize("kind", ["school", "similar"])
def test_a_urn_nobody_has_is_not_found(signed_in, kind):
    assert signed_in.get(reverse(f"reporting:{kind}-pdf", args=[999_999])).status_code == 404


@pytest.mark.parametrize(
    "path", [OVERVIEW, SEARCH, "/schools/1/results.pdf", "/schools/1/similar.pdf"]
)
def test_only_those_signed_in_get_it_and_nothing_is_sent_to_it(client, signed_in, path):
    assert signed_in.post(path).status_code == 405
    client.logout()
    assert client.get(path).url.startswith("/account/")


def test_files_are_named_as_the_csv_and_no_copy_is_kept(signed_in):
    school = with_results("Marlpit Lane")
    for url in (
        OVERVIEW, f"{SEARCH}?q=marlpit", url_of(school), url_of(school, "similar"),
    ):  # fmt: skip
        as_pdf, as_csv = signed_in.get(url), signed_in.get(url.replace(".pdf", ".csv"))
        assert as_pdf["Content-Disposition"] == as_csv["Content-Disposition"].replace(
            ".csv", ".pdf"
        )
        assert as_pdf["Cache-Control"] == "private, no-store"


def test_every_page_that_gives_a_csv_gives_a_pdf_beside_it(signed_in):
    for i in range(8):
        school = with_results(f"Marlpit {i}")
    for page, link in (
        ("/overview/?sort=level", "/overview.pdf?sort=level"), ("/schools/?q=marlpit", "/schools.pdf?q=marlpit"),
        (f"/schools/{school.urn}/", url_of(school)),
        (f"/schools/{school.urn}/similar/", url_of(school, "similar")),
    ):  # fmt: skip
        assert f'href="{link}' in signed_in.get(page).text


def test_the_database_is_asked_as_often_for_sixty_schools_as_for_eight(signed_in):
    def n_queries(url):
        with CaptureQueriesContext(connection) as asked:
            assert signed_in.get(url).status_code == 200
        return len(asked)

    for i in range(8):
        school = with_results(f"Marlpit {i}")
    urls = (
        f"{OVERVIEW}?sort=change",
        f"{SEARCH}?q=marlpit",
        url_of(school),
        url_of(school, "similar"),
    )
    few = [n_queries(url) for url in urls]
    for i in range(52):
        with_results(f"More Marlpit {i}")
    assert [n_queries(url) for url in urls] == few
    assert max(few) <= 17  # one of them notes in the log that the file was taken
