"""The wild cluster bootstrap: against refitting every draw, against all there are, inverted."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.regression.clusters import clustered, least_squares
from leadwell.evidence.regression.signed_scores import drawn_signs
from leadwell.evidence.regression.starts import NEVER
from leadwell.evidence.regression.two_way import took_part, two_way
from leadwell.evidence.regression.wild_bootstrap import wild_bootstrap, wild_two_way

RNG = np.random.default_rng(1)
G = 7
CLUSTERS = np.repeat(np.arange(G), 5)
X = np.column_stack([np.ones(35), RNG.normal(size=35), RNG.normal(size=G)[CLUSTERS]])
X[:, 2] += 0.3 * RNG.normal(size=35)
Y = RNG.normal(size=(35, 2)) + RNG.normal(size=(G, 2))[CLUSTERS] + 0.6 * X[:, 2:]
EVERY = np.array(list(product([1.0, -1.0], repeat=G)))


def t_of(y: np.ndarray, null: float) -> float:
    fit = least_squares(y[:, None], X)
    se = np.sqrt(clustered(fit, CLUSTERS, kind="CR1").matrix[0, 2, 2])
    return abs(fit.coefficients[2, 0] - null) / se


def slow_ts(y: np.ndarray, null: float, signs: np.ndarray) -> np.ndarray:
    """Fit without the regressor, multiply the residuals, fit again: for every draw."""
    others = X[:, :2]
    fitted = others @ np.linalg.lstsq(others, y - null * X[:, 2])[0] + null * X[:, 2]
    return np.array([t_of(fitted + sign[CLUSTERS] * (y - fitted), null) for sign in signs])


def slow_p(y: np.ndarray, null: float, signs: np.ndarray) -> float:
    return float(np.mean(slow_ts(y, null, signs) >= t_of(y, null) * (1 - 1e-9)))


def test_all_sign_vectors_give_what_refitting_each_gives():
    found = wild_bootstrap(Y, X, CLUSTERS, at=2, seed=0)
    assert (found.is_exact, found.draws) == (True, 2 ** (G - 1))
    assert found.estimate == pytest.approx(least_squares(Y, X).coefficients[2])
    assert found.p == pytest.approx([slow_p(y, 0.0, EVERY) for y in Y.T])


def test_p_for_the_largest_of_two_outcomes_is_that_of_the_larger_t_of_each_draw():
    largest = np.maximum(*(slow_ts(y, 0.0, EVERY) for y in Y.T))
    expected = [np.mean(largest >= t_of(y, 0.0) * (1 - 1e-9)) for y in Y.T]
    assert wild_bootstrap(Y, X, CLUSTERS, at=2, seed=0).p_adjusted == pytest.approx(expected)


def test_drawn_signs_give_what_refitting_them_gives():
    found = wild_bootstrap(Y, X, CLUSTERS, at=2, seed=3, draws=99, signs="webb")
    (block,) = drawn_signs(G, 3, 99, "webb")
    assert not found.is_exact
    expected = [(99 * slow_p(y, 0.0, block) + 1) / 100 for y in Y.T]
    assert found.p == pytest.approx(expected)


@pytest.mark.parametrize("signs", ["rademacher", "webb"])
def test_signs_have_mean_0_and_variance_1(signs):
    block = np.concatenate(list(drawn_signs(40, 5, 20_000, signs)))
    assert block.shape == (20_000, 40)
    assert block.mean() == pytest.approx(0, abs=0.005)
    assert (block**2).mean() == pytest.approx(1, abs=0.005)
    assert np.unique(block).size == (2 if signs == "rademacher" else 6)


def test_an_end_of_the_range_is_where_p_passes_five_in_a_hundred():
    found = wild_bootstrap(Y, X, CLUSTERS, at=2, seed=0)
    for outcome, y in enumerate(Y.T):
        for end, out in ((found.low[outcome], -1e-3), (found.high[outcome], 1e-3)):
            assert slow_p(y, end + out, EVERY) <= 0.05 < slow_p(y, end - out, EVERY)
        for end, out in ((found.low_90[outcome], -1e-3), (found.high_90[outcome], 1e-3)):
            assert slow_p(y, end + out, EVERY) <= 0.10 < slow_p(y, end - out, EVERY)


N, T = 30, 6
COLUMNS = np.array([3] * 5 + [4] * 4 + [NEVER] * 21)


def values(seed: int = 0, *, missing: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    made = rng.normal(100, 2, (N, 1, 3)) + rng.normal(size=(1, T, 3)) + rng.normal(size=(N, T, 3))
    made[rng.random(made.shape) < missing] = np.nan
    return made


def test_a_panel_is_the_regression_on_every_dummy():
    made, weights = values(missing=0.1), np.random.default_rng(2).uniform(0.5, 2, N)
    trusts = np.arange(N) % 9
    found = wild_two_way(made, COLUMNS, clusters=trusts, weights=weights, seed=5)
    assert found.estimate == pytest.approx(
        two_way(made, took_part(COLUMNS, T), weights=weights).coefficients[0]
    )
    for outcome in range(3):
        school, year = np.nonzero(np.isfinite(made[:, :, outcome]))
        dummies = np.column_stack(
            [school[:, None] == np.arange(N), year[:, None] == np.arange(1, T)]
        )
        x = np.column_stack([dummies, took_part(COLUMNS, T)[school, year]]).astype(float)
        root = np.sqrt(weights[school])[:, None]
        plain = wild_bootstrap(
            root * made[school, year, outcome][:, None], root * x, trusts[school], at=-1, seed=5
        )
        assert found.p[outcome] == pytest.approx(plain.p[0])
        assert found.low[outcome] == pytest.approx(plain.low[0], rel=1e-5)


def test_with_many_clusters_it_agrees_with_the_t():
    rng = np.random.default_rng(8)
    columns = np.where(np.arange(300) < 90, 3, NEVER)
    made = rng.normal(size=(300, T, 2)) + 0.1 * took_part(columns, T)
    found, t = wild_two_way(made, columns, seed=1), two_way(made, took_part(columns, T)).ranged
    assert found.p == pytest.approx(t.p[0], abs=0.02)
    assert found.low == pytest.approx(t.low[0], abs=0.02)
    assert found.high_90 == pytest.approx(t.high_90[0], abs=0.02)


def test_nothing_is_found_where_nothing_is_no_more_than_five_times_in_a_hundred():
    p = [wild_two_way(values(seed), COLUMNS, seed=seed, draws=199).p for seed in range(100)]
    # 300 tests, of three independent outcomes: 15 expected, 3 standard errors are 11
    assert np.sum(np.array(p) < 0.05) <= 26


def test_an_outcome_that_does_not_vary_does_not_disturb_the_others():
    made = values()
    made[:, :, 1] = 100.3
    found, plain = (
        wild_two_way(made, COLUMNS, seed=2),
        wild_two_way(made[:, :, [0, 2]], COLUMNS, seed=2),
    )
    assert np.isnan([found.p[1], found.low[1], found.p_adjusted[1]]).all()
    assert found.p[[0, 2]] == pytest.approx(plain.p)
    assert found.p_adjusted[[0, 2]] == pytest.approx(plain.p_adjusted)


def test_one_school_that_took_part_has_an_estimate_and_no_p():
    columns = np.where(np.arange(N) == 0, 3, NEVER)
    found = wild_two_way(values() + 20 * took_part(columns, T), columns, seed=1, draws=999)
    assert np.all(found.estimate > 15)
    assert np.isnan([found.p, found.p_adjusted, found.low, found.high_90]).all()
    x = np.column_stack([X[:, :2], CLUSTERS == 3])
    assert np.isnan(wild_bootstrap(Y, x, CLUSTERS, at=2, seed=0).p).all()


def test_results_without_noise_have_an_estimate_and_no_p():
    found = wild_two_way(100 + took_part(COLUMNS, T), COLUMNS, seed=1)
    assert found.estimate == pytest.approx(1)
    assert np.isnan([found.p, found.low]).all()


def test_two_trusts_can_say_nothing():
    found = wild_two_way(values(), COLUMNS, clusters=np.arange(N) % 2, seed=1)
    assert found.is_exact
    assert found.draws == 2
    assert np.all(found.p >= 0.5)
    assert np.isinf([found.low, found.high]).all()


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(N)), st.floats(0.01, 100), st.integers(0, 5))
def test_row_order_and_units_change_nothing(order, unit, seed):
    trusts = np.arange(N) % 8  # all sign vectors, so that their order cannot matter
    plain = wild_two_way(values(seed), COLUMNS, clusters=trusts, seed=1)
    again = wild_two_way(unit * values(seed)[order], COLUMNS[order], clusters=trusts[order], seed=2)
    assert again.p == pytest.approx(plain.p)
    assert again.high == pytest.approx(unit * plain.high, rel=1e-4)


def test_one_point_more_after_the_start_is_one_point_more():
    plain = wild_two_way(values(), COLUMNS, seed=1, draws=999)
    more = wild_two_way(values() + took_part(COLUMNS, T), COLUMNS, seed=1, draws=999)
    assert more.estimate - plain.estimate == pytest.approx(1)
    assert more.low - plain.low == pytest.approx(1, abs=1e-5)


def test_the_same_seed_gives_the_same_answer_to_the_last_digit():
    one, other = (wild_two_way(values(), COLUMNS, seed=4, draws=999) for _ in range(2))
    assert np.array_equal([one.p, one.low, one.high_90], [other.p, other.low, other.high_90])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"draws": 98}, "99 draws"),
        ({"clusters": np.zeros(N, int)}, "at least two clusters"),
        ({"weights": np.ones(3)}, "about the same schools"),
        ({"columns": np.full(N, NEVER)}, "leave nothing of who took part when"),
        ({"values": np.full((N, T, 3), np.nan)}, "no school has an outcome in two years"),
    ],
)
def test_what_cannot_be_tested_is_refused(change, message):
    asked = {"values": values(), "columns": COLUMNS, "seed": 1} | change
    with pytest.raises(ValueError, match=message):
        wild_two_way(**asked)


def test_a_missing_value_in_a_plain_regression_is_refused():
    with pytest.raises(ValueError, match="some are missing"):
        wild_bootstrap(np.full_like(Y, np.nan), X, CLUSTERS, at=2, seed=0)


def test_an_answer_is_an_estimate_like_any_other():
    made = values()
    made[:, :, 2] = 100.3
    found = wild_two_way(made, COLUMNS, seed=4, draws=999)
    first, _, last = found.estimates(
        outcomes=["a", "b", "c"],
        units=["points"] * 3,
        n_treated=np.full(3, 9),
        n_comparison=np.full(3, 21),
    )
    assert (first.p, first.p_adjusted) == (found.p[0], found.p_adjusted[0])
    assert first.interval == (found.low[0], found.high[0])
    assert (first.method, first.seed, first.draws, first.se) == ("wild_bootstrap", 4, 999, None)
    assert (last.p, last.p_adjusted, last.interval) == (None, None, None)
