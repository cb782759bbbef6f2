from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.did import difference_in_differences
from leadwell.evidence.panel import Treatment, complete
from leadwell.evidence.placebo import changes, noise
from leadwell.evidence.placebo.att import att, leave_one_out
from leadwell.evidence.placebo.changes import Changes
from leadwell.evidence.placebo.contrasts import for_starts
from tests.evidence import worlds

# Five schools. Those that took part gained 3 points on average; the others gained 1.
BASELINE = np.array([100.0, 102.0, 104.0, 101.0, 99.0])
FOLLOW_UP = np.array([102.0, 106.0, 105.0, 103.0, 99.0])
TREATED = np.array([True, True, False, False, False])


def test_a_hand_worked_case():
    found = difference_in_differences(baseline=BASELINE, follow_up=FOLLOW_UP, treated=TREATED)
    assert found.att == pytest.approx(3 - 1)
    assert found.se == pytest.approx(np.sqrt(2 / 2 + 1 / 3))
    assert (found.n_treated, found.n_comparison) == (2, 3)


def test_agrees_with_two_way_fixed_effects():
    """The slow way: regress on a dummy for every school and for the later year."""
    n = BASELINE.size
    school = np.tile(np.eye(n), (2, 1))
    later = np.repeat([0.0, 1.0], n)
    took_part = later * np.tile(TREATED, 2)
    design = np.column_stack([school, later, took_part])
    outcome = np.concatenate([BASELINE, FOLLOW_UP])
    expected = np.linalg.lstsq(design, outcome)[0][-1]
    found = difference_in_differences(baseline=BASELINE, follow_up=FOLLOW_UP, treated=TREATED)
    assert found.att == pytest.approx(expected, abs=1e-8)


def test_its_standard_error_is_that_of_a_regression_that_lets_groups_differ():
    """HC2 of the change on having taken part: squared residuals over one less their leverage."""
    design = np.column_stack([np.ones(5), TREATED])
    change = FOLLOW_UP - BASELINE
    inverse = np.linalg.inv(design.T @ design)
    residual = change - design @ inverse @ design.T @ change
    leverage = np.diag(design @ inverse @ design.T)
    middle = design.T @ np.diag(residual**2 / (1 - leverage)) @ design
    found = difference_in_differences(baseline=BASELINE, follow_up=FOLLOW_UP, treated=TREATED)
    assert found.se == pytest.approx(np.sqrt((inverse @ middle @ inverse)[1, 1]), abs=1e-8)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_refuses_a_school_with_no_follow_up(bad):
    follow_up = FOLLOW_UP.copy()
    follow_up[0] = bad
    with pytest.raises(ValueError, match="both a baseline and a follow-up"):
        difference_in_differences(baseline=BASELINE, follow_up=follow_up, treated=TREATED)


def test_refuses_groups_of_one_and_lists_of_other_lengths():
    one = np.array([True, False, False, False, False])
    for treated in (one, ~one):
        with pytest.raises(ValueError, match="at least two schools"):
            difference_in_differences(baseline=BASELINE, follow_up=FOLLOW_UP, treated=treated)
    with pytest.raises(ValueError, match="one length"):
        difference_in_differences(baseline=BASELINE, follow_up=FOLLOW_UP, treated=one[:4])


def estimated(panel, treatment, *, weight="school", of_noise=None, k=3):
    each = for_starts(panel, worlds.nearest(panel, k=k), treatment)
    return att(panel, changes.after(panel, each, weight=weight, noise=of_noise), treatment)


def by_hand():
    """Two schools by hand, in columns; contrasts of two years after for the first, one for the second."""
    panel = complete(schools=np.array([7, 8, 9]), years=np.array([2018, 2019]), outcomes=["reading"],
                     values=np.zeros((3, 2, 1)))  # fmt: skip
    early = Changes(2018, ("reading",), *(np.array([[x], [9.0], [9.0]]) for x in (2.0, 60.0, 1.5)))
    late = Changes(2019, ("reading",), *(np.array([[9.0], [x], [9.0]]) for x in (-1.0, 20.0, 2.5)))
    return panel, (early, late), Treatment(np.array([8, 7]), np.array([2019, 2018]))


def test_each_school_is_read_under_its_own_start_and_weighted():
    """(60 x 2 - 20 x 1) / 80 = 1.25."""
    found = att(*by_hand())
    assert found.estimate.tolist() == [1.25]
    assert found.own[:, 0].tolist() == [-1.0, 2.0]
    assert found.shares[:, 0].tolist() == [0.25, 0.75]
    assert found.sds[:, 0].tolist() == [2.5, 1.5]
    assert found.n_treated.tolist() == [2]


def test_without_each_school_in_turn():
    """Without school 8 the effect is 2, without school 7 it is -1: school 7 carries the sign."""
    found = leave_one_out(att(*by_hand()))
    assert found.estimates[:, 0].tolist() == [2.0, -1.0]
    assert found.carries[:, 0].tolist() == [False, True]


def test_one_school_alone_carries_everything():
    panel, each, _ = by_hand()
    found = leave_one_out(att(panel, each, Treatment.of([7], 2018)))
    assert np.isnan(found.estimates).all()
    assert found.carries.all()


@pytest.mark.parametrize("weight", ["pupils", "school"])
def test_agrees_with_plain_loops_over_schools_and_years(weight):
    panel = worlds.country(3, missing=0.15)
    treatment = Treatment(panel.schools[:9], np.array([2017, 2018, 2016] * 3))
    each = for_starts(panel, worlds.nearest(panel), treatment)
    found = att(panel, changes.after(panel, each, weight=weight, noise=None), treatment)
    rests = leave_one_out(found)
    contrast = {one.start: one.values for one in each}

    def slow(outcome, without=None):
        total = sums = 0.0
        for row, start in enumerate(treatment.starts):
            for at, year in enumerate(panel.years):
                value = contrast[start][row, at, outcome]
                if row != without and year >= start and not np.isnan(value):
                    counts = panel.pupils[row, at] if weight == "pupils" else 1
                    sums, total = sums + counts * value, total + counts
        return sums / total

    for outcome in range(2):
        assert found.estimate[outcome] == pytest.approx(slow(outcome), abs=1e-12)
        for row in np.flatnonzero(found.weights[:, outcome]):
            expected = slow(outcome, row)
            assert rests.estimates[row, outcome] == pytest.approx(expected, abs=1e-9)
            carries = np.sign(expected) != np.sign(slow(outcome))
            assert rests.carries[row, outcome] == carries


def test_sds_agree_with_the_formula_where_sizes_stay():
    """Three years before, two after, three neighbours in equal shares."""
    panel = worlds.country(4)
    panel = replace(panel, pupils=np.repeat(panel.pupils[:, :1], 6, axis=1))
    of_noise = [noise.Noise(name, 0.94, 79.4) for name in panel.outcomes]
    found = estimated(panel, Treatment.of([int(panel.schools[5])], 2018), of_noise=of_noise)
    slow = noise.variance_of_contrast(
        of_noise[0], pupils=panel.pupils[5, 0], base=3, post=2, neighbours=3
    )
    assert found.sds[0] == pytest.approx([np.sqrt(slow)] * 2)


def test_sds_of_years_of_other_sizes_and_of_base_years_agree_with_plain_sums():
    panel = worlds.country(4, missing=0.1)
    of_noise = [noise.Noise(name, 0.94, 79.4) for name in panel.outcomes]
    (one,) = for_starts(panel, worlds.nearest(panel), Treatment.of([int(panel.schools[5])], 2018))
    for ats in ([4, 5], [2]):
        window = np.zeros((6, 2), dtype=bool)
        window[ats] = True
        found = changes.over(panel, one, [window], weight="pupils", noise=of_noise)
        for school in range(60):
            used = [at for at in ats if not np.isnan(one.values[school, at, 0])]
            base = [at for at in (1, 2, 3) if not np.isnan(panel.values[school, at, 0])]
            if not used:
                assert np.isnan(found.values[school, 0])
                continue
            pupils = panel.pupils[school]
            share = np.zeros(6)
            share[used] = pupils[used] / pupils[used].sum()
            share[base] -= 1 / len(base)
            variance = (share**2 * (0.47 + 79.4 / pupils)).sum() * (1 + one.shared[school])
            assert found.sds[school, 0] == pytest.approx(np.sqrt(variance))


@settings(max_examples=15)
@given(st.integers(0, 50), st.sampled_from(["pupils", "school"]))
def test_one_point_more_after_the_start_is_one_point_more(seed, weight):
    panel = worlds.country(seed, missing=0.1)
    treatment = Treatment(panel.schools[:6], np.array([2017, 2018] * 3))
    neighbours = worlds.nearest(panel)  # by the years before: none of them moves
    values = panel.values.copy()
    for row, start in enumerate(treatment.starts):
        values[row, panel.years >= start] += 1.0
    found = []
    for one in (panel, worlds.with_values(panel, values)):
        each = for_starts(one, neighbours, treatment)
        found.append(att(one, changes.after(one, each, weight=weight, noise=None), treatment))
    np.testing.assert_allclose(found[1].estimate - found[0].estimate, 1.0, atol=1e-11)
    risen = (found[1].own - found[0].own)[found[0].weights > 0]
    np.testing.assert_allclose(risen, 1.0, atol=1e-11)


@settings(max_examples=15)
@given(st.integers(0, 50), st.integers(0, 1000))
def test_order_and_numbers_of_schools_change_nothing(seed, how):
    panel = worlds.country(seed, missing=0.1)
    rng = np.random.default_rng(how)
    order = rng.permutation(panel.size)
    other = worlds.shuffled(panel, order)
    number = dict(zip(panel.schools, rng.permutation(panel.size), strict=True))
    other = replace(other, schools=np.array([number[school] for school in other.schools]))
    starts = np.array([2017, 2018, 2017])
    who = np.array([number[school] for school in panel.schools[:3]])
    one = estimated(panel, Treatment(panel.schools[:3], starts))
    two = estimated(other, Treatment(who, starts))
    np.testing.assert_allclose(one.estimate, two.estimate, atol=1e-12)


def test_an_outcome_nobody_has_is_said_by_nan_and_none():
    panel = worlds.country(1)
    values = panel.values.copy()
    values[:4, :, 1] = np.nan
    found = estimated(worlds.with_values(panel, values), Treatment.of(panel.schools[:4], 2018))
    assert found.n_treated.tolist() == [4, 0]
    assert np.isnan(found.estimate).tolist() == [False, True]
    assert not leave_one_out(found).carries[:, 1].any()


def test_what_cannot_be_averaged_is_refused_in_words():
    panel = worlds.country(1)
    treatment = Treatment.of([int(panel.schools[5]), 1], 2018)
    gone = panel.values.copy()
    gone[5, 4:] = np.nan
    with pytest.raises(ValueError, match="no school that took part has results both before"):
        estimated(worlds.with_values(panel, gone), treatment)
    pupils = panel.pupils.copy()
    pupils[5, 4] = np.nan
    with pytest.raises(ValueError, match=f"pupils is not known .*{panel.schools[5]}"):
        estimated(replace(panel, pupils=pupils), treatment, weight="pupils")
    of_noise = [noise.Noise(name, 0.94, 79.4) for name in panel.outcomes]
    with pytest.raises(ValueError, match="pupils is not known"):
        estimated(replace(panel, pupils=pupils), treatment, of_noise=of_noise)
    assert estimated(replace(panel, pupils=pupils), treatment).n_treated.tolist() == [1, 1]
    with pytest.raises(ValueError, match="noise is wanted for reading_average, maths_average"):
        estimated(panel, treatment, of_noise=of_noise[::-1])
    with pytest.raises(ValueError, match="published yet"):
        estimated(panel, Treatment.of([int(panel.schools[5])], 2020))
    with pytest.raises(ValueError, match="schools that began in 2018"):
        att(panel, by_hand()[1][1:], treatment)
