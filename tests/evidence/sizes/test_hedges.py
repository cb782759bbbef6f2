from math import gamma, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.sizes import hedges
from leadwell.evidence.sizes.hedges import Group

SIZES = st.lists(st.integers(1, 60), min_size=2, max_size=12).filter(lambda n: max(n) > 1)


def of_clusters(*, treated=(20, 30), comparison=(25, 15, 40), **changed) -> hedges.EffectSize:
    asked = {"difference": 3.0, "school_variance": 9.0, "pupil_variance": 55.0} | changed
    return hedges.of_clusters(
        treated_sizes=np.array(treated), comparison_sizes=np.array(comparison), **asked
    )


def test_a_hand_worked_case():
    """Two pupils a group: df 2, J = 1/(1 * gamma(1/2)) = .5642; pooled sd 2; g = J * 4/2 = 1.128;
    v = 1/2 + 1/2 + g^2/(2*4) = 1.1592."""
    found = hedges.of_means(Group(104, 2, 2), Group(100, 2, 2))
    assert found.g == pytest.approx(1.1284, abs=1e-4)
    assert found.se**2 == pytest.approx(1.1592, abs=1e-4)
    assert found.interval == pytest.approx(
        (found.g - 1.959964 * found.se, found.g + 1.959964 * found.se)
    )


@pytest.mark.parametrize("df", [2, 3, 10, 100, 170])
def test_the_correction_is_the_gamma_functions(df):
    assert hedges.correction(df) == pytest.approx(
        gamma(df / 2) / (sqrt(df / 2) * gamma((df - 1) / 2)), rel=1e-12
    )


def test_the_correction_of_many_pupils_is_next_to_nothing():
    assert hedges.correction(1e6) == pytest.approx(1 - 3 / (4e6 - 1), abs=1e-11)


def test_g_of_few_pupils_is_right_on_average():
    """200,000 groups of 4 and 5 with a true effect of .5: their g has mean .5, d has .57."""
    rng = np.random.default_rng(1)
    one, other = rng.normal(0.5, 1, (200_000, 4)), rng.normal(0, 1, (200_000, 5))
    pooled = np.sqrt((3 * one.var(axis=1, ddof=1) + 4 * other.var(axis=1, ddof=1)) / 7)
    d = (one.mean(axis=1) - other.mean(axis=1)) / pooled
    assert hedges.correction(7) * d.mean() == pytest.approx(0.5, abs=3 * d.std() / sqrt(200_000))


def test_schools_that_are_all_alike_are_like_pupils_drawn_one_by_one():
    clustered = of_clusters(school_variance=0.0, pupil_variance=64.0)
    single = hedges.of_difference(difference=3, pupil_sd=8, n_treated=50, n_comparison=80)
    assert clustered.g == pytest.approx(single.g / hedges.correction(128))
    assert clustered.se == pytest.approx(single.se, rel=1e-3)


def test_schools_of_one_pupil_are_pupils_drawn_one_by_one_however_they_differ():
    """No two pupils share a school, so it is no matter which part of the variance is whose."""
    ones = {"treated": (1,) * 30, "comparison": (1,) * 40}
    found = [of_clusters(**ones, school_variance=64 - v, pupil_variance=v) for v in (64.0, 20.0)]
    assert found[0].g == found[1].g == pytest.approx(3 / 8)
    assert found[1].se ** 2 == pytest.approx(1 / 30 + 1 / 40 + (3 / 8) ** 2 / (2 * 68))


def test_equal_schools_agree_with_hedges_own_formula():
    """m schools of n pupils in each group: Hedges (2007), equations 15 and 16, term by term."""
    m, n, icc = 6, 20, 0.2
    size = of_clusters(
        treated=(n,) * m,
        comparison=(n,) * m,
        school_variance=icc,
        pupil_variance=1 - icc,
        difference=0.4,
    )
    total = 2 * m * n
    g = 0.4 * sqrt(1 - 2 * (n - 1) * icc / (total - 2))
    fewer = total - 2 * n
    spread = (total - 2) * (1 - icc) ** 2 + n * fewer * icc**2 + 2 * fewer * icc * (1 - icc)
    below = 2 * (total - 2) * ((total - 2) - 2 * (n - 1) * icc)
    variance = 2 / (m * n) * (1 + (n - 1) * icc) + spread * g * g / below
    assert size.g == pytest.approx(g, rel=1e-12)
    assert size.se**2 == pytest.approx(variance, rel=1e-12)


@given(SIZES, SIZES, st.floats(0, 1), st.floats(-2, 2), st.floats(0.1, 100))
def test_units_and_order_change_nothing_and_sign_changes_sign(one, other, icc, d, unit):
    asked = {"treated": one, "comparison": other, "difference": d}
    found = of_clusters(**asked, school_variance=icc, pupil_variance=1 - icc)
    again = of_clusters(
        treated=one[::-1],
        comparison=sorted(other),
        difference=-d * unit,
        school_variance=icc * unit**2,
        pupil_variance=(1 - icc) * unit**2,
    )
    assert (again.g, again.se) == pytest.approx((-found.g, found.se), rel=1e-9, abs=1e-12)
    assert found.interval[0] < found.interval[1]


def test_points_become_g_by_the_pupils_standard_deviation():
    found = hedges.from_points(estimate=1.6, interval=(-0.4, 3.2), pupil_sd=8.0)
    assert (found.g, found.interval, found.se) == (0.2, (-0.05, 0.4), None)
    assert hedges.from_points(estimate=1.6, interval=None, pupil_sd=8.0).interval is None


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda: hedges.correction(1), "at least four"),
        (lambda: hedges.of_means(Group(1, 1, 1), Group(0, 1, 9)), "two pupils in each"),
        (lambda: hedges.of_means(Group(1, 0, 9), Group(0, 0, 9)), "do not differ"),
        (lambda: hedges.of_means(Group(1, -1, 9), Group(0, 1, 9)), "not below 0"),
        (lambda: of_clusters(treated=(50,)), "two schools in each"),
        (lambda: of_clusters(treated=(50, 0)), "no pupils"),
        (lambda: of_clusters(school_variance=-1.0), "not below 0"),
        (lambda: of_clusters(school_variance=0.0, pupil_variance=0.0), "do not differ"),
        (lambda: of_clusters(difference=float("nan")), "no difference"),
        (lambda: hedges.from_points(estimate=1, interval=(2, 1), pupil_sd=8), "low end"),
        (lambda: hedges.from_points(estimate=1, interval=None, pupil_sd=0), "standard deviation"),
        (
            lambda: hedges.of_difference(difference=1, pupil_sd=1, n_treated=0, n_comparison=9),
            "pupils in each",
        ),
    ],
)
def test_what_has_no_effect_size_is_refused_in_words(ask, told):
    with pytest.raises(ValueError, match=told):
        ask()
