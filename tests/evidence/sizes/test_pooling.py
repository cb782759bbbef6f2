from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.sizes import pooling

SITES = st.lists(st.tuples(st.floats(-3, 3), st.floats(0.01, 4)), min_size=2, max_size=12).map(
    lambda sites: (np.array([y for y, _ in sites]), np.array([v for _, v in sites]))
)


def likelihood(estimates, variances, tau2):
    """Restricted, by the whole matrix: the slow way."""
    k = estimates.size
    matrix, ones = np.diag(variances + tau2), np.ones((k, 1))
    inverse = np.linalg.inv(matrix)
    inner = ones.T @ inverse @ ones
    mean = np.linalg.solve(inner, ones.T @ inverse @ estimates)
    left = estimates - ones @ mean
    return -0.5 * (np.linalg.slogdet(matrix)[1] + np.log(inner[0, 0]) + left @ inverse @ left)


def test_a_hand_worked_case():
    """.2 (v .01) and .5 (v .04): weights 100 and 25, mean (20 + 12.5)/125 = .26, se 1/sqrt(125)."""
    found = pooling.fixed(np.array([0.2, 0.5]), np.array([0.01, 0.04]))
    assert (found.estimate, found.se) == pytest.approx((0.26, 0.0894427), abs=1e-7)
    assert found.interval == pytest.approx((0.26 - 0.175305, 0.26 + 0.175305), abs=1e-6)
    assert found.q == pytest.approx(100 * 0.06**2 + 25 * 0.24**2)


def test_equal_variances_by_hand():
    """1, 2, 6, each of variance 1: their own variance is 7, so tau2 is 6; se sqrt(7/3), t(2) 4.3027."""
    found = pooling.random_effects(np.array([1.0, 2.0, 6.0]), np.ones(3))
    assert (found.estimate, found.tau2) == pytest.approx((3, 6))
    assert found.se == pytest.approx(sqrt(7 / 3))
    assert found.interval[1] - 3 == pytest.approx(4.302653 * sqrt(7 / 3), rel=1e-6)
    assert found.i2 == pytest.approx(6 / 7)
    assert found.next_site[1] - 3 == pytest.approx(12.7062 * sqrt(6 + 7 / 3), rel=1e-5)


def test_sites_that_agree_by_luck_make_no_answer_sure():
    found = pooling.random_effects(np.array([0.3, 0.3]), np.array([0.04, 0.04]))
    assert (found.tau2, found.se) == (0, pytest.approx(sqrt(0.02)))
    assert found.next_site is None


@given(SITES)
def test_the_variance_between_sites_is_where_the_likelihood_is_highest(sites):
    found = pooling.random_effects(*sites)
    best = likelihood(*sites, found.tau2)
    for tau2 in np.linspace(0, 20, 101):
        assert likelihood(*sites, tau2) <= best + 1e-9


@given(SITES, st.floats(-5, 5), st.floats(0.1, 10))
def test_order_zero_and_unit_change_nothing_else(sites, shift, unit):
    estimates, variances = sites
    found = pooling.random_effects(estimates, variances)
    moved = pooling.random_effects((estimates[::-1] + shift) * unit, variances[::-1] * unit**2)
    assert moved.estimate == pytest.approx((found.estimate + shift) * unit, abs=1e-6)
    assert moved.se == pytest.approx(found.se * unit, rel=1e-6)
    assert moved.interval[0] <= moved.estimate <= moved.interval[1]


def test_intervals_of_five_sites_hold_the_truth():
    """2,000 programmes at five sites that differ: 95 in 100, within three Monte Carlo errors."""
    rng = np.random.default_rng(3)
    variances = np.array([0.01, 0.02, 0.03, 0.02, 0.04])
    held = 0
    for _ in range(2_000):
        truths = rng.normal(0.1, 0.15, 5)
        low, high = pooling.random_effects(
            rng.normal(truths, np.sqrt(variances)), variances
        ).interval
        held += low <= 0.1 <= high
    assert 0.935 <= held / 2_000 <= 0.985


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda: pooling.random_effects(np.array([1.0]), np.array([1.0])), "one site"),
        (lambda: pooling.fixed(np.array([]), np.array([])), "no sites"),
        (lambda: pooling.fixed(np.array([1.0]), np.array([1.0, 2.0])), "estimate and a variance"),
        (lambda: pooling.fixed(np.array([np.nan]), np.array([1.0])), "missing"),
        (lambda: pooling.fixed(np.array([1.0]), np.array([0.0])), "not above 0"),
    ],
)
def test_sites_that_cannot_be_pooled_are_refused_in_words(ask, told):
    with pytest.raises(ValueError, match=told):
        ask()
