"""Effects of schools and years taken out: by hand, against dummies, with cells missing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.regression.clusters import clustered, least_squares
from leadwell.evidence.regression.school_t import pooled_t
from leadwell.evidence.regression.starts import NEVER
from leadwell.evidence.regression.two_way import took_part, two_way, without_effects

N, T = 24, 6
COLUMNS = np.array([3] * 4 + [4] * 3 + [NEVER] * 17)
TREATED = took_part(COLUMNS, T)


def values(seed: int = 0, *, k: int = 2, missing: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    made = rng.normal(100, 2, (N, 1, k)) + rng.normal(size=(1, T, k)) + rng.normal(size=(N, T, k))
    made[rng.random(made.shape) < missing] = np.nan
    return made


def slow(values: np.ndarray, regressors: np.ndarray, weights: np.ndarray):
    """One dummy a school and a year; schools with one year left out; CR0."""
    known = np.isfinite(values) & (weights > 0)[:, None]
    known &= known.sum(axis=1, keepdims=True) >= 2
    school, year = np.nonzero(known)
    dummies = np.column_stack(
        [school[:, None] == np.unique(school), (year[:, None] == np.unique(year))[:, 1:]]
    )
    root = np.sqrt(weights[school])[:, None]
    fit = least_squares(
        root * values[known][:, None], root * np.column_stack([dummies, regressors[known]])
    )
    p = regressors.shape[2]
    plain = clustered(fit, school, kind="CR0").matrix[0, -p:, -p:]
    groups, n, k = np.unique(school).size, school.size, p + np.unique(year).size
    return fit.coefficients[-p:, 0], plain * groups / (groups - 1) * (n - 1) / (n - k)


def test_two_schools_and_two_years_by_hand():
    # one rises from 100 to 103, two that did not take part from 99 to 100 and from 101 to 103
    found = two_way(
        np.array([[[100.0], [103.0]], [[99.0], [100.0]], [[101.0], [103.0]]]),
        took_part(np.array([1, NEVER, NEVER]), 2),
    )
    assert found.coefficients[0, 0] == pytest.approx(3 - 1.5)
    assert (found.n_schools[0], found.n_cells[0], found.n_varying[0, 0]) == (3, 6, 1)
    assert np.isnan(found.ranged.se[0, 0]), "one school's own luck cannot be told"


def test_two_years_are_the_difference_of_mean_changes():
    made = values()[:, 2:4]
    treated = COLUMNS == 3
    found = two_way(made, TREATED[:, 2:4]).coefficients[0]
    changes = made[:, 1] - made[:, 0]
    theirs = pooled_t(changes, treated, outcomes=["a", "b"], units=["points"] * 2)
    assert found == pytest.approx([one.estimate for one in theirs])


@pytest.mark.parametrize("missing", [0.0, 0.1, 0.4])
@pytest.mark.parametrize("seed", range(3))
def test_dummies_give_the_same_cells_missing_or_not(seed, missing):
    made = values(seed, missing=missing)
    regressors = np.concatenate([TREATED, np.random.default_rng(9).normal(size=(N, T, 1))], axis=2)
    weights = np.random.default_rng(seed).uniform(0.5, 2, N)
    found = two_way(made, regressors, weights=weights)
    for outcome in range(2):
        expected, matrix = slow(made[:, :, outcome], regressors, weights)
        assert found.coefficients[:, outcome] == pytest.approx(expected)
        assert found.matrix[outcome] == pytest.approx(matrix)


def test_statsmodels_gives_the_same():
    api = pytest.importorskip("statsmodels.api")
    made = values(missing=0.1)[:, :, 0]
    school, year = np.nonzero(np.isfinite(made))
    dummies = np.column_stack([school[:, None] == np.arange(N), year[:, None] == np.arange(1, T)])
    x = np.column_stack([TREATED[school, year], dummies]).astype(float)
    theirs = api.OLS(made[school, year], x).fit(cov_type="cluster", cov_kwds={"groups": school})
    ours = two_way(made[:, :, None], TREATED)
    # theirs counts the schools' effects as columns, which lie within clusters and need not
    factor = (len(x) - x.shape[1]) / (len(x) - 1 - T)
    assert ours.coefficients[0, 0] == pytest.approx(theirs.params[0])
    assert ours.ranged.se[0, 0] == pytest.approx(theirs.bse[0] * np.sqrt(factor))


def test_a_school_with_one_year_says_nothing():
    made = values()
    without = made.copy()
    without[0, 1:] = np.nan
    assert two_way(without, TREATED).coefficients == pytest.approx(
        two_way(np.delete(made, 0, axis=0), np.delete(TREATED, 0, axis=0)).coefficients
    )
    assert two_way(without, TREATED).n_schools.tolist() == [N - 1] * 2


def test_a_whole_weight_is_so_many_schools_alike():
    made, weights = values(), np.ones(N)
    weights[1], weights[20] = 2, 0
    rows = np.repeat(np.arange(N), weights.astype(int))
    found = two_way(made, TREATED, weights=weights)
    twice = two_way(made[rows], TREATED[rows], clusters=rows)
    assert found.coefficients == pytest.approx(twice.coefficients)
    assert found.n_clusters.tolist() == twice.n_clusters.tolist() == [N - 1] * 2


def test_schools_that_share_a_trust_are_one_cluster():
    found = two_way(values(), TREATED, clusters=np.arange(N) // 4)
    assert found.n_clusters.tolist() == [6, 6]
    assert found.ranged.df.tolist() == [[5.0, 5.0]]
    assert found.n_varying.tolist() == [[2, 2]]


def test_an_outcome_that_does_not_vary_has_no_effect_and_no_chance():
    made = np.concatenate([values(), np.full((N, T, 1), 100.3)], axis=2)
    found = two_way(made, TREATED).ranged
    assert found.estimate[0, 2] == pytest.approx(0)
    assert np.isnan(found.p[0, 2])
    assert np.isfinite(found.p[0, :2]).all()


@settings(max_examples=30)
@given(st.permutations(range(N)), st.floats(0.01, 100), st.integers(0, 10))
def test_row_order_units_and_levels_change_nothing(order, unit, seed):
    made, plain = values(seed, missing=0.1), two_way(values(seed, missing=0.1), TREATED).ranged
    level = np.random.default_rng(seed).normal(size=(N, 1, 1)) + np.arange(T)[None, :, None]
    again = two_way(unit * (made + level)[order], TREATED[order]).ranged
    assert again.estimate == pytest.approx(unit * plain.estimate)
    assert again.p == pytest.approx(plain.p)


@given(st.integers(0, 10))
def test_one_point_more_after_the_start_is_one_point_more(seed):
    made = values(seed, missing=0.1)
    plain, more = two_way(made, TREATED).ranged, two_way(made + TREATED, TREATED).ranged
    assert more.estimate - plain.estimate == pytest.approx(1)
    assert more.se == pytest.approx(plain.se)


def test_what_is_left_has_no_mean_in_any_school_or_year():
    weights = np.random.default_rng(3).uniform(size=(N, T)) * (values(missing=0.2)[:, :, 0] > 0)
    left = without_effects(values(), np.nan_to_num(weights))
    assert np.einsum("nt,ntm->nm", np.nan_to_num(weights), left) == pytest.approx(0, abs=1e-9)
    assert np.einsum("nt,ntm->tm", np.nan_to_num(weights), left) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("regressors", "message"),
    [
        (np.zeros((N, T, 1)), "column number 1 is 0 throughout"),
        (np.ones((N, T, 1)), "column number 1 is 0 throughout"),
        (np.repeat(TREATED, 2, axis=2), "column number 2 is 0 throughout or follows"),
        (TREATED[1:], "about the same schools"),
    ],
)
def test_what_the_effects_leave_nothing_of_is_refused(regressors, message):
    with pytest.raises(ValueError, match=message):
        two_way(values(), regressors)


def test_a_negative_weight_and_an_outcome_nobody_has_twice_are_refused():
    with pytest.raises(ValueError, match="0 or more"):
        two_way(values(), TREATED, weights=np.full(N, -1.0))
    with pytest.raises(ValueError, match="no school has an outcome in two years"):
        two_way(np.full((N, T, 1), np.nan), TREATED)
    with pytest.raises(ValueError, match="at least two clusters"):
        two_way(values(), TREATED, clusters=np.zeros(N, int))
