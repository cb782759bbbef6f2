"""What chance alone gives where chance did choose: the choice is made again, many times.

Who took part was drawn among schools, or clusters of them, perhaps within strata. Had the programme
changed nothing, every other choice would have met the same results, so the choices that might have
been are the whole distribution of the difference (Fisher, 1935, The Design of Experiments; Imbens and
Rubin, 2015, Causal Inference, chapter 5). Where schools chose themselves this is not the test.
"""

from dataclasses import dataclass

import numpy as np

from leadwell.evidence.panel import Flags, Floats, Ints, freeze
from leadwell.evidence.permuting.choices import Choice, choice_of
from leadwell.evidence.permuting.held_equal import HeldEqual, held_equal

MOST_ENUMERATED = 20_000
CELLS_TOGETHER = 4_000_000  # rows times choices worked on at once: bounds the memory
ROUNDING = 1e-9  # statistics nearer than this are one statistic, rounded twice


@dataclass(frozen=True, slots=True, eq=False)
class Randomisation:
    """How a difference stands among those that other choices would have given.

    coefficient: treated less the others, other things equal, in the outcome's unit. se: its
        standard error by clusters (by rows where each is its own), same unit; None where no row is
        left over to measure noise by.
    statistic: what was compared: the coefficient or, studentised, coefficient / se.
    p, p_higher, p_lower: share of choices at least as far from 0, as high, as low.
    null: shape (choices,). The statistic of each; infinite where a choice has none, and then counted
        as far, as high and as low alike. possible: how many choices there are.
    seed: None where every possible choice was taken once.
    """

    coefficient: float
    se: float | None
    statistic: float
    p: float
    p_higher: float
    p_lower: float
    null: Floats
    possible: int
    seed: int | None

    def __post_init__(self) -> None:
        freeze(self)


def randomisation_test(
    outcome: Floats,
    treated: Flags,
    *,
    strata: Ints | None = None,
    clusters: Ints | None = None,
    controls: Floats | None = None,
    studentised: bool = False,
    draws: int = 9_999,
    seed: int = 0,
) -> Randomisation:
    """The share of possible choices that would have shown at least the difference that was seen.

    outcome: shape (n,). treated: shape (n,). With nothing more, the difference in means.
    strata: shape (n,). Codes; in each, chance chose as many as took part there, and each has a level
        of its own. clusters: shape (n,). Codes; rows of one were chosen together.
    controls: shape (n, q). Held equal by least squares.
    studentised: compare coefficient / se, which holds as well where a programme that changes
        nothing on average helps some and harms others (Wu and Ding, 2021, Journal of the American
        Statistical Association 116, 1898-1913).

    Every possible choice is taken where there are at most 20,000, and p is its exact share; else
    `draws` at random, and p is (1 + as far) / (1 + draws).

    Raises ValueError for shapes that disagree; a missing number, naming its row; a cluster partly
    treated or in two strata; only one possible choice; controls that tell wholly who took part;
    `studentised` with no row left over; draws below 1.
    """
    n = len(outcome)
    controls = np.empty((n, 0)) if controls is None else controls
    strata = np.zeros(n, dtype=np.int64) if strata is None else strata
    clusters = np.arange(n) if clusters is None else clusters
    _check(outcome, treated, strata, clusters, controls, draws)
    strata = np.unique(strata, return_inverse=True)[1]
    clusters = np.unique(clusters, return_inverse=True)[1]
    choice = choice_of(treated, strata=strata, clusters=clusters)
    if choice.possible == 1:
        raise ValueError("chance had no choice: in every stratum all took part, or none")
    rows = held_equal(outcome, strata=strata, clusters=clusters, controls=controls)
    coefficient = rows.coefficients(choice.made[None])
    if np.isinf(coefficient[0]):
        raise ValueError("the controls tell wholly who took part")
    if studentised and rows.spare < 1:
        raise ValueError("no row is left over to measure noise by: it cannot be studentised")
    is_complete = choice.possible <= MOST_ENUMERATED
    null = _null(rows, choice, None if is_complete else (draws, seed), studentised=studentised)
    seen = float(rows.statistics(choice.made[None], studentised=studentised)[0])
    unit = 1.0 if studentised else rows.scale
    slack = ROUNDING * (unit + abs(seen)) if np.isfinite(seen) else 0.0
    return Randomisation(
        coefficient=float(coefficient[0]),
        se=float(rows.standard_errors(choice.made[None], coefficient)[0]) if rows.spare else None,
        statistic=seen,
        p=_share(np.abs(null) >= abs(seen) - slack, null, is_complete=is_complete),
        p_higher=_share(null >= seen - slack, null, is_complete=is_complete),
        p_lower=_share(null <= seen + slack, null, is_complete=is_complete),
        null=null,
        possible=choice.possible,
        seed=None if is_complete else seed,
    )


def _check(
    outcome: Floats, treated: Flags, strata: Ints, clusters: Ints, controls: Floats, draws: int
) -> None:
    n = len(outcome)
    for name, given in (("treated", treated), ("strata", strata), ("clusters", clusters)):
        if given.shape != (n,):
            raise ValueError(f"{name} has shape {given.shape}, not {(n,)}")
    if controls.ndim != 2 or len(controls) != n:
        raise ValueError(f"controls has shape {controls.shape}, not {n} rows")
    if n == 0:
        raise ValueError("there are no rows")
    for name, numbers in (("outcome", outcome[:, None]), ("control", controls)):
        odd = np.flatnonzero(~np.isfinite(numbers).all(axis=1))
        if odd.size:
            raise ValueError(f"row {odd[0]} has no {name}")
    if draws < 1:
        raise ValueError("draws must be at least 1")


def _null(
    rows: HeldEqual, choice: Choice, random: tuple[int, int] | None, *, studentised: bool
) -> Floats:
    together = max(1, CELLS_TOGETHER // len(rows.outcome))
    choices = choice.drawn(*random, together) if random else choice.every(together)
    return np.concatenate([rows.statistics(made, studentised=studentised) for made in choices])


def _share(as_far: Flags, null: Floats, *, is_complete: bool) -> float:
    """Of all choices; of drawn ones, with the one that was made among them."""
    count, added = int(np.sum(as_far | np.isinf(null))), 0 if is_complete else 1
    return (count + added) / (len(null) + added)
