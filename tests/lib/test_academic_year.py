from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.lib import academic_year

YEARS = st.integers(min_value=1000, max_value=9998)


@pytest.mark.parametrize(
    "text", ["2018/19", "2018-19", "201819", "2018/2019", "2018-2019", " 2018/19 ", "2018–19"]
)
def test_a_year_is_read_however_it_is_usually_written(text):
    assert academic_year.parse(text) == 2018


def test_the_turn_of_the_century_is_one_year_like_any_other():
    assert academic_year.parse("1999/00") == 1999
    assert academic_year.label(1999) == "1999/00"


@pytest.mark.parametrize(
    "text", ["", "2018", "18/19", "2018/20", "2018/18", "2018/2020", "19/2018", "2018/19 KS2"]
)
def test_anything_else_is_refused_in_a_sentence_that_says_what_to_write(text):
    with pytest.raises(ValueError, match="Write it like 2018/19"):
        academic_year.parse(text)


def test_a_chart_has_a_shorter_label():
    assert academic_year.short(2018) == "18/19"


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2018, 8, 31), 2017),
        (date(2018, 9, 1), 2018),
        (date(2018, 12, 31), 2018),
        (date(2019, 1, 1), 2018),
        (date(2019, 8, 31), 2018),
    ],
)
def test_the_year_starts_on_the_first_of_september(day, year):
    assert academic_year.of(day) == year


# The weeks the Standards and Testing Agency set: each began on this Monday. In 2023 the Monday was
# a bank holiday and the papers began the day after.
@pytest.mark.parametrize(
    ("year", "monday"),
    [
        (2015, date(2016, 5, 9)),
        (2016, date(2017, 5, 8)),
        (2017, date(2018, 5, 14)),
        (2018, date(2019, 5, 13)),
        (2022, date(2023, 5, 8)),
        (2023, date(2024, 5, 13)),
        (2024, date(2025, 5, 12)),
    ],
)
def test_results_are_about_the_schools_of_the_test_week(year, monday):
    assert academic_year.exam_date(year) == monday


@given(YEARS)
def test_a_label_reads_back_as_its_year(year):
    assert academic_year.parse(academic_year.label(year)) == year


@given(YEARS)
def test_first_and_last_day_lie_in_the_year_and_the_days_beside_them_do_not(year):
    first, last = academic_year.first_day(year), academic_year.last_day(year)
    assert academic_year.of(first) == academic_year.of(last) == year
    assert academic_year.first_day(year + 1).toordinal() == last.toordinal() + 1


@given(YEARS)
def test_the_test_week_begins_on_a_monday_of_that_summer(year):
    monday = academic_year.exam_date(year)
    assert (monday.weekday(), academic_year.of(monday)) == (0, year)
    assert 8 <= monday.day <= 14
