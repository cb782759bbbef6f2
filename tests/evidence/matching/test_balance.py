"""Balance: how far apart the groups were, by two yardsticks."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.matching.balance import Alike, balance, effective_number

# Took part: 100, 104 (mean 102, SD sqrt 8). Others: 96, 98, 103 (mean 99, variance 13).
RESULT = np.array([100.0, 104.0, 96.0, 98.0, 103.0])
TOOK_PART = np.array([True, True, False, False, False])
# Weights 1/2 and 3/2 on 98 and 103: mean (49 + 154.5) / 2 = 101.75. Variance: shares 1/4, 3/4,
# (1/4 * 3.75^2 + 3/4 * 1.25^2) / (1 - 1/16 - 9/16) = 4.6875 / .375 = 12.5.
WEIGHTS = np.array([1.0, 1.0, 0.0, 0.5, 1.5])


def balanced(values=RESULT[:, None], **asked):
    return balance(
        values,
        **{
            "names": [f"c{i}" for i in range(values.shape[1])],
            "took_part": TOOK_PART,
            "weights": WEIGHTS,
        }
        | asked,
    )


def test_a_hand_worked_covariate():
    found = balanced(pupil_sd={"c0": 8.0})
    before, after = found.rows[0].before, found.rows[0].after
    assert (before.took_part, before.compared) == (102, pytest.approx(99))
    assert before.smd == pytest.approx(3 / np.sqrt(8))
    assert before.variance_ratio == pytest.approx(8 / 13)
    assert (before.g, before.alike) == (pytest.approx(3 / 8), Alike.NO)
    assert after.compared == pytest.approx(101.75)
    assert after.smd == pytest.approx(0.25 / np.sqrt(8))
    assert after.variance_ratio == pytest.approx(8 / 12.5)
    assert (after.g, after.alike) == (pytest.approx(0.25 / 8), Alike.YES)


def test_counts_and_the_effective_number_by_hand():
    """Kish: (0.5 + 1.5)^2 / (0.25 + 2.25) = 1.6. 104 is above all others: half are within."""
    found = balanced()
    assert (found.matched, found.compared, found.effective) == (2, 2, pytest.approx(1.6))
    assert found.within_range == found.rows[0].within_range == 0.5
    assert found.rows[0].before.g is found.rows[0].before.alike is None
    assert effective_number(np.zeros(3)) == 0


@pytest.mark.parametrize(
    ("g", "alike"),
    [
        (0.0, Alike.YES),
        (-0.05, Alike.YES),
        (0.051, Alike.ADJUST),
        (-0.25, Alike.ADJUST),
        (0.26, Alike.NO),
    ],
)
def test_classes_of_the_clearinghouse(g, alike):
    assert Alike.of(g) == alike


def test_a_yes_or_no_has_the_deviation_of_a_share_and_no_ratio():
    """Half against a third, and the SD of a half is .5."""
    found = balanced(np.array([[1.0], [0.0], [1.0], [0.0], [0.0]])).rows[0].before
    assert found.smd == pytest.approx((1 / 2 - 1 / 3) / 0.5)
    assert found.variance_ratio is None


def test_where_those_who_took_part_do_not_vary_the_pool_says_how_much():
    """Both 2; others 0, 1, 5 with variance 7."""
    found = balanced(np.array([[2.0], [2.0], [0.0], [1.0], [5.0]])).rows[0]
    assert found.before.smd == pytest.approx(0)
    assert found.after.smd == pytest.approx(-2 / np.sqrt(7))
    assert found.before.variance_ratio is None


def test_one_school_can_be_compared():
    took_part = np.array([True, False, False, False, False])
    found = balanced(took_part=took_part, weights=np.array([1.0, 0, 0.5, 0.5, 0])).rows[0]
    assert found.after.smd == pytest.approx((100 - 97) / RESULT[1:].std(ddof=1))


def test_a_difference_where_nothing_varies_is_without_end_and_none_is_none():
    values = np.array([[7.0, 3.0], [7.0, 3.0], [5.0, 3.0], [5.0, 3.0], [5.0, 3.0]])
    found = balanced(values)
    assert [row.before.smd for row in found.rows] == [inf, 0.0]
    assert found.worst().name == "c0"


def test_the_worst_is_the_furthest_after_matching_either_way():
    values = np.column_stack([RESULT, -RESULT * [1, 1, 1, 1.1, 1], RESULT * 0.5])
    assert balanced(values).worst().name == "c1"


def test_what_is_not_known_is_left_out_before_and_only_of_schools_without_weight():
    values = np.array([[100.0], [104.0], [np.nan], [98.0], [103.0]])
    assert balanced(values).rows[0].before.compared == pytest.approx(100.5)
    with pytest.raises(ValueError, match="row 3 has a weight and no c0"):
        balanced(np.array([[100.0], [104.0], [96.0], [np.nan], [103.0]]))


def test_a_pool_narrows_what_was_before():
    pool = np.array([False, False, False, True, True])
    assert balanced(pool=pool).rows[0].before.compared == pytest.approx(100.5)


@given(st.integers(0, 10_000))
def test_units_order_and_a_common_factor_of_weights_change_nothing(seed):
    rng = np.random.default_rng(seed)
    values, took_part = rng.standard_normal((20, 2)), np.arange(20) < 6
    weights = np.where(took_part, 1.0, rng.random(20))
    order = rng.permutation(20)
    names = ["a", "b"]
    found = balance(values, names=names, took_part=took_part, weights=weights)
    other = balance(
        values[order] * 1000 + 5,
        names=names,
        took_part=took_part[order],
        weights=3 * weights[order],
    )
    assert other.effective == pytest.approx(found.effective)
    for one, two in zip(found.rows, other.rows, strict=True):
        assert two.after.smd == pytest.approx(one.after.smd)
        assert two.after.variance_ratio == pytest.approx(one.after.variance_ratio)
        assert two.within_range == one.within_range


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"names": ["a", "b"]}, "schools by names"),
        ({"weights": np.ones(4)}, "schools by names"),
        ({"values": np.empty((5, 0))}, "no covariate"),
        ({"took_part": np.zeros(5, bool)}, "both groups need schools"),
        ({"pool": np.zeros(5, bool)}, "both groups need schools"),
        ({"weights": -WEIGHTS}, "a weight is 0 or more"),
        ({"weights": WEIGHTS * np.nan}, "a weight is 0 or more"),
        ({"weights": np.zeros(5)}, "nothing was matched"),
        ({"values": np.full((5, 1), np.inf)}, "covariate 0 of row 0 is infinite"),
        ({"pupil_sd": {"c0": 0.0}}, "must be above 0: c0"),
        (
            {"values": np.where(TOOK_PART, np.nan, RESULT)[:, None], "weights": WEIGHTS * 0},
            "nothing was matched",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused(asked, words):
    with pytest.raises(ValueError, match=words):
        balanced(**asked)
