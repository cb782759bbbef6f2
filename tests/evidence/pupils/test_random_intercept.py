import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.pupils import random_intercept


def pupils(*, seed=0, schools=12, spread=2.0, unit=1.0):
    """Schools of 3 to 20 pupils, a score before, half of the schools take part."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(3, 21, schools)
    school = np.repeat(rng.permutation(schools) + 100, sizes)
    before = rng.normal(100, 8, school.size)
    took_part = (school % 2).astype(float)
    levels = rng.normal(0, spread, schools + 100)
    score = (
        20 + 0.8 * before + 1.5 * took_part + levels[school - 100] + rng.normal(0, 5, school.size)
    )
    return score * unit, school, np.column_stack([took_part, before])


def fit(score, school, covariates, names=("took part", "before")):
    return random_intercept.fit(score=score, school=school, covariates=covariates, names=names)


def likelihood(score, school, covariates, ratio):
    """Restricted, by the whole matrix of pupils: the slow way, but for a constant."""
    n = score.size
    x = np.column_stack([np.ones(n), covariates])
    matrix = np.eye(n) + ratio * (school[:, None] == school[None, :])
    inverse = np.linalg.inv(matrix)
    inner = x.T @ inverse @ x
    b = np.linalg.solve(inner, x.T @ inverse @ score)
    left = score - x @ b
    squares = left @ inverse @ left
    df = n - x.shape[1]
    told = df * np.log(squares) + np.linalg.slogdet(matrix)[1] + np.linalg.slogdet(inner)[1]
    return told, b, np.linalg.inv(inner) * squares / df


def test_equal_schools_by_hand():
    """Means 1, 3, 8 of four pupils each, squares within of 2 a school: between 13 (variance of the
    means), within 6/9 = 2/3; so between schools 13 - (2/3)/4 = 12.8333, intercept 4, se sqrt(13/3)."""
    apart = np.array([-1.0, 0.0, 0.0, 1.0])
    score = np.concatenate([apart + 1, apart + 3, apart + 8])
    found = random_intercept.fit(score=score, school=np.repeat([7, 8, 9], 4))
    assert found.school_variance == pytest.approx(13 - 1 / 6)
    assert found.pupil_variance == pytest.approx(2 / 3)
    assert found.of("intercept") == pytest.approx((4, np.sqrt(13 / 3)))
    assert found.icc == pytest.approx((13 - 1 / 6) / (13 + 1 / 2))


@pytest.mark.parametrize("seed", range(5))
def test_the_slow_way_gives_the_same(seed):
    score, school, covariates = pupils(seed=seed)
    found = fit(score, school, covariates)
    best, b, covariance = likelihood(score, school, covariates, found.ratio)
    assert found.coefficients == pytest.approx(b, rel=1e-8)
    assert found.covariance == pytest.approx(covariance, rel=1e-7)
    for other in (0.0, 0.9 * found.ratio, 1.1 * found.ratio + 1e-3, 5.0):
        assert likelihood(score, school, covariates, other)[0] >= best - 1e-9


def test_statsmodels_gives_the_same():
    mixed = pytest.importorskip("statsmodels.regression.mixed_linear_model")
    score, school, covariates = pupils(seed=3)
    design = np.column_stack([np.ones(score.size), covariates])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = mixed.MixedLM(score, design, groups=school).fit(reml=True)
    found = fit(score, school, covariates)
    assert found.coefficients == pytest.approx(theirs.fe_params, rel=1e-4)
    assert found.pupil_variance == pytest.approx(theirs.scale, rel=1e-3)


def test_schools_that_do_not_differ_have_no_variance():
    """Every school has the same mean: less between than chance gives, so the least there is."""
    apart = np.array([-1.0, 0.0, 0.0, 1.0])
    found = random_intercept.fit(score=np.tile(apart + 5, 6), school=np.repeat(np.arange(6), 4))
    assert (found.school_variance, found.icc, found.ratio) == (0, 0, 0)
    assert found.pupil_variance == pytest.approx(12 / 23)
    assert found.of("intercept") == pytest.approx((5, np.sqrt(12 / 23 / 24)))


@settings(max_examples=25)
@given(st.integers(0, 1000), st.floats(0.01, 1000), st.floats(-100, 100))
def test_order_numbers_and_units_change_nothing(seed, unit, shift):
    score, school, covariates = pupils(seed=seed)
    found = fit(score, school, covariates)
    order = np.random.default_rng(seed).permutation(score.size)
    moved = fit((score * unit + shift)[order], (school * -3)[order], covariates[order] * [1, 7])
    assert moved.icc == pytest.approx(found.icc, abs=1e-7)
    assert moved.coefficients[1:] == pytest.approx(found.coefficients[1:] * unit / [1, 7], rel=1e-5)
    assert moved.of("took part")[1] == pytest.approx(found.of("took part")[1] * unit, rel=1e-5)


def test_one_point_more_for_all_that_took_part_is_one_point_more():
    score, school, covariates = pupils()
    found = fit(score, school, covariates)
    more = fit(score + covariates[:, 0], school, covariates)
    assert more.of("took part")[0] - found.of("took part")[0] == pytest.approx(1, abs=1e-9)
    assert more.of("took part")[1] == pytest.approx(found.of("took part")[1])


def test_variances_are_right_on_average():
    """300 draws of 12 schools: between 4, within 25, within three Monte Carlo errors."""
    found = [fit(*pupils(seed=seed)) for seed in range(300)]
    within = np.array([one.pupil_variance for one in found])
    between = np.array([one.school_variance for one in found])
    for told, truth in ((within, 25), (between, 4)):
        assert told.mean() == pytest.approx(truth, abs=3 * told.std() / np.sqrt(300))


def test_scores_far_from_zero_lose_no_digits():
    score, school, covariates = pupils()
    near = fit(score, school, covariates)
    far = fit(score + 1e6, school, covariates + np.array([0, 1e6]))
    assert far.of("took part") == pytest.approx(near.of("took part"), rel=1e-7)


SCORE, SCHOOL, COVARIATES = pupils(schools=4)
ONE_EACH = np.arange(SCORE.size)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((SCORE, SCHOOL * 0, COVARIATES), "all pupils are of one school"),
        ((SCORE, ONE_EACH, COVARIATES), "every school has one pupil"),
        ((SCORE * 0 + 0.1, SCHOOL, COVARIATES), "score is the same for every pupil"),
        ((SCORE, SCHOOL, COVARIATES * [0, 1]), "took part is the same for every pupil"),
        ((SCORE, SCHOOL, COVARIATES[:, [0, 0]]), "before says nothing that"),
        ((COVARIATES[:, 1], SCHOOL, COVARIATES), "do not vary beyond"),
        ((SCHOOL * 1.0, SCHOOL, COVARIATES), "do not vary beyond"),
        ((SCORE, SCHOOL % 2, COVARIATES), "as many things known of schools as schools"),
        ((SCORE[1:], SCHOOL, COVARIATES), "for each pupil"),
        ((SCORE, SCHOOL, COVARIATES[:, :1]), "for each pupil"),
        ((SCORE * np.nan, SCHOOL, COVARIATES), "missing"),
        ((SCORE[:0], SCHOOL[:0], COVARIATES[:0]), "no pupils"),
    ],
)
def test_what_cannot_be_told_is_refused_in_words(asked, told):
    with pytest.raises(ValueError, match=told):
        fit(*asked)


def test_a_covariate_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(ValueError, match="no covariate 'sex': there are intercept, took part"):
        fit(*pupils()).of("sex")
