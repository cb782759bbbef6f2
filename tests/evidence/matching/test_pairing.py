"""Pairs in turn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.matching.pairing import pairs
from leadwell.evidence.panel import NONE

# Who took part: .8, .5, .4; others: .6, .45, .1.
SCORE = np.array([0.5, 0.8, 0.4, 0.6, 0.45, 0.1])
TOOK_PART = np.array([True, True, True, False, False, False])


@pytest.mark.parametrize(
    ("order", "partners"),
    [
        ("largest", [4, 3, 5]),  # .8 takes .6, .5 takes .45, .4 is left with .1
        ("smallest", [3, 5, 4]),  # .4 takes .45, .5 takes .6, .8 is left with .1
        ("data", [4, 3, 5]),  # .5 takes .45, .8 takes .6
    ],
)
def test_who_chooses_first_decides(order, partners):
    assert pairs(SCORE, TOOK_PART, order=order).rows[:3, 0].tolist() == partners


def test_with_replacement_the_order_does_not_matter_and_others_have_no_partner():
    for order in ("largest", "smallest", "data"):
        found = pairs(SCORE, TOOK_PART, order=order, replace=True, ratio=2)
        assert found.rows[:3].tolist() == [[4, 3], [3, 4], [4, 3]]
    assert (found.rows[3:] == NONE).all()


def test_a_caliper_and_a_code_in_common_are_kept_to():
    found = pairs(SCORE, TOOK_PART, caliper=0.1, replace=True)
    assert found.rows[:3, 0].tolist() == [4, NONE, 4]
    region = np.array([1, 1, 2, 1, 2, 2])
    assert pairs(SCORE, TOOK_PART, exact=[region]).rows[:3, 0].tolist() == [3, NONE, 4]


def test_a_round_for_each_partner_comes_before_anybodys_second():
    found = pairs(SCORE, TOOK_PART, ratio=2)
    assert found.rows[:3].tolist() == [[4, NONE], [3, NONE], [5, NONE]]
    assert found.weights[0].tolist() == [1.0, 0.0]


def slow_pairs(score, took_part, ratio):
    free = {j for j in range(len(score)) if not took_part[j]}
    rows = np.full((len(score), ratio), NONE)
    for turn in range(ratio):
        for i in range(len(score)):
            if took_part[i] and free:
                _, rows[i, turn] = min((abs(score[i] - score[j]), j) for j in free)
                free.remove(rows[i, turn])
    return rows


@given(st.integers(0, 10_000), st.integers(1, 3))
def test_pairs_are_those_of_plain_loops(seed, ratio):
    rng = np.random.default_rng(seed)
    score, took_part = rng.integers(0, 9, 20).astype(float), rng.random(20) < 0.3
    found = pairs(score, took_part, ratio=ratio)
    np.testing.assert_array_equal(found.rows, slow_pairs(score, took_part, ratio))


def test_nobody_on_either_side_and_unknown_scores_give_no_pair():
    assert pairs(SCORE, np.zeros(6, dtype=bool)).found.sum() == 0
    assert pairs(SCORE, np.ones(6, dtype=bool)).found.sum() == 0
    unknown = np.where(np.arange(6) == 4, np.nan, SCORE)
    assert pairs(unknown, TOOK_PART, replace=True).rows[:3, 0].tolist() == [3, 3, 3]


def test_an_order_by_several_numbers_is_refused():
    with pytest.raises(ValueError, match="one number each"):
        pairs(np.zeros((6, 2)), TOOK_PART, order="largest")
