"""The difference less what the remaining differences account for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.matching.adjustment import adjusted_difference

NOTHING = np.empty((5, 0))
OUTCOME = np.array([10.0, 14.0, 3.0, 5.0, 9.0])
COVARIATE = np.array([[4.0], [6.0], [1.0], [2.0], [4.0]])
TOOK_PART = np.array([True, True, False, False, False])
EVEN = np.ones(5)


def test_a_hand_worked_line():
    """Others: (1, 3), (2, 5), (4, 9) lie on 1 + 2x. Expected at 4 and 6: 9 and 13. Ours: 10, 14."""
    found = adjusted_difference(OUTCOME, COVARIATE, took_part=TOOK_PART, weights=EVEN)
    assert found == pytest.approx(1.0)


def test_without_covariates_it_is_the_difference_of_weighted_means():
    """Others with weights 1, 0, 3: (3 + 27) / 4 = 7.5; ours (10 + 14) / 2 = 12."""
    weights = np.array([1.0, 1.0, 1.0, 0.0, 3.0])
    found = adjusted_difference(OUTCOME, NOTHING, took_part=TOOK_PART, weights=weights)
    assert found == pytest.approx(4.5)


@given(st.integers(0, 10_000))
def test_it_is_the_regression_with_every_covariate_times_taking_part(seed):
    """Rows doubled stand for weights; the slow twin predicts both ways and averages."""
    rng = np.random.default_rng(seed)
    covariates, outcome = rng.standard_normal((20, 2)), rng.standard_normal(20)
    took_part = np.arange(20) < 8
    weights = np.where(took_part, 1, rng.integers(1, 4, 20))
    one, x = took_part.astype(float)[:, None], covariates

    def design(part):
        return np.column_stack([np.ones(len(x)), x, part, x * part])

    again = np.repeat(np.arange(20), weights)
    fit = np.linalg.lstsq(design(one)[again], outcome[again], rcond=None)[0]
    twin = ((design(np.ones_like(one)) - design(np.zeros_like(one))) @ fit)[took_part].mean()

    found = adjusted_difference(
        outcome, covariates, took_part=took_part, weights=weights.astype(float)
    )

    assert found == pytest.approx(twin)
    more = adjusted_difference(
        outcome + took_part,
        covariates * [1e5, 1e-4] + 8.0,
        took_part=took_part,
        weights=7.0 * weights,
    )
    assert more == pytest.approx(found + 1)


def test_schools_without_weight_may_lack_everything():
    outcome, covariates = np.append(OUTCOME, np.nan), np.append(COVARIATE, [[np.nan]], axis=0)
    found = adjusted_difference(
        outcome, covariates, took_part=np.append(TOOK_PART, True), weights=np.append(EVEN, 0.0)
    )
    assert found == pytest.approx(1.0)


def test_a_covariate_that_never_differs_or_is_said_twice_changes_nothing():
    more = np.column_stack([COVARIATE, np.full(5, 7.0), 3 * COVARIATE])
    found = adjusted_difference(OUTCOME, more, took_part=TOOK_PART, weights=EVEN)
    assert found == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("outcome", "covariates", "weights", "words"),
    [
        (OUTCOME, np.array([[1.0], [1], [0], [0], [0]]), EVEN, "cannot be worked out"),
        (OUTCOME, np.random.default_rng(0).random((5, 3)), EVEN, "or too few"),
        (np.where(OUTCOME == 3, np.nan, OUTCOME), COVARIATE, EVEN, "lacks its outcome"),
        (OUTCOME, np.where(COVARIATE == 1, np.inf, COVARIATE), EVEN, "lacks its outcome"),
        (OUTCOME, COVARIATE, np.array([0, 0, 1.0, 1, 1]), "both groups"),
        (OUTCOME, COVARIATE, np.array([1.0, 1, 0, 0, 0]), "both groups"),
        (OUTCOME, COVARIATE, -EVEN, "none below"),
    ],
)
def test_what_cannot_be_worked_out_is_refused(outcome, covariates, weights, words):
    with pytest.raises(ValueError, match=words):
        adjusted_difference(outcome, covariates, took_part=TOOK_PART, weights=weights)
