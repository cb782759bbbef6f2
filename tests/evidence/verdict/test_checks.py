"""Checks of a comparison, at the edges of their thresholds."""

import pytest

from leadwell.evidence.verdict import checks
from leadwell.evidence.verdict.checks import Check, Name, State
from tests.evidence.judging import PASSED


@pytest.mark.parametrize(
    ("smd", "g", "is_adjusted", "state"),
    [
        (0.25, 0.05, False, State.PASSED),
        (-0.25, -0.05, False, State.PASSED),
        (0.10, 0.051, False, State.DOWNGRADED),
        (0.10, 0.051, True, State.PASSED),
        (0.10, 0.251, True, State.FAILED),
        (0.251, 0.0, True, State.FAILED),
        (-0.251, 0.0, True, State.FAILED),
    ],
)
def test_schools_are_alike_by_the_clearinghouse_thresholds(smd, g, is_adjusted, state):
    assert checks.balance(smd=smd, g=g, is_adjusted=is_adjusted).state is state


@pytest.mark.parametrize(
    ("n_unmatched", "n", "state", "said"),
    [
        (0, 8, State.PASSED, "There were similar schools for every school that took part."),
        (
            1,
            8,
            State.DOWNGRADED,
            "We found no schools similar enough to 1 of the 8 that took part. It is left out.",
        ),
        (
            2,
            8,
            State.DOWNGRADED,
            "We found no schools similar enough to 2 of the 8 that took part. They are left out.",
        ),
        (3, 8, State.FAILED, "We found no schools similar enough to 3 of the 8 that took part."),
        (8, 8, State.FAILED, "We found no schools similar enough to any of the 8 that took part."),
        (1, 1, State.FAILED, "We found no schools similar enough to the one that took part."),
    ],
)
def test_schools_without_similar_ones_are_counted(n_unmatched, n, state, said):
    check = checks.support(n_unmatched=n_unmatched, n=n)
    assert (check.state, check.sentence) == (state, said)


@pytest.mark.parametrize(
    ("p", "slope", "state"),
    [
        (0.10, 0.5, State.PASSED),
        (0.0999, 0.0, State.DOWNGRADED),
        (0.9, -0.51, State.DOWNGRADED),
        (None, 0.0, State.CANNOT),
    ],
)
def test_schools_moved_in_step_before(p, slope, state):
    assert checks.pre_trend(p=p, slope=slope, effect=-1.0).state is state


def test_one_school_that_carries_the_sign_is_told():
    assert checks.leave_one_out(estimate=1.0, without=[0.2, 1.4]).state is State.PASSED
    assert checks.leave_one_out(estimate=1.0, without=[-0.1, 1.4]).state is State.DOWNGRADED
    assert checks.leave_one_out(estimate=1.0, without=[0.0, 1.4]).state is State.DOWNGRADED
    assert checks.leave_one_out(estimate=1.0, without=[]).state is State.CANNOT


def test_methods_agree_when_all_lie_on_one_side():
    above, about, below = (0.1, 2.0), (-0.1, 2.0), (-2.0, -0.1)
    assert checks.methods_agree(headline=above, others=[above]).state is State.PASSED
    assert checks.methods_agree(headline=about, others=[about, about]).state is State.PASSED
    assert checks.methods_agree(headline=above, others=[above, about]).state is State.DOWNGRADED
    assert checks.methods_agree(headline=above, others=[below]).state is State.DOWNGRADED
    assert checks.methods_agree(headline=above, others=[]).state is State.CANNOT


def test_a_range_that_touches_0_is_not_to_one_side_of_it():
    assert [checks.side(each) for each in [(0.0, 1.0), (-1.0, 0.0), (0.1, 1.0), (-1.0, -0.1)]] == [
        0,
        0,
        1,
        -1,
    ]


def test_numbers_that_are_missing_are_refused():
    nan = float("nan")
    for make in (
        lambda: checks.balance(smd=nan, g=0.0, is_adjusted=True),
        lambda: checks.pre_trend(p=0.5, slope=nan, effect=1.0),
        lambda: checks.leave_one_out(estimate=1.0, without=[1.0, nan]),
        lambda: checks.methods_agree(headline=(nan, 1.0), others=[]),
    ):
        with pytest.raises(ValueError, match="missing or infinite"):
            make()


def test_schools_that_cannot_be_counted_are_refused():
    for n_unmatched, n in [(9, 8), (-1, 8), (0, 0)]:
        with pytest.raises(ValueError, match="cannot be some of"):
            checks.support(n_unmatched=n_unmatched, n=n)


def test_a_check_twice_or_without_a_sentence_is_refused():
    with pytest.raises(ValueError, match="twice"):
        checks.states((*PASSED, PASSED[0]))
    with pytest.raises(ValueError, match="needs a sentence"):
        Check(Name.BALANCE, State.PASSED, "ok")
