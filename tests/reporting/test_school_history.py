import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leadwell.schools import catalogue
from leadwell.schools.reasons import Reason
from tests.factories import make_school, make_source, publish
from tests.reporting.school_pages import (
    ATTRIBUTION,
    YEAR_6,
    becomes,
    csv_url,
    page_url,
    published,
    text_of,
)

pytestmark = pytest.mark.django_db


def test_a_school_with_two_urns_tells_both_lives_and_why_we_believe_it(signed_in):
    school = make_school(name="Marlpit Primary")
    published(school, y2018=50)
    old = school.urn
    becomes(school, 980_002, on=date(2020, 9, 1), kind="converter")
    publish(school, 2022, **YEAR_6, rwm_expected=60)

    text = text_of(signed_in.get(page_url(school)))

    assert "Known by 2 URNs" in text
    assert f"<strong>{old}</strong> Marlpit Primary" in text
    assert "Became an academy by choice: its history continues" in text
    assert f"The register lists 980002 as the successor of {old}." in text
    assert "Became an academy Sept 2020" in text
    assert "before a sponsor" not in text


def test_results_before_a_sponsor_are_shown_and_marked(signed_in):
    school = make_school()
    published(school, y2018=33)
    becomes(school, 980_003, on=date(2020, 9, 1), kind="sponsor_led")
    publish(school, 2022, **YEAR_6, rwm_expected=60)

    text = text_of(signed_in.get(page_url(school, figures="all")))

    assert "up from 33% in 2018/19" in text
    assert "Results to 2018/19 are of the school before a sponsor took it over." in text
    assert "2018/19, before the sponsor" in text
    assert "Taken over by a sponsor" in text


def test_of_two_rows_in_a_year_the_one_with_values_is_shown(signed_in):
    school = make_school()
    published(school, y2024=47)
    becomes(school, 980_004, on=date(2025, 2, 1), kind="converter")
    publish(school, 2024, n_on_roll=200, reasons={"n_on_roll": Reason.VALUE})
    text = text_of(signed_in.get(page_url(school)))
    assert "In 2024/25, 47% of pupils" in text
    assert "published under two URNs" not in text


@pytest.mark.parametrize(
    ("joined_on", "shown"), [(date(2025, 2, 1), "52%"), (date(2025, 7, 1), "47%")]
)
def test_of_two_rows_with_values_the_urn_of_the_day_of_the_tests_is_shown_and_said(
    signed_in, joined_on, shown
):
    school = make_school()
    published(school, y2024=47)
    becomes(school, 980_005, on=joined_on, kind="converter")
    published(school, y2024=52)

    text = text_of(signed_in.get(page_url(school)))

    assert f"In 2024/25, {shown} of pupils" in text
    assert "2024/25 was published under two URNs" in text


# All figures


def test_all_published_figures_come_with_their_denominator_or_their_reason(signed_in):
    school = make_school()
    publish(
        school, 2024, **YEAR_6, rwm_expected=69, disadvantaged_pupils=4,
        reasons={"rwm_expected_disadvantaged": Reason.SUPP},
    )  # fmt: skip
    text = text_of(signed_in.get(page_url(school, figures="all")))
    assert "69% of 34" in text
    assert "Too few pupils to show" in text
    assert text.count("<html") == 1


def test_the_table_alone_comes_when_it_is_opened(signed_in):
    school = make_school()
    published(school, y2024=69)
    response = signed_in.get(page_url(school, figures="all"), headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert "69% of 34" in response.text
    assert 'role="img"' not in response.text


def test_the_csv_holds_every_figure_as_published_and_the_attribution(signed_in):
    school = make_school()
    publish(
        school, 2024, **YEAR_6, rwm_expected=69,
        reasons={"rwm_expected_disadvantaged": Reason.SUPP},
    )  # fmt: skip

    response = signed_in.get(csv_url(school))
    text = response.getvalue().decode("utf-8-sig")
    rows = {row["Key"]: row for row in csv.DictReader(io.StringIO(text)) if row["Key"]}

    assert rows["rwm_expected"]["Value"] == "69"
    assert rows["rwm_expected"]["Number of pupils published with it"] == "34"
    assert rows["rwm_expected_disadvantaged"]["Value"] == ""
    assert rows["rwm_expected_disadvantaged"]["Published code"] == "SUPP"
    assert "reading_progress" not in rows  # nobody was given it that year
    assert ATTRIBUTION in text


def test_no_number_of_pupils_is_worked_out_from_a_per_cent(signed_in):
    """69% of 34 would be 23.46 pupils: no 23 anywhere."""
    school = make_school()
    publish(school, 2024, eligible_pupils=34, rwm_expected=69)
    text = signed_in.get(csv_url(school)).getvalue().decode()
    assert ",23" not in text


# How many queries


def queries_of(client, school):
    client.get(page_url(school))
    with CaptureQueriesContext(connection) as captured:
        client.get(page_url(school))
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_schools(signed_in):
    school = make_school()
    published(school, y2022=1, y2023=60, y2024=69)
    seen = []
    for n in (5, 55):
        for _ in range(n):
            published(make_school(), y2023=60, y2024=64)
        make_source()  # a load: what was remembered is asked again
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(page_url(school))
        seen.append((len(captured), queries_of(signed_in, school)))
    assert seen[0] == seen[1]
    assert max(seen[0]) <= 16


def test_every_measure_can_be_chosen(signed_in):
    school = make_school()
    values = {m.key: 1.0 for m in catalogue.load().measures}
    publish(school, 2022, **values)
    response = signed_in.get(page_url(school))
    for measure in catalogue.load().measures:
        if measure.group == "all" and measure.higher_is == "better":
            assert f'value="{measure.key}"' in response.text
            assert signed_in.get(page_url(school, measure=measure.key)).status_code == 200
