"""What a school is like is said so broadly that it is never said of fewer than three."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evaluation.coded.bands import (
    LEFT_OUT,
    beside_england,
    share,
    shared,
    size,
    way_gone,
)

profiles = st.lists(st.tuples(*(st.sampled_from("ABC") for _ in range(3))), max_size=25)


@pytest.mark.parametrize(
    ("n", "said"),
    [(30, "up to 105 pupils"), (105, "up to 105 pupils"), (106, "106 to 210 pupils"),
     (420, "211 to 420 pupils"), (421, "more than 420 pupils"), (None, "not known")],
)  # fmt: skip
def test_size_is_said_in_four_bands(n, said):
    assert size(n) == said


@pytest.mark.parametrize(
    ("percent", "said"),
    [("9.9", "below 10%"), ("10", "from 10% to below 20%"), ("39.9", "from 30% to below 40%"),
     ("40", "40% or more"), (None, "not known")],
)  # fmt: skip
def test_free_meals_are_said_in_five_bands(percent, said):
    assert share(Decimal(percent) if percent else None) == said


@pytest.mark.parametrize(
    ("ours", "said"),
    [(62, "at England or above"), (61, "at England or above"), (60, "up to 10 points below England"),
     (51, "up to 10 points below England"), (50, "10 to 20 points below England"),
     (41, "10 to 20 points below England"), (40, "more than 20 points below England"),
     (None, "not known")],
)  # fmt: skip
def test_a_result_is_said_beside_england_and_not_as_a_figure(ours, said):
    assert beside_england(ours, 61, in_percent=True) == said


def test_points_of_a_scale_are_above_or_below_and_no_more():
    assert beside_england(99.0, 104.0, in_percent=False) == "below England"
    assert beside_england(104.0, 104.0, in_percent=False) == "at England or above"
    assert beside_england(104.0, None, in_percent=False) == "not known"


@pytest.mark.parametrize(
    ("now", "said"),
    [("58", "none"), ("50", "none"), ("63", "less than half"), ("64", "half or more"),
     ("70", "all"), ("80", "all"), (None, "")],
)  # fmt: skip
def test_how_far_a_priority_is_is_said_in_four_bands(now, said):
    assert way_gone(Decimal(58), Decimal(70), Decimal(now) if now else None) == said


def test_a_target_that_lies_below_is_gone_to_downwards():
    assert way_gone(Decimal(20), Decimal(10), Decimal(14)) == "half or more"


def of(*told):
    """By code, in the order of codes."""
    return {chr(ord("B") + n): profile for n, profile in enumerate(told)}


A, B = ("A", "x"), ("B", "x")


def test_what_fewer_than_three_share_is_left_out_from_the_end():
    found = list(shared(of(A, A, A, ("A", "y"), ("A", "z"), ("A", "y"))).values())
    assert sorted(found) == [("A", LEFT_OUT)] * 3 + [A] * 3


def test_one_that_is_like_nobody_has_company_and_the_rest_stay_as_they_are():
    told = shared(of(B, *[A] * 7))
    assert [code for code, said in told.items() if said == (LEFT_OUT, LEFT_OUT)] == ["B", "C", "D"]
    assert list(told.values()).count(A) == 5


def test_where_no_group_can_spare_any_the_smallest_keeps_them_company():
    told = shared(of(B, *[A] * 3, *[("C", "x")] * 4))
    assert {told[code] for code in "BCDE"} == {(LEFT_OUT, LEFT_OUT)}
    assert {told[code] for code in "FGHI"} == {("C", "x")}


def test_of_two_schools_nothing_is_said():
    assert set(shared(of(A, A)).values()) == {(LEFT_OUT, LEFT_OUT)}


@given(profiles)
def test_whatever_the_schools_are_like_three_share_what_is_said(found):
    had = of(*found)
    told = shared(had)
    groups = Counter(told.values())
    assert told.keys() == had.keys()
    for code, said in told.items():
        kept = [entry for entry in said if entry != LEFT_OUT]
        assert tuple(kept) == had[code][: len(kept)]
        assert said[len(kept) :] == (LEFT_OUT,) * (3 - len(kept))
        assert groups[said] >= min(3, len(found))


@given(profiles)
def test_nothing_is_left_out_of_those_whom_nobody_needs_for_company(found):
    told = shared(of(*found))
    alone = sum(n for n in Counter(profile[0] for profile in found).values() if n < 3)
    nothing = sum(said == (LEFT_OUT,) * 3 for said in told.values())
    assert nothing <= (alone + 4 if alone else 0)
