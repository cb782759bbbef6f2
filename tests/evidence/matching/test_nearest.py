"""The nearest schools: all of them, no other, and never oneself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.matching.nearest import comparison_weights, lineage_of, nearest, without
from leadwell.evidence.panel import NONE

LINE = np.array([[0.0], [1.0], [3.0], [7.0], [8.0]])


def slow_nearest(points, k, *, exact, caliper, pool, lineage):
    """Every school against every other, in plain loops."""
    n = len(points)
    rows = np.full((n, k), NONE)
    for i in range(n):
        others = []
        for j in range(n):
            far = np.sqrt(((points[i] - points[j]) ** 2).sum())
            alike = all(codes[i] == codes[j] for codes in exact)
            if pool[j] and alike and lineage[i] != lineage[j] and far <= caliper:
                others.append((far, j))
        for at, (_, j) in enumerate(sorted(others)[:k]):
            rows[i, at] = j
    return rows


def test_five_schools_on_a_line_by_hand():
    found = nearest(LINE, k=2)
    assert found.rows.tolist() == [[1, 2], [0, 2], [1, 0], [4, 2], [3, 2]]
    assert found.distances[2].tolist() == [2.0, 3.0]
    assert (found.weights == 0.5).all()


def test_a_caliper_leaves_some_with_fewer_and_some_with_none():
    found = nearest(LINE, k=2, caliper=1.0)
    assert found.found.tolist() == [1, 1, 0, 1, 1]
    assert found.weights[0].tolist() == [1.0, 0.0]
    assert np.isnan(found.distances[2]).all()


def test_a_school_out_of_the_pool_has_neighbours_and_is_nobodys():
    found = nearest(LINE, k=1, may_be_compared=np.array([True, False, True, True, True]))
    assert found.rows.ravel().tolist() == [2, 0, 0, 4, 3]


def test_neither_what_a_school_was_nor_what_it_became_is_its_neighbour():
    lineage = lineage_of(np.array([NONE, 0, 1, NONE, 3]))
    assert lineage.tolist() == [0, 0, 0, 3, 3]
    assert nearest(LINE, k=1, lineage=lineage).rows.ravel().tolist() == [3, 3, 3, 2, 2]


def test_a_line_of_schools_that_comes_back_to_itself_is_refused():
    with pytest.raises(ValueError, match="row 1 comes before itself"):
        lineage_of(np.array([NONE, 2, 1]))


@settings(max_examples=200)
@given(st.data())
def test_the_tree_finds_what_plain_loops_find_ties_and_all(data):
    """Whole numbers from 0 to 2, so that most distances are equal, and gaps of every kind."""
    n = data.draw(st.integers(0, 30))
    rng = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    k = data.draw(st.integers(1, 6))
    points = rng.integers(0, 3, (n, 2)).astype(float)
    missing = rng.random(n) < 0.1
    points[missing, 0] = np.nan
    exact = [rng.integers(0, 2, n), rng.integers(5, 7, n)][: data.draw(st.integers(0, 2))]
    pool = rng.random(n) < 0.8
    lineage = rng.integers(0, max(n, 1), n)
    caliper = data.draw(st.sampled_from([0.0, 1.0, 1.5, np.inf]))

    found = nearest(
        points, k=k, exact=exact, caliper=caliper, may_be_compared=pool, lineage=lineage
    )

    expected = slow_nearest(
        points, k, exact=exact, caliper=caliper, pool=pool & ~missing, lineage=lineage
    )
    np.testing.assert_array_equal(found.rows, expected)


@given(st.integers(0, 10_000))
def test_order_of_rows_and_names_of_strata_change_nothing(seed):
    rng = np.random.default_rng(seed)
    points, region = rng.standard_normal((40, 3)), rng.integers(0, 3, 40)
    order = rng.permutation(40)
    found = nearest(points, k=4, exact=[region])
    moved = nearest(points[order], k=4, exact=[-7 * region[order]])
    to = np.append(order, NONE)  # where NONE points
    np.testing.assert_array_equal(to[moved.rows], found.rows[order])
    np.testing.assert_array_equal(moved.distances, found.distances[order])


def test_many_equals_are_searched_in_blocks_and_the_lowest_rows_are_taken():
    found = nearest(np.zeros((1_500, 1)), k=2)
    assert found.rows[:3].tolist() == [[1, 2], [0, 2], [0, 1]]
    assert (found.rows[3:] == [0, 1]).all()


@given(st.integers(0, 10_000))
def test_asking_for_some_to_spare_gives_what_asking_again_would(seed):
    rng = np.random.default_rng(seed)
    points = rng.standard_normal((30, 2))
    allowed = np.ones(30, dtype=bool)
    allowed[rng.choice(30, 4, replace=False)] = False
    spared = without(nearest(points, k=9), may_be_compared=allowed, k=5)
    again = nearest(points, k=5, may_be_compared=allowed)
    for name in ("rows", "weights", "distances"):
        np.testing.assert_array_equal(getattr(spared, name), getattr(again, name))


def test_a_school_whose_spare_ran_out_is_left_with_fewer():
    allowed = np.array([True, False, False, True, True])
    found = without(nearest(LINE, k=2), may_be_compared=allowed, k=1)
    assert found.rows.ravel().tolist() == [NONE, 0, 0, 4, 3]
    with pytest.raises(ValueError, match="k is 3, but 2"):
        without(nearest(LINE, k=2), may_be_compared=allowed, k=3)


def test_weights_of_the_comparison_add_up_to_the_schools_that_were_matched():
    found = nearest(LINE, k=2, caliper=3.0)
    assert found.rows.tolist() == [[1, 2], [0, 2], [1, 0], [4, NONE], [3, NONE]]
    assert comparison_weights(found, np.array([0, 3])).tolist() == [0, 0.5, 0.5, 0, 1.0]
    assert comparison_weights(found, np.array([], dtype=np.int64)).sum() == 0


def test_nobody_and_one_alone_have_no_neighbours():
    assert nearest(np.empty((0, 2)), k=3).rows.shape == (0, 3)
    assert nearest(np.ones((1, 2)), k=3).found.tolist() == [0]
    assert nearest(np.full((2, 2), np.nan)).found.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"points": np.empty((3, 0))}, "nothing to match on"),
        ({"points": np.array([[1.0], [np.inf]])}, "row 1 is infinitely far"),
        ({"points": LINE, "k": 0}, "at least one neighbour"),
        ({"points": LINE, "caliper": -1.0}, "a caliper is a distance of 0 or more"),
        ({"points": LINE, "caliper": np.nan}, "a caliper is a distance of 0 or more"),
        ({"points": LINE, "exact": [np.zeros(4)]}, "each of the 5 schools"),
        ({"points": LINE, "lineage": np.zeros(6)}, "each of the 5 schools"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked, words):
    with pytest.raises(ValueError, match=words):
        nearest(**asked)
