from dataclasses import replace

import numpy as np
import pytest

from leadwell.evidence.panel import NONE, Treatment
from leadwell.evidence.placebo import noise
from leadwell.evidence.placebo.contrasts import for_starts
from leadwell.evidence.placebo.event_study import event_study
from tests.evidence import worlds


def studied(panel, treatment, *, neighbours=None, **asked):
    each = for_starts(panel, neighbours or worlds.nearest(panel), treatment)
    return each, event_study(panel, each, treatment, **({"draws": 499} | asked))


@pytest.mark.parametrize("weight", ["pupils", "school"])
def test_agrees_with_plain_loops_over_schools_and_years(weight):
    panel = worlds.country(1, missing=0.03)
    treatment = Treatment(panel.schools[:6], np.array([2017, 2018] * 3))
    each, found = studied(panel, treatment, weight=weight)
    contrast = {one.start: one.values for one in each}
    assert found.times.tolist() == [-4, -3, -2, -1, 0, 1, 2]
    for e, time in enumerate(found.times):
        for k in range(2):
            sums = total = n = 0
            for row, start in enumerate(treatment.starts):
                at = start + time - 2014
                if 0 <= at < 6 and not np.isnan(contrast[start][row, at, k]):
                    counts = panel.pupils[row, at] if weight == "pupils" else 1
                    sums, total = sums + counts * contrast[start][row, at, k], total + counts
                    n += 1
            assert found.n_treated[e, k] == n
            if n:
                assert found.estimates[e, k] == pytest.approx(sums / total, abs=1e-12)
                assert found.low[e, k] < found.estimates[e, k] < found.high[e, k]


def test_times_are_counted_in_published_years_of_each_outcome():
    """Nobody has anything in 2016, nor maths in 2017: a start in 2018 has 2017 or 2015 before it."""
    panel = worlds.country(2)
    values = panel.values.copy()
    values[:, 2] = values[:, 3, 1] = np.nan
    panel = worlds.with_values(panel, values)
    each, found = studied(panel, Treatment.of(panel.schools[:4], 2018), weight="school")
    at = {int(time): e for e, time in enumerate(found.times)}
    assert found.times.tolist() == [-3, -2, -1, 0, 1]
    own = each[0].values[:4].mean(axis=0)
    assert found.estimates[at[-1]] == pytest.approx([own[3, 0], own[1, 1]])
    assert found.estimates[at[0]] == pytest.approx(own[4])
    assert np.isnan(found.estimates[at[-3]]).tolist() == [False, True]


def drifting(panel, by, *, until=6):
    """The first six schools drift up by so many points a year, from long before."""
    values = panel.values.copy()
    values[:6] += (by * np.minimum(np.arange(6), until))[:, None]
    return worlds.with_values(panel, values)


def test_schools_that_were_drawing_apart_already_are_seen():
    panel = worlds.country(3)
    neighbours, treatment = worlds.nearest(panel), Treatment.of(panel.schools[:6], 2018)
    of_noise = [noise.Noise(name, 0.94, 79.4) for name in panel.outcomes]
    _, level = studied(panel, treatment, neighbours=neighbours, noise=of_noise)
    _, drift = studied(drifting(panel, 2.0), treatment, neighbours=neighbours, noise=of_noise)
    assert drift.pre_slope == pytest.approx(level.pre_slope + 2.0)
    assert drift.pretrend_p.max() < 0.05
    assert drift.pre_slope_p.max() < 0.05
    assert drift.is_tested.tolist() == [[True] * 2] * 4 + [[False] * 2] * 2


def test_the_slope_and_the_joint_p_are_those_of_the_years_shown():
    panel = worlds.country(4, k=1)
    _, found = studied(panel, Treatment.of(panel.schools[:5], 2018))
    before = found.times < 0
    slow = np.polyfit(found.times[before], found.estimates[before, 0], 1)[0]
    assert found.pre_slope[0] == pytest.approx(slow)
    assert 1 / 500 <= found.pretrend_p[0] <= 1


def test_the_year_the_schools_were_chosen_by_is_shown_and_not_tested():
    panel = worlds.country(5)
    values = panel.values.copy()
    values[:6, 3] -= 50.0  # 2017: chosen for it
    treatment = Treatment.of(panel.schools[:6], 2018, recruited_on=2017)
    neighbours = worlds.nearest(panel)
    _, found = studied(worlds.with_values(panel, values), treatment, neighbours=neighbours)
    _, without = studied(panel, treatment, neighbours=neighbours)
    assert found.is_tested[:, 0].tolist() == [True, True, True, False, False, False]
    assert np.all(found.estimates[3] < -40)
    assert found.pretrend_p.tolist() == without.pretrend_p.tolist()
    assert found.pre_slope == pytest.approx(without.pre_slope)


def test_one_year_before_tests_nothing_and_says_so():
    panel = worlds.country(6)
    _, found = studied(panel, Treatment.of(panel.schools[:4], 2015))
    assert np.isnan(found.pretrend_p).all()
    assert np.isnan(found.pre_slope).all()
    assert np.isnan(found.pre_slope_p).all()
    assert np.isnan(found.estimates[0]).all()
    assert not np.isnan(found.estimates[1:]).any()


def test_too_few_draws_have_no_interval():
    panel = worlds.country(6)
    trust = np.where(np.arange(60) < 20, np.arange(60) // 4, NONE)
    panel = replace(panel, trust=trust)
    _, found = studied(panel, Treatment.of(panel.schools[:4], 2018), unit="trust")
    assert np.isnan(found.low).all()
    assert not np.isnan(found.estimates).any()


def test_a_point_more_after_the_start_moves_what_came_after_only():
    panel = worlds.country(7)
    treatment, neighbours = Treatment.of(panel.schools[:5], 2018), worlds.nearest(panel)
    values = panel.values.copy()
    values[:5, 4:] += 1.0
    _, one = studied(panel, treatment, neighbours=neighbours)
    _, two = studied(worlds.with_values(panel, values), treatment, neighbours=neighbours)
    assert two.estimates - one.estimates == pytest.approx(
        np.repeat([[0.0], [0], [0], [0], [1], [1]], 2, axis=1), abs=1e-11
    )
    assert two.pretrend_p.tolist() == one.pretrend_p.tolist()
    assert two.high - two.low == pytest.approx(one.high - one.low)
