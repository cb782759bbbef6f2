"""Propensity: the maximum of the likelihood, or a refusal where there is none."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from leadwell.evidence.matching.propensity import propensity


def test_one_yes_or_no_gives_the_log_odds_of_the_table():
    """Of 5 with 0, 1 took part: odds 1/4. Of 5 with 1, 3 did: 3/2. Slope log(3/2) - log(1/4)."""
    covariate = np.repeat([0.0, 1.0], 5)[:, None]
    took_part = np.array([1, 0, 0, 0, 0, 1, 1, 1, 0, 0], dtype=bool)
    found = propensity(covariate, took_part)
    np.testing.assert_allclose(found.coefficients, [np.log(1 / 4), np.log(6)], atol=1e-12)
    np.testing.assert_allclose(found.probability, np.repeat([0.2, 0.6], 5), atol=1e-12)
    np.testing.assert_allclose(found.log_odds, np.log(np.repeat([1 / 4, 3 / 2], 5)), atol=1e-12)


@given(st.integers(0, 10_000))
def test_units_change_no_probability_and_those_expected_are_those_who_did(seed):
    rng = np.random.default_rng(seed)
    covariates = rng.standard_normal((60, 2))
    took_part = rng.random(60) < 0.4
    assume(3 < took_part.sum() < 57)
    found = propensity(covariates, took_part)
    other = propensity(covariates * [1e6, 1e-3] + [5e7, -1.0], took_part)
    np.testing.assert_allclose(other.probability, found.probability, atol=1e-7)
    residual = took_part - found.probability  # what the maximum means: orthogonal to everything
    assert residual.sum() == pytest.approx(0, abs=1e-8)
    np.testing.assert_allclose(covariates.T @ residual, 0, atol=1e-8)


X = np.arange(8.0)


@pytest.mark.parametrize(
    "took_part",
    [
        X > 3.5,  # wholly
        np.array([0, 0, 0, 1, 1, 1, 1, 1], dtype=bool),
    ],
)
def test_groups_that_a_covariate_tells_apart_are_refused(took_part):
    with pytest.raises(ValueError, match="tell exactly who took part"):
        propensity(X[:, None], took_part)


def test_groups_told_apart_in_part_are_refused():
    """All with a yes took part, some of those with a no: the odds of a yes have no end."""
    yes = np.array([1, 1, 1, 0, 0, 0, 0, 0], dtype=float)
    took_part = np.array([1, 1, 1, 1, 0, 0, 1, 0], dtype=bool)
    with pytest.raises(ValueError, match="tell exactly who took part"):
        propensity(yes[:, None], took_part)
    with pytest.raises(ValueError, match="tell exactly who took part"):
        propensity(np.column_stack([yes, X**2]), took_part)


def is_separated(design, took_part):
    """Konis: does some direction put nobody on the wrong side, and somebody on the right one?"""
    signed = design * np.where(took_part, 1, -1)[:, None]
    best = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(design)), bounds=(-1, 1))
    return best.fun < -1e-9


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(4, 14))
def test_a_fit_is_refused_exactly_where_a_linear_programme_separates_the_groups(seed, n):
    rng = np.random.default_rng(seed)
    covariates = np.column_stack([rng.integers(0, 2, n), rng.integers(0, 5, n)]).astype(float)
    took_part = rng.random(n) < 0.5
    design = np.column_stack([np.ones(n), covariates])
    assume(0 < took_part.sum() < n)
    assume(np.linalg.matrix_rank(design) == 3)
    if is_separated(design, took_part):
        with pytest.raises(ValueError, match="tell exactly who took part"):
            propensity(covariates, took_part)
    else:
        residual = took_part - propensity(covariates, took_part).probability
        np.testing.assert_allclose(design.T @ residual, 0, atol=1e-8)


def test_far_from_separated_by_one_school_is_not_refused():
    took_part = X > 3.5
    took_part[0] = True
    assert np.isfinite(propensity(X[:, None], took_part).coefficients).all()


HALF = np.array([0, 1, 0, 1, 1, 0, 1, 0], dtype=bool)


@pytest.mark.parametrize(
    ("covariates", "took_part", "words"),
    [
        (X[:, None], np.zeros(8, bool), "schools that took part and schools that did not"),
        (X[:, None], np.ones(8, bool), "schools that took part and schools that did not"),
        (X[:, None], np.zeros(7, bool), "took_part one a school"),
        (np.column_stack([X, 5 - 2 * X]), HALF, "covariate 1 is constant, or"),
        (np.column_stack([np.full(8, 3.0), X]), HALF, "covariate 0 is constant, or"),
        (np.where(X == 3, np.nan, X)[:, None], HALF, "covariate 0 of row 3 is not a number"),
        (np.random.default_rng(0).random((8, 9)), HALF, "8 schools are too few for 9"),
    ],
)
def test_what_has_no_propensity_is_refused(covariates, took_part, words):
    with pytest.raises(ValueError, match=words):
        propensity(covariates, took_part)
