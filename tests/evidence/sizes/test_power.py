from dataclasses import replace
from math import inf, nan, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.sizes import power
from leadwell.evidence.sizes.power import (
    EXPECTED_STANDARD,
    MATHS,
    READING,
    READING_GAP,
    Plan,
    Yardstick,
    detect,
    power_of,
    schools_needed,
    years_needed,
)

# What the project planned with: points, g and months for 1, 2 and 3 years after, 3 before, 1:5,
# 35 pupils a year. Its multiplier is the normal's in every row, so df is infinite here.
PLANNED = {
    1: [(5.9, 0.73, 9), (4.6, 0.58, 7), (4.1, 0.52, 6)],
    4: [(2.9, 0.37, 5), (2.3, 0.29, 4), (2.1, 0.26, 3)],
    8: [(2.1, 0.26, 3), (1.6, 0.20, 3), (1.5, 0.18, 2)],
    12: [(1.7, 0.21, 3), (1.3, 0.17, 2), (1.2, 0.15, 2)],
    20: [(1.3, 0.16, 2), (1.0, 0.13, 2), (0.93, 0.12, 2)],
    40: [(0.93, 0.12, 2), (0.73, 0.09, 1), (0.66, 0.08, 1)],
}

DESIGNS = st.builds(
    Plan,
    schools=st.integers(1, 300),
    years=st.integers(1, 6),
    base_years=st.integers(1, 6),
    cohort=st.floats(5, 200),
    partners=st.integers(2, 20),
)


def test_a_hand_worked_case():
    """8 schools, 2 years: 1.2/8 * (.47 + 79.4/35) * (1/3 + 1/2) = .15 * 2.7386 * .8333 = .34232;
    se .58509; times 1.95996 + .84162 = 1.6392 points, .2049 of 8: three months."""
    found = detect(Plan(schools=8, years=2))
    assert (found.se, found.points) == pytest.approx((0.58509, 1.6392), abs=1e-4)
    assert (found.g, found.months) == (pytest.approx(0.2049, abs=1e-4), 3)


@pytest.mark.parametrize("schools", PLANNED)
def test_every_cell_of_the_planning_table(schools):
    for years, (points, g, months) in enumerate(PLANNED[schools], start=1):
        found = detect(Plan(schools=schools, years=years), df=inf)
        places = 1 if points >= 1 else 2
        assert (round(found.points, places), round(found.g, 2), found.months) == (points, g, months)


def test_a_per_cent_has_points_and_no_effect_size():
    designs = [Plan(schools=n, years=2) for n in (4, 8, 20, 40)]
    found = [detect(design, EXPECTED_STANDARD, df=inf) for design in designs]
    assert [round(one.points, 1) for one in found] == [12.9, 9.1, 5.8, 4.1]
    assert {(one.g, one.months) for one in found} == {(None, None)}


def test_a_gap_needs_more_schools():
    """8 disadvantaged pupils a year and 27 others: as 6.17 pupils of an ordinary mean."""
    cohort = power.gap_cohort(8, 27)
    assert cohort == pytest.approx(8 * 27 / 35)
    found = [detect(Plan(n, 2, cohort=cohort), READING_GAP).g for n in (8, 20, 40)]
    assert [round(g, 2) for g in found] == [0.40, 0.25, 0.18]


def test_small_cohorts_and_maths_see_less():
    design = Plan(schools=20, years=2)
    small = detect(replace(design, cohort=12)).points / detect(design).points
    assert small == pytest.approx(1.6, abs=0.05)
    assert detect(design, MATHS).g / detect(design).g == pytest.approx(7 / 6, abs=0.03)


def test_fewer_than_eight_schools_are_judged_by_students_t():
    """4 schools and 20 similar ones: 22 degrees of freedom, 2.0739 + .8583."""
    found = detect(Plan(schools=4, years=2))
    assert found.points / found.se == pytest.approx(2.0739 + 0.8583, abs=1e-4)
    assert detect(Plan(schools=8, years=2)).points == detect(Plan(8, 2), df=inf).points


def test_power_is_that_of_the_simulations():
    """Two thousand simulated programmes, placebo test: power for 1 point, and sd of the estimate."""
    designs = [Plan(schools=n, years=2, base_years=4) for n in (4, 8, 12, 20, 40)]
    powers = [power_of(1.0, design, df=inf) for design in designs]
    assert powers == pytest.approx([0.27, 0.46, 0.61, 0.81, 0.98], abs=0.03)
    errors = [power.standard_error(design, READING) for design in designs]
    assert errors == pytest.approx([0.79, 0.55, 0.46, 0.36, 0.25], abs=0.01)


def test_two_trusts_that_move_together_cost_power():
    """20 schools of two trusts, shock 0 and half a point: .81 and .57 in four hundred simulations."""
    design = Plan(schools=20, years=2, base_years=4, trusts=2)
    powers = [power_of(1.0, replace(design, trust_shock=shock)) for shock in (0.0, 0.5)]
    assert powers == pytest.approx([0.81, 0.57], abs=0.03)


def test_power_agrees_with_programmes_drawn_one_by_one():
    """10,000 programmes of 4 schools, each school compared with the mean of its own 5."""
    rng = np.random.default_rng(7)
    design, effect = Plan(schools=4, years=2), 3.0
    a_year = READING.a / 2 + READING.b / design.cohort
    change = sqrt(a_year * (1 / 3 + 1 / 2))
    schools = rng.normal(effect, change, (10_000, 4))
    similar = rng.normal(0, change, (10_000, 20))
    squares = 3 * schools.var(axis=1, ddof=1) + 19 * similar.var(axis=1, ddof=1)
    se = np.sqrt(squares / 22 * (1 / 4 + 1 / 20))
    t = (schools.mean(axis=1) - similar.mean(axis=1)) / se
    assert np.mean(np.abs(t) > 2.0739) == pytest.approx(power_of(effect, design), abs=0.015)


@given(DESIGNS, st.floats(0.5, 0.99))
def test_what_is_detected_is_detected_with_that_power(design, wanted):
    """The multiplier's sum is near the noncentral t: within .025 from 3 degrees of freedom, .05 at
    two, and .12 at one (one school with two others, which nobody should plan)."""
    found = power_of(detect(design, power=wanted).points, design)
    assert found >= wanted - {1: 0.12, 2: 0.05}.get(design.df, 0.025)
    if design.df > 20:
        assert found == pytest.approx(wanted, abs=0.02)
    normal = detect(design, power=wanted, df=inf).points
    assert power_of(normal, design, df=inf) == pytest.approx(wanted, abs=2e-3)


@given(DESIGNS)
def test_more_of_anything_sees_smaller_effects(design):
    seen = detect(design).points
    for name in ("schools", "years", "base_years", "cohort", "partners"):
        more = replace(design, **{name: getattr(design, name) + 1})
        assert detect(more).points < seen


@given(DESIGNS)
def test_the_number_needed_is_enough_and_one_fewer_is_not(design):
    points = detect(design).points
    assert schools_needed(design, points=points) == design.schools
    assert years_needed(design, points=points) == design.years


def test_months_are_those_of_the_table():
    design = Plan(schools=1, years=2)
    needed = schools_needed(design, months=2)
    assert detect(replace(design, schools=needed)).months == 2
    assert detect(replace(design, schools=needed - 1)).months == 3


def test_no_number_of_schools_of_two_trusts_sees_half_a_point():
    """The trusts' part alone is .5 * sqrt(1/2 * 5/6) = .323: nothing below .9 points is seen."""
    design = Plan(schools=4, years=2, trusts=2, trust_shock=0.5)
    assert schools_needed(design, points=0.5) is None
    assert schools_needed(design, points=1.5) is not None
    assert years_needed(design, points=0.5) is None


def test_a_curve_is_the_same_numbers():
    design = Plan(schools=1, years=2)
    found = power.curve(design, schools=range(1, 41))
    assert found.points[19] == detect(replace(design, schools=20)).points
    assert found.g[19] == detect(replace(design, schools=20)).g
    with pytest.raises(ValueError, match="read-only"):
        found.points[0] = 0
    assert power.curve(design, EXPECTED_STANDARD, schools=[4]).g is None
    assert power.curve(design, schools=[]).points.size == 0


def test_small_schools_weigh_more_in_the_mean_of_cohorts():
    assert power.harmonic_mean(np.array([20.0, 60.0])) == pytest.approx(30)


@pytest.mark.parametrize("df", [1, 2, 4, 22, 100, 6000, inf])
def test_power_goes_from_the_rate_of_false_alarms_to_one(df):
    ratios = np.linspace(0, 60, 601)
    powers = [power.chance_of_seeing(ratio, df=df) for ratio in ratios]
    assert powers[0] == pytest.approx(0.05)
    assert np.diff(powers).min() >= -1e-12
    assert 0.98 < powers[-1] <= 1
    assert power.chance_of_seeing(-2.0, df=df) == power.chance_of_seeing(2.0, df=df)


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda: Plan(schools=0, years=2), "1 or more"),
        (lambda: Plan(schools=8, years=0), "1 or more"),
        (lambda: Plan(schools=8, years=2, cohort=0), "has pupils"),
        (lambda: Plan(schools=8, years=2, cohort=nan), "has pupils"),
        (lambda: Plan(schools=8, years=2, trust_shock=0.5), "how many trusts"),
        (lambda: Plan(schools=8, years=2, trusts=9), "no more than one each"),
        (lambda: Plan(schools=8, years=2, trusts=2, trust_shock=-1), "0 or more"),
        (lambda: detect(Plan(schools=1, years=2, partners=1)), "too few schools"),
        (lambda: detect(Plan(8, 2), power=1), "between 0 and 1"),
        (lambda: detect(Plan(8, 2), alpha=0), "between 0 and 1"),
        (lambda: power_of(nan, Plan(8, 2)), "no number"),
        (lambda: power_of(1, Plan(8, 2), alpha=2), "between 0 and 1"),
        (lambda: schools_needed(Plan(8, 2)), "points or for months"),
        (lambda: schools_needed(Plan(8, 2), points=1, months=1), "points or for months"),
        (lambda: schools_needed(Plan(8, 2), points=0), "above 0"),
        (lambda: schools_needed(Plan(8, 2), months=12), "1 to 11"),
        (lambda: years_needed(Plan(8, 2), EXPECTED_STANDARD, months=2), "no months"),
        (lambda: Yardstick("x", "points", a=0, b=0), "x: a and b"),
        (lambda: Yardstick("x", "points", a=nan, b=1), "x: a and b"),
        (lambda: Yardstick("x", "points", a=1, b=1, pupil_sd=0), "above 0"),
        (lambda: power.gap_cohort(0, 27), "two groups"),
        (lambda: power.harmonic_mean(np.array([])), "above 0"),
        (lambda: power.harmonic_mean(np.array([30.0, nan])), "above 0"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_words(ask, told):
    with pytest.raises(ValueError, match=told):
        ask()
