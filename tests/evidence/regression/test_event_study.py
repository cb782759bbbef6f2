"""Year by year by regression: what it must agree with, and what it must not mix."""

import numpy as np
import pytest

from leadwell.evidence.regression.event_study import event_study, sun_abraham
from leadwell.evidence.regression.staggered import group_time_effects
from leadwell.evidence.regression.staggered_aggregation import aggregate
from leadwell.evidence.regression.starts import NEVER

YEARS = np.array([2014, 2015, 2016, 2017, 2018, 2022])
STARTS = np.array([2016] * 4 + [2017] * 5 + [NEVER] * 21)
VALUES = np.random.default_rng(4).normal(100, 2, (30, 6, 2))


def effects_of(by_cohort: dict[int, float]) -> np.ndarray:
    """Nothing but an effect that grows by so much a year in each cohort."""
    made = np.zeros((30, 6, 1))
    for start, growth in by_cohort.items():
        since = np.arange(6) - np.searchsorted(YEARS, start)
        made[start == STARTS, :, 0] = growth * np.maximum(since + 1, 0)
    return made


def test_an_effect_that_is_there_is_found():
    exact = effects_of({2016: 1.0, 2017: 1.0}) + 1e-6 * VALUES[:, :, :1]
    found = event_study(exact, STARTS, YEARS)
    assert found.events.tolist() == [-3, -2, 0, 1, 2, 3]
    assert found.each.estimate[:, 0] == pytest.approx([0, 0, 1, 2, 3, 4], abs=1e-4)
    # 9 schools at events 0 to 2 and 4 at event 3: (9 + 18 + 27 + 16) / 31
    assert found.overall.estimate[0, 0] == pytest.approx(70 / 31, abs=1e-4)


def test_cohorts_that_differ_are_mixed_by_one_and_not_by_the_other():
    uneven = effects_of({2016: 1.0, 2017: 3.0}) + 1e-6 * VALUES[:, :, :1]
    truth = [0, 0, (4 + 15) / 9, (8 + 30) / 9, (12 + 45) / 9, 4]
    assert sun_abraham(uneven, STARTS, YEARS).each.estimate[:, 0] == pytest.approx(truth, abs=1e-4)
    assert event_study(uneven, STARTS, YEARS).each.estimate[-1, 0] != pytest.approx(4, abs=0.1)


def test_sun_and_abraham_are_group_time_effects_where_nothing_is_missing():
    ours = aggregate(group_time_effects(VALUES, STARTS, YEARS, base="universal"), by="event")
    some = ours.at != -1
    found = sun_abraham(VALUES, STARTS, YEARS)
    assert found.events.tolist() == ours.at[some].tolist()
    assert found.each.estimate == pytest.approx(ours.each.estimate[some])


def test_a_school_without_a_year_before_is_left_out():
    starts = STARTS.copy()
    starts[0] = 2014
    for method in (event_study, sun_abraham):
        found = method(VALUES, starts, YEARS)
        plain = method(VALUES[1:], STARTS[1:], YEARS)
        assert found.each.estimate == pytest.approx(plain.each.estimate)
        assert found.overall.se == pytest.approx(plain.overall.se)


def test_a_cohort_of_one_school_has_no_standard_error_of_its_own():
    starts = STARTS.copy()
    starts[:3] = NEVER
    fit = sun_abraham(VALUES, starts, YEARS).fit
    is_lone = np.array(["cohort 2" in name for name in fit.names])
    assert np.isnan(fit.ranged.se[is_lone]).all()
    assert np.isfinite(fit.ranged.se[~is_lone]).all()


@pytest.mark.parametrize("method", [event_study, sun_abraham])
def test_nobody_to_speak_of_is_refused(method):
    for start in (NEVER, 2014, 2023):
        with pytest.raises(ValueError, match="no school that took part has a year before"):
            method(VALUES, np.full(30, start), YEARS)
    with pytest.raises(ValueError, match="a row for each start"):
        method(VALUES[1:], STARTS, YEARS)


def test_without_schools_that_never_took_part_the_last_is_refused_by_name():
    took_part = STARTS != NEVER
    with pytest.raises(ValueError, match="event time 3 is 0 throughout or follows"):
        event_study(VALUES[took_part], STARTS[took_part], YEARS)
