import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.pupils.school_robust import robust


def pupils(seed=0, schools=6):
    rng = np.random.default_rng(seed)
    school = np.repeat(rng.permutation(schools), rng.integers(2, 9, schools))
    order = rng.permutation(school.size)
    school = school[order]
    design = np.column_stack([np.ones(school.size), school % 2, rng.normal(100, 8, school.size)])
    score = design @ [1, 2, 0.5] + rng.normal(0, 2, schools)[school] + rng.normal(0, 5, school.size)
    return score, school, design


def root(matrix, power):
    size, axes = np.linalg.eigh(matrix)
    kept = size > 1e-10
    return (axes[:, kept] * size[kept] ** power) @ axes[:, kept].T


def slowly(score, school, design, ratio, column):
    """With whole matrices of pupils, each school's turned by the root of its own covariance."""
    same = school[:, None] == school[None, :]
    turn = root(np.eye(score.size) + ratio * same, -0.5)
    x, y = turn @ design, turn @ score
    bread = np.linalg.inv(x.T @ x)
    others = np.eye(score.size) - x @ bread @ x.T
    left = others @ y
    parts = []
    for one in np.unique(school):
        mine = school == one
        part = np.zeros(score.size)
        part[mine] = root(others[np.ix_(mine, mine)], -0.5) @ x[mine] @ bread[:, column]
        parts.append(part)
    variance = sum((part @ left) ** 2 for part in parts)
    products = np.array([[one @ others @ other for other in parts] for one in parts])
    return np.sqrt(variance), np.trace(products) ** 2 / np.sum(products**2)


@pytest.mark.parametrize("ratio", [0.0, 0.3, 5.0])
@pytest.mark.parametrize("column", [0, 1, 2])
def test_the_slow_way_gives_the_same(ratio, column):
    score, school, design = pupils(seed=column)
    found = robust(score=score, school=school, design=design, ratio=ratio, column=column)
    expected = slowly(score, school, design, ratio, column)
    assert (found.se, found.df) == pytest.approx(expected, rel=1e-8)


def test_equal_schools_by_hand():
    """Means 1, 3, 8 of four pupils: their variance 13, so se sqrt(13/3), two degrees of freedom."""
    apart = np.array([-1.0, 0.0, 0.0, 1.0])
    score = np.concatenate([apart + 1, apart + 3, apart + 8])
    school = np.repeat([7, 8, 9], 4)
    for ratio in (0.0, 2.0):
        found = robust(score=score, school=school, design=np.ones((12, 1)), ratio=ratio, column=0)
        assert (found.se, found.df) == pytest.approx((np.sqrt(13 / 3), 2))


def test_two_groups_of_equal_schools_are_a_t_test_of_their_means():
    """Means 1, 3, 8 against 0, 0, 6: variances 13 and 12, se sqrt(25/3), four degrees of freedom."""
    apart = np.array([-1.0, 0.0, 0.0, 1.0])
    score = np.concatenate([apart + mean for mean in (1, 3, 8, 0, 0, 6)])
    school = np.repeat(np.arange(6), 4)
    design = np.column_stack([np.ones(24), school < 3])
    found = robust(score=score, school=school, design=design, ratio=1.0, column=1)
    assert (found.se, found.df) == pytest.approx((np.sqrt(25 / 3), 4))


@settings(max_examples=30)
@given(st.integers(0, 1000), st.floats(0, 10), st.floats(0.1, 100))
def test_order_numbers_and_units_change_nothing(seed, ratio, unit):
    score, school, design = pupils(seed)
    found = robust(score=score, school=school, design=design, ratio=ratio, column=1)
    order = np.random.default_rng(seed).permutation(score.size)
    again = robust(
        score=score[order] * unit,
        school=40 - school[order],
        design=design[order],
        ratio=ratio,
        column=1,
    )
    assert (again.se, again.df) == pytest.approx((found.se * unit, found.df), rel=1e-6)
    assert 0 < found.df <= 6


def test_a_school_alone_in_its_group_cannot_say_how_sure_it_is():
    score, school, _ = pupils(schools=2)
    design = np.column_stack([np.ones(score.size), school])
    with pytest.raises(ValueError, match="too few schools"):
        robust(score=score, school=school, design=design, ratio=1.0, column=1)
