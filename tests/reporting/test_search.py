import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leadwell.schools.models import Identifier
from leadwell.web.csv_out import ATTRIBUTION
from tests.factories import make_school, make_user

pytestmark = pytest.mark.django_db
PIECE = {"HX-Request": "true"}


@pytest.fixture
def reader(client):
    client.force_login(make_user())
    return client


def make_known(**fields):
    """A school that can be found by its numbers."""
    school = make_school(**fields)
    Identifier.objects.create(school=school, scheme="urn", value=school.urn)
    Identifier.objects.create(school=school, scheme="laestab", value=school.laestab)
    return school


def find(reader, asked, **extra):
    return reader.get("/schools/", {"q": asked}, **extra)


@pytest.mark.parametrize("asked", ["marlpit", "MARLPIT lane", "lane marl", "  Marlpit  "])
def test_finds_by_parts_of_a_name_in_any_order_and_case(reader, asked):
    make_known(name="Marlpit Lane Primary")
    make_known(name="Otterwick Primary")
    page = find(reader, asked).text
    assert "Marlpit Lane Primary" in page
    assert "Otterwick" not in page
    assert "1 school fits" in " ".join(page.split())


def test_finds_by_town_and_by_name_and_town_together(reader):
    make_known(name="St Anne's", town="Puddlecote")
    make_known(name="St Anne's", town="Wrenfold")
    assert find(reader, "puddlecote").text.count("St Anne") == find(reader, "anne pudd").text.count(
        "St Anne"
    )
    assert "Wrenfold" not in find(reader, "anne pudd").text


def test_a_curly_apostrophe_finds_a_straight_one(reader):
    make_known(name="St Anne's Primary")
    assert "St Anne&#x27;s Primary" in find(reader, "anne’s").text


@pytest.mark.parametrize("asked", ["ab1 2cd", "AB12CD", "ab1", "AB1  2CD"])
def test_finds_by_a_postcode_however_it_is_written_or_its_first_half(reader, asked):
    make_known(name="Marlpit Lane", postcode="AB1 2CD")
    make_known(name="Otterwick", postcode="AB12 2CD")
    page = find(reader, asked).text
    assert "Marlpit Lane" in page
    assert "Otterwick" not in page


def test_a_urn_goes_straight_to_the_schools_page(reader):
    school = make_known()
    assert find(reader, str(school.urn)).url == f"/schools/{school.urn}/"


def test_any_urn_a_school_ever_had_goes_to_its_page(reader):
    school = make_known()
    Identifier.objects.create(school=school, scheme="urn", value=900_001)
    assert find(reader, "900001").url == f"/schools/{school.urn}/"


@pytest.mark.parametrize("asked", ["9904321", "990/4321", "990 4321", "990-4321"])
def test_a_laestab_goes_to_the_schools_page_however_it_is_written(reader, asked):
    school = make_known(laestab=9_904_321)
    assert find(reader, asked).url == f"/schools/{school.urn}/"


def test_a_phone_that_asks_for_a_number_is_sent_to_the_page_too(reader):
    school = make_known()
    response = find(reader, str(school.urn), headers=PIECE)
    assert response["HX-Redirect"] == f"/schools/{school.urn}/"


def test_a_number_two_schools_had_shows_both_and_until_when_it_was(reader):
    make_known(name="Marlpit Lane", laestab=9_904_321)
    for name, last_on in (("Otterwick", date(2017, 11, 30)), ("Wrenfold", None)):
        Identifier.objects.create(
            school=make_known(name=name), scheme="laestab", value=9_904_321, last_on=last_on
        )
    page = find(reader, "990/4321").text
    assert "3 schools fit LAESTAB 990/4321" in " ".join(page.split())
    assert "was LAESTAB 990/4321 until Nov 2017" in page
    assert "was LAESTAB 990/4321 before" in page
    assert page.count("was LAESTAB") == 2


def test_a_school_that_lives_on_in_another_is_not_found_twice(reader):
    make_known(name="Marlpit Lane", continued_by=make_known(name="Marlpit Lane Academy"))
    assert "1 school fits" in " ".join(find(reader, "marlpit").text.split())


def test_a_closed_school_is_found_and_said_to_be_closed(reader):
    make_known(name="Old Fen", is_open=False, closed_on=date(2011, 8, 31))
    assert "closed Aug 2011" in find(reader, "old fen").text


def test_signs_that_mean_something_to_the_database_are_only_text(reader):
    make_known(name="Marlpit Lane")
    for asked in ("%%", "__", "' or 1=1 --", "\\\\", "{{ 1 }}", "<script>"):
        response = find(reader, asked)
        assert response.status_code == 200
        assert "Marlpit" not in response.text
        assert "<script>" not in response.text.replace("<script src", "")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("a", "Write at least two letters or digits."),
        ("a\0b", "Null characters are not allowed."),
        ("x" * 101, "at most 100 characters"),
    ],
)
def test_what_cannot_be_searched_for_is_explained(reader, asked, sentence):
    response = find(reader, asked)
    assert response.status_code == 200
    assert sentence in response.text
    assert sentence in find(reader, asked, headers=PIECE).text
    assert "Error:" in response.text.split("</title>")[0]
    assert reader.get("/schools.csv", {"q": asked}).url == "/schools/"


def test_nothing_found_says_what_to_try(reader):
    page = find(reader, "zzzz").text
    assert "No school that is loaded fits." in page
    assert "Try part of the name" in page


def test_before_a_search_it_says_what_will_be_here(reader):
    assert "Schools that fit are listed here" in reader.get("/schools/").text


def test_fifty_a_page_a_to_z(reader):
    for i in range(53):
        make_known(name=f"Marlpit {i:02}")
    assert find(reader, "marlpit").text.count('name="urn"') == 50
    page = reader.get("/schools/", {"q": "marlpit", "page": "2"}).text
    assert page.count('name="urn"') == 3
    assert page.index("Marlpit 50") < page.index("Marlpit 52")
    assert reader.get("/schools/", {"q": "marlpit", "page": "'"}).status_code == 200


def test_schools_can_be_ticked_to_be_compared_on_the_overview(reader):
    school = make_known(name="Marlpit Lane")
    page = find(reader, "marlpit").text
    assert f'value="{school.urn}"' in page
    assert '<form method="get" action="/overview/">' in page


def test_a_phone_gets_only_the_piece(reader):
    make_known(name="Marlpit Lane")
    page = find(reader, "marlpit", headers=PIECE).text
    assert "<html" not in page
    assert "Marlpit Lane" in page


@pytest.mark.parametrize("path", ["/schools/", "/schools.csv"])
def test_nothing_is_sent_to_it(reader, path):
    assert reader.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/schools/", "/schools.csv"])
def test_somebody_not_signed_in_is_asked_to(client, path):
    assert client.get(path).url.startswith("/account/")


def test_asks_the_database_as_often_for_forty_schools_as_for_three(reader):
    def n_queries():
        with CaptureQueriesContext(connection) as asked:
            find(reader, "marlpit")
        return len(asked)

    for i in range(3):
        make_known(name=f"Marlpit {i}")
    few = n_queries()
    for i in range(37):
        make_known(name=f"Marlpit {i}")
    assert n_queries() == few <= 9


def test_the_file_holds_all_that_fit(reader):
    school = make_known(name="Marlpit Lane", town="Puddlecote")
    make_known(name="-Otterwick Marlpit")
    response = reader.get("/schools.csv", {"q": "marlpit"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert {row[0] for row in rows[1:3]} == {"Marlpit Lane", "'-Otterwick Marlpit"}
    assert str(school.urn) in {row[1] for row in rows[1:3]}
    assert rows[-1] == [ATTRIBUTION]


def test_the_file_of_a_number_says_which_earlier_number_fitted(reader):
    school = make_known(name="Marlpit Academy")
    Identifier.objects.create(school=school, scheme="urn", value=900_001)
    response = reader.get("/schools.csv", {"q": "900001"})
    assert "was URN 900001 before" in response.content.decode()
