"""Schools as the only rows: Welch's, Student's and the matched t."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from leadwell.evidence.regression.school_t import matched_t, pooled_t, welch_t

# Those that took part gained 2, 4 and 3; the others 1, 0, 2 and 1.
CHANGES = np.array([[2.0], [4.0], [3.0], [1.0], [0.0], [2.0], [1.0]])
TREATED = np.array([True] * 3 + [False] * 4)
ONE = {"outcomes": ["maths_average"], "units": ["scaled_score"]}
VARIED = np.random.default_rng(5).normal(size=(30, 4))
FOUR = {"outcomes": list("abcd"), "units": ["scaled_score"] * 4}


def test_welch_by_hand():
    # 3 - 1 = 2; variances 1/3 and (2/3)/4 = 1/6, so se = sqrt(1/2);
    # df = (1/2)^2 / ((1/3)^2/2 + (1/6)^2/3) = .25 / (1/18 + 1/108) = 27/7
    (found,) = welch_t(CHANGES, TREATED, **ONE)
    assert found.estimate == pytest.approx(2)
    assert found.se == pytest.approx(np.sqrt(0.5))
    half = stats.t.ppf(0.975, 27 / 7) * np.sqrt(0.5)
    assert found.interval == pytest.approx((2 - half, 2 + half))
    assert (found.n_treated, found.n_comparison, found.method) == (3, 4, "welch_t")


def test_pooled_by_hand():
    # sums of squares 2 and 2 over 5: .8 (1/3 + 1/4)
    (found,) = pooled_t(CHANGES, TREATED, **ONE)
    assert found.se == pytest.approx(np.sqrt(0.8 * 7 / 12))
    half = stats.t.ppf(0.95, 5) * found.se
    assert found.interval_90 == pytest.approx((2 - half, 2 + half))


@pytest.mark.parametrize(("ours", "equal_var"), [(welch_t, False), (pooled_t, True)])
def test_scipy_gives_the_same(ours, equal_var):
    treated = np.arange(30) < 6
    for at, found in enumerate(ours(VARIED, treated, **FOUR)):
        theirs = stats.ttest_ind(VARIED[treated, at], VARIED[~treated, at], equal_var=equal_var)
        assert found.p == pytest.approx(theirs.pvalue)
        assert found.interval == pytest.approx(tuple(theirs.confidence_interval()))


def test_matched_is_the_one_sample_t():
    counts = np.full(4, 12)
    for at, found in enumerate(matched_t(VARIED, n_comparison=counts, **FOUR)):
        theirs = stats.ttest_1samp(VARIED[:, at], 0)
        assert found.p == pytest.approx(theirs.pvalue)
        assert found.interval == pytest.approx(tuple(theirs.confidence_interval()))
        assert (found.n_treated, found.n_comparison) == (30, 12)


def test_a_school_without_a_figure_is_left_out_of_that_outcome_only():
    changes = np.column_stack([CHANGES[:, 0], CHANGES[:, 0]])
    changes[1, 1] = np.nan
    first, second = welch_t(changes, TREATED, outcomes=["a", "b"], units=["points"] * 2)
    assert (first.n_treated, second.n_treated) == (3, 2)
    assert second.estimate == pytest.approx(2.5 - 1)


def test_one_school_has_an_estimate_and_only_the_pooled_t_a_range():
    treated = np.arange(7) == 0
    (welch,), (pooled,) = welch_t(CHANGES, treated, **ONE), pooled_t(CHANGES, treated, **ONE)
    assert welch.estimate == pooled.estimate == pytest.approx(2 - 11 / 6)
    assert (welch.se, welch.p, welch.interval, welch.interval_90) == (None, None, None, None)
    assert pooled.se is not None
    (matched,) = matched_t(CHANGES[:1], n_comparison=np.array([5]), **ONE)
    assert (matched.estimate, matched.se) == (2, None)


def test_schools_that_all_moved_alike_have_no_range():
    same = np.full((7, 1), 0.1 + 0.2)
    for found in (*welch_t(same, TREATED, **ONE), *pooled_t(same, TREATED, **ONE)):
        assert found.estimate == pytest.approx(0)
        assert (found.se, found.p) == (None, None)


def test_an_outcome_nobody_has_is_named():
    changes = CHANGES.copy()
    changes[:3] = np.nan
    with pytest.raises(ValueError, match="none of the schools that took part has a figure of mat"):
        welch_t(changes, TREATED, **ONE)
    with pytest.raises(ValueError, match="none of the similar schools has a figure of maths"):
        pooled_t(CHANGES, np.ones(7, bool), **ONE)
    with pytest.raises(ValueError, match="none of the schools that took part"):
        matched_t(np.empty((0, 1)), n_comparison=np.array([0]), **ONE)


def test_shapes_that_disagree_are_refused():
    with pytest.raises(ValueError, match="one entry for each"):
        welch_t(CHANGES, TREATED[1:], **ONE)
    with pytest.raises(ValueError, match="4 outcomes"):
        pooled_t(CHANGES, TREATED, **FOUR)


@given(st.permutations(range(30)), st.floats(0.01, 100), st.floats(-50, 50))
def test_order_units_and_a_change_that_all_share_move_nothing_else(order, unit, shift):
    treated = np.arange(30) < 6
    plain = welch_t(VARIED, treated, **FOUR)
    again = welch_t(unit * (VARIED[order] + shift), treated[order], **FOUR)
    for one, other in zip(plain, again, strict=True):
        assert other.estimate == pytest.approx(unit * one.estimate, abs=1e-8)
        assert other.p == pytest.approx(one.p, abs=1e-8)


def test_one_point_more_for_those_that_took_part_is_one_point_more():
    treated = np.arange(30) < 6
    plain = pooled_t(VARIED, treated, **FOUR)
    for one, other in zip(plain, pooled_t(VARIED + treated[:, None], treated, **FOUR), strict=True):
        assert other.estimate - one.estimate == pytest.approx(1)
        assert other.se == pytest.approx(one.se)
