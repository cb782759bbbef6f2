"""Somebody who has all that was printed, patience, and a pencil.

Works from cells alone and shares nothing with the engine: whole numbers, none below nought, every
printed figure an equation or, if rounded, two bounds; then the rest is filled in until it fits.
Giving up counts against the engine. Where in doubt it knows more than it could: the size of every
group whose per cent is printed exactly.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from leadwell.evidence.disclosure.cells import Cell, State
from leadwell.evidence.disclosure.release import Release
from leadwell.evidence.disclosure.table import Row, Table, Tally

MOST = 99  # pupils in an atom, as far as anybody can imagine
STEPS = 3_000  # ways of filling in that are tried
Variable = tuple[str, str]  # atom and layer: "" for pupils, else those who reached the outcome


@dataclass(frozen=True)
class Equation:
    """low <= sum of sign x variable <= high."""

    terms: tuple[tuple[Variable, int], ...]
    low: int
    high: int


def terms(atoms: Iterable[str], layer: str = "", sign: int = 1) -> tuple:
    return tuple(((atom, layer), sign) for atom in sorted(atoms))


def missed(atoms: Iterable[str], outcome: str) -> tuple:
    """Those who did not reach an outcome."""
    atoms = list(atoms)
    return terms(atoms) + terms(atoms, outcome, -1)


def read(question: Table, answer: Release) -> list[Equation]:
    """All that a release prints."""
    found = []
    for row in question.rows:
        found += _count(row, answer.cells[row.key, ""])
        for outcome in question.outcomes:
            found += _per_cent(question, row, outcome, answer.cells[row.key, outcome])
    return found


def _count(row: Row, cell: Cell) -> list[Equation]:
    if cell.value is None:
        return []
    value = int(cell.value)
    if cell.state is State.ROUNDED and value:
        # Whoever knows the rules knows that fewer than six would be hidden.
        return [Equation(terms(row.atoms), max(6, value - 2), value + 2)]
    return [Equation(terms(row.atoms), value, value)]


def _per_cent(question: Table, row: Row, outcome: str, cell: Cell) -> list[Equation]:
    n = question.count(row)
    if cell.state is State.BOUNDED:
        extreme = missed(row.atoms, outcome) if "95" in cell.text else terms(row.atoms, outcome)
        return [Equation(extreme, 0, 0), Equation(terms(row.atoms), 6, 19)]
    if cell.value is None:
        return []
    if cell.state is State.ROUNDED:
        met = 5 * round(cell.value * (5 * ((n + 2) // 5)) / 500)
        return [Equation(terms(row.atoms, outcome), max(0, met - 2), met + 2)]
    fits = [k for k in range(n + 1) if _half_up(k, n, 0 if n < 100 else 1) == cell.value]
    if cell.numerator is not None:
        fits = [cell.numerator]
    return [
        Equation(terms(row.atoms, outcome), fits[0], fits[-1]),
        Equation(terms(row.atoms), n, n),
    ]


def _half_up(part: int, n: int, decimals: int) -> float:
    from decimal import ROUND_HALF_UP, Decimal

    exact = Decimal(100 * part) / Decimal(n)
    return float(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def can_be(
    equations: list[Equation],
    what: tuple,
    low: int,
    high: int,
    *,
    tallies: Mapping[str, Tally],
) -> bool:
    """Whether what is asked about may lie between low and high, for all that was printed.

    tallies: the truth, only to know where to look first. A world that is found is a proof, however
    it was found.
    """
    asked = Equation(what, low, high)
    variables = {v for each in [*equations, asked] for v, _ in each.terms}
    variables |= {(atom, "") for atom, _ in variables}
    within = [
        Equation((((atom, ""), 1), ((atom, layer), -1)), 0, MOST)
        for atom, layer in variables
        if layer
    ]
    truth = {(atom, layer): tallies[atom].at(layer) for atom, layer in variables}
    everything = list(dict.fromkeys([asked, *equations, *within]))
    ranges = dict.fromkeys(sorted(variables), (0, MOST))
    return _fits(everything, ranges, truth, count())


def _fits(
    equations: list[Equation],
    ranges: dict[Variable, tuple[int, int]],
    truth: dict[Variable, int],
    steps: Iterator[int],
) -> bool:
    narrowed = _narrowed(equations, ranges)
    if narrowed is None or next(steps) > STEPS:
        return False
    open_ones = [v for v, (low, high) in narrowed.items() if low < high]
    if not open_ones:
        return True
    chosen = min(open_ones, key=lambda v: (narrowed[v][1] - narrowed[v][0], v))
    low, high = narrowed[chosen]
    nearest_first = sorted(range(low, high + 1), key=lambda value: abs(value - truth[chosen]))
    return any(
        _fits(equations, {**narrowed, chosen: (value, value)}, truth, steps)
        for value in nearest_first
    )


def _narrowed(
    equations: list[Equation], ranges: dict[Variable, tuple[int, int]]
) -> dict[Variable, tuple[int, int]] | None:
    """Each variable only as wide as every equation leaves it; None if one leaves nothing."""
    ranges, is_changing = dict(ranges), True
    while is_changing:
        is_changing = False
        for each in equations:
            least = sum(ranges[v][0] if s > 0 else -ranges[v][1] for v, s in each.terms)
            most = sum(ranges[v][1] if s > 0 else -ranges[v][0] for v, s in each.terms)
            if least > each.high or most < each.low:
                return None
            for v, s in each.terms:
                low, high = ranges[v]
                if s > 0:
                    new = max(low, each.low - most + high), min(high, each.high - least + low)
                else:
                    new = max(low, least + high - each.high), min(high, most + low - each.low)
                if new[0] > new[1]:
                    return None
                if new != (low, high):
                    # The sums of this equation have moved with it.
                    least += (new[0] - low) if s > 0 else (high - new[1])
                    most += (new[1] - high) if s > 0 else (low - new[0])
                    ranges[v], is_changing = new, True
    return ranges
