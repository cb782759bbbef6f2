"""Pupils tested before and after: how much further those of schools that took part came.

With pupils of other schools, an effect: the score after, allowing for the score before. Without
any, a change, which everything else that year shares in: it may be called nothing more.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

import numpy as np
from scipy.special import stdtr, stdtrit

from leadwell.evidence.estimate import Interval
from leadwell.evidence.panel import Flags, Floats, Ints
from leadwell.evidence.pupils import random_intercept
from leadwell.evidence.pupils.random_intercept import RandomIntercept
from leadwell.evidence.pupils.school_robust import robust
from leadwell.evidence.sizes.hedges import EffectSize, from_points, of_clusters


class Kind(StrEnum):
    """What may be said of the number. Words follow it: a change is never an effect or an impact."""

    CHANGE = "change"
    EFFECT = "effect"


@dataclass(frozen=True, slots=True)
class Counted:
    """Of one group. schools, pupils: with both scores, those the answer is about.

    no_before, no_after, neither: pupils left out, and why. schools_lost: with no pupil left.
    """

    schools: int
    pupils: int
    no_before: int
    no_after: int
    neither: int
    schools_lost: int


@dataclass(frozen=True, slots=True)
class Growth:
    """How much further pupils came, in the score's unit.

    se: the larger of two, of the model and robust to what the model has wrong within schools, so
        that schools which agree by luck do not make it small. df, interval (95%), p: by Student's
        t with Bell and McCaffrey's degrees of freedom.
    effect_size: by the total variance of the score after and nothing allowed for; of a change,
        only scaled by it. school_variance, pupil_variance: the two parts of that variance.
    began_ahead: how far those that took part were ahead before, in pooled pupil standard deviations.
        The score before is allowed for, but groups more than a quarter apart are not alike (What
        Works Clearinghouse, Procedures and Standards Handbook 5.0).
    comparison, began_ahead: None for a change.
    """

    kind: Kind
    points: float
    se: float
    df: float
    interval: Interval
    p: float
    effect_size: EffectSize
    school_variance: float
    pupil_variance: float
    took_part: Counted
    comparison: Counted | None
    began_ahead: float | None


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """everyone: all pupils. disadvantaged: those alone, or None with `why_not` in words."""

    everyone: Growth
    disadvantaged: Growth | None = None
    why_not: str = ""


def before_after(
    *,
    before: Floats,
    after: Floats,
    school: Ints,
    took_part: Flags | None = None,
    disadvantaged: Flags | None = None,
) -> BeforeAfter:
    """Estimate it, for everyone and, where they are flagged, for disadvantaged pupils by themselves.

    before, after: shape (pupils,), NaN for a test not taken. Without a comparison, in one unit.
    school: shape (pupils,), a number for each pupil's school.
    took_part: shape (pupils,), the same for all pupils of a school. None, or all, for a change.
    disadvantaged: shape (pupils,), of pupils known to be; None where nobody knows.

    Raises ValueError in words: arrays of several lengths, infinite scores, a school in both
    groups, fewer than two schools of a group with results, and all that random_intercept.fit does.
    Source: Raudenbush and Bryk (2002), Hierarchical Linear Models, chapter 9; see school_robust
    and hedges.of_clusters for the rest.
    """
    joined = np.ones(school.shape) if took_part is None else took_part
    pupils = _Pupils(before, after, school, joined.astype(np.bool_))
    everyone = _growth(pupils)
    if disadvantaged is None:
        return BeforeAfter(everyone, why_not="Nobody said which pupils are disadvantaged.")
    if disadvantaged.shape != school.shape:
        raise ValueError("disadvantaged must be said of every pupil, and of nobody else")
    try:
        return BeforeAfter(
            everyone, _growth(pupils.only(disadvantaged.astype(np.bool_)), everyone.kind)
        )
    except ValueError as refused:
        return BeforeAfter(everyone, why_not=str(refused))


@dataclass(frozen=True, slots=True, eq=False)
class _Pupils:
    before: Floats
    after: Floats
    school: Ints
    took_part: Flags

    def __post_init__(self) -> None:
        shapes = {self.before.shape, self.after.shape, self.school.shape, self.took_part.shape}
        if len(shapes) > 1 or self.school.ndim != 1:
            raise ValueError("before, after, school and took_part need one value for each pupil")
        if np.isinf(self.before).any() or np.isinf(self.after).any():
            raise ValueError("a score is infinite")
        both = np.intersect1d(self.school[self.took_part], self.school[~self.took_part])
        if both.size:
            raise ValueError(
                f"school {both[0]} is among those that took part and those that did not"
            )

    def only(self, kept: Flags) -> "_Pupils":
        return _Pupils(self.before[kept], self.after[kept], self.school[kept], self.took_part[kept])

    @property
    def complete(self) -> Flags:
        is_complete: Flags = ~(np.isnan(self.before) | np.isnan(self.after))
        return is_complete

    def counted(self) -> Counted:
        no_before, no_after = np.isnan(self.before), np.isnan(self.after)
        schools = np.unique(self.school[self.complete]).size
        return Counted(
            schools=schools,
            pupils=int(self.complete.sum()),
            no_before=int((no_before & ~no_after).sum()),
            no_after=int((no_after & ~no_before).sum()),
            neither=int((no_before & no_after).sum()),
            schools_lost=np.unique(self.school).size - schools,
        )

    def model(self, kind: Kind) -> tuple[Floats, Floats, tuple[str, ...]]:
        """The outcome, what is allowed for (shape (pupils, k)), and the k names."""
        if kind == Kind.CHANGE:
            change = self.after - self.before
            if np.ptp(change) == 0:
                raise ValueError("every pupil changed by the same: chance cannot be judged")
            return change, np.empty((self.school.size, 0)), ()
        covariates = np.column_stack([self.took_part.astype(np.float64), self.before])
        return self.after, covariates, ("took part", "score before")

    def sizes(self) -> Ints:
        """Pupils of each school."""
        return np.unique(self.school, return_counts=True)[1].astype(np.int64)


def _growth(pupils: _Pupils, kind: Kind | None = None) -> Growth:
    """kind: what it is whoever is left; None to see whether anybody is there to compare with."""
    kind = kind or (Kind.CHANGE if pupils.took_part.all() else Kind.EFFECT)
    treated = _counted(pupils.only(pupils.took_part), "took part")
    others = None
    if kind == Kind.EFFECT:
        others = _counted(pupils.only(~pupils.took_part), "did not take part")
    used = pupils.only(pupils.complete)
    outcome, covariates, names = used.model(kind)
    model = random_intercept.fit(
        score=outcome, school=used.school, covariates=covariates, names=names
    )
    column = 1 if kind == Kind.EFFECT else 0
    points, model_se = model.of(model.names[column])
    checked = robust(
        score=outcome,
        school=used.school,
        design=np.column_stack([np.ones(outcome.size), covariates]),
        ratio=model.ratio,
        column=column,
    )
    se = max(model_se, checked.se)
    half = se * float(stdtrit(checked.df, 0.975))
    interval = (points - half, points + half)
    alone = random_intercept.fit(score=used.after, school=used.school)
    return Growth(
        kind=kind,
        points=points,
        se=se,
        df=checked.df,
        interval=interval,
        p=float(2 * stdtr(checked.df, -abs(points) / se)),
        effect_size=_effect_size(used, kind, points, interval, alone),
        school_variance=alone.school_variance,
        pupil_variance=alone.pupil_variance,
        took_part=treated,
        comparison=others,
        began_ahead=_began_ahead(used) if kind == Kind.EFFECT else None,
    )


def _counted(group: _Pupils, what: str) -> Counted:
    counted = group.counted()
    if counted.schools < 2:
        schools = "1 school" if counted.schools == 1 else "No school"
        raise ValueError(
            f"{schools} that {what} has pupils with both scores. With fewer than two, what a school"
            " does cannot be told from how schools differ anyway."
        )
    return counted


def _began_ahead(used: _Pupils) -> float:
    ours, theirs = used.before[used.took_part], used.before[~used.took_part]
    squares = ours.var() * ours.size + theirs.var() * theirs.size
    return float((ours.mean() - theirs.mean()) / np.sqrt(squares / (used.before.size - 2)))


def _effect_size(
    used: _Pupils, kind: Kind, points: float, interval: Interval, alone: RandomIntercept
) -> EffectSize:
    if kind == Kind.CHANGE:
        total = alone.school_variance + alone.pupil_variance
        return from_points(estimate=points, interval=interval, pupil_sd=sqrt(total))
    return of_clusters(
        difference=points,
        school_variance=alone.school_variance,
        pupil_variance=alone.pupil_variance,
        treated_sizes=used.only(used.took_part).sizes(),
        comparison_sizes=used.only(~used.took_part).sizes(),
    )
