"""Schools that took part beside a weighted mixture of schools that did not, over several years.

Three ways of mixing. Difference-in-differences: all schools and years before alike. Synthetic control
(Abadie, Diamond and Hainmueller, 2010, Journal of the American Statistical Association 105, 493-505):
schools weighted so that the mixture's past is that of the schools that took part. Synthetic
difference-in-differences (Arkhangelsky, Athey, Hirshberg, Imbens and Wager, 2021, American Economic
Review 111, 4088-4118): schools weighted so that the mixture moves in step with them, and years before
so that they foretell the years after. How far each could be off by chance: synthetic_checks.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from leadwell.evidence.panel import Flags, Floats, Ints, freeze
from leadwell.evidence.synthetic import simplex

FEWEST_YEARS_BEFORE = 5


class Method(StrEnum):
    DID = "difference_in_differences"
    SYNTHETIC_CONTROL = "synthetic_control"
    SYNTHETIC_DID = "synthetic_difference_in_differences"


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One outcome of n schools in t years, every cell there, with one start for all who took part.

    schools: shape (n,). A number for each, only to name it by.
    years: shape (t,). Academic years, ascending; years without results are simply not there.
    values: shape (n, t). In the outcome's unit. treated: shape (n,). True where a school took part.
    start: the academic year they began. Years from it on are after.

    Raises ValueError for shapes that disagree; a missing value, naming school and year; fewer than
    two years before, or none after; no school that took part, or fewer than two that did not.
    """

    schools: Ints
    years: Ints
    values: Floats
    treated: Flags
    start: int

    def __post_init__(self) -> None:
        n, t = len(self.schools), len(self.years)
        if self.values.shape != (n, t) or self.treated.shape != (n,):
            raise ValueError(f"values must have shape {(n, t)}, and treated {(n,)}")
        if np.any(np.diff(self.years) <= 0):
            raise ValueError("years are not ascending, each once")
        missing = np.argwhere(~np.isfinite(self.values))
        if len(missing):
            i, j = missing[0]
            raise ValueError(f"school {self.schools[i]} has no value in {self.years[j]}")
        if self.before < 2:
            raise ValueError(f"at least two years before {self.start} are needed")
        if self.before == t:
            raise ValueError(f"there is no year from {self.start} on")
        n_treated = int(np.sum(self.treated))
        if n_treated == 0:
            raise ValueError("no school took part")
        if n - n_treated < 2:
            raise ValueError("at least two schools that did not take part are needed")
        freeze(self)

    @property
    def before(self) -> int:
        """How many years are before the start."""
        return int(np.searchsorted(self.years, self.start))


@dataclass(frozen=True, slots=True, eq=False)
class Synthetic:
    """How much more the schools that took part changed than their mixture.

    effect: mean gap after the start, in the outcome's unit.
    gap: shape (t,). Schools that took part less their mixture, each year; for the two methods of
        differences, less the weighted gap before.
    school_weights: shape (n,), summing to 1; 0 for those that took part. year_weights: shape (t,),
        summing to 1; 0 after the start and, for synthetic control, everywhere.
    rmspe_before, rmspe_after: root mean square of `gap`, before and after the start.
    why_not_headline: why it may be shown beside another estimate only; "" where it need not be.
    """

    method: Method
    effect: float
    gap: Floats
    school_weights: Floats
    year_weights: Floats
    rmspe_before: float
    rmspe_after: float
    why_not_headline: str

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def usable_as_headline(self) -> bool:
        return not self.why_not_headline


def estimate(case: Case, method: Method) -> Synthetic:
    """The effect, the weights and the yearly gaps. Total: every Case has an answer."""
    donors = case.values[~case.treated]
    target = case.values[case.treated].mean(axis=0)[None]
    mixed = mix(case, method, targets=target, allowed=np.ones((1, len(donors)), dtype=bool))
    school_weights = np.zeros(len(case.schools))
    school_weights[~case.treated] = mixed.school_weights[0]
    year_weights = np.zeros(len(case.years))
    year_weights[: case.before] = mixed.year_weights[0]
    short = f"only {case.before} years before the start: at least {FEWEST_YEARS_BEFORE} are needed"
    return Synthetic(
        method=method,
        effect=float(mixed.effects[0]),
        gap=mixed.gaps[0],
        school_weights=school_weights,
        year_weights=year_weights,
        rmspe_before=float(mixed.rmspe_before[0]),
        rmspe_after=float(mixed.rmspe_after[0]),
        why_not_headline=short if case.before < FEWEST_YEARS_BEFORE else "",
    )


@dataclass(frozen=True, slots=True, eq=False)
class Mixtures:
    """m estimates side by side, from one pool of donors (the schools that did not take part).

    school_weights: shape (m, donors). year_weights: shape (m, before). gaps: shape (m, t).
    """

    school_weights: Floats
    year_weights: Floats
    gaps: Floats

    @property
    def before(self) -> int:
        return int(self.year_weights.shape[1])

    @property
    def effects(self) -> Floats:
        mean: Floats = np.mean(self.gaps[:, self.before :], axis=1)
        return mean

    @property
    def rmspe_before(self) -> Floats:
        return _root_mean_square(self.gaps[:, : self.before])

    @property
    def rmspe_after(self) -> Floats:
        return _root_mean_square(self.gaps[:, self.before :])


def _root_mean_square(gaps: Floats) -> Floats:
    root: Floats = np.sqrt(np.mean(gaps**2, axis=1))
    return root


def mix(case: Case, method: Method, *, targets: Floats, allowed: Flags) -> Mixtures:
    """For each target, its mixture of the donors it may use, and the gap between the two.

    targets: shape (m, t). allowed: shape (m, donors), one at least in each row.
    How much weights are held together, and when their search ends, is from the noise of all donors
    and the number that took part, the same for every target.
    """
    donors, before = case.values[~case.treated], case.before
    noise = float(np.std(np.diff(donors[:, :before], axis=1), ddof=1))
    even = allowed / allowed.sum(axis=1, keepdims=True)
    if method is Method.DID:
        schools, years = even, np.full((len(targets), before), 1 / before)
    elif method is Method.SYNTHETIC_CONTROL:
        past, own = _past(donors, targets, before, has_level=False)
        schools = _school_weights(past, own, allowed, ridge=1e-6 * noise, noise=noise)
        years = np.zeros((len(targets), before))
    else:
        n_cells = np.sum(case.treated) * (len(case.years) - before)
        past, own = _past(donors, targets, before, has_level=True)
        ridge = float(n_cells**0.25 * noise)
        schools = _school_weights(past, own, allowed, ridge=ridge, noise=noise)
        years = _year_weights(donors, before, even, noise=noise)
    gaps = targets - schools @ donors
    gaps -= np.sum(gaps[:, :before] * years, axis=1, keepdims=True)
    # What is left of two equal numbers after rounding is no gap: two perfect fits are alike.
    gaps[np.abs(gaps) < 1e-12 * np.abs(case.values).max()] = 0.0
    return Mixtures(schools, years, gaps)


def _past(
    donors: Floats, targets: Floats, before: int, *, has_level: bool
) -> tuple[Floats, Floats]:
    """Years before of donors and targets, less the donors' mean, which no weights change; and less
    each one's own level where the mixture may lie at another."""
    mean = donors[:, :before].mean(axis=0)
    past, own = donors[:, :before] - mean, targets[:, :before] - mean
    if has_level:
        past -= past.mean(axis=1, keepdims=True)
        own -= own.mean(axis=1, keepdims=True)
    return past, own


def _school_weights(
    past: Floats, own: Floats, allowed: Flags, *, ridge: float, noise: float
) -> Floats:
    before = past.shape[1]
    return simplex.weights(
        past.T,
        own,
        allowed=allowed,
        ridge=before * ridge**2,
        too_little=before * (1e-5 * noise) ** 2,
    )


def _year_weights(donors: Floats, before: int, even: Floats, *, noise: float) -> Floats:
    """Weights of years before by which each donor's mean after is foretold, up to one level."""
    seen = np.column_stack([donors[:, :before], donors[:, before:].mean(axis=1)])
    seen -= donors[:, :before].mean(axis=1, keepdims=True)
    seen -= seen.mean(axis=0)
    products = (seen[:, :, None] * seen[:, None, :]).reshape(len(seen), -1)
    means = even @ seen
    moments = (even @ products).reshape(len(even), before + 1, before + 1)
    moments -= means[:, :, None] * means[:, None, :]
    # Rows with these moments: as many as years, however many the donors.
    size, axes = np.linalg.eigh(moments)
    rows = np.sqrt(np.maximum(size, 0))[:, :, None] * np.swapaxes(axes, 1, 2)
    return simplex.weights(
        rows[:, :, :-1],
        rows[:, :, -1],
        allowed=np.ones((len(even), before), dtype=bool),
        ridge=(1e-6 * noise) ** 2,
        too_little=(1e-5 * noise) ** 2,
    )
