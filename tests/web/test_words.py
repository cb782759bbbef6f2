"""Dates, figures and years as people read them."""

from datetime import UTC, date, datetime

import pytest
from django.utils.safestring import SafeString

from leadwell.web import numbers
from leadwell.web.templatetags import leadwell as words

NBSP = "\N{NO-BREAK SPACE}"


def test_a_day_is_kept_together():
    assert words.day(date(2026, 11, 14)) == f"Sat{NBSP}14{NBSP}Nov"
    assert words.day_and_year(date(2026, 9, 1)) == f"Tue{NBSP}1{NBSP}Sept{NBSP}2026"
    assert words.month_and_year(date(2024, 9, 1)) == f"Sept{NBSP}2024"


def test_a_moment_is_told_in_londons_time():
    assert words.moment(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == f"Thu{NBSP}2{NBSP}July, 00:30"


def test_an_academic_year_has_both_its_years():
    assert words.academic_year(2018) == "2018/19"


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (16800, 0, "16,800"),
        (-3.94, 1, "−3.9"),
        (0.5, 0, "1"),
        (2.675, 2, "2.68"),
        (-0.04, 1, "0.0"),
        (None, 0, "no figure"),
    ],
)
def test_figures_have_a_true_minus_and_round_halves_up(value, decimals, written):
    assert words.number(value, decimals) == written


@pytest.mark.parametrize(
    ("value", "written"), [(5.25, "+5.3"), (-3.94, "−3.9"), (0, "0.0"), (None, "no figure")]
)
def test_differences_have_a_sign_unless_there_is_none(value, written):
    assert words.signed(value, 1) == written


def test_a_minus_is_never_a_hyphen():
    assert "-" not in numbers.plain(-1e9) + numbers.signed(-0.1, 1)


def test_a_short_row_still_has_a_cell_for_each_column():
    assert words.table_rows([["1"]], ["A", "B"]) == (
        '<tr role="row"><th role="rowheader" scope="row">1</th>'
        '<td role="cell" data-l="B"></td></tr>\n'
    )


def test_a_cell_is_escaped_unless_it_is_markup_of_ours():
    rows = [["<i>", SafeString("<b>5</b>"), 1234, None]]
    html = words.table_rows(rows, ["A", 'B"', "C", "D"])
    assert '<th role="rowheader" scope="row">&lt;i&gt;</th>' in html
    assert '<td role="cell" data-l="B&quot;"><b>5</b></td>' in html
    assert ">1234<" in html
    assert ">None<" in html
