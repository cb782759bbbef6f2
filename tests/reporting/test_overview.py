import csv
import io
import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leadwell.evidence import chance
from leadwell.reporting import ranges
from leadwell.reporting.forms import MEASURES, SORTS
from leadwell.reporting.overview.standing import ORDERS
from leadwell.schools import catalogue, intake
from leadwell.schools.models import Identifier
from leadwell.schools.reasons import Reason
from leadwell.web.csv_out import ATTRIBUTION
from tests.factories import (
    make_administrator,
    make_area,
    make_school,
    make_source,
    make_trust,
    make_user,
    publish,
)

pytestmark = pytest.mark.django_db
PIECE = {"HX-Request": "true"}


@pytest.fixture
def reader(client):
    client.force_login(make_user())
    return client


def england(year=2024, **values):
    publish(
        None, year, record_type=5, **({"eligible_pupils": 600_000, "rwm_expected": 62} | values)
    )


def with_results(name, value=60.0, year=2024, pupils=50, school=None, **values):
    """A school and one year's row of it."""
    school = school or make_school(name=name)
    Identifier.objects.get_or_create(school=school, scheme="urn", value=school.urn)
    publish(school, year, eligible_pupils=pupils, rwm_expected=value, **values)
    return school


def names(response):
    """The schools of the table, in its order."""
    body = response.text.split("<tbody")[1].split("</tbody>")[0]
    return re.findall(r'<a href="/schools/\d+/">(.*?)</a>', body)


def words(response):
    """The page as read: no markup, single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def test_shows_each_school_with_result_range_pupils_and_how_sure(reader):
    england()
    with_results("Marlpit Lane", 30.0, pupils=40)
    page = words(reader.get("/overview/"))
    low, high = chance.percent_range(30, 40)
    assert f"30% ({low:.0f} to {high:.0f})" in page
    assert "Below, by more than chance One pupil is 2 points" in page
    assert "England: 62% of 600,000 pupils." in page


def test_names_unit_population_source_and_day_it_was_loaded(reader):
    source = make_source(status="revised", loaded_at=datetime(2026, 11, 21, 12, tzinfo=UTC))
    england()
    school = make_school(name="Marlpit Lane")
    publish(school, 2024, source=source, eligible_pupils=40, rwm_expected=70)
    page = words(reader.get("/overview/"))
    assert "Per cent of pupils, all pupils at the end of key stage 2." in page
    assert "School performance tables 2024/25 revised, loaded 21 Nov 2026." in page
    assert ATTRIBUTION in page.replace("v3.0 .", "v3.0.")


def test_the_heading_counts_only_what_chance_does_not_explain(reader):
    england()
    for i, value in enumerate([10.0, 61.0, 62.0, 99.0]):
        with_results(f"School {i}", value)
    page = words(reader.get("/overview/"))
    assert "1 of 4 schools is below England in reading, writing and maths by more than" in page
    assert "1 is above. 2 are too close to tell." in page


@pytest.mark.parametrize("measure", MEASURES)
def test_the_database_counts_the_same_schools_as_the_ranges_do(reader, measure):
    """The slow twin: every school's range worked out in Python, beside the count made in SQL."""
    known = catalogue.load().by_key[measure]
    middle, spread = {"percent": (62, 9), "scaled_score": (104, 1.2), "progress_points": (0, 1)}[
        known.unit
    ]
    england(2018, **{measure: middle})
    expected = 0
    for i in range(24):
        value, n = round(middle + spread * (i - 12) / 3, 1), 5 + 4 * (24 - i)
        ends = {f"{measure}_lower": value - 2, f"{measure}_upper": value + 2} if middle == 0 else {}
        publish(make_school(), 2018, **({"eligible_pupils": n, measure: value} | ends))
        printed = (ends.get(f"{measure}_lower"), ends.get(f"{measure}_upper"))
        _low, high = ranges.of_level(known, value, n, printed=printed)
        expected += high < middle
    page = words(reader.get("/overview/", {"measure": measure}))
    assert 0 < expected < 24
    assert f"{expected} of 24 schools" in page
    assert page.count("Below, by more than chance") == expected


def test_says_how_many_would_look_so_by_chance_alone(reader):
    england()
    for i in range(41):
        with_results(f"School {i}")
    page = words(reader.get("/overview/"))
    assert "If all 41 schools were just like England, about 1 would still look below it" in page


def test_change_is_since_the_previous_year_that_was_published(reader):
    england()
    school = with_results("Marlpit Lane", 50.0, year=2018, pupils=40)
    with_results("", 60.0, year=2022, pupils=50, school=school)
    page = words(reader.get("/overview/", {"year": 2022}))
    noise = catalogue.load().by_key["rwm_expected"].noise
    low, high = chance.change_range(10, 50, 40, a=noise.a, b=noise.b)
    assert "Change since 2018/19" in page
    assert f"+10 (−{-low:.0f} to +{high:.0f})" in page


def test_a_school_without_the_earlier_year_says_so_and_shows_no_change(reader):
    with_results("Marlpit Lane", year=2023)
    with_results("Otterwick")
    assert "No results in 2023/24" in words(reader.get("/overview/"))


def test_a_change_across_a_new_number_says_what_the_school_was_called_then(reader):
    school = make_school(name="Marlpit Academy")
    before = with_results("", 50.0, year=2023, school=school)
    before.published.update(urn=900_001)
    with_results("", 60.0, school=school)
    assert "as URN 900001 then" in words(reader.get("/overview/"))


def test_gap_is_disadvantaged_minus_other_pupils_of_the_school(reader):
    with_results(
        "Marlpit Lane", rwm_expected_disadvantaged=40, rwm_expected_other=70,
        disadvantaged_pupils=20, other_pupils=30,
    )  # fmt: skip
    low, high = chance.gap_range(-30, 40, 20, 70, 30)
    assert f"−30 (−{-low:.0f} to −{-high:.0f})" in words(reader.get("/overview/"))


@pytest.mark.parametrize("sort", SORTS)
def test_a_gap_with_one_half_hidden_is_hidden_whatever_the_order(reader, sort):
    school = make_school(name="Marlpit Lane")
    publish(
        school, 2024, eligible_pupils=50, rwm_expected=60, rwm_expected_other=71,
        disadvantaged_pupils=3, reasons={"rwm_expected_disadvantaged": Reason.SUPP},
    )  # fmt: skip
    response = reader.get("/overview/", {"sort": sort})
    assert "Too few pupils to show" in words(response)
    # As a figure: it may well stand in a school's number, or in the reader's name.
    assert not re.search(r"(?<![\d,])71(?:\.\d+)?\s?(?:%|points|to)", words(response))
    text = reader.get("/overview.csv").content.decode()
    cells = {cell for row in csv.reader(text.splitlines()) for cell in row}
    assert cells.isdisjoint({"71", "71.0"})
    assert "60" in cells or "60.0" in cells


def test_a_missing_result_stands_with_its_reason_and_is_counted(reader):
    england()
    publish(
        make_school(name="Otterwick"), 2024, eligible_pupils=4,
        reasons={"rwm_expected": Reason.SUPP},
    )  # fmt: skip
    with_results("Marlpit Lane")
    page = words(reader.get("/overview/"))
    assert "Otterwick" in page
    assert "Too few pupils to show" in page
    assert "1 of the 2 schools has no published figure" in page


def test_schools_without_results_that_year_are_only_counted(reader):
    with_results("Marlpit Lane")
    make_school(name="Wrenfold Infants")
    page = reader.get("/overview/")
    assert names(page) == ["Marlpit Lane"]
    assert "1 more open school had no results" in words(page)


def test_of_two_rows_in_a_year_a_school_is_shown_once(reader):
    """A school that changed its number that year: the new number's row stops before any result."""
    school = with_results("Marlpit Lane", 70.0)
    empty = publish(make_school(), 2024)
    empty.school = school
    empty.save()
    intake.refresh([2024])
    page = reader.get("/overview/")
    assert names(page) == ["Marlpit Lane"]
    assert "70%" in words(page)


def test_special_schools_are_left_out_unless_asked_for(reader):
    with_results("Marlpit Lane")
    with_results("", school=make_school(name="Wey Special", is_special=True))
    assert names(reader.get("/overview/")) == ["Marlpit Lane"]
    assert names(reader.get("/overview/", {"kind": "special"})) == ["Wey Special"]
    assert names(reader.get("/overview/", {"kind": "all"})) == ["Marlpit Lane", "Wey Special"]


def test_can_be_of_one_area_with_the_areas_own_figure(reader):
    england()
    other = make_area(code=991, name="Fenshire")
    with_results("", school=make_school(name="Fen End", local_authority=other))
    with_results("Marlpit Lane")
    publish(None, 2024, record_type=3, la_code=991, eligible_pupils=9_000, rwm_expected=58)
    page = reader.get("/overview/", {"area": 991})
    assert names(page) == ["Fen End"]
    assert "Fenshire: 58% of 9,000 pupils. England: 62%" in words(page)


def test_can_be_of_one_trust_by_part_of_its_name(reader):
    trust = make_trust("Larkwater Learning Trust")
    with_results("", school=make_school(name="Fen End", trust=trust))
    with_results("Marlpit Lane")
    page = reader.get("/overview/", {"trust": "larkwater"})
    assert names(page) == ["Fen End"]
    assert "of Larkwater Learning Trust" in words(page)


def test_can_be_of_schools_ticked_by_hand_by_any_number_they_had(reader):
    chosen, other = with_results("Marlpit Lane"), with_results("Otterwick")
    with_results("Wrenfold")
    Identifier.objects.create(school=other, scheme="urn", value=900_001)
    page = reader.get("/overview/", {"urn": [chosen.urn, 900_001]})
    assert names(page) == ["Marlpit Lane", "Otterwick"]
    assert "Show all schools again" in words(page)
    assert "The 2 schools you chose with results" in words(page)


ORDERED = [
    ("name", ["Ash", "Birch", "Cedar", "Dale"]),
    ("level", ["Cedar", "Ash", "Birch", "Dale"]),
    ("-level", ["Birch", "Ash", "Cedar", "Dale"]),
    ("change", ["Birch", "Ash", "Cedar", "Dale"]),
    ("-change", ["Ash", "Birch", "Cedar", "Dale"]),
    ("gap", ["Ash", "Birch", "Cedar", "Dale"]),
    ("-gap", ["Birch", "Ash", "Cedar", "Dale"]),
    ("pupils", ["Dale", "Cedar", "Birch", "Ash"]),
    ("-pupils", ["Ash", "Birch", "Cedar", "Dale"]),
]


@pytest.mark.parametrize(("sort", "expected"), ORDERED)
def test_orders_with_what_is_missing_last(reader, sort, expected):
    halves = ("rwm_expected_disadvantaged", "rwm_expected_other")
    ash = with_results("Ash", 60.0, pupils=90, **dict(zip(halves, (40, 70), strict=True)))
    birch = with_results("Birch", 80.0, pupils=60, **dict(zip(halves, (60, 70), strict=True)))
    with_results("", 50.0, year=2023, school=ash)
    with_results("", 90.0, year=2023, school=birch)
    with_results("Cedar", 40.0, pupils=30)
    publish(make_school(name="Dale"), 2024, eligible_pupils=4)
    assert names(reader.get("/overview/", {"sort": sort})) == expected


def test_an_order_by_result_says_that_it_is_no_ranking(reader):
    with_results("Marlpit Lane")
    note = "differences smaller than them are mostly chance"
    assert note in words(reader.get("/overview/", {"sort": "-gap"}))
    assert note not in words(reader.get("/overview/", {"sort": "pupils"}))


def test_every_order_offered_is_one_the_database_knows():
    assert SORTS.keys() == ORDERS.keys()


def test_fifty_schools_a_page_and_a_page_that_is_not_there_is_the_nearest(reader):
    for i in range(53):
        with_results(f"School {i:02}")
    assert len(names(reader.get("/overview/"))) == 50
    assert names(reader.get("/overview/", {"page": "2"})) == ["School 50", "School 51", "School 52"]
    assert names(reader.get("/overview/", {"page": "99"})) == [
        "School 50",
        "School 51",
        "School 52",
    ]
    assert len(names(reader.get("/overview/", {"page": "x'"}))) == 50


def test_the_picture_draws_the_rows_of_the_page_beside_england(reader):
    england()
    with_results("Marlpit Lane")
    page = reader.get("/overview/").text
    assert page.count('class="rng"') == 2
    assert "England 62%" in page
    assert "The figures are in the table above." in words(reader.get("/overview/"))


def test_without_england_nothing_is_said_of_above_or_below(reader):
    with_results("Marlpit Lane")
    page = words(reader.get("/overview/"))
    assert "1 school with results in reading, writing and maths" in page
    assert "more than chance" not in page


def test_a_result_nobody_was_given_that_year_says_so(reader):
    with_results("Marlpit Lane")
    page = words(reader.get("/overview/", {"measure": "reading_progress"}))
    assert "Not produced for any school that year. Choose another year" in page


def test_before_anything_is_loaded_an_administrator_is_sent_to_load_it(client):
    client.force_login(make_administrator())
    assert 'href="/data/"' in client.get("/overview/").text
    client.force_login(make_user())
    page = client.get("/overview/")
    assert "Once your administrator has loaded" in words(page)
    assert "Load the register and results" not in words(page)


def test_what_is_loaded_later_is_shown_at_once(reader):
    with_results("Marlpit Lane")
    assert names(reader.get("/overview/")) == ["Marlpit Lane"]
    with_results("Otterwick")
    assert names(reader.get("/overview/")) == ["Marlpit Lane", "Otterwick"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"area": "7"}, "Choose an area from the list."),
        ({"measure": "rank"}, "Choose a result from the list."),
        ({"year": "1990"}, "Choose a year that has been loaded."),
        ({"year": "x"}, "Choose a year that has been loaded."),
        ({"sort": "worst"}, "Choose an order from the list."),
        ({"kind": "grammar"}, "Choose a kind of school from the list."),
        ({"urn": "12"}, "is not a URN: a URN has six digits."),
        ({"urn": "100000"}, "100000 is not the URN of a school that is loaded here."),
        ({"urn": [str(n) for n in range(900_000, 900_201)]}, "Choose at most 200 schools"),
        ({"trust": "nobody"}, "has &quot;nobody&quot; in its name"),
        ({"trust": "a\0b"}, "Null characters are not allowed."),
        ({"trust": "x" * 300}, "at most 200 characters"),
    ],
)
def test_a_filter_that_makes_no_sense_is_explained_and_nothing_is_shown(reader, asked, sentence):
    with_results("Marlpit Lane")
    response = reader.get("/overview/", asked)
    assert response.status_code == 200
    assert sentence in response.text
    assert "Marlpit Lane" not in response.text
    assert "Error:" in response.text.split("</title>")[0]
    assert reader.get("/overview.csv", asked).status_code == 302


def test_part_of_a_name_that_several_trusts_share_names_them(reader):
    with_results("Marlpit Lane")
    make_trust("Larkwater Learning Trust")
    make_trust("Larkrise Trust")
    page = words(reader.get("/overview/", {"trust": "lark"}))
    assert "Larkrise Trust; Larkwater Learning Trust. Write more of the name." in page


def test_a_phone_gets_only_the_piece(reader):
    with_results("Marlpit Lane")
    response = reader.get("/overview/", headers=PIECE)
    assert "<html" not in response.text
    assert names(response) == ["Marlpit Lane"]
    restored = reader.get("/overview/", headers=PIECE | {"HX-History-Restore-Request": "true"})
    assert "<html" in restored.text


@pytest.mark.parametrize("path", ["/overview/", "/overview.csv"])
def test_nothing_is_sent_to_it(reader, path):
    assert reader.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/overview/", "/overview.csv"])
def test_somebody_not_signed_in_is_asked_to(client, path):
    assert client.get(path).url.startswith("/account/")


def test_asks_the_database_as_often_for_sixty_schools_as_for_five(reader):
    def n_queries():
        with CaptureQueriesContext(connection) as asked:
            assert reader.get("/overview/", {"sort": "change"}).status_code == 200
        return len(asked)

    for i in range(5):
        with_results(f"School {i}")
    few = n_queries()
    for i in range(55):
        with_results(f"More {i}")
    assert n_queries() == few <= 14


def cells(response):
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_file_holds_every_school_not_one_page(reader):
    england()
    for i in range(53):
        with_results(f"School {i:02}")
    rows = cells(reader.get("/overview.csv"))
    assert [row[0] for row in rows[1:54]] == [f"School {i:02}" for i in range(53)]
    assert rows[0][6] == "Result, 2024/25, per cent"
    assert rows[-1] == [ATTRIBUTION]


def test_the_file_gives_the_reason_where_there_is_no_figure(reader):
    publish(
        make_school(name="Otterwick"), 2024, eligible_pupils=4,
        reasons={"rwm_expected": Reason.SUPP},
    )  # fmt: skip
    row = dict(zip(*cells(reader.get("/overview.csv"))[:2], strict=True))
    assert row["Result, 2024/25, per cent"] == ""
    assert row["Result: why there is none"] == "Too few pupils to show"


def test_a_name_that_looks_like_a_formula_does_nothing_in_the_file(reader):
    with_results("=1+1 Primary")
    assert cells(reader.get("/overview.csv"))[1][0] == "'=1+1 Primary"


def test_a_change_of_a_share_that_was_nobody_in_both_years_still_has_a_range():
    measure = catalogue.load().by_key["rwm_higher"]
    low, high = ranges.of_change(measure, (0.0, 30), (0.0, 30))
    assert low < 0 < high


def test_without_a_published_number_of_pupils_there_is_no_range():
    measure = catalogue.load().by_key["rwm_expected"]
    assert ranges.of_level(measure, 60.0, None, printed=(None, None)) is None
    assert ranges.of_change(measure, (60.0, 30), (50.0, None)) is None
    assert ranges.of_gap(measure, (60.0, None), (50.0, 20)) is None


def test_every_file_that_a_figure_is_from_is_named(reader):
    england()
    final = make_source(status="final")
    row = publish(make_school(), 2024, source=final, eligible_pupils=40, rwm_expected=70)
    row.also_from = [make_source(status="provisional").pk]
    row.save()
    assert "2024/25 final and 2024/25 provisional" in words(reader.get("/overview/"))
