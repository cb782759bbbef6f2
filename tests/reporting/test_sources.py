from datetime import UTC, date, datetime

import pytest

from leadwell.reporting import sources
from leadwell.reporting.sources import Edition
from leadwell.schools.models import PublishedYear
from tests.factories import make_school, make_source, publish

NOV_21, NOV_22 = date(2026, 11, 21), date(2026, 11, 22)


def test_one_year_says_its_status_and_the_day_it_was_loaded():
    line = sources.line_of([Edition(2024, NOV_21, "revised")])
    assert line == "School performance tables 2024/25 revised, loaded 21 Nov 2026"


def test_years_loaded_on_one_day_stand_together_oldest_first():
    editions = [Edition(2024, NOV_21, ""), Edition(2018, NOV_21, "final")]
    assert sources.line_of(editions) == (
        "School performance tables 2018/19 final and 2024/25, loaded 21 Nov 2026"
    )


def test_years_loaded_on_different_days_each_have_theirs():
    editions = [
        Edition(2016, NOV_21, ""), Edition(2017, NOV_21, ""), Edition(2018, NOV_21, ""),
        Edition(2024, NOV_22, "provisional"),
    ]  # fmt: skip
    assert sources.line_of(editions) == (
        "School performance tables 2016/17, 2017/18 and 2018/19, loaded 21 Nov 2026; "
        "2024/25 provisional, loaded 22 Nov 2026"
    )


def test_the_same_edition_is_said_once():
    assert sources.line_of([Edition(2024, NOV_21, "")] * 3).count("2024/25") == 1


def test_without_rows_it_says_that_nothing_is_loaded():
    assert sources.line_of([]) == "Nothing is loaded yet"


@pytest.mark.django_db
def test_rows_say_the_day_as_the_clocks_in_england_did():
    late = datetime(2026, 6, 21, 23, 30, tzinfo=UTC)  # half past midnight in London
    publish(make_school(), 2024, source=make_source(loaded_at=late, status=""))
    rows = PublishedYear.objects.select_related("source")
    assert sources.line(rows) == "School performance tables 2024/25, loaded 22 June 2026"


@pytest.mark.django_db
def test_a_row_with_figures_of_two_files_names_both():
    row = publish(make_school(), 2024, source=make_source(status="final"))
    row.also_from = [make_source(status="provisional").pk]
    row.save()
    told = sources.line(PublishedYear.objects.select_related("source"))
    assert "2024/25 final and 2024/25 provisional" in told


@pytest.mark.django_db
def test_rows_of_one_file_ask_the_database_nothing_more(django_assert_num_queries):
    publish(make_school(), 2024)
    rows = list(PublishedYear.objects.select_related("source"))
    with django_assert_num_queries(0):
        sources.line(rows)
