"""What a trial could show, with tests of its own: whole schools drawn by lot, or drawn within blocks.

Effects are in pupil standard deviations. For programmes judged on published results, see power.py.
"""

from dataclasses import dataclass
from math import sqrt

from leadwell.evidence.sizes.power import chance_of_seeing, multiplier


@dataclass(frozen=True, slots=True)
class Trial:
    """schools: in all, or in each block. pupils: tested in each school. icc: share of the variance
    between schools (within blocks).

    treated_share: of schools that take part. blocks: None for none; each is its own comparison.
    explained_between, explained_within: share of the variance between and within schools that
    covariates explain (R squared). school_covariates: how many are of schools, each of which costs
    a degree of freedom.

    Raises ValueError for what cannot be.
    """

    schools: float
    pupils: float
    icc: float
    treated_share: float = 0.5
    blocks: int | None = None
    explained_between: float = 0.0
    explained_within: float = 0.0
    school_covariates: int = 0

    def __post_init__(self) -> None:
        if not (0 < self.treated_share < 1):
            raise ValueError("some schools take part and some do not: a share between 0 and 1")
        if not 0 <= self.icc <= 1:
            raise ValueError("icc is a share, 0 to 1")
        if not (0 <= self.explained_between < 1 and 0 <= self.explained_within < 1):
            raise ValueError("what covariates explain is a share, from 0 to below 1")
        if not self.pupils >= 1 or self.school_covariates < 0:
            raise ValueError("schools have pupils, and covariates are 0 or more")
        if self.blocks is not None and self.blocks < 1:
            raise ValueError("blocks are 1 or more, or None")
        if not self.df > 0:
            raise ValueError("there are too few schools to judge chance by")

    @property
    def df(self) -> float:
        return (self.blocks or 1) * (self.schools - 2) - self.school_covariates


def standard_error(trial: Trial) -> float:
    """Of the effect, in pupil standard deviations.

    Source: Dong and Maynard (2013), Journal of Research on Educational Effectiveness 6, 24-67:
    schools drawn by lot, pupils tested; and the same within fixed blocks.
    """
    schools = trial.schools * (trial.blocks or 1)
    drawn = trial.treated_share * (1 - trial.treated_share) * schools
    between = trial.icc * (1 - trial.explained_between)
    within = (1 - trial.icc) * (1 - trial.explained_within) / trial.pupils
    return sqrt((between + within) / drawn)


def detect(trial: Trial, *, alpha: float = 0.05, power: float = 0.8) -> float:
    """The smallest true effect that is told from chance with this power. Source: the same."""
    return standard_error(trial) * multiplier(trial.df, alpha=alpha, power=power)


def power_of(effect: float, trial: Trial, *, alpha: float = 0.05) -> float:
    """The chance (0 to 1) that a true effect of so many standard deviations is told from chance."""
    return chance_of_seeing(effect / standard_error(trial), df=trial.df, alpha=alpha)
