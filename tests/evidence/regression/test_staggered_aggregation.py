"""Group-time effects put together: by hand, by weights moved a little, and the pre-test."""

import numpy as np
import pytest
from scipy import stats

from leadwell.evidence.regression.staggered import group_time_effects
from leadwell.evidence.regression.staggered_aggregation import Aggregate, aggregate, pretest, simple
from leadwell.evidence.regression.starts import NEVER

YEARS = np.array([2015, 2016, 2017, 2018, 2022])
STARTS = np.array([2017] * 6 + [2018] * 3 + [NEVER] * 21)
RNG = np.random.default_rng(3)
VALUES = RNG.normal(100, 2, (30, 5, 2))
VALUES[RNG.random(VALUES.shape) < 0.05] = np.nan
X = RNG.normal(size=(30, 1))
WEIGHTS = RNG.uniform(0.5, 2, 30)


def put_together(by: str, weights: np.ndarray = WEIGHTS, cohorts: str = "drawn") -> Aggregate:
    effects = group_time_effects(
        VALUES, STARTS, YEARS, covariates=X, weights=weights, comparison="not yet"
    )
    return (
        simple(effects, cohorts=cohorts)
        if by == "simple"
        else aggregate(effects, by=by, cohorts=cohorts)
    )


def test_means_by_hand():
    # 2017's six schools: effects 1, 2, 3 from 2017 on; 2018's three: 10, 20 from 2018 on
    made = np.zeros((30, 5, 1))
    made[:6, 2:, 0], made[6:9, 3:, 0] = [1, 2, 3], [10, 20]
    effects = group_time_effects(made, STARTS, YEARS)
    assert simple(effects).overall.estimate == pytest.approx([(36 + 90) / 24])
    by_event = aggregate(effects, by="event")
    assert by_event.at.tolist() == [-2, -1, 0, 1, 2]
    assert by_event.each.estimate[:, 0] == pytest.approx([0, 0, 36 / 9, 72 / 9, 3])
    assert by_event.overall.estimate == pytest.approx([(4 + 8 + 3) / 3])
    by_cohort = aggregate(effects, by="cohort")
    assert by_cohort.at.tolist() == [2017, 2018]
    assert by_cohort.each.estimate[:, 0] == pytest.approx([2, 15])
    assert by_cohort.overall.estimate == pytest.approx([(12 + 45) / 9])
    by_year = aggregate(effects, by="year")
    assert by_year.at.tolist() == [2017, 2018, 2022]
    assert by_year.each.estimate[:, 0] == pytest.approx([1, 42 / 9, 78 / 9])
    assert by_year.overall.estimate == pytest.approx([(1 + 42 / 9 + 78 / 9) / 3])


@pytest.mark.parametrize("by", ["simple", "event", "cohort", "year"])
def test_standard_errors_add_up_what_a_little_more_weight_of_each_school_does(by):
    """The whole chain at once: logit, regression, means and cohorts' sizes."""
    moved, each = [], []
    for school in range(30):
        step = 1e-5 * WEIGHTS[school] * (np.arange(30) == school)
        more, less = put_together(by, WEIGHTS + step), put_together(by, WEIGHTS - step)
        moved.append((more.overall.estimate - less.overall.estimate) / 2e-5)
        each.append((more.each.estimate - less.each.estimate) / 2e-5)
    found = put_together(by)
    assert found.overall.se == pytest.approx(np.sqrt(np.sum(np.square(moved), axis=0)), rel=1e-5)
    expected = np.einsum("nmk,nqk->kmq", np.array(each), np.array(each))
    assert found.covariance == pytest.approx(expected, rel=1e-4, abs=1e-7)


def test_cohorts_as_they_are_have_the_variances_of_their_means():
    # one cohort of two years: the unequal-variances t's standard error, n - 1 and all
    made, starts = VALUES[:, 1:3].copy(), np.where(STARTS == 2017, 2017, NEVER)
    made = np.where(np.isnan(made), 100.0, made)
    effects = group_time_effects(made, starts, YEARS[1:3])
    change = made[:, 1] - made[:, 0]
    joined, others = change[:6], change[6:]
    expected = np.sqrt(joined.var(axis=0, ddof=1) / 6 + others.var(axis=0, ddof=1) / 24)
    assert simple(effects, cohorts="given").overall.se == pytest.approx(expected)


def test_sizes_in_question_add_to_the_standard_error_where_cohorts_differ():
    made = np.nan_to_num(VALUES, nan=100.0)
    made[:6, 2:] += 40
    effects = group_time_effects(made, STARTS, YEARS)
    drawn, given = (simple(effects, cohorts=way).overall for way in ("drawn", "given"))
    assert np.all(drawn.estimate == given.estimate)
    assert np.all(drawn.se > 1.5 * given.se)


def test_a_cohort_of_one_school_is_told_and_alone_gives_no_standard_error():
    starts = np.where(np.arange(30) == 0, 2017, np.where(STARTS == 2018, 2018, NEVER))
    made = np.nan_to_num(VALUES, nan=100.0)
    found = simple(group_time_effects(made, starts, YEARS))
    assert found.alone_share == pytest.approx([3 / 9] * 2)
    assert np.isfinite(found.overall.se).all()
    lone = simple(group_time_effects(made, np.where(starts == 2018, NEVER, starts), YEARS))
    assert lone.alone_share == pytest.approx([1, 1])
    assert np.isnan(lone.overall.se).all()
    assert np.isfinite(lone.overall.estimate).all()


def test_an_effect_that_cannot_be_told_is_left_out_of_means():
    made = np.nan_to_num(VALUES, nan=100.0)
    made[6:9, 4] = np.nan
    found = group_time_effects(made, STARTS, YEARS)
    by_year = aggregate(found, by="year")
    only = found.effects[(found.cohorts == 2017) & (found.years == 2022)]
    assert by_year.each.estimate[2] == pytest.approx(only[0])
    made[:, 4, 1] = np.nan
    gone = aggregate(group_time_effects(made, STARTS, YEARS), by="year")
    assert np.isnan(gone.each.estimate[2]).tolist() == [False, True]
    assert np.isfinite(gone.overall.estimate).all()


def test_the_pretest_is_the_quadratic_form():
    effects = group_time_effects(np.nan_to_num(VALUES, nan=100.0), STARTS, YEARS)
    before = effects.events < 0
    for outcome in range(2):
        moved = effects.influence[before, :, outcome]
        effect = effects.effects[before, outcome]
        wald = effect @ np.linalg.inv(moved @ moved.T) @ effect
        assert pretest(effects)[outcome] == pytest.approx(stats.chi2.sf(wald, before.sum()))


def test_the_pretest_has_no_answer_where_there_is_no_question():
    made = np.nan_to_num(VALUES, nan=100.0)
    late = group_time_effects(made[:, 2:4], np.where(STARTS == 2018, 2018, NEVER), YEARS[2:4])
    assert np.isnan(pretest(late)).all(), "one year before the start has nothing before it"
    few = group_time_effects(made[:4], np.array([2022, 2022, NEVER, NEVER]), YEARS)
    assert np.isnan(pretest(few)).all(), "four schools cannot bear out three trends"
    made[:, :, 0] = 100
    same = pretest(group_time_effects(made, STARTS, YEARS))
    assert np.isnan(same).tolist() == [True, False]


def test_both_bases_test_the_same_trends():
    made = np.nan_to_num(VALUES, nan=100.0)
    one, other = (
        pretest(group_time_effects(made, STARTS, YEARS, base=base))
        for base in ("varying", "universal")
    )
    assert one == pytest.approx(other)
