"""Distances: of Mahalanobis, of ranks, of standard deviations, as straight lines between points."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import pdist

from leadwell.evidence.matching.distance import ranked, scaled, whitened

# Two groups of two about their own means: (-1, -1), (1, 1) and (-1, 1), (1, -1). So each column's
# pooled variance is 4 / (4 - 2) = 2 and the covariance 0: distance is the plain one over sqrt 2.
SQUARE = np.array([[9.0, 4.0], [11.0, 6.0], [29.0, 6.0], [31.0, 4.0]])
GROUPS = np.array([0, 0, 1, 1])


def test_a_hand_worked_distance_within_groups():
    expected = pdist(SQUARE) / np.sqrt(2)
    np.testing.assert_allclose(pdist(whitened(SQUARE, groups=GROUPS)), expected)
    np.testing.assert_allclose(pdist(scaled(SQUARE, groups=GROUPS)), expected)


def test_hand_worked_ranks():
    """1, 2.5, 2.5, 4 about 2.5: 4.5 / 3 = 1.5 is the ranks' variance, n(n + 1)/12 = 5/3 without
    ties. So a rank counts 1 / sqrt(5/3), and the ends are 3 of them apart."""
    points = ranked(np.array([[1.0], [2.0], [2.0], [1000.0]]))
    assert pdist(points)[2] == pytest.approx(3 / np.sqrt(5 / 3))


def test_whitening_is_mahalanobis_in_plain_loops():
    values = np.random.default_rng(1).standard_normal((12, 3)) @ np.array(
        [[1.0, 0.5, 0.0], [0.0, 2.0, 1.0], [0.0, 0.0, 30.0]]
    )
    inverse = np.linalg.inv(np.cov(values.T))
    expected = [
        np.sqrt((a - b) @ inverse @ (a - b)) for i, a in enumerate(values) for b in values[i + 1 :]
    ]
    np.testing.assert_allclose(pdist(whitened(values)), expected)


@given(st.integers(0, 10_000))
def test_units_offsets_and_order_change_no_distance(seed):
    rng = np.random.default_rng(seed)
    values = rng.standard_normal((9, 3))
    other = values * [1000.0, 0.01, 5.0] + [7.0, -2.0, 0.0]
    order = rng.permutation(9)
    for turned in (whitened, scaled, ranked):
        expected = pdist(turned(values))
        np.testing.assert_allclose(pdist(turned(other)), expected, atol=1e-7)
        back = turned(values[order])[np.argsort(order)]
        np.testing.assert_allclose(pdist(back), expected, atol=1e-7)


def test_a_column_said_twice_or_that_never_differs_counts_for_nothing_more():
    values = np.random.default_rng(2).standard_normal((10, 2))
    more = np.column_stack([values, 3 * values[:, 0] - 4 * values[:, 1], np.full(10, 2.5e6)])
    assert whitened(more).shape == (10, 2)
    np.testing.assert_allclose(pdist(whitened(more)), pdist(whitened(values)), atol=1e-9)
    np.testing.assert_array_equal(scaled(more)[:, 3], 0)


@pytest.mark.parametrize("turned", [whitened, scaled, ranked])
def test_a_school_that_lacks_something_is_nowhere_and_does_not_count_in_the_scale(turned):
    values = np.random.default_rng(3).standard_normal((8, 2))
    more = np.insert(values, 4, [np.nan, 900.0], axis=0)
    points = turned(more)
    assert np.isnan(points[4]).all()
    np.testing.assert_allclose(np.delete(points, 4, axis=0), turned(values), atol=1e-12)


def test_schools_all_the_same_have_no_column_left():
    assert whitened(np.ones((4, 3))).shape == (4, 0)


@pytest.mark.parametrize(
    ("values", "groups", "words"),
    [
        (np.ones(3), None, "schools down and covariates across"),
        (np.array([[1.0], [np.inf]]), None, "covariate 0 of row 1 is infinite"),
        (np.full((3, 2), np.nan), None, "there are 0 of them in 0"),
        (np.ones((1, 2)), None, "there are 1 of them in 1"),
        (np.ones((2, 2)), np.array([0, 1]), "there are 2 of them in 2"),
    ],
)
def test_what_has_no_distance_is_refused(values, groups, words):
    with pytest.raises(ValueError, match=words):
        whitened(values, groups=groups)
