"""Which worlds there must be, for every small number to be safe."""

from collections.abc import Collection, Iterator, Sequence
from math import inf

from leadwell.evidence.disclosure import primary
from leadwell.evidence.disclosure.asked import Asked
from leadwell.evidence.disclosure.register import Atoms
from leadwell.evidence.disclosure.secondary import Case
from leadwell.evidence.disclosure.sums import Move, Sum, Sums
from leadwell.evidence.disclosure.table import PUPILS

HALF_WIDTH = 3  # of the range that a number must keep that is hidden though it is not small


def of_small(asked: Asked, sums: Sums, layer: str, rows: Collection[Atoms]) -> list[Case]:
    """For each small number, a world in which it is nought and one in which it is not small.

    rows: hidden in this table for their own sake. Beside them: those of earlier tables, every atom
    that is small itself, since differences of rows are made of atoms, and what is left of one row
    without another.
    """
    return [
        case
        for atoms in _targets(asked, sums, layer, rows)
        for case in _open_both_ways(asked, sums, layer, asked.places(atoms))
    ]


def _targets(asked: Asked, sums: Sums, layer: str, rows: Collection[Atoms]) -> list[Atoms]:
    earlier = {w.atoms for w in asked.before.withheld if w.is_primary and w.layer == layer}
    singles = {frozenset({atom}) for atom in asked.atoms if _is_small(asked, atom, layer)}
    targets = set(rows) | earlier | singles
    if layer != PUPILS:
        targets |= {rest for rest in _rests(asked, sums) if not _is_of_wholes(asked, rest)}
    return sorted((atoms for atoms in targets if not atoms <= asked.own), key=sorted)


def _is_small(asked: Asked, atom: str, layer: str) -> bool:
    """Whether no row may tell this about an atom. Whole cohorts may be told of."""
    tally = asked.tallies[atom]
    if layer == PUPILS:
        return asked.policy.is_small(tally.n)
    if layer not in tally.met or tally.n < asked.policy.threshold:
        return False
    telling = primary.is_telling(tally.met[layer], tally.n, asked.policy)
    return telling and not _is_of_wholes(asked, frozenset({atom}))


def _is_of_wholes(asked: Asked, atoms: Atoms) -> bool:
    """Whether they are whole cohorts together, but for atoms without pupils."""
    rest = atoms.difference(*(whole for whole in asked.wholes if whole <= atoms))
    return not any(asked.tallies[atom].n for atom in rest)


def _rests(asked: Asked, sums: Sums) -> Iterator[Atoms]:
    """What one sum leaves of another (all but the disadvantaged, where both can be read), and what
    all those inside a sum leave of it: where that is telling."""

    def is_telling(met: int, n: int) -> bool:
        return n >= asked.policy.threshold and primary.is_telling(met, n, asked.policy)

    room = {name: int(sum(sums.caps[i] for i in each.atoms)) for name, each in sums.sums.items()}
    members = {name: frozenset(each.atoms) for name, each in sums.sums.items()}
    inside: dict[str, list[str]] = {}
    for part, atoms in members.items():
        for whole in sums.of[min(atoms)]:
            if atoms < members[whole]:
                inside.setdefault(whole, []).append(part)
    for whole, parts in inside.items():
        left, met, n = members[whole], sums.totals[whole], room[whole]
        for part in sorted(parts, key=lambda part: (-len(members[part]), part)):
            if is_telling(sums.totals[whole] - sums.totals[part], room[whole] - room[part]):
                yield asked.names(members[whole] - members[part])
            if members[part] <= left:
                left, met, n = left - members[part], met - sums.totals[part], n - room[part]
        if is_telling(met, n):
            yield asked.names(left)


def _open_both_ways(
    asked: Asked, sums: Sums, layer: str, places: tuple[int, ...]
) -> Iterator[Case]:
    """Down to nought and up to the threshold: for those who reached it, and those who did not.

    No further than what is out already leaves open.
    """
    least, most = sums.reach(places)
    value = sum(sums.values[place] for place in places)
    n = sum(sums.caps[place] for place in places)
    threshold = asked.policy.threshold
    ranges = []
    if asked.policy.is_small(value):
        ranges.append((0.0, float(threshold)))
    if layer != PUPILS and 0 < n - value < threshold:
        ranges.append((n - threshold, n))
    for low, high in ranges or [(value - HALF_WIDTH, value + HALF_WIDTH)]:
        few = int(max(low, least, 0))
        yield Case((Sum(places, 0, few),), tuple(Sum(places, 0, v) for v in range(few + 1, value)))
        many = int(min(high, most))
        yield Case(
            (Sum(places, many, inf),),
            tuple(Sum(places, v, inf) for v in range(many - 1, value, -1)),
        )


def of_moves(asked: Asked, layer: str, moves: Sequence[Move]) -> list[Case]:
    """The worlds of numbers of pupils, each with an outcome that nobody more than all can reach."""
    cases = []
    for move in moves:
        there = {i: asked.tallies[asked.atoms[i]].n + more for i, more in move.items()}
        met = {i: asked.tallies[asked.atoms[i]].met.get(layer, 0) for i in there}
        start = {i: n - met[i] for i, n in there.items() if met[i] > n}
        if start:
            cases.append(Case((None,), (), start, dict(there)))
    return cases


def of_rounded(sums: Sums, rounded: Sequence[tuple[int, ...]]) -> list[Case]:
    """For each rounded number, a world in which it is one more, or one fewer. Those that have one
    plainly, by one pupil more or fewer in one atom, are left out."""
    cases = []
    for places in rounded:
        if not any(_is_loose(sums, place, extent) for extent in (1, -1) for place in places):
            value = sum(sums.values[place] for place in places)
            cases.append(Case((Sum(places, value + 1, inf), Sum(places, 0, value - 1))))
    return cases


def _is_loose(sums: Sums, place: int, extent: int) -> bool:
    if not 0 <= sums.values[place] + extent <= sums.caps[place]:
        return False
    return all(
        sums.sums[name].low <= sums.totals[name] + extent <= sums.sums[name].high
        for name in sums.of[place]
    )
