"""How far a synthetic estimate could be off by chance, and whether it hangs on one school.

Placebo groups: Abadie, Diamond and Hainmueller (2010), Journal of the American Statistical
Association 105, 493-505, section 3.4; the variance is algorithm 4 of Arkhangelsky and others (2021),
American Economic Review 111, 4088-4118. Leaving each donor out: Abadie, Diamond and Hainmueller
(2015), American Journal of Political Science 59, 495-510.
"""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from leadwell.evidence.panel import Floats, Ints, freeze
from leadwell.evidence.synthetic.control import Case, Method, Mixtures, Synthetic, mix

TOGETHER = 256  # estimates made side by side: bounds the memory


@dataclass(frozen=True, slots=True, eq=False)
class Placebos:
    """The same estimate made of as many schools that did not take part, as if they had.

    effects: shape (draws,), in the outcome's unit. se: their root mean square about their mean.
    p: share of groups, the real one among them, whose gap grew at least as much as the real one's
        from before the start to after it (ratio of RMSPE after to RMSPE before).
    poorer_fit_share: share of placebo groups that are no nearer to their mixture before the start
        than the schools that took part are to theirs. Small: these are hard to mix.
    seed: None where every possible group was taken once.
    """

    effects: Floats
    se: float
    p: float
    poorer_fit_share: float
    seed: int | None

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def draws(self) -> int:
        return len(self.effects)


def placebos(case: Case, answer: Synthetic, *, draws: int = 200, seed: int = 0) -> Placebos:
    """Groups of schools that did not take part, each compared with the rest of them.

    Every group where there are no more than `draws` (one school that took part: each donor in
    turn), else so many at random. Raises ValueError where no more schools did not take part than
    did, or for draws below 1.
    """
    donors = case.values[~case.treated]
    n, size = len(donors), int(np.sum(case.treated))
    if n <= size:
        raise ValueError(f"placebos of {size} schools need more than {n} that did not take part")
    if draws < 1:
        raise ValueError("draws must be at least 1")
    is_complete = comb(n, size) <= draws
    groups = _every(n, size) if is_complete else _drawn(n, size, draws, seed)
    effects, before, after = _as_if_treated(case, answer.method, groups)
    # Multiplied out, so that a perfect fit before the start divides nothing.
    as_large = after * answer.rmspe_before >= answer.rmspe_after * before * (1 - 1e-9)
    return Placebos(
        effects=effects,
        se=float(np.std(effects)),
        p=float((1 + np.sum(as_large)) / (1 + len(effects))),
        poorer_fit_share=float(np.mean(before >= answer.rmspe_before * (1 - 1e-9))),
        seed=None if is_complete else seed,
    )


def without_each_donor(case: Case, method: Method) -> Floats:
    """The effect with each school that did not take part left out in turn, shape (donors,).

    In the order of the case's rows. Holding weights together and ending their search are as with
    all donors. Total: a case has two donors at least.
    """
    n = int(np.sum(~case.treated))
    target = case.values[case.treated].mean(axis=0)
    effects = np.empty(n)
    for some in _portions(n):
        allowed = np.ones((len(some), n), dtype=bool)
        allowed[np.arange(len(some)), some] = False
        targets = np.tile(target, (len(some), 1))
        effects[some] = mix(case, method, targets=targets, allowed=allowed).effects
    return effects


def _every(n: int, size: int) -> Ints:
    return np.array(list(combinations(range(n), size)), dtype=np.int64)


def _drawn(n: int, size: int, draws: int, seed: int) -> Ints:
    rng = np.random.default_rng(seed)
    return np.array([rng.choice(n, size, replace=False) for _ in range(draws)], dtype=np.int64)


def _as_if_treated(case: Case, method: Method, groups: Ints) -> tuple[Floats, Floats, Floats]:
    """Effect and RMSPE before and after of each group (rows of the donors), shape (draws,) each."""
    donors = case.values[~case.treated]
    found: list[Mixtures] = []
    for some in _portions(len(groups)):
        allowed = np.ones((len(some), len(donors)), dtype=bool)
        np.put_along_axis(allowed, groups[some], False, axis=1)
        targets = donors[groups[some]].mean(axis=1)
        found.append(mix(case, method, targets=targets, allowed=allowed))
    effects, before, after = (
        np.concatenate([getattr(each, name) for each in found])
        for name in ("effects", "rmspe_before", "rmspe_after")
    )
    return effects, before, after


def _portions(n: int) -> list[Ints]:
    return [np.arange(at, min(at + TOGETHER, n)) for at in range(0, n, TOGETHER)]
