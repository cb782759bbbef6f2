"""One fit for all that ask how likely a row is to be of a group."""

import numpy as np
import pytest

from leadwell.evidence import logistic


def test_two_groups_worked_by_hand():
    """A quarter of the zeros and three quarters of the ones: log odds -log 3 and log 3."""
    x = np.repeat([0.0, 1.0], 4)
    is_one = np.array([1, 0, 0, 0, 1, 1, 1, 0], dtype=bool)
    found, information = logistic.maximum(np.column_stack([np.ones(8), x]), is_one)
    assert found == pytest.approx([-np.log(3), 2 * np.log(3)])
    of_each = 4 * 3 / 16  # rows of a group, times chance, times the other chance
    np.testing.assert_allclose(information, [[2 * of_each, of_each], [of_each, of_each]])


def test_a_weight_is_so_many_rows():
    rng = np.random.default_rng(3)
    design = np.column_stack([np.ones(40), rng.normal(size=40)])
    is_one = rng.random(40) < 0.5
    times = rng.integers(1, 4, 40)
    weighted = logistic.maximum(design, is_one, times.astype(float))
    repeated = logistic.maximum(np.repeat(design, times, axis=0), np.repeat(is_one, times))
    for one, other in zip(weighted, repeated, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-8)


def test_groups_that_are_told_apart_have_no_maximum():
    x = np.arange(8.0)
    with pytest.raises(logistic.Separated, match="told apart"):
        logistic.maximum(np.column_stack([np.ones(8), x]), x > 3)
