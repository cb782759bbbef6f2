"""Who might go where, for all at once: an integer program, solved by HiGHS. Pure: arrays in, arrays out.

Each school gets one specialist or none; nobody gives more days than they have. A school that gets somebody is worth 100, and the points of the pair besides: so that leaving one out has to
be worth more than any pair is. Maximised is the sum.

Where schools want different numbers of days this is the generalised assignment problem, of which no
quick way is known; so a solution comes with a bound that no other can be above, and the gap to it
says how much better another could be at most. Where all want the same number, the constraints are
those of a transport problem: totally unimodular, the relaxation is whole by itself and the gap is
nothing. The relaxation bounds well because what can be given of somebody's days is counted first, as
the largest sum of days that schools want; and its prices say which pairs are in no better assignment.

Sources: Martello and Toth (1990), Knapsack Problems, chapter 7; Schrijver (2003), Combinatorial
Optimization, chapters 13 and 21; Huangfu and Hall (2018), Parallelizing the dual revised simplex
method, for HiGHS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from leadwell.prepare.round.arrays import NOBODY, ROUNDING, SERVED, Chosen, Round
from leadwell.prepare.round.by_hand import greedily, improved

ENOUGH_GAP = 0.004
"""Where to stop: well within the hundredth that is asked for."""
QUARTER = 0.25
"""Of a day: what days are counted in."""
FEW_PAIRS = 2_000
"""Up to so many, all of them at once is quick, and proven to the end."""
TURNS = ((4, 5.0), (8, 6.0))
"""Of more: pairs looked at for each school, those nearest to their price, and seconds at most. Few
pairs give a good assignment soon. Between turns it can be stopped."""
WHOLE_SECONDS, EXACT = 8.0, 1e-6
"""What is left for all at once, which raises the sum seldom and lowers the bound sometimes."""
Goes = Callable[[str], bool]
"""Told what is being done; answers whether to go on."""


class Stopped(Exception):
    """Somebody asked to stop."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """value: of what is chosen; bound: that no assignment is above. at_least: shape (n_specialists, n_schools), how much the best sum
    falls at least if this one has to go there, by the prices of the relaxation (its dual values) and
    less than nothing never; nan where they cannot. seconds: how long it took."""

    chosen: Chosen
    value: float
    bound: float
    at_least: NDArray[np.float64]
    seconds: float

    @property
    def gap(self) -> float:
        """How much better another could be at most, as a share of the bound."""
        return max(0.0, (self.bound - self.value) / self.bound) if self.bound > 0 else 0.0


@dataclass(frozen=True, slots=True)
class _Program:
    """The pairs that can be, and the rows they count in. specialist, school, worth: shape
    (n_pairs,). rows: shape (n_schools + n_specialists, n_pairs)."""

    specialist: NDArray[np.int64]
    school: NDArray[np.int64]
    worth: NDArray[np.float64]
    rows: sparse.csc_array
    most: NDArray[np.float64]

    def only(self, kept: NDArray[np.bool_]) -> "_Program":
        """With these pairs alone."""
        return _Program(
            self.specialist[kept], self.school[kept], self.worth[kept],
            sparse.csc_array(self.rows[:, np.flatnonzero(kept)]), self.most,
        )  # fmt: skip


def assign(asked: Round, *, goes: Goes = lambda what: True) -> Assigned:
    """The best assignment that is found in about 20 seconds, and how good one could be at most.

    goes: is told what is being done, and says whether to go on. Raises Stopped.
    """
    begun = perf_counter()
    program = _program(asked)
    best = greedily(asked)
    if not program.worth.size:
        none = np.full(asked.points.shape, np.nan)
        return Assigned(best, 0.0, 0.0, none, perf_counter() - begun)
    _go(goes, "Working out how good it could be at most")
    relaxed, prices = _relaxed(program)
    short = program.rows.T @ prices - program.worth
    starts = improved(asked, best), improved(asked, _by_price(asked, program, short))
    best = max(starts, key=asked.value)
    if program.worth.size > FEW_PAIRS:
        best = _better(asked, program, best, short, relaxed, goes)
    best, bound = _as_a_whole(asked, program, best, short, relaxed, goes)
    _go(goes, "Writing it down")
    value = asked.value(best)
    return Assigned(
        chosen=best,
        value=value,
        bound=max(bound, value),
        at_least=_at_least(asked, program, short, slack=max(0.0, relaxed - value)),
        seconds=perf_counter() - begun,
    )


def _better(
    asked: Round,
    program: _Program,
    best: Chosen,
    short: NDArray[np.float64],
    bound: float,
    goes: Goes,
) -> Chosen:
    """A good one soon, of few pairs."""
    for most_a_school, seconds in TURNS:
        if not _is_enough(asked.value(best), bound):
            _go(goes, f"Looking for a better one: {_said(asked.value(best), bound)}")
            near = program.only(_nearest(program, short, most_a_school))
            found, _ = _searched(asked, near, seconds)
            best = max(best, improved(asked, found), key=asked.value)
    return best


def _as_a_whole(
    asked: Round,
    program: _Program,
    best: Chosen,
    short: NDArray[np.float64],
    bound: float,
    goes: Goes,
) -> tuple[Chosen, float]:
    """All at once. A pair so far short of its price that nothing with it is better than what is found
    is left out: what is proven without it holds."""
    value, is_small = asked.value(best), program.worth.size <= FEW_PAIRS
    if bound - value <= EXACT or (_is_enough(value, bound) and not is_small):
        return best, bound
    _go(goes, f"Looking at all at once: {_said(value, bound)}")
    kept = program.only(short < bound - value + EXACT)
    found, proven = _searched(asked, kept, WHOLE_SECONDS, gap=EXACT if is_small else ENOUGH_GAP)
    return max(best, found, key=asked.value), min(bound, max(proven, value))


def _nearest(program: _Program, short: NDArray[np.float64], most: int) -> NDArray[np.bool_]:
    """Of each school's pairs, so many that are least short of their price."""
    order = np.lexsort((short, program.school))
    schools = program.school[order]
    near = np.empty(short.size, dtype=bool)
    near[order] = np.arange(short.size) - np.searchsorted(schools, schools) < most
    return near


def usable(left: float, wanted: NDArray[np.float64]) -> float:
    """How many of these days can be given at all: the largest sum of what schools want, each once,
    that is no more than `left`. Half a day that fits no school would make the bound too high.
    wanted: shape (n_schools,), in quarters of a day."""
    units = int((left + ROUNDING) / QUARTER)
    sums = 1
    for n in np.rint(wanted / QUARTER).astype(int):
        sums |= (sums << int(n)) & ((1 << (units + 1)) - 1)
    return (sums.bit_length() - 1) * QUARTER


def _program(asked: Round) -> _Program:
    can = asked.can
    specialist, school = np.nonzero(can)
    n_pairs, (n_specialists, n_schools) = specialist.size, asked.points.shape
    pairs = np.arange(n_pairs)
    once = sparse.csr_array((np.ones(n_pairs), (school, pairs)), shape=(n_schools, n_pairs))
    given = sparse.csr_array(
        (asked.days[school], (specialist, pairs)), shape=(n_specialists, n_pairs)
    )
    most = [usable(left, asked.days[may]) for left, may in zip(asked.left, can, strict=True)]
    return _Program(
        specialist, school, SERVED + asked.points[specialist, school],
        sparse.csc_array(sparse.vstack([once, given])), np.concatenate([np.ones(n_schools), most]),
    )  # fmt: skip


def _relaxed(program: _Program) -> tuple[float, NDArray[np.float64]]:
    """The best sum where schools may be shared out in parts, and the price of each row: of a school,
    and of a day of somebody. The sum is that of the prices: no assignment is above it, whatever
    the solver's tolerance."""
    found = linprog(
        -program.worth, A_ub=program.rows, b_ub=program.most, bounds=(0, None), method="highs"
    )
    prices = np.maximum(0.0, -found.ineqlin.marginals)
    beyond = np.maximum(0.0, program.worth - program.rows.T @ prices)
    n_schools = int(program.school.max()) + 1
    per_school = np.zeros(n_schools)
    np.maximum.at(per_school, program.school, beyond)
    return float(prices @ program.most + per_school.sum()), prices


def _by_price(asked: Round, program: _Program, short: NDArray[np.float64]) -> Chosen:
    """First the pairs that are least short of their price, not those with most points."""
    wanted = np.full(asked.points.shape, -np.inf)
    wanted[program.specialist, program.school] = -short
    return greedily(asked, by=wanted)


def _searched(
    asked: Round, program: _Program, seconds: float, *, gap: float = ENOUGH_GAP
) -> tuple[Chosen, float]:
    """The best whole assignment found in so many seconds, nobody anywhere where none was; and the
    bound that was proven by then."""
    chosen = np.full(asked.points.shape[1], NOBODY, dtype=np.int64)
    if not program.worth.size:
        return chosen, 0.0
    found = milp(
        -program.worth, integrality=np.ones(program.worth.size), bounds=Bounds(0, 1),
        constraints=LinearConstraint(program.rows, ub=program.most),
        options={"time_limit": seconds, "mip_rel_gap": gap},
    )  # fmt: skip
    if found.x is not None:
        taken = found.x > 0.5
        chosen[program.school[taken]] = program.specialist[taken]
    proven = getattr(found, "mip_dual_bound", None)
    return chosen, np.inf if proven is None else -float(proven)


def _at_least(
    asked: Round, program: _Program, short: NDArray[np.float64], *, slack: float
) -> NDArray[np.float64]:
    """What each pair is short of its price, by weak duality; less what the proposal itself is short
    of the relaxation, so that it is never too much."""
    found = np.full(asked.points.shape, np.nan)
    found[program.specialist, program.school] = np.maximum(0.0, short - slack)
    return found


def _is_enough(value: float, bound: float) -> bool:
    return bound - value <= ENOUGH_GAP * max(bound, 1.0)


def _said(value: float, bound: float) -> str:
    return f"the best so far is at most {(bound - value) / bound:.2%} below what could be"


def _go(goes: Goes, what: str) -> None:
    if not goes(what):
        raise Stopped
