"""A school's published figures as who chooses reads them: as published, with gaps and a trend."""

import pytest

from leadwell.explore.choosing.need import need_of
from leadwell.schools import catalogue
from tests.factories import make_school, publish

pytestmark = pytest.mark.django_db


def need(key, **by_year):
    """Of a new school, with these values by year."""
    school = make_school()
    for year, value in by_year.items():
        publish(school, int(year[1:]), eligible_pupils=30, **{key: value})
    return need_of(school.pk, [catalogue.load().by_key[key]]).lines[0]


@pytest.mark.parametrize(
    ("key", "first", "last", "says"),
    [
        ("maths_expected", 70, 67, "Down by 3 percentage points from 2022/23 to 2024/25."),
        ("maths_expected", 70, 71, "Up by 1 percentage point from 2022/23 to 2024/25."),
        ("maths_expected", 70, 70, "The same in 2024/25 as in 2022/23."),
        ("maths_average", 104, 105, "Up by 1 point from 2022/23 to 2024/25."),
    ],
)
def test_the_trend_is_from_the_first_year_that_has_a_figure_to_the_last(key, first, last, says):
    assert need(key, y2022=first, y2023=50, y2024=last).trend == says


def test_of_decimals_that_do_not_quite_cancel_nothing_is_made():
    """0.1 + 0.2 is not 0.3 to a machine."""
    line = need("maths_progress", y2018=0.1 + 0.2, y2022=0.3)
    assert line.trend == "The same in 2022/23 as in 2018/19."


def test_one_year_has_no_trend_and_a_year_without_tests_says_so():
    line = need("maths_expected", y2018=70)
    assert (line.trend, line.n_years) == ("", 1)
    assert [row[0] for row in line.rows if row[1] == "No tests that year"] == []
    line = need("maths_expected", y2017=69, y2018=70, y2022=71)
    assert [row[0] for row in line.rows if row[1] == "No tests that year"] == ["2019/20", "2020/21"]
