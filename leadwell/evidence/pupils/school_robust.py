"""Standard errors that hold when pupils of one school are alike in ways the model does not know.

Bell and McCaffrey's bias-reduced kind ("CR2"), for pupils in schools with a level of their own,
and the degrees of freedom that make Student's t right for few or unequal schools. Pupils are
turned so that the model's own noise is independent (each score less a share of its school's
mean), and columns so that they are orthogonal: what is left are small matrices, one a school.
"""

from dataclasses import dataclass

import numpy as np

from leadwell.evidence.panel import Floats, Ints

GONE = 1e-10  # of a school that alone decides a coefficient, this is left or less: nothing


@dataclass(frozen=True, slots=True)
class Robust:
    """se: in the coefficient's unit. df: for Student's t."""

    se: float
    df: float


def robust(*, score: Floats, school: Ints, design: Floats, ratio: float, column: int) -> Robust:
    """Of one coefficient of the model that random_intercept fitted.

    score: shape (pupils,). school: shape (pupils,). design: shape (pupils, p), the intercept's ones
    included, of full rank. ratio: school variance over pupil variance. column: which of the p.

    Raises ValueError where each school's pupils alone decide the coefficient.
    Source: Bell and McCaffrey (2002), Survey Methodology 28, 169-181; with a working model,
    Pustejovsky and Tipton (2018), Journal of Business & Economic Statistics 36, 672-683.
    """
    order = np.argsort(school, kind="stable")
    turned, firsts = _turned(np.column_stack([design, score])[order], school[order], ratio)
    q, r = np.linalg.qr(turned[:, :-1])
    wanted = np.linalg.solve(r.T, np.eye(r.shape[0])[column])
    left = turned[:, -1] - q @ (q.T @ turned[:, -1])
    blocks = np.add.reduceat(q[:, :, None] * q[:, None, :], firsts)
    # (I - H_jj)^-1/2 on the school's columns; what a school decides alone has nothing to raise.
    size, axes = np.linalg.eigh(np.eye(r.shape[0]) - blocks)
    raise_by = np.where(size > GONE, 1 / np.sqrt(np.maximum(size, GONE)), 0.0)
    raised = np.einsum("gik,gk,gjk,j->gi", axes, raise_by, axes, wanted)
    shares = np.einsum("gi,gi->g", raised, np.add.reduceat(q * left[:, None], firsts))
    across = np.einsum("gij,gj->gi", blocks, raised)
    products = np.diag(np.einsum("gi,gi->g", raised, across)) - across @ across.T
    trace = float(np.trace(products))
    if trace <= GONE * float(wanted @ wanted):
        raise ValueError("too few schools to say how sure the answer is")
    return Robust(float(np.sqrt(shares @ shares)), trace**2 / float(np.sum(products**2)))


def _turned(data: Floats, school: Ints, ratio: float) -> tuple[Floats, Ints]:
    """Rows, sorted by school, less a share of their school's mean; and where each school begins."""
    _, firsts, sizes = np.unique(school, return_index=True, return_counts=True)
    means = np.add.reduceat(data, firsts) / sizes[:, None]
    share = 1 - 1 / np.sqrt(1 + ratio * sizes)
    return data - np.repeat(share[:, None] * means, sizes, axis=0), firsts.astype(np.int64)
