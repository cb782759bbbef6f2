"""How wrong may the comparison be? Against linear programming, and how often it covers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from leadwell.evidence.regression.parallel_trends import EventPath, breakdown, relative_magnitudes
from leadwell.evidence.regression.staggered import group_time_effects
from leadwell.evidence.regression.staggered_aggregation import aggregate
from leadwell.evidence.regression.starts import NEVER

EVENTS = np.array([-4, -3, -2, 0, 1, 2])
PATH = np.array([0.3, -0.1, 0.2, 1.0, 1.5, 1.2])
FACTOR = np.random.default_rng(0).normal(size=(6, 6)) * 0.1
COVARIANCE = FACTOR @ FACTOR.T + 0.01 * np.eye(6)


def path(**change) -> EventPath:
    made = {"events": EVENTS, "coefficients": PATH, "covariance": COVARIANCE}
    return EventPath(**(made | change))


def slow_range(mbar: float, weights: np.ndarray) -> tuple[float, float]:
    """For each step before the start as the largest: a linear programme over later trends."""
    before = np.append(PATH[:3], 0.0)
    ends = []
    for step in np.diff(before):
        # trends d1, d2, d3, with 0 before them: each step within mbar times the largest
        rows = np.array([[1.0, 0, 0], [-1, 1, 0], [0, -1, 1]])
        limits = np.full(6, mbar * abs(step))
        for way in (1, -1):
            found = linprog(way * weights, np.vstack([rows, -rows]), limits, bounds=(None, None))
            ends.append(weights @ PATH[3:] - weights @ found.x)
    return min(ends), max(ends)


def test_a_path_by_hand():
    # -2: .2, -1: 0, 0: 1. The one step before the start is .2, so that the effect is 1 +- .2 mbar;
    # with se .1 and .05 and no covariance, the upper end is 1.2 + 1.96 sqrt(.01 + .0025)
    small = EventPath(np.array([-2, 0]), np.array([0.2, 1.0]), np.diag([0.0025, 0.01]))
    found = relative_magnitudes(small)
    half = 1.959963984540054 * np.sqrt(0.0125)
    assert (found.estimate, found.largest_step) == (1.0, 0.2)
    assert found.identified == pytest.approx((0.8, 1.2))
    assert found.interval == pytest.approx((0.8 - half, 1.2 + half))
    # 0 is inside when 1 - .2 m = 1.96 sqrt(.01 + .0025 m^2)
    m = breakdown(small)
    assert 1 - 0.2 * m == pytest.approx(1.959963984540054 * np.sqrt(0.01 + 0.0025 * m**2))


@pytest.mark.parametrize("mbar", [0.0, 0.5, 1.0, 2.0])
@pytest.mark.parametrize("weights", [[1, 0, 0], [0, 0, 1], [1 / 3, 1 / 3, 1 / 3], [-1, 0, 1]])
def test_the_range_is_that_of_linear_programming(mbar, weights):
    weights = np.array(weights, dtype=float)
    found = relative_magnitudes(path(), mbar=mbar, weights=weights)
    assert found.identified == pytest.approx(slow_range(mbar, weights))


def test_trends_that_are_alike_give_the_ordinary_interval():
    found = relative_magnitudes(path(), mbar=0, weights=np.array([0.0, 1.0, 0.0]))
    half = 1.959963984540054 * np.sqrt(COVARIANCE[4, 4])
    assert found.interval == pytest.approx((1.5 - half, 1.5 + half))
    few = relative_magnitudes(path(df=4.0), mbar=0, weights=np.array([0.0, 1.0, 0.0]))
    assert few.interval[1] - 1.5 == pytest.approx(2.7764451 * np.sqrt(COVARIANCE[4, 4]))


@given(st.floats(0, 5), st.floats(0, 5))
def test_more_doubt_never_makes_the_interval_shorter(one, other):
    less, more = (relative_magnitudes(path(), mbar=m).interval for m in sorted((one, other)))
    assert more[0] <= less[0] + 1e-12
    assert more[1] >= less[1] - 1e-12


def test_the_interval_holds_the_effect_as_often_as_it_says():
    """The worst case: after the start trends part by exactly as much as before it, each way."""
    rng, times = np.random.default_rng(1), 2000
    trend = np.array([-0.9, -0.6, -0.3, 0.3, 0.6, 0.9])
    for way in (1, -1):
        drawn = rng.multivariate_normal(way * trend, COVARIANCE, size=times)
        held = 0
        for coefficients in drawn:
            low, high = relative_magnitudes(path(coefficients=coefficients)).interval
            held += low <= 0 <= high
        assert held / times >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / times)


def test_the_breakdown_is_where_zero_comes_in():
    at = breakdown(path())
    assert relative_magnitudes(path(), mbar=at - 1e-6).interval[0] > 0
    assert relative_magnitudes(path(), mbar=at + 1e-6).interval[0] < 0
    turned = EventPath(EVENTS, -PATH, COVARIANCE)
    assert breakdown(turned) == pytest.approx(at)


def test_what_is_in_doubt_already_breaks_at_once_and_what_has_no_noise_never():
    assert breakdown(path(covariance=100 * COVARIANCE)) == 0
    still = np.where(EVENTS < 0, 0.0, PATH)
    assert breakdown(path(coefficients=still, covariance=np.zeros((6, 6)))) == np.inf


def test_the_reference_may_have_its_place_or_not():
    events = np.array([-4, -3, -2, -1, 0, 1, 2])
    with_place = EventPath(
        events,
        np.insert(PATH, 3, 0.0),
        np.insert(np.insert(COVARIANCE, 3, 0.0, axis=0), 3, 0.0, axis=1),
    )
    one, other = relative_magnitudes(with_place), relative_magnitudes(path())
    assert one.identified == pytest.approx(other.identified)
    assert one.interval == pytest.approx(other.interval)


def test_group_time_effects_give_a_path_against_one_year_only():
    starts = np.array([2017] * 6 + [2018] * 4 + [NEVER] * 20)
    made = np.random.default_rng(3).normal(size=(30, 5, 2))
    years = np.arange(2014, 2019)
    effects = group_time_effects(made, starts, years, base="universal")
    found = EventPath.of(aggregate(effects, by="event"), 1)
    assert found.events.tolist() == [-4, -3, -2, -1, 0, 1]
    assert np.isfinite(relative_magnitudes(found).interval).all()
    varying = aggregate(group_time_effects(made, starts, years), by="event")
    with pytest.raises(ValueError, match="base is universal"):
        EventPath.of(varying, 1)
    lone = np.where(np.arange(30) < 1, 2017, NEVER)
    lone_effects = group_time_effects(made, lone, years, base="universal")
    with pytest.raises(ValueError, match="event time -3 has no standard error: one school"):
        EventPath.of(aggregate(lone_effects, by="event"), 1)


@given(st.floats(0.01, 100))
def test_units_change_nothing_else(unit):
    found = relative_magnitudes(path(coefficients=unit * PATH, covariance=unit**2 * COVARIANCE))
    plain = relative_magnitudes(path()).interval
    assert found.interval == pytest.approx((unit * plain[0], unit * plain[1]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"coefficients": PATH[:5]}, "needs a coefficient"),
        ({"covariance": COVARIANCE[:5]}, "needs a coefficient"),
        ({"coefficients": np.where(EVENTS == 1, np.nan, PATH)}, "has no coefficient"),
        ({"events": EVENTS[::-1]}, "one another"),
        ({"events": np.array([-5, -3, -2, 0, 1, 2])}, "one another"),
        ({"events": np.array([0, 1, 2, 3, 4, 5])}, "a year before the last one"),
        ({"events": np.array([-7, -6, -5, -4, -3, -2])}, "and one after"),
    ],
)
def test_a_path_that_says_nothing_about_trends_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        path(**change)


def test_a_question_that_is_none_is_refused():
    for asked in ({"mbar": -1.0}, {"mbar": float("nan")}, {"level": 1.0}):
        with pytest.raises(ValueError, match="mbar is 0 or more"):
            relative_magnitudes(path(), **asked)
    with pytest.raises(ValueError, match="3 event times"):
        relative_magnitudes(path(), weights=np.ones(2))
