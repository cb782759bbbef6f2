from dataclasses import replace
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.sizes import power_trials
from leadwell.evidence.sizes.power_trials import Trial

TRIAL = Trial(schools=20, pupils=15, icc=0.17)


def test_a_hand_worked_case():
    """(.17 + .83/15) / (.25 * 20) = .045067, root .21229; t(18): 2.1009 + .8620 = 2.9629; .6290."""
    assert power_trials.standard_error(TRIAL) == pytest.approx(0.21229, abs=1e-5)
    assert power_trials.detect(TRIAL) == pytest.approx(0.6290, abs=1e-4)
    assert power_trials.power_of(0.6290, TRIAL) == pytest.approx(0.80, abs=0.001)


def test_two_blocks_cost_two_degrees_of_freedom_more_than_one_trial():
    blocks = replace(TRIAL, schools=10, blocks=2)
    assert (TRIAL.df, blocks.df) == (18, 16)
    assert power_trials.standard_error(blocks) == power_trials.standard_error(TRIAL)


def test_pupils_alone_explain_nothing_between_schools():
    """With no end of pupils only schools matter: sqrt(icc / (P(1-P) J))."""
    many = replace(TRIAL, pupils=1e12)
    assert power_trials.standard_error(many) == pytest.approx(sqrt(0.17 / 5))


@given(
    st.integers(5, 500),
    st.floats(1, 100),
    st.floats(0, 1),
    st.floats(0.05, 0.95),
    st.floats(0, 0.9),
    st.floats(0, 0.9),
)
def test_half_and_half_sees_most_and_covariates_help(schools, pupils, icc, share, between, within):
    trial = Trial(schools=schools, pupils=pupils, icc=icc, treated_share=share)
    half = replace(trial, treated_share=0.5)
    helped = replace(trial, explained_between=between, explained_within=within)
    assert power_trials.detect(half) <= power_trials.detect(trial)
    assert power_trials.detect(helped) <= power_trials.detect(trial)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"schools": 2}, "too few schools"),
        ({"schools": 3, "school_covariates": 1}, "too few schools"),
        ({"treated_share": 1.0}, "some schools take part"),
        ({"icc": 1.2}, "icc is a share"),
        ({"explained_between": 1.0}, "below 1"),
        ({"pupils": 0}, "have pupils"),
        ({"school_covariates": -1}, "0 or more"),
        ({"blocks": 0}, "blocks are 1 or more"),
        ({"schools": float("nan")}, "too few schools"),
    ],
)
def test_what_cannot_be_drawn_by_lot_is_refused_in_words(changed, told):
    with pytest.raises(ValueError, match=told):
        replace(TRIAL, **changed)
