"""Neighbours read off what was found before are those that are found anew, to the last digit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.matching.distance import scaled
from leadwell.evidence.matching.nearest import nearest
from leadwell.evidence.matching.prepared import prepare, read_off
from leadwell.evidence.panel import NONE

FAR = 3.0


def same(one, other):
    np.testing.assert_array_equal(one.rows, other.rows)
    np.testing.assert_array_equal(one.weights, other.weights)
    np.testing.assert_array_equal(one.distances, other.distances)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.05, 0.5]), st.booleans())
def test_whoever_may_not_be_compared_the_nearest_are_those_found_anew(seed, share, is_coarse):
    """Ties (whole numbers), lines of schools, strata, many or few left out, another unit since some
    schools count for nothing."""
    rng = np.random.default_rng(seed)
    n = 120
    values = rng.normal(0, 2, (n, 3))
    values = np.round(values) if is_coarse else values
    values[rng.random(values.shape) < 0.02] = np.nan
    exact = (rng.integers(0, 3, n),)
    lineage = np.where(rng.random(n) < 0.1, 0, np.arange(n))
    prepared = prepare(scaled(values), k=4, exact=exact, lineage=lineage)

    now = values.copy()
    now[rng.choice(n, 6, replace=False)] = np.nan
    points, may = scaled(now), rng.random(n) >= share
    said = {"k": 4, "exact": exact, "caliper": FAR, "may_be_compared": may, "lineage": lineage}
    same(read_off(prepared, points, **said), nearest(points, **said))


def test_a_school_all_of_whose_nearest_are_left_out_is_asked_about_again():
    points = np.arange(20.0)[:, None]
    prepared = prepare(points, k=2)
    may = np.ones(20, dtype=bool)
    may[1:9] = False
    said = {"k": 2, "exact": (), "caliper": 100.0, "may_be_compared": may,
            "lineage": np.arange(20)}  # fmt: skip
    found = read_off(prepared, points, **said)
    assert found.rows[0].tolist() == [9, 10]
    same(found, nearest(points, **said))


def test_where_there_are_fewer_than_wanted_there_is_nobody_in_their_place():
    points = np.arange(3.0)[:, None]
    found = read_off(
        prepare(points, k=4), points, k=4, exact=(), caliper=9.0,
        may_be_compared=np.array([True, True, False]), lineage=np.arange(3),
    )  # fmt: skip
    assert found.rows.tolist() == [[1, NONE, NONE, NONE], [0, NONE, NONE, NONE], [1, 0, NONE, NONE]]


def test_what_is_prepared_is_not_changed():
    with pytest.raises(ValueError, match="read-only"):
        prepare(np.arange(3.0)[:, None], k=1).rows[0] = 0
