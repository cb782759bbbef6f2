import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.placebo.max_t import adjusted, share_at_least


def slow(draws, estimate):
    """Step by step: the largest first, each against the largest of those not yet passed."""
    sd = draws.std(axis=0)
    left = sorted(range(len(estimate)), key=lambda k: -abs(estimate[k]) / sd[k])
    found, before = [0.0] * len(estimate), 0.0
    while left:
        first = left[0]
        beyond = sum(
            max(abs(draw[k]) / sd[k] for k in left) >= abs(estimate[first]) / sd[first]
            for draw in draws
        )
        before = max(before, (1 + beyond) / (1 + len(draws)))
        found[first] = before
        left.pop(0)
    return found


def test_a_hand_worked_case():
    """Both have sd 1 in four draws. 2.5 is beyond all: 1/5. 1.0 alone is reached by all four: 5/5."""
    draws = np.array([[1.0, -1.0], [-1.0, 1.0], [1.0, 1.0], [-1.0, -1.0]])
    assert adjusted(draws, np.array([1.0, -2.5])).tolist() == [1.0, 0.2]


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(1, 5))
def test_agrees_with_plain_loops(seed, k):
    rng = np.random.default_rng(seed)
    draws = rng.normal(size=(99, k)) @ rng.normal(size=(k, k))
    estimate = rng.normal(0, 2, k)
    assert adjusted(draws, estimate).tolist() == pytest.approx(slow(draws, estimate))


@given(st.integers(0, 1000))
def test_never_below_the_plain_p_and_never_falling_on_the_way(seed):
    rng = np.random.default_rng(seed)
    draws, estimate = rng.normal(size=(199, 4)), rng.normal(0, 2, 4)
    found = adjusted(draws, estimate)
    assert np.all(found >= share_at_least(draws, estimate) - 1e-12)
    order = np.argsort(-np.abs(estimate) / draws.std(axis=0))
    assert np.all(np.diff(found[order]) >= 0)


@given(st.integers(0, 1000), st.permutations(range(4)))
def test_order_and_units_of_outcomes_change_nothing(seed, order):
    rng = np.random.default_rng(seed)
    draws, estimate = rng.normal(size=(99, 4)), rng.normal(0, 2, 4)
    units = np.array([1.0, 2.0, 0.25, 8.0])
    found = adjusted(draws, estimate)
    assert adjusted(draws * units, estimate * units).tolist() == found.tolist()
    assert adjusted(draws[:, order], estimate[order]).tolist() == found[order].tolist()


def test_the_same_outcome_twice_is_asked_once():
    rng = np.random.default_rng(1)
    draws = np.repeat(rng.normal(size=(999, 1)), 5, axis=1)
    estimate = np.full(5, 2.0)
    assert adjusted(draws, estimate) == pytest.approx(share_at_least(draws, estimate))


def test_one_false_alarm_in_twenty_families():
    """Ten unlike outcomes, nothing true: some p is below .05 in 5 of 100, not in 40."""
    rng = np.random.default_rng(2)
    draws = rng.normal(size=(999, 10))
    alarms = [adjusted(draws, rng.normal(size=10)).min() <= 0.05 for _ in range(1_000)]
    assert 0.03 < np.mean(alarms) < 0.07


def test_what_has_no_estimate_has_no_p_and_takes_no_part():
    draws = np.random.default_rng(1).normal(size=(99, 3))
    draws[:, 1] = 0.0
    estimate = np.array([1.0, np.nan, 2.0])
    found = adjusted(draws, estimate)
    assert np.isnan(found).tolist() == [False, True, False]
    assert found[[0, 2]].tolist() == adjusted(draws[:, [0, 2]], estimate[[0, 2]]).tolist()
    assert np.isnan(adjusted(draws, np.full(3, np.nan))).all()


def test_an_outcome_without_chance_is_refused():
    with pytest.raises(ValueError, match="same in every draw"):
        adjusted(np.ones((99, 1)), np.ones(1))


def test_the_eight_of_the_textbook():
    """Huntington-Klein's data: 4 of 8 took part, 1 apart; 60 of 70 ways of choosing 4 are."""
    from itertools import combinations

    y = np.array([10, 5, 16, 3, 5, 7, 8, 10], dtype=float)
    ways = [np.isin(np.arange(8), who) for who in combinations(range(8), 4)]
    apart = np.array([y[took].mean() - y[~took].mean() for took in ways])
    others = apart[1:]  # the first way is what happened
    assert share_at_least(others, np.asarray(apart[0])) == pytest.approx(60 / 70)
