"""Figures as people say them: no printed range is narrower than the one worked out."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.verdict import spoken

numbers = st.floats(-60, 60, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1.25, "1.3 points"),
        (-1.25, "1.3 points"),
        (1.0, "1.0 points"),
        (0.05, "0.1 points"),
        (0.0499, "less than 0.1 points"),
        (0.1 + 0.2, "0.3 points"),
        (1234.5, "1,234.5 points"),
    ],
)
def test_how_much_is_to_one_decimal_half_away_from_nought(value, said):
    assert spoken.amount(value, "points") == said


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        ((0.5, 2.1), "0.5 to 2.1"),
        ((0.59, 2.11), "0.5 to 2.2"),
        ((-0.21, -0.11), "−0.3 to −0.1"),
        ((0.04, 2.1), "just above 0 to 2.1"),
        ((-2.1, -0.04), "−2.1 to just below 0"),
        ((-0.04, 0.04), "−0.1 to 0.1"),
        ((0.0, 1.0), "0.0 to 1.0"),
        ((0.1 + 0.2, 0.1 + 0.2), "0.3 to 0.3"),
    ],
)
def test_ranges_are_rounded_outward(interval, said):
    assert spoken.between(interval) == said


@given(low=numbers, width=st.floats(0, 20))
def test_no_printed_range_is_narrower_than_its_own(low, width):
    ends = spoken.between((low, low + width)).split(" to ")
    just = {"just above 0": "0", "just below 0": "0"}
    first, last = (Decimal(just.get(end, end).replace("−", "-")) for end in ends)
    assert float(first) <= low + 1e-9
    assert float(last) >= low + width - 1e-9


@given(low=numbers, width=st.floats(0, 20))
def test_a_range_that_leaves_out_0_is_never_printed_as_one_that_touches_it(low, width):
    high = low + width
    first, last = spoken.between((low, high)).split(" to ")
    assert first != "0.0" or low <= 0
    assert last != "0.0" or high >= 0


def test_what_can_be_noticed_is_rounded_up():
    assert spoken.at_least(1.51, "points") == "1.6 points or more"


@pytest.mark.parametrize(
    ("months", "is_worse", "said"),
    [
        ((1, 2, 3), False, "roughly two months’ progress (one to three)"),
        ((0, 1, 2), False, "roughly one month’s progress (none to two)"),
        ((0, 0, 1), False, "less than one month’s progress (none to one)"),
        (
            (-1, 1, 3),
            False,
            "roughly one month’s progress (from one month less to three more)",
        ),
        ((-2, 0, 0), False, "less than one month’s progress (from two months less to none)"),
        (
            (1, 1, 1),
            False,
            "roughly one month’s progress (the same at both ends of the range)",
        ),
        (
            (11, 12, 12),
            False,
            "roughly twelve or more months’ progress (eleven to twelve or more)",
        ),
        ((-3, -2, -1), True, "roughly two months less progress (one to three)"),
        ((-2, -1, 0), True, "roughly one month less progress (none to two)"),
        ((0, 0, 0), True, "less than one month less progress (the same at both ends of the range)"),
        (
            (-3, -1, 1),
            True,
            "roughly one month less progress (from three months less to one more)",
        ),
        ((0, 0, 1), True, "less than one month less progress (from none to one more)"),
    ],
)
def test_months_are_words_with_their_range_and_never_go_backwards(months, is_worse, said):
    assert spoken.months(*months, is_worse=is_worse) == said


def test_months_that_could_be_noticed():
    assert [spoken.months_or_more(n) for n in (0, 1, 3, 12, 15)] == [
        "less than one month’s progress",
        "about one month’s progress or more",
        "about three months’ progress or more",
        "twelve months’ progress or more",
        "twelve months’ progress or more",
    ]


@pytest.mark.parametrize(
    ("as_large", "drawn", "said"),
    [
        (3_099, 9_999, "about 31 in 100"),
        (98, 9_999, "fewer than 1 in 100"),
        (99, 9_999, "about 1 in 100"),
        (0, 100, "fewer than 1 in 100"),
        (0, 99, "none"),
        (3, 40, "3"),
        (9_999, 9_999, "nearly all"),
    ],
)
def test_chance_is_a_count_out_of_100_or_of_the_few_there_are(as_large, drawn, said):
    assert spoken.of_them(as_large, drawn, enough=100) == said


def test_months_of_the_year_do_not_depend_on_the_machine():
    assert spoken.month(date(2027, 12, 9)) == "December 2027"


def test_lists_and_schools():
    assert spoken.listed(["a", "b", "c"]) == "a, b and c"
    assert [spoken.schools(n) for n in (1, 8, 3_100)] == ["1 school", "8 schools", "3,100 schools"]
