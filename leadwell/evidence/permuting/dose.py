"""Among schools that took part: did those that did more also change more?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from leadwell.evidence.panel import Floats, Ints
from leadwell.evidence.permuting.ranks import midranks

CAVEAT = "Schools that did more may differ in other ways."
FEWEST_SCHOOLS = 4
MOST_EXACT = 8  # schools; 40,320 orders
TOGETHER = 1_000  # orders worked on at once
ROUNDING = 1e-9  # correlations nearer than this are one, rounded twice


@dataclass(frozen=True, slots=True)
class Dose:
    """How one dose goes with how much schools changed, or why that is not said.

    correlation: of ranks, -1 to 1 (Spearman); None exactly where `reason` is not "". p: share of
    orders of the same changes with a correlation at least as far from 0.
    n_schools: with both dose and change. n_left_out: took part, but one of the two is not known.
    seed: None where every order was taken once. caveat: to be shown wherever a figure is.
    """

    name: str
    n_schools: int
    n_left_out: int
    correlation: float | None = None
    p: float | None = None
    seed: int | None = None
    reason: str = ""
    caveat: str = CAVEAT


def doses(
    given: Floats, contrasts: Floats, *, names: Sequence[str], draws: int = 9_999, seed: int = 0
) -> tuple[Dose, ...]:
    """Each dose against the change of the schools that took part, one answer a dose.

    given: shape (n, d), how much of each kind each school did, in any unit; NaN where not known.
    contrasts: shape (n,), how much more each changed than schools like it; NaN where not known.
    names: d names. Only schools that took part belong here: one that did not had no dose to choose.

    Ties share a rank. p is exact for up to 8 schools, else from `draws` orders at random with the
    one that was seen among them; a dose's p does not depend on which others are asked with it.
    Fewer than 4 schools, and a dose or a change equal in all of them, are refused with the reason.
    Each dose is one question: of many, some correlate by chance.

    Raises ValueError for shapes that disagree, a number that is infinite, or draws below 1.
    Source: Spearman (1904), American Journal of Psychology 15, 72-101; Pitman (1937), Supplement to
    the Journal of the Royal Statistical Society 4, 225-232, for p.
    """
    if given.ndim != 2 or given.shape != (len(contrasts), len(names)) or contrasts.ndim != 1:
        raise ValueError("given must have a row for each contrast and a column for each name")
    if np.isinf(given).any() or np.isinf(contrasts).any():
        raise ValueError("a dose or contrast is infinite")
    if draws < 1:
        raise ValueError("draws must be at least 1")
    return tuple(_dose(name, given[:, j], contrasts, draws, seed) for j, name in enumerate(names))


def _dose(name: str, given: Floats, contrasts: Floats, draws: int, seed: int) -> Dose:
    is_known = ~np.isnan(given) & ~np.isnan(contrasts)
    dose, change = given[is_known], contrasts[is_known]
    n = len(dose)
    left_out = len(given) - n
    if n < FEWEST_SCHOOLS:
        reason = f"{n} schools with a dose and a change: at least {FEWEST_SCHOOLS} are needed"
    elif np.all(dose == dose[0]):
        reason = "every school did as much"
    elif np.all(change == change[0]):
        reason = "every school changed as much"
    else:
        reason = ""
    if reason:
        return Dose(name, n, left_out, reason=reason)
    x, y = _standard_ranks(dose), _standard_ranks(change)
    seen, is_exact = float(x @ y), n <= MOST_EXACT
    orders = _every_order(n) if is_exact else _drawn_orders(n, draws, seed)
    as_far = [np.abs(y[some] @ x) >= abs(seen) - ROUNDING for some in orders]
    found = np.concatenate(as_far if is_exact else [np.array([True]), *as_far])
    return Dose(
        name,
        n,
        left_out,
        correlation=min(1.0, max(-1.0, seen)),
        p=float(found.mean()),
        seed=None if is_exact else seed,
    )


def _standard_ranks(numbers: Floats) -> Floats:
    """Ranks with mean 0 and sum of squares 1: two such multiply to their correlation."""
    ranks = midranks(numbers)
    ranks -= ranks.mean()
    standard: Floats = ranks / np.linalg.norm(ranks)
    return standard


def _every_order(n: int) -> Iterator[Ints]:
    yield np.array(list(permutations(range(n))))


def _drawn_orders(n: int, draws: int, seed: int) -> Iterator[Ints]:
    rng = np.random.default_rng(seed)
    for at in range(0, draws, TOGETHER):
        some = min(TOGETHER, draws - at)
        yield rng.permuted(np.tile(np.arange(n), (some, 1)), axis=1)
