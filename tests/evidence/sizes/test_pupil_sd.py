import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.sizes.pupil_sd import pupil_sd


def test_a_hand_worked_country():
    """Reading 2017/18: 75% and 28%. Normal tables: z(.75) = .6745, z(.28) = -.5828; 10/1.2573."""
    assert pupil_sd(expected_pct=75, higher_pct=28) == pytest.approx(7.953, abs=0.001)


def test_it_finds_the_spread_of_simulated_pupils():
    scores = np.random.default_rng(1).normal(104, 8, 400_000)
    shares = {
        "expected_pct": 100 * np.mean(scores >= 100),
        "higher_pct": 100 * np.mean(scores >= 110),
    }
    assert pupil_sd(**shares) == pytest.approx(8, abs=0.05)


@given(st.floats(1, 40), st.floats(41, 99))
def test_turning_the_scale_round_leaves_the_spread(low, high):
    turned = pupil_sd(expected_pct=100 - low, higher_pct=100 - high)
    assert turned == pytest.approx(pupil_sd(expected_pct=high, higher_pct=low))


@pytest.mark.parametrize(
    ("expected", "higher"),
    [(70, 70), (28, 75), (100, 20), (70, 0), (101, 20), (float("nan"), 20)],
)
def test_shares_that_cannot_be_are_refused(expected, higher):
    with pytest.raises(ValueError, match="between 0 and 100"):
        pupil_sd(expected_pct=expected, higher_pct=higher)


def test_two_cuts_nobody_is_between_are_refused():
    with pytest.raises(ValueError, match="too close"):
        pupil_sd(expected_pct=50.0, higher_pct=np.nextafter(50.0, 0))
