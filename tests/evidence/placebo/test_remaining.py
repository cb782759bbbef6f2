"""Contrasts freed of the differences that matching left."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.matching.covariates import Covariates, covariates
from leadwell.evidence.matching.distance import scaled
from leadwell.evidence.matching.neighbours import Neighbours
from leadwell.evidence.panel import NONE, complete
from leadwell.evidence.placebo.contrasts import Contrasts, contrasts
from leadwell.evidence.placebo.remaining import corrected
from tests.evidence import worlds


def measured(values, *names):
    return Covariates(2017, names, tuple("" for _ in names), (), values, values)


def pairs(n):
    """Schools two by two, each the other's only neighbour."""
    other = (np.arange(n) ^ 1)[:, None]
    return Neighbours(other, np.ones((n, 1)), np.zeros((n, 1)))


def of(values, *, years=(2016, 2017)):
    panel = complete(schools=np.arange(len(values)), years=np.array(years), outcomes=["maths"],
                     values=values[:, :, None])  # fmt: skip
    return contrasts(panel, pairs(len(values)), 2017)


def test_a_hand_worked_case():
    """In each of 20 pairs the school that stood 2 higher before rose 1 less: half a point a point.
    School 0 stood 4 higher than school 1 and rose 3 more. What its standing foretold is -2, so that
    it rose 5 more than schools like it."""
    before = np.tile([2.0, 0.0], 20)
    change = np.tile([-1.0, 0.0], 20)
    before[0], change[0] = 4.0, 3.0
    pool = np.arange(40) > 1

    made = of(np.column_stack([before, before + change]))
    found = corrected(made, measured(before[:, None], "before"), pairs(40), pool=pool)

    after = found.contrasts.values[:, 1, 0]
    assert after[:2] == pytest.approx([5.0, -5.0])
    assert after[2:] == pytest.approx(np.zeros(38))
    assert found.is_corrected.tolist() == [[False], [True]]


def test_what_all_the_pool_gained_is_left_in():
    """A constant is not a difference between schools: it is what chance has to be held against."""
    before = np.random.default_rng(0).normal(size=60)
    made = of(np.column_stack([before, before]))
    shifted = Contrasts(
        **{name: getattr(made, name) for name in made.__dataclass_fields__ if name != "values"},
        values=made.values + 1.0,
    )
    found = corrected(
        shifted, measured(before[:, None], "before"), pairs(60), pool=np.ones(60, bool)
    )
    np.testing.assert_allclose(found.contrasts.values[:, 1], 1.0)


def slowly(made, on, near, pool):
    """School by school, year by year, outcome by outcome: ordinary least squares."""
    n, t, k = made.values.shape
    apart = {}
    for school in range(n):
        rows = [row for row in near.rows[school] if row != NONE]
        if rows and not np.isnan(on.values[school]).any():
            apart[school] = on.values[school] - np.mean([on.values[row] for row in rows], axis=0)
    result = made.values.copy()
    for year in range(t):
        for outcome in range(k):
            if made.years[year] < made.start or not made.published[year, outcome]:
                continue
            known = [s for s in apart if pool[s] and not np.isnan(made.values[s, year, outcome])]
            p = on.values.shape[1]
            if len(known) < 10 * (p + 1):
                continue
            x = np.array([[1.0, *apart[s]] for s in known])
            y = np.array([made.values[s, year, outcome] for s in known])
            slope = np.linalg.lstsq(x, y, rcond=None)[0][1:]
            for school, differs in apart.items():
                result[school, year, outcome] -= differs @ slope
    return result


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 50), st.sampled_from([0.0, 0.03]))
def test_agrees_with_a_slow_twin(seed, missing):
    panel = worlds.country(seed, n=90, missing=missing)
    on = covariates(panel, start=2017, outcomes=["reading_average"], distance=scaled)
    near = worlds.nearest(panel)
    complete_ones = on.is_complete
    rows = np.where(complete_ones[near.rows], near.rows, NONE)
    weights = np.where(rows == NONE, 0.0, 1.0)
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1)
    near = Neighbours(rows, weights, near.distances)
    pool = np.arange(90) > 8
    made = contrasts(panel, near, 2017)
    found = corrected(made, on, near, pool=pool)
    np.testing.assert_allclose(found.contrasts.values, slowly(made, on, near, pool), atol=1e-9)


def test_years_before_the_start_keep_what_schools_differed_by():
    """They are among the covariates: taken away, nothing would be left to see drawing apart by."""
    panel = worlds.country(3, n=90)
    on = covariates(panel, start=2017, outcomes=["reading_average"], distance=scaled)
    near = worlds.nearest(panel)
    made = contrasts(panel, near, 2017)
    found = corrected(made, on, near, pool=np.ones(90, bool))
    np.testing.assert_array_equal(found.contrasts.values[:, :3], made.values[:, :3])
    assert np.abs(found.contrasts.values[:, :3, 0]).mean() > 0.1
    assert not found.is_corrected[:3].any()
    assert found.is_corrected[3:].all()


def test_from_too_few_schools_nothing_is_learned_and_it_says_so():
    before = np.random.default_rng(0).normal(size=40)
    made = of(np.column_stack([before, 2 * before]))
    for n_pool, is_corrected in ((19, False), (20, True)):
        found = corrected(
            made, measured(before[:, None], "before"), pairs(40), pool=np.arange(40) < n_pool
        )
        assert found.is_corrected[1, 0] == is_corrected
        is_as_it_was = np.array_equal(found.contrasts.values, made.values, equal_nan=True)
        assert is_as_it_was != is_corrected


def test_a_covariate_on_which_nobody_differs_changes_nothing():
    before = np.random.default_rng(0).normal(size=40)
    made = of(np.column_stack([before, 2 * before]))
    one, two = (
        corrected(
            made, measured(values, "a", "b"[: values.shape[1]]), pairs(40), pool=np.ones(40, bool)
        )
        if values.shape[1] == 2
        else corrected(made, measured(values, "a"), pairs(40), pool=np.ones(40, bool))
        for values in (before[:, None], np.column_stack([before, np.ones(40)]))
    )
    np.testing.assert_allclose(one.contrasts.values, two.contrasts.values, atol=1e-12)


def test_a_school_that_lacks_a_covariate_keeps_its_contrast():
    before = np.random.default_rng(0).normal(size=60)
    made = of(np.column_stack([before, 2 * before]))
    lacking = before.copy()
    lacking[0] = np.nan
    found = corrected(made, measured(lacking[:, None], "before"), pairs(60), pool=np.ones(60, bool))
    # School 1's neighbour is the one that lacks it.
    np.testing.assert_array_equal(found.contrasts.values[:1], made.values[:1])


def test_arrays_of_other_schools_are_refused():
    made = of(np.zeros((4, 2)))
    with pytest.raises(ValueError, match="of the same schools"):
        corrected(made, measured(np.zeros((4, 1)), "a"), pairs(4), pool=np.ones(5, bool))
