"""What is known of a question before anything is estimated: who, when, which outcome, since when.

Years are academic years by the year they start (2018 is 2018/19).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from leadwell.evidence.base_years import N_BASE_YEARS

NO_TESTS = frozenset({2019, 2020})
NOT_BY_SCHOOL = frozenset({2021})  # produced, and published for England only
NO_PROGRESS = frozenset({2023, 2024})  # their pupils had no test at age 7
COVID_YEARS = NO_TESTS | NOT_BY_SCHOOL
FIRST_RESULTS_AFTER = 2022


class Outcome(StrEnum):
    """What the question is about; what may be said of it depends on the family alone."""

    ATTAINMENT = "attainment"
    PROGRESS = "progress"
    GAP = "gap"
    SURVEY = "survey"
    PUPIL_TEST = "pupil test"
    NONE = "none"

    @property
    def is_published(self) -> bool:
        """Whether the Department publishes it school by school, so that others can be drawn."""
        return self in (Outcome.ATTAINMENT, Outcome.PROGRESS, Outcome.GAP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A question about one outcome of the schools that took part, before it is answered.

    n_found: schools of the list that published data know. n_eligible: those of them with results
        before and after, which are all that an answer is about.
    n_trusts: different trusts among them; a school in none counts as one of its own.
    n_in_largest_trust: how many of them are one trust's.
    starts: academic years in which schools began, ascending, each once.
    base_years: years with results before the earliest start that can be used, ascending, without
        the year whose results were the reason for choosing the schools. The last three are the base.
    after_years: years with results from the earliest start on.
    recruited_on: that year, or None; is_recruitment_known: False where nobody knows whether
        results were the reason. Known and None: the schools were not chosen by results.
    years_not_produced: years asked for of which there is nothing (see `not_produced`).
    mean_cohort: pupils a year and school, or None. gap_share: share (0 to 1) of the schools that
        have a published gap, needed for a gap.
    n_pairs: people who answered a survey both times.
    is_comparison_possible: False where nobody outside was measured. has_everybody_joined: every
        school of the kind took part, so nobody is left.
    is_after_results: the question was fixed or changed after results were known.

    Raises ValueError, in plain words, for what cannot be.
    """

    outcome: Outcome
    n_found: int
    n_eligible: int
    n_trusts: int = 1
    n_in_largest_trust: int = 1
    starts: tuple[int, ...] = ()
    base_years: tuple[int, ...] = ()
    after_years: tuple[int, ...] = ()
    recruited_on: int | None = None
    is_recruitment_known: bool = False
    years_not_produced: tuple[int, ...] = ()
    mean_cohort: float | None = None
    gap_share: float | None = None
    n_pairs: int = 0
    is_comparison_possible: bool = True
    has_everybody_joined: bool = False
    is_after_results: bool = False
    has_dose: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.n_eligible <= self.n_found:
            raise ValueError("schools with results are some of those found, none fewer than 0")
        if min(self.n_trusts, self.n_in_largest_trust, self.n_pairs) < 0:
            raise ValueError("a count is below 0")
        for name in ("starts", "base_years", "after_years", "years_not_produced"):
            years = getattr(self, name)
            if list(years) != sorted(set(years)):
                raise ValueError(f"{name} are not ascending, each once")
        if self.recruited_on is not None and not self.is_recruitment_known:
            raise ValueError("the year the schools were chosen on is given, and said to be unknown")
        if self.recruited_on in self.base_years:
            raise ValueError(
                f"the schools were chosen on the results of {label(self.recruited_on)}: "
                "that year cannot be part of the base"
            )
        if self.outcome.is_published:
            self._check_years()
        if self.mean_cohort is not None and not self.mean_cohort >= 0:
            raise ValueError("mean_cohort is not a number of pupils")
        if self.outcome is Outcome.GAP and self.gap_share is None:
            raise ValueError("a gap needs the share of schools that have a published one")
        if self.gap_share is not None and not 0 <= self.gap_share <= 1:
            raise ValueError("gap_share is a share, 0 to 1")

    def _check_years(self) -> None:
        if not self.starts:
            raise ValueError("nobody said when the schools began")
        if self.base_years and self.base_years[-1] >= self.starts[0]:
            raise ValueError(
                f"{label(self.base_years[-1])} is not before the start: "
                "a school's start year is already after"
            )
        if self.after_years and self.after_years[0] < self.starts[0]:
            raise ValueError(f"{label(self.after_years[0])} is before the start")
        missing = not_produced(self.outcome, self.base_years + self.after_years)
        if missing:
            raise ValueError(f"there is no {self.outcome} of {label(missing[0])}")

    @property
    def is_compared(self) -> bool:
        """Whether there is, or can be, somebody to compare with."""
        is_of_results = self.outcome not in (Outcome.SURVEY, Outcome.NONE)
        return is_of_results and self.is_comparison_possible and not self.has_everybody_joined

    @property
    def is_staggered(self) -> bool:
        return len(self.starts) > 1

    @property
    def base(self) -> tuple[int, ...]:
        """The years whose mean is what schools are measured from."""
        return self.base_years[-N_BASE_YEARS:]

    @property
    def is_one_trusts(self) -> bool:
        """Whether a turn in one trust's fortunes would carry the answer.

        Two schools that share no trust share no such turn, though they have only two trusts.
        """
        is_of_few = self.n_trusts < min(3, self.n_eligible)
        return is_of_few or self.n_in_largest_trust > max(1.0, self.n_eligible / 2)

    def only(self, n: int) -> Self:
        """The same question about only n of its schools: those for which others were found.

        Raises ValueError for more schools than it is about.
        """
        if not 0 <= n <= self.n_eligible:
            raise ValueError(f"{n} schools were compared, of {self.n_eligible} that could be")
        return replace(
            self,
            n_eligible=n,
            n_trusts=min(self.n_trusts, n),
            n_in_largest_trust=min(self.n_in_largest_trust, n),
        )


def not_produced(outcome: Outcome, years: Iterable[int]) -> tuple[int, ...]:
    """Those of these years of which the Department published nothing, school by school."""
    if not outcome.is_published:
        return ()
    gone = COVID_YEARS | (NO_PROGRESS if outcome is Outcome.PROGRESS else frozenset())
    return tuple(sorted(gone.intersection(years)))


def label(year: int) -> str:
    """ "2018/19" for 2018."""
    return f"{year:04}/{(year + 1) % 100:02}"
