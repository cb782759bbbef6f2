"""Checks of a comparison: passed, or why it counts for less, or why it counts for nothing.

Each is made of plain numbers that other modules work out, and carries the sentence a reader sees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from math import isfinite

from leadwell.evidence.estimate import Interval
from leadwell.evidence.verdict.caveats import Caveat

# What Works Clearinghouse, Standards Handbook 5.0: a difference in g before the start.
NEGLIGIBLE_G = 0.05
LARGEST_G = 0.25
NEGLIGIBLE_SMD = 0.10  # where g is not known
LARGEST_SMD = 0.25  # in standard deviations of schools; Rubin (2001) and WWC use the same
LARGEST_UNMATCHED = 0.25  # share of the schools without any like them
PRE_TREND_P = 0.10
SLOPE_SHARE = 0.5  # of the effect


class Name(StrEnum):
    BALANCE = "alike before the start"
    SUPPORT = "similar schools found"
    PRE_TREND = "in step before the start"
    LEAVE_ONE_OUT = "not one school's doing"
    METHODS = "other methods agree"


class State(Enum):
    """CANNOT: it cannot be made, or was not. It has then not been passed either."""

    PASSED = "passed"
    CANNOT = "cannot be made"
    DOWNGRADED = "counts for less"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One check, how it came out, and the sentence that says so."""

    name: Name
    state: State
    sentence: str

    def __post_init__(self) -> None:
        if not self.sentence.endswith("."):
            raise ValueError(f"the check {self.name!r} needs a sentence")


States = Mapping[Name, State]


def states(checks: Sequence[Check]) -> States:
    """How each came out. Raises ValueError for a check made twice."""
    found = {check.name: check.state for check in checks}
    if len(found) != len(checks):
        raise ValueError("a check is there twice")
    return found


def balance(*, smd: float, g: float | None, is_adjusted: bool) -> Check:
    """Whether schools were alike before the start, by the two largest differences left.

    smd: largest difference of an earlier result, in standard deviations of schools; g: the same
    in standard deviations of pupils, None where that is not known; is_adjusted: the estimate allows
    for what is left.
    """
    _finite(smd, 0.0 if g is None else g)
    if abs(smd) > LARGEST_SMD or abs(g or 0.0) > LARGEST_G:
        return Check(
            Name.BALANCE,
            State.FAILED,
            "Before the programme the schools that took part were too unlike the nearest others.",
        )
    if abs(smd) <= NEGLIGIBLE_SMD if g is None else abs(g) <= NEGLIGIBLE_G:
        return Check(
            Name.BALANCE,
            State.PASSED,
            "Before the programme the schools that took part were like the similar schools.",
        )
    if is_adjusted:
        return Check(
            Name.BALANCE,
            State.PASSED,
            "The schools were a little unlike before the programme, and the comparison allows for it.",
        )
    return Check(
        Name.BALANCE,
        State.DOWNGRADED,
        "The schools were a little unlike before the programme, and the comparison does not allow for it.",
    )


def support(*, n_unmatched: int, n: int) -> Check:
    """Whether there were similar schools for all n schools that took part."""
    if not 0 <= n_unmatched <= n or n < 1:
        raise ValueError(f"{n_unmatched} schools cannot be some of {n}")
    if n_unmatched == 0:
        return Check(
            Name.SUPPORT,
            State.PASSED,
            "There were similar schools for every school that took part.",
        )
    whom = "any" if n_unmatched == n else str(n_unmatched)
    found = f"We found no schools similar enough to {whom} of the {n} that took part."
    if n == 1:
        found = "We found no schools similar enough to the one that took part."
    if n_unmatched > LARGEST_UNMATCHED * n:
        return Check(Name.SUPPORT, State.FAILED, found)
    left = "It is" if n_unmatched == 1 else "They are"
    return Check(Name.SUPPORT, State.DOWNGRADED, f"{found} {left} left out.")


def pre_trend(*, p: float | None, slope: float, effect: float) -> Check:
    """Whether the schools moved together before the start.

    p: of the joint test of years before the start, by placebo, or None where there are too few;
    slope: how far they moved apart there over as many years as the effect spans; effect: the
    estimate. Downgraded from p below .10, or a slope of more than half the effect.
    """
    if p is None:
        return Check(
            Name.PRE_TREND,
            State.CANNOT,
            "There are too few years before the start to see whether the schools moved together.",
        )
    _finite(p, slope, effect)
    if p < PRE_TREND_P or abs(slope) > SLOPE_SHARE * abs(effect):
        return Check(
            Name.PRE_TREND,
            State.DOWNGRADED,
            "The schools may have been moving apart from similar schools before the programme began.",
        )
    return Check(
        Name.PRE_TREND,
        State.PASSED,
        "Before the programme the schools moved in step with similar schools.",
    )


def leave_one_out(*, estimate: float, without: Sequence[float]) -> Check:
    """Whether the direction stays when any one school is left out; without: the estimates then."""
    _finite(estimate, *without)
    if len(without) < 2:
        return Check(
            Name.LEAVE_ONE_OUT, State.CANNOT, "There is no school that could be left out to try."
        )
    if all(each * estimate > 0 for each in without):
        return Check(
            Name.LEAVE_ONE_OUT,
            State.PASSED,
            "The direction stays the same whichever school is left out.",
        )
    return Check(
        Name.LEAVE_ONE_OUT,
        State.DOWNGRADED,
        "One school carries the result: without it the direction would not be the same.",
    )


def methods_agree(*, headline: Interval, others: Sequence[Interval]) -> Check:
    """Whether the 95% intervals of other methods lie as the headline's: above, below or about 0."""
    _finite(*headline, *(end for each in others for end in each))
    if not others:
        return Check(Name.METHODS, State.CANNOT, "No other method was tried.")
    if {side(each) for each in others} == {side(headline)}:
        return Check(Name.METHODS, State.PASSED, "Other ways of working it out say the same.")
    return Check(
        Name.METHODS,
        State.DOWNGRADED,
        Caveat.METHODS_DISAGREE.sentence,
    )


def side(interval: Interval) -> int:
    """1 where all of it is above 0, -1 where all is below, 0 where 0 is in it."""
    low, high = interval
    return int(low > 0) - int(high < 0)


def _finite(*numbers: float) -> None:
    if not all(map(isfinite, numbers)):
        raise ValueError("a check needs numbers: one of them is missing or infinite")
