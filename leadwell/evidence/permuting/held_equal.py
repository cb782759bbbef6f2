"""The difference between treated rows and others, other things held equal, for many choices at once.

What is held equal is taken out of the outcome once and out of treatment by sums over clusters, so
that a choice costs one product and no regression (Frisch and Waugh, 1933, Econometrica 1, 387-401;
Lovell, 1963, Journal of the American Statistical Association 58, 993-1010).
"""

from dataclasses import dataclass

import numpy as np

from leadwell.evidence.panel import Flags, Floats, Ints, freeze

TINY = 1e-12  # of the largest number: what is left below it is rounding


@dataclass(frozen=True, slots=True, eq=False)
class HeldEqual:
    """n rows, sorted by cluster, with everything but treatment taken out.

    outcome: shape (n,). basis: shape (n, q), orthonormal, of what was taken out. starts, sizes:
    shape (m,), first row and number of rows of each cluster. scale: largest size of the outcome.
    """

    outcome: Floats
    basis: Floats
    starts: Ints
    sizes: Ints
    scale: float

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def spare(self) -> int:
        """Rows left over to measure noise by, once treatment is fitted as well."""
        return max(0, len(self.outcome) - int(self.basis.shape[1]) - 1)

    def coefficients(self, made: Flags) -> Floats:
        """Shape (draws,), of choices of shape (draws, m); infinite where treatment is wholly told."""
        treated = made.astype(np.float64)
        told = treated @ np.add.reduceat(self.basis, self.starts, axis=0)
        total = treated @ self.sizes
        own = total - np.sum(told**2, axis=1)
        found = np.full(len(made), np.inf)
        together = treated @ np.add.reduceat(self.outcome, self.starts)
        np.divide(together, own, out=found, where=own > 1e-9 * total)
        return found

    def standard_errors(self, made: Flags, coefficients: Floats) -> Floats:
        """Shape (draws,). By clusters, with the usual factor for few of them; 0 for a perfect fit.

        Source: Liang and Zeger (1986), Biometrika 73, 13-22; the factor is that of Cameron and
        Miller (2015), Journal of Human Resources 50, 317-372, section II.D.
        """
        n, m = len(self.outcome), len(self.sizes)
        rows = np.repeat(made.astype(np.float64), self.sizes, axis=1)
        rows -= (rows @ self.basis) @ self.basis.T
        own = np.sum(rows**2, axis=1)
        is_told = np.isinf(coefficients)
        left = self.outcome - np.where(is_told, 0.0, coefficients)[:, None] * rows
        left[np.abs(left) < TINY * self.scale] = 0.0
        scores = np.add.reduceat(rows * left, self.starts, axis=1)
        factor = m / (m - 1) * (n - 1) / self.spare
        squared = factor * np.sum(scores**2, axis=1)
        found = np.zeros(len(made))
        np.divide(np.sqrt(squared), own, out=found, where=~is_told)
        return found

    def statistics(self, made: Flags, *, studentised: bool) -> Floats:
        """Coefficients or, studentised, their ratio to their standard errors; infinite over 0."""
        found = self.coefficients(made)
        if not studentised:
            return found
        ses = self.standard_errors(made, found)
        found[np.abs(found) < TINY * self.scale] = 0.0
        is_perfect = (ses == 0) & (found != 0)
        ratio = np.zeros(len(found))
        np.divide(found, ses, out=ratio, where=ses > 0)
        ratio[is_perfect] = np.copysign(np.inf, found[is_perfect])
        return ratio


def held_equal(outcome: Floats, *, strata: Ints, clusters: Ints, controls: Floats) -> HeldEqual:
    """Rows with a level for each stratum, and controls, taken out.

    outcome: shape (n,). strata, clusters: shape (n,), codes from 0. controls: shape (n, q).
    """
    order = np.argsort(clusters, kind="stable")
    levels = np.eye(strata.max() + 1)[strata]
    basis = _orthonormal(np.column_stack([levels, controls - controls.mean(axis=0)]))[order]
    scale = float(np.abs(outcome).max())
    left = outcome[order] - outcome.mean()
    left -= basis @ (basis.T @ left)
    left[np.abs(left) < TINY * scale] = 0.0
    sizes = np.bincount(clusters)
    return HeldEqual(left, basis, np.cumsum(sizes) - sizes, sizes, scale)


def _orthonormal(columns: Floats) -> Floats:
    """Columns at right angles that explain the same; those that say nothing new are left out."""
    lengths = np.linalg.norm(columns, axis=0)
    kept = columns[:, lengths > 0] / lengths[lengths > 0]
    axes, size, _ = np.linalg.svd(kept, full_matrices=False)
    basis: Floats = axes[:, size > 1e-10 * size[0]]
    return basis
