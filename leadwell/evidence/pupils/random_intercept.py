"""Pupils in schools: a linear model in which every school has a level of its own.

score = intercept + covariates + school + pupil. The variances between and within schools are
chosen by restricted maximum likelihood, over one number: their ratio. All it needs of the pupils
are sums for each school, made once, so ten thousand pupils take milliseconds.
"""

from dataclasses import dataclass
from math import log

import numpy as np

from leadwell.evidence.panel import Floats, Ints, freeze
from leadwell.evidence.profile_search import lowest

# Ratios of the two variances that are tried first: none, then half a power of ten apart.
RATIOS = np.concatenate([[0.0], np.logspace(-6, 6, 25)])
SAME = 1e-9  # of its spread: what varies less than this, apart from others, does not vary


@dataclass(frozen=True, slots=True, eq=False)
class RandomIntercept:
    """names: "intercept" and the covariates, p in all; coefficients: shape (p,), in the score's
    unit for one of theirs; covariance: shape (p, p).

    school_variance, pupil_variance: between and within schools, in the score's unit squared;
        the first may be 0. pupils, schools: that were used.
    """

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    school_variance: float
    pupil_variance: float
    pupils: int
    schools: int

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def icc(self) -> float:
        """The share of the variance that is between schools."""
        return self.school_variance / (self.school_variance + self.pupil_variance)

    @property
    def ratio(self) -> float:
        """The variance between schools over that within."""
        return self.school_variance / self.pupil_variance

    def of(self, name: str) -> tuple[float, float]:
        """A coefficient and its standard error. Raises ValueError for a name that is not there."""
        if name not in self.names:
            raise ValueError(f"no covariate {name!r}: there are {', '.join(self.names)}")
        at = self.names.index(name)
        return float(self.coefficients[at]), float(np.sqrt(self.covariance[at, at]))


def fit(
    *, score: Floats, school: Ints, covariates: Floats | None = None, names: tuple[str, ...] = ()
) -> RandomIntercept:
    """Fit it.

    score: shape (pupils,), one unit. school: shape (pupils,), a number for each pupil's school.
    covariates: shape (pupils, k), none for the score alone; names: k of them, for the answer.

    Raises ValueError, saying which: for missing values, one school, schools of one pupil, a score
    or covariate that never varies, covariates that say the same, as many things known of schools
    as schools, and a score that schools or covariates explain to the last digit.
    Source: Laird and Ware (1982), Biometrics 38, 963-974; the likelihood as Bates, Maechler,
    Bolker and Walker (2015), Journal of Statistical Software 67(1), section 3.
    """
    x = np.empty((score.size, 0)) if covariates is None else covariates
    sums = _Sums.of(score, x, school, names)
    ratio = lowest(height=sums.height, slope=sums.slope, grid=RATIOS)
    if ratio is None:
        raise ValueError("pupils of one school are all but alike: schools explain everything")
    return sums.answer(ratio)


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """What the likelihood needs of the pupils, columns standardised so that units do not matter.

    Columns are 1, the covariates, the score. within: their products about school means; means:
    of each school; sizes: pupils of each; centre, scale: what was taken off, and divided by.
    """

    names: tuple[str, ...]
    within: Floats
    means: Floats
    sizes: Floats
    centre: Floats
    scale: Floats

    @classmethod
    def of(cls, score: Floats, x: Floats, school: Ints, names: tuple[str, ...]) -> "_Sums":
        _check_shapes(score, x, school, names)
        data = np.column_stack([x, score])
        labels = (*names, "score")
        centre, scale = data.mean(axis=0), data.std(axis=0)
        for name, column, size, spread in zip(labels, data.T, abs(data).max(0), scale, strict=True):
            if np.ptp(column) == 0 or spread <= SAME * 1e-3 * size:
                raise ValueError(f"{name} is the same for every pupil: nothing can be told from it")
        data = np.column_stack([np.ones(score.size), (data - centre) / scale])
        _, index, sizes = np.unique(school, return_inverse=True, return_counts=True)
        totals = [np.bincount(index, column, sizes.size) for column in data.T]
        means = np.column_stack(totals) / sizes[:, None]
        apart = data - means[index]
        sums = cls(names, apart.T @ apart, means, sizes.astype(np.float64), centre, scale)
        sums._check(data)
        return sums

    def _check(self, data: Floats) -> None:
        n, schools = len(data), len(self.sizes)
        if schools < 2:
            raise ValueError("all pupils are of one school: schools cannot be told from pupils")
        if schools == n:
            raise ValueError("every school has one pupil: schools cannot be told from pupils")
        corners = np.abs(np.diag(np.linalg.qr(data[:, :-1], mode="r")))
        for name, corner in zip(self.names, corners[1:], strict=True):
            if corner <= SAME * np.sqrt(n):
                raise ValueError(f"{name} says nothing that the covariates before it do not say")
        within_x, within_xy = self.within[:-1, :-1], self.within[:-1, -1]
        if np.count_nonzero(np.diag(within_x) <= SAME**2 * n) >= schools:
            raise ValueError("there are as many things known of schools as schools")
        said = within_xy @ np.linalg.lstsq(within_x, within_xy, rcond=None)[0]
        if self.within[-1, -1] - said <= SAME * 1e-3 * n:
            raise ValueError("scores do not vary beyond what schools and covariates say")

    def at(self, ratio: float) -> tuple[Floats, Floats, Floats, float]:
        """Each school's weight, inverse of the normal equations, coefficients, squares left."""
        weight = self.sizes / (1 + ratio * self.sizes)
        products = self.within + (self.means.T * weight) @ self.means
        inverse = np.linalg.inv(products[:-1, :-1]).astype(np.float64)
        coefficients = inverse @ products[:-1, -1]
        left = float(products[-1, -1] - products[:-1, -1] @ coefficients)
        return weight, inverse, coefficients, left

    @property
    def df(self) -> float:
        """Pupils less coefficients."""
        return float(self.sizes.sum() - (self.means.shape[1] - 1))

    def height(self, ratio: float) -> float:
        """Minus twice the restricted log likelihood, but for a constant."""
        _, inverse, _, left = self.at(ratio)
        schools = float(np.log1p(ratio * self.sizes).sum())
        return self.df * log(left) + schools - float(np.linalg.slogdet(inverse)[1])

    def slope(self, ratio: float) -> float:
        """Of height: each school's weight w falls by w squared as the ratio grows."""
        weight, inverse, coefficients, left = self.at(ratio)
        x, y = self.means[:, :-1], self.means[:, -1]
        leverage = ((x @ inverse) * x).sum(axis=1)
        apart = (y - x @ coefficients) ** 2
        return float(np.sum(weight - weight**2 * (leverage + apart * (self.df / left))))

    def answer(self, ratio: float) -> RandomIntercept:
        """Back to the units that came in."""
        _, inverse, coefficients, left = self.at(ratio)
        spread = self.scale[-1]
        back = np.diag(np.concatenate([[1.0], 1 / self.scale[:-1]])) * spread
        back[0, 1:] = -spread * self.centre[:-1] / self.scale[:-1]
        raised = back @ coefficients
        raised[0] += self.centre[-1]
        variance = left / self.df
        return RandomIntercept(
            names=("intercept", *self.names),
            coefficients=raised,
            covariance=variance * back @ inverse @ back.T,
            school_variance=float(ratio * variance * spread**2),
            pupil_variance=float(variance * spread**2),
            pupils=int(self.sizes.sum()),
            schools=len(self.sizes),
        )


def _check_shapes(score: Floats, x: Floats, school: Ints, names: tuple[str, ...]) -> None:
    if score.ndim != 1 or score.shape != school.shape or x.shape != (score.size, len(names)):
        raise ValueError(
            "score, school and each covariate need a value, and a name, for each pupil"
        )
    if score.size == 0:
        raise ValueError("there are no pupils")
    if not (np.isfinite(score).all() and np.isfinite(x).all()):
        raise ValueError("a score or covariate is missing or infinite")
