"""Strata of rounded covariates, slices of a propensity, and what each school then counts for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.matching.coarsened import coarsened, slices, stratum_weights
from leadwell.evidence.panel import NONE


def test_intervals_of_one_width_by_hand():
    """0 to 8 in 4: cuts 2, 4, 6. 2 is in the second, 8 in the fourth with 7."""
    strata = coarsened(np.array([[0.0], [1.9], [2.0], [7.0], [8.0], [np.nan]]), bins=4)
    assert strata.tolist() == [0, 0, 1, 2, 2, NONE]


def test_sturges_number_is_used_where_none_is_asked_for():
    """16 schools: log2 is 4, so 5 intervals of 3 over 0 to 15: 0-2, 3-5, 6-8, 9-11, 12-15."""
    counts = np.bincount(coarsened(np.arange(16.0)[:, None]))
    assert counts.tolist() == [3, 3, 3, 3, 4]


def test_strata_agree_in_every_covariate():
    values = np.array([[0.0, 5.0], [0.0, 9.0], [1.0, 5.0], [0.0, 5.0]])
    strata = coarsened(values, bins=2)
    assert strata[0] == strata[3]
    assert len(set(strata.tolist())) == 3


def test_slices_have_as_many_that_took_part_and_take_in_those_beyond():
    measure = np.array([0.1, 0.2, 0.3, 0.4, 0.05, 0.28, 0.9, np.nan])
    took_part = np.arange(8) < 4
    assert slices(measure, took_part, count=2).tolist() == [0, 0, 1, 1, 0, 1, 1, NONE]


def test_weights_by_hand():
    """Stratum 0: 2 took part, 1 did not: it counts for 2. 1: 1 and 2: a half each. 2, 3: alone."""
    strata = np.array([0, 0, 0, 1, 1, 1, 2, 3, NONE])
    took_part = np.array([1, 1, 0, 1, 0, 0, 1, 0, 1], dtype=bool)
    assert stratum_weights(strata, took_part).tolist() == [1, 1, 2, 1, 0.5, 0.5, 0, 0, 0]


@given(st.integers(0, 10_000))
def test_both_groups_weigh_the_same_in_every_stratum(seed):
    rng = np.random.default_rng(seed)
    strata, took_part = rng.integers(-1, 6, 30), rng.random(30) < 0.4
    weights = stratum_weights(strata, took_part)
    for stratum in set(strata.tolist()):
        here = strata == stratum
        assert weights[here & took_part].sum() == pytest.approx(weights[here & ~took_part].sum())


def test_nobody_is_in_no_stratum():
    assert coarsened(np.empty((0, 2))).size == 0
    assert coarsened(np.full((2, 2), np.nan)).tolist() == [NONE, NONE]
    assert coarsened(np.ones((3, 1))).tolist() == [0, 0, 0]
    assert stratum_weights(np.array([], dtype=int), np.array([], dtype=bool)).size == 0


def test_what_cannot_be_cut_is_refused():
    with pytest.raises(ValueError, match="at least one interval"):
        coarsened(np.ones((3, 1)), bins=0)
    with pytest.raises(ValueError, match="a school that took part"):
        slices(np.ones(3), np.zeros(3, dtype=bool))
