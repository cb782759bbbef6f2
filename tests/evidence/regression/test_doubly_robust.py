"""Two groups' changes compared, allowing for covariates: against plain optimisation, and influence
against what really happens when a school weighs a little more."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from leadwell.evidence.regression.doubly_robust import adjusted_change

WAYS = ["regression", "weighting", "doubly robust"]
RNG = np.random.default_rng(2)
N = 60
X = RNG.normal(size=(N, 2)) * [1.0, 30.0] + [0.0, 500.0]
TREATED = RNG.random(N) < 1 / (1 + np.exp(-(X[:, 0] - 0.5)))
CHANGES = RNG.normal(size=(N, 3)) + X[:, :1] + 0.02 * X[:, 1:] + TREATED[:, None]
WEIGHTS = RNG.uniform(0.5, 2, N)


def slow(changes: np.ndarray, way: str) -> float:
    """The definitions, one outcome: least squares of the others, a logit by a general optimiser."""
    x = np.column_stack([np.ones(N), (X - X.mean(axis=0)) / X.std(axis=0)])
    others = ~TREATED
    foretold = np.zeros(N)
    if way != "weighting":
        root = np.sqrt(WEIGHTS[others])[:, None]
        beta = np.linalg.lstsq(root * x[others], root[:, 0] * changes[others])[0]
        foretold = x @ beta
    left = changes - foretold
    mean = np.average(left[TREATED], weights=WEIGHTS[TREATED])
    if way == "regression":
        return float(mean)

    def unlikely(beta: np.ndarray) -> float:
        return float(WEIGHTS @ (np.logaddexp(0, x @ beta) - TREATED * (x @ beta)))

    beta = minimize(unlikely, np.zeros(3), tol=1e-12).x
    odds = WEIGHTS[others] * np.exp(x[others] @ beta)
    return float(mean - np.average(left[others], weights=odds))


def test_plain_means_by_hand():
    # those that took part gained 3 and 5, the others 1, 2 and 3: 4 - 2
    changes = np.array([[3.0], [5.0], [1.0], [2.0], [3.0]])
    treated = np.array([True, True, False, False, False])
    effect, influence = adjusted_change(changes, treated, np.ones(5))
    assert effect == pytest.approx([2])
    assert influence[:, 0] == pytest.approx([-1 / 2, 1 / 2, 1 / 3, 0, -1 / 3])


@pytest.mark.parametrize("way", WAYS)
def test_each_way_is_its_definition(way):
    effect, _ = adjusted_change(CHANGES, TREATED, WEIGHTS, X, way)
    assert effect == pytest.approx([slow(one, way) for one in CHANGES.T], rel=1e-4)


@pytest.mark.parametrize("way", [None, *WAYS])
def test_influence_is_what_a_little_more_weight_does(way):
    asked = () if way is None else (X, way)
    _, influence = adjusted_change(CHANGES, TREATED, WEIGHTS, *asked)
    for school in range(0, N, 7):
        step = 1e-5 * WEIGHTS[school] * (np.arange(N) == school)
        more, _ = adjusted_change(CHANGES, TREATED, WEIGHTS + step, *asked)
        less, _ = adjusted_change(CHANGES, TREATED, WEIGHTS - step, *asked)
        assert influence[school] == pytest.approx((more - less) / 2e-5, rel=1e-4, abs=1e-8)


@pytest.mark.parametrize("way", WAYS)
def test_an_effect_beside_a_straight_line_is_found(way):
    line = 3 + X @ np.array([[1.0], [0.02]])
    effect, _ = adjusted_change(line + TREATED[:, None], TREATED, WEIGHTS, X, way)
    # weighting balances what it weighs by, so that a line in it leaves nothing but the effect
    assert effect == pytest.approx([1], abs=0.35 if way == "weighting" else 1e-9)


@given(st.permutations(range(N)), st.floats(0.01, 100), st.sampled_from(WAYS))
def test_row_order_and_units_of_covariates_change_nothing(order, unit, way):
    effect, influence = adjusted_change(CHANGES, TREATED, WEIGHTS, X, way)
    again = adjusted_change(
        CHANGES[order], TREATED[order], WEIGHTS[order], (X * [1, unit] + 7)[order], way
    )
    assert again[0] == pytest.approx(effect)
    assert again[1] == pytest.approx(influence[order], abs=1e-9)


def test_covariates_that_tell_the_groups_wholly_apart_are_refused():
    apart = TREATED[:, None] + 0.1 * X[:, :1]
    for way in ("weighting", "doubly robust"):
        with pytest.raises(ValueError, match="apart, wholly or in part"):
            adjusted_change(CHANGES, TREATED, WEIGHTS, apart, way)


def test_too_few_comparison_schools_for_the_covariates_are_refused():
    few = TREATED | (np.cumsum(~TREATED) > 3)
    with pytest.raises(ValueError, match="3 rows are too few for 3 columns"):
        adjusted_change(CHANGES, few, WEIGHTS, X, "regression")


@pytest.mark.parametrize("way", WAYS)
def test_a_covariate_that_never_changes_is_refused(way):
    with pytest.raises(ValueError, match="follows from the columns before"):
        adjusted_change(CHANGES, TREATED, WEIGHTS, np.full((N, 1), 7.0), way)
