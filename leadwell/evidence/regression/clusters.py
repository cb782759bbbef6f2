"""Least squares, and variances that allow for schools, trusts or years that share their luck.

Everything is worked out in an orthonormal basis q of the design's columns. There a cluster is two
small matrices, its share q_g'q_g of the information and its score q_g'e_g, and the corrections CR2
and CR3 are functions of the first one's eigenvalues: no matrix as large as a cluster is ever made.

Sources: Liang and Zeger (1986), Biometrika 73 (CR0); Cameron and Miller (2015), Journal of Human
Resources 50, section II (CR1); Bell and McCaffrey (2002), Survey Methodology 28 (CR2, CR3 as a
jackknife); Pustejovsky and Tipton (2018), Journal of Business and Economic Statistics 36, sections
2 and 3 (CR2 and its degrees of freedom); Cameron, Gelbach and Miller (2011), same journal 29
(two-way).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

from leadwell.evidence.panel import Flags, Floats, Ints, freeze
from leadwell.evidence.regression.t_interval import TInterval, t_interval

Kind = Literal["CR0", "CR1", "CR2", "CR3"]
ROUNDING = 1e-10  # what is this much smaller than what it came from is 0


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """k outcomes regressed on the same p columns over n rows.

    coefficients: shape (p, k). residuals: shape (n, k), exactly 0 for an outcome fitted wholly.
    q: shape (n, p). Orthonormal basis of the design. root: shape (p, p), design @ root = q; so
    root @ root.T is the inverse of design'design.
    """

    coefficients: Floats
    residuals: Floats
    q: Floats
    root: Floats

    def __post_init__(self) -> None:
        freeze(self)


@dataclass(frozen=True, slots=True, eq=False)
class Variance:
    """How far p coefficients of k outcomes may be out.

    matrix: shape (k, p, p). degrees: shape (p,), degrees of freedom of each coefficient's t.
    is_alone: shape (p,). True where one cluster alone decides the coefficient (one school that took
    part, say): its own luck cannot be told, and any standard error would be too small.
    """

    matrix: Floats
    degrees: Floats
    is_alone: Flags

    def __post_init__(self) -> None:
        freeze(self)


def least_squares(y: Floats, x: Floats, *, names: Sequence[str] = ()) -> Fit:
    """Regress y, shape (n, k), on the columns of x, shape (n, p), which has its own constant.

    names: of the columns, for messages. Raises ValueError for shapes that disagree, a missing
    value, no more rows than columns, or a column that follows from those before it.
    """
    if y.ndim != 2 or x.ndim != 2 or len(y) != len(x):
        raise ValueError(f"y {y.shape} and x {x.shape} must be tables with the same rows")
    if not np.isfinite(y).all():
        raise ValueError("a regression needs every value: some are missing or infinite")
    q, root = orthonormal(x, names=names)
    residuals = y - q @ (q.T @ y)
    is_noise = np.linalg.norm(residuals, axis=0) <= ROUNDING * np.linalg.norm(y, axis=0)
    return Fit(root @ (q.T @ y), np.where(is_noise, 0.0, residuals), q, root)


def orthonormal(x: Floats, *, names: Sequence[str] = ()) -> tuple[Floats, Floats]:
    """q, shape (n, p), with orthonormal columns, and root, shape (p, p), so that x @ root = q.

    Raises ValueError as `least_squares`, of which it is the half that looks at x.
    """
    n, p = x.shape
    if not np.isfinite(x).all():
        raise ValueError("a regression needs every value: some are missing or infinite")
    if not 0 < p < n:
        raise ValueError(f"{n} rows are too few for {p} columns, or there is no column")
    size = np.linalg.norm(x, axis=0)
    q, r = np.linalg.qr(x / np.where(size > 0, size, 1.0))
    for column in np.flatnonzero(np.abs(np.diag(r)) < ROUNDING):
        name = names[int(column)] if names else f"number {column + 1}"
        raise ValueError(f"column {name} is 0 throughout or follows from the columns before it")
    root: Floats = solve_triangular(r, np.eye(p)) / size[:, None]
    return q, root


def classical(fit: Fit) -> Variance:
    """One variance for every row and no clusters: right where rows are independent and alike."""
    n, p = fit.q.shape
    spread = np.sum(fit.residuals**2, axis=0) / (n - p)
    matrix = spread[:, None, None] * (fit.root @ fit.root.T)
    return Variance(matrix, np.full(p, float(n - p)), np.zeros(p, np.bool_))


def robust(fit: Fit) -> Variance:
    """HC1: every row its own variance. White (1980); n/(n - p) as MacKinnon and White (1985)."""
    n, p = fit.q.shape
    found = clustered(fit, np.arange(n), kind="CR1")
    return Variance(found.matrix, np.full(p, float(n - p)), found.is_alone)


def clustered(fit: Fit, clusters: NDArray[np.integer], *, kind: Kind = "CR2") -> Variance:
    """Rows of one cluster may go together in any way.

    clusters: shape (n,). Any codes. kind: CR0 has no correction and CR1 the factor G/(G-1) x
    (n-1)/(n-p), both with G - 1 degrees of freedom; CR2 is unbiased were all rows independent and
    alike, with Satterthwaite's degrees of freedom; CR3 is near the jackknife, with G - 1.

    Raises ValueError for fewer than two clusters.
    """
    groups, starts = _sorted_groups(clusters, len(fit.q))
    n, p = fit.q.shape
    n_groups = len(starts)
    if n_groups < 2:
        raise ValueError("clustering needs at least two clusters")
    q, residuals = fit.q[groups], fit.residuals[groups]
    shares = np.add.reduceat(q[:, :, None] * q[:, None, :], starts)
    scores = np.add.reduceat(q[:, :, None] * residuals[:, None, :], starts)
    left, vectors = np.linalg.eigh(np.eye(p) - shares)
    factor, degrees = 1.0, np.full(p, n_groups - 1.0)
    if kind == "CR1":
        factor = n_groups / (n_groups - 1) * (n - 1) / (n - p)
    elif kind in ("CR2", "CR3"):
        correction = _correction(left, vectors, -0.5 if kind == "CR2" else -1.0)
        scores = correction @ scores
        if kind == "CR2":
            degrees = _satterthwaite(fit.root, shares, correction)
    by_outcome = np.moveaxis(scores, 2, 0)
    meat = np.swapaxes(by_outcome, 1, 2) @ by_outcome
    matrix = factor * fit.root @ meat @ fit.root.T
    return Variance(matrix, degrees, _is_alone(fit.root, left, vectors))


def clustered_two_ways(
    fit: Fit, first: NDArray[np.integer], second: NDArray[np.integer]
) -> Variance:
    """Rows may go together within a cluster of either kind (a school and a year, say): CR1 of the
    first, plus that of the second, less that of both; degrees of freedom of the fewer clusters.

    A matrix that comes out with a negative direction has it set to 0, as Cameron, Gelbach and
    Miller (2011, section 2.3) propose. Raises ValueError as `clustered`.
    """
    both = np.unique(np.stack([first, second]), axis=1, return_inverse=True)[1]
    parts = [clustered(fit, codes, kind="CR1") for codes in (first, second, both)]
    values, vectors = np.linalg.eigh(parts[0].matrix + parts[1].matrix - parts[2].matrix)
    matrix = (vectors * np.maximum(values, 0.0)[:, None, :]) @ np.swapaxes(vectors, 1, 2)
    degrees = np.minimum(parts[0].degrees, parts[1].degrees)
    return Variance(matrix, degrees, parts[0].is_alone | parts[1].is_alone)


def ranged(fit: Fit, variance: Variance) -> TInterval:
    """Each coefficient with its p and ranges, shape (p, k); none where one cluster decides it."""
    se = np.sqrt(np.diagonal(variance.matrix, axis1=1, axis2=2).T)
    se = np.where(variance.is_alone[:, None], np.nan, se)
    return t_interval(fit.coefficients, se, variance.degrees[:, None])


def _sorted_groups(clusters: NDArray[np.integer], n: int) -> tuple[Ints, Ints]:
    """An order in which each cluster's rows are together, and where each cluster begins in it."""
    if clusters.shape != (n,):
        raise ValueError(f"clusters has shape {clusters.shape}, not ({n},)")
    order = np.argsort(clusters, kind="stable").astype(np.int64)
    ordered = clusters[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    return order, starts.astype(np.int64)


def _correction(left: Floats, vectors: Floats, power: float) -> Floats:
    """(I - q_g'q_g) to this power, shape (G, p, p); a direction with nothing left is left out."""
    powers = np.where(left > ROUNDING, np.maximum(left, ROUNDING) ** power, 0.0)
    made: Floats = (vectors * powers[:, None, :]) @ np.swapaxes(vectors, 1, 2)
    return made


def _satterthwaite(root: Floats, shares: Floats, correction: Floats) -> Floats:
    """Degrees of freedom of each coefficient's CR2 variance, were rows independent and alike.

    That variance is a quadratic form of the residuals; with clusters down and across its matrix is
    P = diag(a) - m m', and the degrees of freedom are (tr P)^2 / tr(P^2).
    """
    v = np.einsum("gij,cj->gci", correction, root)  # for each coefficient c, A_g in the basis
    m = np.einsum("gij,gcj->cgi", shares, v)
    a = np.einsum("gci,cgi->cg", v, m)
    own = np.sum(m**2, axis=2)
    cross = np.swapaxes(m, 1, 2) @ m
    trace = np.sum(a - own, axis=1)
    square = np.sum(a**2 - 2 * a * own, axis=1) + np.sum(cross**2, axis=(1, 2))
    degrees: Floats = np.divide(trace**2, square, out=np.ones(len(root)), where=square > 0)
    return degrees


def _is_alone(root: Floats, left: Floats, vectors: Floats) -> Flags:
    """Coefficients that cannot be told once some one cluster is left out, shape (p,)."""
    lost = np.abs(np.einsum("ij,gjd->gid", root, vectors)) * (left < ROUNDING)[:, None, :]
    alone: Flags = np.any(lost > 1e-7 * np.linalg.norm(root, axis=1)[:, None], axis=(0, 2))
    return alone
