"""Who is in and who is not: one reason each, and everybody counted."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadwell.evidence.matching.covariates import covariates
from leadwell.evidence.matching.eligibility import (
    SENTENCES,
    Eligibility,
    Reason,
    after_matching,
    eligible,
)
from leadwell.evidence.matching.nearest import nearest
from leadwell.evidence.panel import NONE, Panel, Treatment, Why, complete

YEARS = np.array([2015, 2016, 2017, 2018, 2021])
FULL = [1, 1, 1, 1, 1]


def panel(has, **changed) -> Panel:
    """Schools 0, 1, 2 ..., a result in each year that is 1, 30 pupils in each."""
    has = np.array(has, dtype=bool)
    noise = np.random.default_rng(7).standard_normal(has.shape)
    whole = complete(
        schools=np.arange(len(has)),
        years=YEARS,
        outcomes=["reading"],
        values=np.where(has, 100 + noise, np.nan)[:, :, None],
        pupils=np.full(has.shape, 30.0),
    )
    return replace(whole, **changed)


def asked(table, treatment, **options) -> Eligibility:
    return eligible(table, treatment, outcomes=["reading"], **options)


BY_RESULTS = [
    (FULL, Reason.IN),
    ([0, 1, 1, 0, 1], Reason.IN),
    ([0, 0, 0, 1, 1], Reason.NO_RESULT_BEFORE),
    ([0, 0, 1, 1, 1], Reason.TOO_FEW_BEFORE),
    ([1, 1, 1, 0, 0], Reason.NO_RESULT_AFTER),
    ([0, 0, 0, 0, 0], Reason.NO_RESULT_BEFORE),
]


@pytest.mark.parametrize(("has", "reason"), BY_RESULTS)
def test_results_decide_alike_for_those_who_took_part_and_the_pool(has, reason):
    found = asked(panel([FULL, has, has]), Treatment.of([0, 1], 2018))
    assert found.reasons.tolist() == [Reason.IN, reason]
    assert found.pool_reasons[2].tolist() == [reason]
    assert found.pool_reasons[:2, 0].tolist() == [Reason.TOOK_PART] * 2


def test_one_base_year_is_enough_where_one_is_asked_for_and_the_recruitment_year_is_none():
    table = panel([FULL, [0, 0, 1, 1, 1], [0, 1, 1, 1, 1]])
    treatment = Treatment.of([0, 1, 2], 2018, recruited_on=2017)
    assert asked(table, treatment, base_years_needed=1).reasons.tolist() == [
        Reason.IN,
        Reason.NO_RESULT_BEFORE,
        Reason.IN,
    ]
    assert asked(table, treatment).reasons[2] == Reason.TOO_FEW_BEFORE


def test_a_school_that_closed_is_told_from_one_whose_results_were_not_shown():
    table = panel([FULL, [1, 1, 1, 0, 0], [1, 1, 1, 0, 0], [1, 1, 1, 1, 0]])
    why = table.why.copy()
    why[1, 3:] = why[3, 4] = Why.CLOSED
    found = asked(replace(table, why=why), Treatment.of([0, 1, 2, 3], 2018))
    expected = [Reason.IN, Reason.CLOSED, Reason.NO_RESULT_AFTER, Reason.IN]
    assert found.reasons.tolist() == expected


def test_strangers_and_other_phases_are_told():
    table = panel([FULL] * 5, phase=np.array([2, 4, 2, 4, 2]))
    found = asked(table, Treatment.of([0, 1, 99], 2018), phase=2)
    assert found.rows.tolist() == [0, 1, NONE]
    assert found.reasons.tolist() == [Reason.IN, Reason.OTHER_PHASE, Reason.NOT_IN_TABLES]
    assert found.may_be_compared(2018).tolist() == [False, False, True, False, True]
    assert found.included(2018).tolist() == [0]
    without = asked(table, Treatment.of([0, 99], 2018))
    assert without.may_be_compared(2018).tolist() == [False, False, True, False, True]


def test_other_programmes_and_what_a_school_was_before_are_not_compared_with():
    table = panel([FULL] * 5, predecessor=np.array([NONE, 0, NONE, NONE, NONE]))
    elsewhere = np.array([False, False, False, True, False])
    found = asked(table, Treatment.of([1], 2018), elsewhere=elsewhere)
    assert found.pool_reasons[:, 0].tolist() == [
        Reason.TOOK_PART,
        Reason.TOOK_PART,
        Reason.IN,
        Reason.OTHER_PROGRAMME,
        Reason.IN,
    ]


def test_each_start_has_its_own_before_and_after():
    """School 2 has results to 2017 only: after a start in 2017, not after one in 2021."""
    table = panel([FULL, FULL, [1, 1, 1, 0, 0], [0, 0, 0, 1, 0]])
    treatment = Treatment(np.array([1, 0]), np.array([2021, 2017]))
    found = asked(table, treatment)
    assert found.pool_starts.tolist() == [2017, 2021]
    assert found.pool_reasons[2].tolist() == [Reason.IN, Reason.NO_RESULT_AFTER]
    assert found.pool_reasons[3].tolist() == [Reason.NO_RESULT_BEFORE, Reason.TOO_FEW_BEFORE]
    assert found.included(2021).tolist() == [1]
    flow = found.flow()
    assert flow[Reason.IN] == (2, 1)
    assert flow[Reason.TOO_FEW_BEFORE] == (0, 1)
    with pytest.raises(ValueError, match="no school began in 2018"):
        found.may_be_compared(2018)


def test_small_schools_are_marked_and_stay():
    """Means of the base years 2015 to 2017: 10.67 is small, 11 is not, unknown is not."""
    pupils = np.full((3, 5), 90.0)
    pupils[0, :3], pupils[1, :3], pupils[2, :3] = [10, 11, 11], [11, 11, np.nan], np.nan
    found = asked(panel([FULL] * 3, pupils=pupils), Treatment.of([0, 1, 2], 2018))
    assert found.is_small.tolist() == [True, False, False]
    assert found.reasons.tolist() == [Reason.IN] * 3


def test_schools_that_could_not_be_matched_are_told_after_matching():
    """School 2 has two of three base years; school 3 is alone in its region."""
    table = panel(
        [FULL, FULL, [0, 1, 1, 1, 1], FULL, FULL, [0, 1, 1, 1, 1], FULL],
        region=np.array([1, 1, 1, 2, 1, 1, 1]),
    )
    before = asked(table, Treatment.of([0, 2, 3], 2018))
    assert before.reasons.tolist() == [Reason.IN] * 3
    matched_on = covariates(table, start=2018, outcomes=["reading"])
    near = nearest(
        matched_on.points,
        k=2,
        exact=[table.region],
        may_be_compared=before.may_be_compared(2018),
    )

    found = after_matching(before, covariates={2018: matched_on}, neighbours={2018: near})

    expected = [Reason.IN, Reason.COVARIATE_MISSING, Reason.NO_SIMILAR_SCHOOL]
    assert found.reasons.tolist() == expected
    assert found.pool_reasons[5, 0] == Reason.COVARIATE_MISSING
    assert found.flow()[Reason.IN] == (1, 3)


@given(st.integers(0, 10_000))
def test_everybody_is_counted_once_and_order_changes_no_reason(seed):
    rng = np.random.default_rng(seed)
    table = panel(rng.random((25, 5)) < 0.7, phase=rng.integers(0, 2, 25))
    schools = rng.choice(30, 8, replace=False)
    starts = rng.choice([2016, 2018, 2019], 8)
    found = asked(table, Treatment(schools, starts))
    counts = np.array(list(found.flow().values()))
    assert counts.sum(axis=0).tolist() == [8, 25]
    order = rng.permutation(8)
    other = asked(table, Treatment(schools[order], starts[order]))
    np.testing.assert_array_equal(other.reasons, found.reasons[order])
    np.testing.assert_array_equal(other.pool_reasons, found.pool_reasons)


def test_a_start_after_every_result_leaves_nobody_and_says_why():
    found = asked(panel([FULL] * 3), Treatment.of([0], 2040))
    assert found.reasons.tolist() == [Reason.NO_RESULT_AFTER]
    early = asked(panel([FULL] * 3), Treatment.of([0], 1990))
    assert early.flow()[Reason.NO_RESULT_BEFORE] == (1, 2)


def test_every_reason_is_a_sentence():
    assert set(SENTENCES) == set(Reason)
    assert all(reason.sentence.endswith(".") for reason in Reason)


def test_what_cannot_be_asked_is_refused():
    table = panel([FULL])
    with pytest.raises(ValueError, match="no school took part"):
        asked(table, Treatment.of([], 2018))
    with pytest.raises(ValueError, match="4 of 3 base years"):
        asked(table, Treatment.of([0], 2018), base_years_needed=4)
    with pytest.raises(ValueError, match="no outcome 'maths'"):
        eligible(table, Treatment.of([0], 2018), outcomes=["maths"])
