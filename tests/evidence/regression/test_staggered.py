"""Group-time effects: by hand, against plain loops with cells missing, and their invariants."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.evidence.regression.staggered import group_time_effects
from leadwell.evidence.regression.starts import NEVER

YEARS = np.array([2015, 2016, 2017, 2018, 2022])
N = 40
STARTS = np.array([2017] * 5 + [2018] * 4 + [2021] * 3 + [2030] * 2 + [NEVER] * 26)
FIRSTS = np.array([2] * 5 + [3] * 4 + [4] * 3 + [5] * 2 + [99] * 26)


def values(seed: int = 0, *, k: int = 3, missing: float = 0.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    made = rng.normal(100, 2, (N, 1, k)) + rng.normal(size=(1, 5, k)) + rng.normal(size=(N, 5, k))
    made[rng.random(made.shape) < missing] = np.nan
    return made


def slow(values: np.ndarray, comparison: str, base: str) -> dict:
    """Each cell by the definition: its pair of years' own schools, one outcome."""
    found = {}
    for first in (2, 3, 4):
        for at in range(5):
            before = first - 1 if at >= first or base == "universal" else at - 1
            if before < 0:
                continue
            groups: dict[bool, list[float]] = {True: [], False: []}
            for school in range(N):
                change = values[school, at] - values[school, before]
                has_not_begun = comparison == "not yet" and FIRSTS[school] > max(at, before)
                if not np.isnan(change) and FIRSTS[school] == first:
                    groups[True].append(change)
                elif not np.isnan(change) and (FIRSTS[school] == 99 or has_not_begun):
                    groups[False].append(change)
            treated, others = np.array(groups[True]), np.array(groups[False])
            variance = treated.var() / treated.size + others.var() / others.size
            found[first, at] = (
                0.0 if at == before else treated.mean() - others.mean(),
                0.0 if at == before else np.sqrt(variance),
                treated.size,
                others.size,
            )
    return found


def test_one_cohort_in_two_years_by_hand():
    # two that took part rose by 3 and 5, three others by 1, 2 and 3: 4 - 2 = 2;
    # variance 1/2 + (2/3)/3 = 13/18, with n and not n - 1
    made = np.array([[[0.0], [rise]] for rise in (3.0, 5.0, 1.0, 2.0, 3.0)])
    found = group_time_effects(made, np.array([2018] * 2 + [NEVER] * 3), np.array([2017, 2018]))
    assert (found.cohorts.tolist(), found.years.tolist(), found.events.tolist()) == (
        [2018],
        [2018],
        [0],
    )
    assert found.effects[0, 0] == pytest.approx(2)
    assert found.ranged.se[0, 0] == pytest.approx(np.sqrt(13 / 18))
    assert (found.n_treated[0, 0], found.n_comparison[0, 0]) == (2, 3)


@pytest.mark.parametrize("comparison", ["never", "not yet"])
@pytest.mark.parametrize("base", ["varying", "universal"])
@pytest.mark.parametrize("missing", [0.0, 0.15])
def test_every_pair_of_years_uses_the_schools_that_have_both(comparison, base, missing):
    made = values(1, missing=missing)
    found = group_time_effects(made, STARTS, YEARS, comparison=comparison, base=base)
    for outcome in range(3):
        expected = slow(made[:, :, outcome], comparison, base)
        assert len(expected) == len(found.cohorts)
        for row, (first, at) in enumerate(expected):
            assert (found.cohorts[row], found.years[row]) == (YEARS[first], YEARS[at])
            effect, se, treated, others = expected[first, at]
            assert found.effects[row, outcome] == pytest.approx(effect)
            is_told = se > 0 and min(treated, others) > 1
            expected_se = se if is_told else np.nan
            assert found.ranged.se[row, outcome] == pytest.approx(expected_se, nan_ok=True)
            assert found.n_treated[row, outcome] == treated
            assert found.n_comparison[row, outcome] == others


def test_outcomes_asked_together_are_as_asked_alone():
    made, covariates = values(missing=0.1), np.random.default_rng(5).normal(size=(N, 1))
    covariates[30] = np.nan
    together = group_time_effects(made, STARTS, YEARS, covariates=covariates, adjust="regression")
    for outcome in range(3):
        alone = group_time_effects(
            made[:, :, [outcome]], STARTS, YEARS, covariates=covariates, adjust="regression"
        )
        assert together.effects[:, [outcome]] == pytest.approx(alone.effects)
        assert together.influence[:, :, [outcome]] == pytest.approx(alone.influence)
    assert np.all(together.counts[30] == 0)


def test_a_school_that_will_start_is_no_school_that_never_will():
    # 2030 is after the panel: such schools are "not yet" and never "never"
    never = group_time_effects(values(), STARTS, YEARS)
    not_yet = group_time_effects(values(), STARTS, YEARS, comparison="not yet")
    assert never.n_comparison.max() == 26
    assert not_yet.n_comparison[-1].tolist() == [28] * 3


def test_years_without_tests_make_one_cohort_of_their_starters():
    apart = np.where(STARTS == 2021, np.resize([2019, 2020, 2022], N), STARTS)
    one, other = (group_time_effects(values(), starts, YEARS) for starts in (STARTS, apart))
    assert np.array_equal(one.effects, other.effects)


def test_a_cell_nobody_has_is_empty_and_the_others_are_not():
    made = values()
    made[:5, 4, 0] = np.nan
    found = group_time_effects(made, STARTS, YEARS)
    gone = (found.cohorts == 2017) & (found.years == 2022)
    assert np.isnan(found.effects[gone, 0]).all()
    assert np.isnan(found.ranged.p[gone, 0]).all()
    assert found.n_treated[gone].tolist() == [[0, 5, 5]]
    assert np.isfinite(found.effects[~gone]).all()
    assert np.isfinite(found.effects[:, 1:]).all()


def test_one_school_has_an_effect_and_no_standard_error():
    found = group_time_effects(values()[8:], STARTS[8:], YEARS)
    is_lone = found.cohorts == 2018
    assert found.is_alone[is_lone].all()
    assert np.isnan(found.ranged.se[is_lone]).all()
    assert np.isfinite(found.effects).all()
    assert np.isfinite(found.ranged.se[~is_lone]).all()


@settings(max_examples=20)
@given(st.permutations(range(N)), st.floats(0.01, 100), st.integers(0, 10))
def test_row_order_units_and_levels_change_nothing(order, unit, seed):
    made = values(seed, missing=0.1)
    level = np.random.default_rng(seed).normal(size=(N, 1, 1)) + np.arange(5)[None, :, None]
    plain = group_time_effects(made, STARTS, YEARS).ranged
    again = group_time_effects(unit * (made + level)[order], STARTS[order], YEARS).ranged
    assert again.estimate == pytest.approx(unit * plain.estimate, abs=1e-9, nan_ok=True)
    assert again.p == pytest.approx(plain.p, abs=1e-9, nan_ok=True)


def test_one_point_more_after_the_start_is_one_point_more_after_and_none_before():
    added = (np.arange(5) >= FIRSTS[:, None])[:, :, None].astype(float)
    plain, more = (group_time_effects(m, STARTS, YEARS) for m in (values(), values() + added))
    assert more.effects - plain.effects == pytest.approx(
        np.where(plain.events >= 0, 1.0, 0.0)[:, None] + np.zeros(3), abs=1e-9
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"starts": np.full(N, NEVER)}, "no school that took part has a year before"),
        ({"starts": np.full(N, 2015)}, "no school that took part has a year before"),
        ({"starts": STARTS[1:]}, "must go together"),
        ({"weights": np.ones(3)}, "must go together"),
        ({"weights": np.full(N, np.nan)}, "0 or more"),
        ({"years": YEARS[::-1]}, "not ascending"),
        (
            {"covariates": (STARTS == 2017)[:, None].astype(float)},
            "schools whose first year after is 2017, in 2016: .*apart, wholly|follows from",
        ),
    ],
)
def test_what_cannot_be_worked_out_is_refused(change, message):
    asked = {"values": values(), "starts": STARTS, "years": YEARS} | change
    with pytest.raises(ValueError, match=message):
        group_time_effects(**asked)


def test_a_school_seen_in_the_base_year_only_counts_for_nothing():
    made = values()
    made[0, [0, 2, 3, 4]] = np.nan
    found = group_time_effects(made, STARTS, YEARS, base="universal")
    assert found.counts[0].tolist() == [0, 0, 0]
    assert found.counts[1].tolist() == [1, 1, 1]


def test_schools_that_all_moved_alike_have_an_effect_and_no_chance_to_speak_of():
    made = np.full((N, 5, 1), 0.1) + 0.2 * (np.arange(5) >= FIRSTS[:, None])[:, :, None]
    found = group_time_effects(made, STARTS, YEARS)
    assert found.effects[found.events >= 0] == pytest.approx(0.2)
    assert np.isnan(found.ranged.p).all()
