import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.sizes.months import TABLE, months, of_effect


@pytest.mark.parametrize(("at", "low", "high"), TABLE)
def test_both_ends_of_every_band_are_in_it(at, low, high):
    for hundredths in (low, low if high is None else high):
        assert months(hundredths / 100) == at
        assert months(-hundredths / 100) == -at


def test_the_bands_leave_no_gap():
    for (first, _, high), (later, low, _) in pairwise(TABLE):
        assert (later, low) == (first + 1, high + 1)


@pytest.mark.parametrize(
    ("g", "expected"),
    [
        (0.03, 0),  # printed so in a trial report: +0.03 is no month
        (0.0449, 0),
        (0.045, 1),  # .05 by rounding a half away from zero
        (-0.045, -1),
        (0.0949, 1),
        (0.095, 2),
        (0.3 - 0.205, 2),  # .095 but for a float's last bits
        (0.185, 3),
        (0.955, 12),
        (5.0, 12),
        (1e300, 12),
        (-5.0, -12),
        (0.0, 0),
        (-0.0, 0),
    ],
)
def test_effects_are_rounded_before_they_are_looked_up(g, expected):
    assert months(g) == expected


def test_each_end_of_an_interval_is_looked_up():
    found = of_effect(0.17, (-0.06, 1.4))
    assert (found.months, found.interval) == (2, (-1, 12))
    assert of_effect(0.17).interval is None


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_a_larger_effect_is_never_fewer_months(one, other):
    assert months(min(one, other)) <= months(max(one, other))


@given(st.floats(-3, 3))
def test_the_other_way_is_the_same_size(g):
    assert months(-g) == -months(g)


@pytest.mark.parametrize("g", [math.nan, math.inf])
def test_no_number_is_no_month(g):
    with pytest.raises(ValueError, match="no effect size"):
        months(g)
