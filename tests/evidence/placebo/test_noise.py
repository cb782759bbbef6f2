from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.panel import complete
from leadwell.evidence.placebo import noise
from leadwell.evidence.placebo.noise import Noise, variance_of_contrast
from tests.evidence import worlds

READING = Noise("reading_average", a=0.94, b=79.4)


def country(seed=0, *, n=3_000, a=0.94, b=79.4, years=(2014, 2015, 2016, 2017)):
    rng = np.random.default_rng(seed)
    pupils = np.tile(rng.integers(8, 90, (n, 1)), (1, len(years))).astype(float)
    chance = rng.normal(size=pupils.shape) * np.sqrt(a / 2 + b / pupils)
    values = rng.normal(104, 2, (n, 1)) + np.arange(len(years)) + chance
    return complete(
        schools=np.arange(n),
        years=np.array(years),
        outcomes=["reading_average"],
        values=values[:, :, None],
        pupils=pupils,
    )


def test_a_planted_noise_is_found_though_the_country_rises():
    (found,) = noise.fit(country(n=20_000))
    assert found.a == pytest.approx(0.94, abs=0.15)
    assert found.b == pytest.approx(79.4, rel=0.03)
    assert found.n_changes == 3 * 20_000


def test_faults_in_the_data_are_not_noise():
    panel = country()
    values = panel.values.copy()
    values[::100, 1, 0] = 30.0  # a tenth of a school's scores typed wrongly
    (clean,), (damaged,) = noise.fit(panel), noise.fit(worlds.with_values(panel, values))
    assert damaged.of_one_year(30.0) == pytest.approx(clean.of_one_year(30.0), rel=0.03)


def test_agrees_with_a_general_minimiser_of_the_same_equations():
    """At the end, weights are those of the line itself: no other line fits them better."""
    from scipy.optimize import nnls

    panel = country(n=500)
    (found,) = noise.fit(panel)
    change = np.diff(panel.values[:, :, 0], axis=1)
    x = 2 / panel.pupils[:, 1:]
    variance = found.a + found.b * x
    mean = (change / variance).sum(axis=0) / (1 / variance).sum(axis=0)
    square = (change - mean) ** 2 * 500 / 499
    sides = np.column_stack([np.ones(x.size), x.ravel()]) / variance.ravel()[:, None]
    slow, _ = nnls(sides, (square / variance).ravel())
    assert (found.a, found.b) == pytest.approx(tuple(slow), rel=1e-6)


@pytest.mark.parametrize(("a", "b"), [(0.0, 80.0), (6.0, 0.0)])
def test_neither_part_is_ever_negative(a, b):
    found = [noise.fit(country(seed, n=200, a=a, b=b))[0] for seed in range(6)]
    assert min(min(one.a, one.b) for one in found) == 0


def test_only_years_in_a_row_count_and_only_schools_left_alone():
    assert noise.fit(country(n=100, years=(2015, 2016, 2018, 2022)))[0].n_changes == 100
    left_out = np.arange(40)
    assert noise.fit(country(n=100), left_out=left_out)[0].n_changes == 3 * 60


def test_schools_of_one_size_have_all_their_noise_in_a():
    panel = country(n=2_000)
    (found,) = noise.fit(replace(panel, pupils=np.full(panel.pupils.shape, 30.0)))
    assert found.b == 0
    assert found.a == pytest.approx(np.diff(panel.values[:, :, 0], axis=1).var(), rel=0.05)


@settings(max_examples=10)
@given(st.integers(0, 1000), st.sampled_from([0.5, 2.0, 1024.0]))
def test_another_unit_changes_variances_by_its_square(seed, unit):
    panel = country(seed, n=100)
    (one,), (other,) = noise.fit(panel), noise.fit(worlds.with_values(panel, panel.values * unit))
    assert (other.a, other.b) == pytest.approx((one.a * unit**2, one.b * unit**2), rel=1e-6)


def test_rows_in_another_order_have_the_same_noise():
    panel = country(n=300)
    order = np.random.default_rng(1).permutation(300)
    (one,), (other,) = noise.fit(panel), noise.fit(worlds.shuffled(panel, order))
    assert (other.a, other.b) == pytest.approx((one.a, one.b), rel=1e-6)


@pytest.mark.parametrize(
    ("panel", "told"),
    [
        (country(n=9), "reading_average has 27 changes"),
        (country(n=100, years=(2014, 2016, 2018)), "has 0 changes"),
        (worlds.with_values(country(n=50), np.ones((50, 4, 1))), "hardly ever changes"),
        (replace(country(n=50), pupils=np.zeros((50, 4))), "with pupils known"),
    ],
)
def test_too_little_to_measure_is_refused_with_the_outcome(panel, told):
    with pytest.raises(ValueError, match=told):
        noise.fit(panel)


def test_a_hand_worked_contrast():
    """30 pupils, 3 years before and 2 after, 5 neighbours: (.47 + 2.6467)(5/6)(6/5) = 3.1167."""
    found = variance_of_contrast(READING, pupils=30, base=3, post=2, neighbours=5)
    assert found == pytest.approx(3.1167, abs=1e-4)


def test_simulated_contrasts_vary_as_they_should():
    rng = np.random.default_rng(3)
    results = rng.normal(size=(50_000, 6, 5)) * np.sqrt(READING.of_one_year(30.0))
    change = results[:, :, 3:].mean(axis=2) - results[:, :, :3].mean(axis=2)
    contrast = change[:, 0] - change[:, 1:].mean(axis=1)
    expected = variance_of_contrast(READING, pupils=30, base=3, post=2, neighbours=5)
    assert contrast.var() == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize("part", ["pupils", "base", "post", "neighbours"])
def test_a_contrast_of_nothing_is_refused(part):
    whole = {"pupils": 30, "base": 3, "post": 2, "neighbours": 5}
    with pytest.raises(ValueError, match="at least one"):
        variance_of_contrast(READING, **(whole | {part: 0}))


@pytest.mark.parametrize(("a", "b"), [(-1, 80), (1, -80), (0, 0), (np.nan, 1), (np.inf, 1)])
def test_a_noise_that_cannot_be_is_refused(a, b):
    with pytest.raises(ValueError, match="the noise of maths"):
        Noise("maths", a=a, b=b)
