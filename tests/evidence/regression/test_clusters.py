"""Least squares and its variances: by hand, against plain loops, against statsmodels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.regression.clusters import (
    classical,
    clustered,
    clustered_two_ways,
    least_squares,
    ranged,
    robust,
)

RNG = np.random.default_rng(11)
SIZES = [3, 5, 4, 6, 2, 7]
CLUSTERS = np.repeat(np.arange(6), SIZES)
N = len(CLUSTERS)
X = np.column_stack([np.ones(N), RNG.normal(size=N), (CLUSTERS % 2).astype(float)])
Y = RNG.normal(size=(N, 2)) + RNG.normal(size=(6, 2))[CLUSTERS] + X[:, 1:2]


def powered(matrix: np.ndarray, power: float) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    return vectors @ np.diag(values**power) @ vectors.T


def slow(y: np.ndarray, x: np.ndarray, clusters: np.ndarray, power: float) -> np.ndarray:
    """The textbook's sandwich, with matrices as large as clusters."""
    bread = np.linalg.inv(x.T @ x)
    residual = y - x @ bread @ x.T @ y
    meat = np.zeros_like(bread)
    for code in np.unique(clusters):
        own = x[clusters == code]
        left = np.eye(len(own)) - own @ bread @ own.T
        score = own.T @ powered(left, power) @ residual[clusters == code]
        meat += np.outer(score, score)
    return bread @ meat @ bread


def slow_degrees(x: np.ndarray, clusters: np.ndarray, at: int) -> float:
    """Satterthwaite's, from the quadratic form itself, one matrix of n x n."""
    bread = np.linalg.inv(x.T @ x)
    hat = x @ bread @ x.T
    columns = []
    for code in np.unique(clusters):
        own = clusters == code
        left = np.eye(own.sum()) - hat[np.ix_(own, own)]
        weight = powered(left, -0.5) @ x[own] @ bread[:, at]
        columns.append((np.eye(len(x)) - hat)[:, own] @ weight)
    form = np.stack(columns, axis=1)
    values = np.linalg.eigvalsh(form.T @ form)
    return values.sum() ** 2 / (values**2).sum()


def test_a_line_through_three_points_by_hand():
    # y = 1, 2, 6 at x = 0, 1, 2: means 3 and 1, slope (0 + 0 + 3 + 2) / 2 = 2.5, constant .5;
    # residuals .5, -1, .5, so 1.5 / (3 - 2) over 2 is the slope's variance.
    x = np.column_stack([np.ones(3), [0.0, 1.0, 2.0]])
    fit = least_squares(np.array([[1.0], [2.0], [6.0]]), x)
    assert fit.coefficients[:, 0] == pytest.approx([0.5, 2.5])
    assert fit.residuals[:, 0] == pytest.approx([0.5, -1.0, 0.5])
    assert classical(fit).matrix[0, 1, 1] == pytest.approx(1.5 / 2)


@pytest.mark.parametrize(("kind", "power"), [("CR0", 0.0), ("CR2", -0.5), ("CR3", -1.0)])
def test_the_fast_sandwich_is_the_slow_one(kind, power):
    found = clustered(least_squares(Y, X), CLUSTERS, kind=kind)
    for outcome in range(2):
        expected = slow(Y[:, outcome], X, CLUSTERS, power)
        assert found.matrix[outcome] == pytest.approx(expected, rel=1e-9)


def test_degrees_of_freedom_are_those_of_the_quadratic_form():
    found = clustered(least_squares(Y, X), CLUSTERS)
    assert found.degrees == pytest.approx([slow_degrees(X, CLUSTERS, at) for at in range(3)])
    assert np.all(found.degrees < 6)


def test_cr2_is_without_bias_where_rows_are_independent_and_alike():
    # E[e e'] = s2 (I - H), so the variance expected of CR2 is exact: s2 (X'X)^-1. Taken over the
    # residuals of unit vectors, which add up to I - H.
    total = np.zeros((3, 3))
    fit = least_squares(np.eye(N), X)
    total = clustered(fit, CLUSTERS).matrix.sum(axis=0)
    assert total == pytest.approx(np.linalg.inv(X.T @ X))


def test_cr3_is_the_jackknife_where_the_design_is_invertible_without_each_cluster():
    fit = least_squares(Y, X)
    whole = fit.coefficients[:, 0]
    # the jackknife about the whole sample's estimate is CR3 to the letter
    gone = [
        np.linalg.lstsq(X[code != CLUSTERS], Y[code != CLUSTERS, 0])[0] - whole for code in range(6)
    ]
    expected = sum(np.outer(one, one) for one in gone)
    assert clustered(fit, CLUSTERS, kind="CR3").matrix[0] == pytest.approx(expected)


def test_statsmodels_gives_the_same():
    api = pytest.importorskip("statsmodels.api")
    model = api.OLS(Y[:, 0], X)
    fit = least_squares(Y, X)
    assert ranged(fit, classical(fit)).se[:, 0] == pytest.approx(model.fit().bse)
    assert ranged(fit, classical(fit)).p[:, 0] == pytest.approx(model.fit().pvalues)
    theirs = model.fit(cov_type="HC1").bse
    assert ranged(fit, robust(fit)).se[:, 0] == pytest.approx(theirs)
    theirs = model.fit(cov_type="cluster", cov_kwds={"groups": CLUSTERS}).bse
    assert ranged(fit, clustered(fit, CLUSTERS, kind="CR1")).se[:, 0] == pytest.approx(theirs)


def test_two_ways_with_every_row_alone_in_one_of_them_is_one_way():
    fit = least_squares(Y, X)
    found = clustered_two_ways(fit, CLUSTERS, np.arange(N)).matrix
    assert found == pytest.approx(clustered(fit, CLUSTERS, kind="CR1").matrix)


def test_two_ways_never_gives_a_negative_variance():
    for seed in range(30):
        rng = np.random.default_rng(seed)
        first, second = rng.integers(0, 3, (2, 12))
        x = np.column_stack([np.ones(12), rng.normal(size=12)])
        found = clustered_two_ways(least_squares(rng.normal(size=(12, 1)), x), first, second)
        assert np.linalg.eigvalsh(found.matrix).min() > -1e-12


def test_a_coefficient_that_one_cluster_decides_has_no_standard_error():
    x = np.column_stack([np.ones(N), CLUSTERS == 2])
    fit = least_squares(Y, x)
    for kind in ("CR0", "CR1", "CR2", "CR3"):
        variance = clustered(fit, CLUSTERS, kind=kind)
        found = ranged(fit, variance)
        assert variance.is_alone.tolist() == [False, True]
        assert np.isnan(found.se[1]).all()
        assert np.isnan(found.p[1]).all()
        assert np.isfinite(found.estimate).all()


def test_cluster_dummies_do_not_take_the_other_coefficients_with_them():
    dummies = (CLUSTERS[:, None] == np.arange(6)).astype(float)
    fit = least_squares(Y, np.column_stack([X[:, 1], dummies]))
    variance = clustered(fit, CLUSTERS)
    assert variance.is_alone.tolist() == [False] + [True] * 6
    assert np.isfinite(ranged(fit, variance).se[0]).all()


def test_an_outcome_that_does_not_vary_has_no_chance_to_speak_of():
    fit = least_squares(np.column_stack([np.full(N, 103.7), Y[:, 0]]), X)
    found = ranged(fit, clustered(fit, CLUSTERS))
    assert found.estimate[:, 0] == pytest.approx([103.7, 0, 0])
    assert np.isnan(found.p[:, 0]).all()
    assert np.isfinite(found.p[:, 1]).all()


@given(st.permutations(range(N)), st.floats(0.01, 100), st.integers(1, 1000))
def test_row_order_units_and_names_of_clusters_change_nothing(order, unit, shift):
    plain = ranged(least_squares(Y, X), clustered(least_squares(Y, X), CLUSTERS))
    fit = least_squares(unit * Y[order], X[order])
    found = ranged(fit, clustered(fit, 7 * CLUSTERS[order] + shift))
    assert found.estimate == pytest.approx(unit * plain.estimate)
    assert found.high == pytest.approx(unit * plain.high)
    assert found.p == pytest.approx(plain.p)


@pytest.mark.parametrize(
    ("y", "x", "message"),
    [
        (Y, X[:-1], "same rows"),
        (np.full_like(Y, np.nan), X, "some are missing"),
        (Y, np.where(X > 1, np.inf, X), "some are missing"),
        (Y[:3], X[:3], "3 rows are too few for 3 columns"),
        (Y, np.column_stack([X, X[:, 1] - 2 * X[:, 2]]), "number 4 is 0 throughout or follows"),
        (Y, np.column_stack([np.zeros(N), X]), "number 1 is 0 throughout"),
    ],
)
def test_what_cannot_be_fitted_is_refused(y, x, message):
    with pytest.raises(ValueError, match=message):
        least_squares(y, x)


def test_one_cluster_is_refused():
    with pytest.raises(ValueError, match="at least two clusters"):
        clustered(least_squares(Y, X), np.zeros(N, dtype=int))


def test_clusters_of_another_length_are_refused():
    with pytest.raises(ValueError, match="clusters has shape"):
        clustered(least_squares(Y, X), CLUSTERS[1:])
