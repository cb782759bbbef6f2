import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence import chance


def test_a_hand_worked_percent():
    """Wilson, 50% of 30: middle .5; half 1.96/(1+3.8415/30) * sqrt(.25/30 + 3.8415/3600) = .1685."""
    low, high = chance.percent_range(50, 30)
    assert (low, high) == (pytest.approx(33.15, abs=0.01), pytest.approx(66.85, abs=0.01))


def test_all_and_none_still_leave_doubt():
    assert chance.percent_range(100, 8)[1] == 100
    assert chance.percent_range(100, 8)[0] == pytest.approx(67.56, abs=0.01)
    assert chance.percent_range(0, 8)[0] == 0


@given(st.floats(0, 100), st.integers(1, 400))
def test_a_range_holds_its_value_and_stays_a_percent(value, n):
    low, high = chance.percent_range(value, n)
    assert 0 <= low <= value + 1e-9
    assert value - 1e-9 <= high <= 100


@given(st.floats(0, 100), st.integers(1, 200))
def test_more_pupils_never_make_a_wider_range(value, n):
    few = np.diff(chance.percent_range(value, n))
    many = np.diff(chance.percent_range(value, n * 2))
    assert many <= few + 1e-9


def test_wilson_covers_what_it_says():
    """95 in 100 ranges hold the truth: counted over every possible result, not drawn."""
    from math import comb

    n, p = 30, 0.65
    covered = sum(
        comb(n, k) * p**k * (1 - p) ** (n - k)
        for k in range(n + 1)
        if chance.percent_range(100 * k / n, n)[0]
        <= 100 * p
        <= chance.percent_range(100 * k / n, n)[1]
    )
    assert 0.93 < covered < 0.97


def test_a_hand_worked_mean():
    """Reading, 30 pupils: variance .94/2 + 79.4/30 = 3.1167; half 1.96 * 1.7654 = 3.460."""
    low, high = chance.mean_range(104, 30, a=0.94, b=79.4)
    assert (104 - low, high - 104) == (pytest.approx(3.460, abs=1e-3),) * 2


def test_a_hand_worked_change():
    """Reading, 30 and 25 pupils: variance .94 + 79.4 (1/30 + 1/25) = 6.7627; half 5.097."""
    low, high = chance.change_range(1.5, 30, 25, a=0.94, b=79.4)
    assert (low, high) == (pytest.approx(-3.597, abs=1e-3), pytest.approx(6.597, abs=1e-3))


def test_two_years_have_twice_the_variance_of_one():
    one = chance.one_year_variance(30, a=0.94, b=79.4)
    low, high = chance.change_range(0, 30, 30, a=0.94, b=79.4)
    assert ((high - low) / 2 / chance.Z95) ** 2 == pytest.approx(2 * one)


def test_the_gap_of_newcombe():
    """Newcombe (1998), table II, case a: 56/70 - 48/80 is 20 points, from 5.24 to 33.39."""
    low, high = chance.gap_range(20, 80, 70, 60, 80)
    assert (low, high) == (pytest.approx(5.24, abs=0.01), pytest.approx(33.39, abs=0.01))


@pytest.mark.parametrize("call", [
    lambda: chance.percent_range(50, 0),
    lambda: chance.percent_range(101, 10),
    lambda: chance.one_year_variance(0, a=1, b=1),
    lambda: chance.change_range(0, 0, 10, a=1, b=1),
])  # fmt: skip
def test_nobody_has_no_range(call):
    with pytest.raises(ValueError, match="pupil"):
        call()
