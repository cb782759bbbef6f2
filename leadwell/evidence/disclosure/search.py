"""The search for another world.

It starts from the truth, with one demand more ("these have none", "these have six or more"), and
mends what the demand breaks, one sum at a time: by moving an atom that is in it or, if it may, by
hiding the sum at its cost. Cheapest first (Dijkstra, 1959); among equals the least broken. Only the
likeliest ways on are looked at, so a world may be missed: then more is hidden than need be, never
less.
"""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from math import inf
from typing import NamedTuple

from leadwell.evidence.disclosure.sums import Move, Sum, Sums, World

DEMAND = ""  # the demand's name among the sums
PATIENCE = 400  # worlds half mended that are looked at
NARROW, WIDE = 6, 12  # ways on from each


class Way(NamedTuple):
    """One way on: an atom moved, sums hidden for it, at a cost; what is broken after it."""

    cost: float
    n_broken: int
    atom: int
    extent: int
    hide: tuple[str, ...]


@dataclass(order=True, slots=True)
class Step:
    """A world half mended. Ordered as the search goes."""

    likely: float  # its cost, and what it takes to mend the rest
    n_broken: int
    turn: int
    cost: float = field(compare=False)
    move: dict[int, int] = field(compare=False)
    hidden: frozenset[str] = field(compare=False)
    shifts: dict[str, int] = field(compare=False)  # by sum: how far from its true total
    broken: dict[str, int] = field(compare=False)  # by sum: pupils too many, or too few


def another(
    sums: Sums,
    demand: Sum | None,
    *,
    may_hide: bool,
    start: Move | None = None,
    caps: Mapping[int, float] | None = None,
    is_whole: bool = False,
    width: int = WIDE,
) -> World | None:
    """A world that meets the demand and agrees with the sums; None if none is found.

    may_hide: whether sums may be hidden for it, at their cost. start: how it differs from the
    truth to begin with. caps: instead of those of the sums, for some atoms. is_whole: each move
    mends its sum in one go: quicker, and may miss a way. width:
    how many ways on are looked at from each step.
    """
    return _Search(sums, demand, may_hide, caps or {}, is_whole, width).run(start or {})


class _Search:
    def __init__(
        self,
        sums: Sums,
        demand: Sum | None,
        may_hide: bool,
        caps: Mapping[int, float],
        is_whole: bool,
        width: int,
    ) -> None:
        self.sums, self.may_hide, self.caps, self.is_whole = sums, may_hide, caps, is_whole
        self.width = width
        self.demand = demand or Sum((), 0, inf)
        self.asked = frozenset(self.demand.atoms)
        self.asked_total = sum(sums.values[atom] for atom in self.demand.atoms)
        self.turns = count()
        self.mending: dict[str, float] = {}

    def run(self, start: Move) -> World | None:
        first = Step(0.0, 0, next(self.turns), 0.0, {}, frozenset(), {}, {})
        self._note(first, DEMAND, 0)
        for atom, extent in start.items():
            self._shift(first, atom, extent)
        waiting = [first]
        for _ in range(PATIENCE):
            if not waiting:
                return None
            step = heapq.heappop(waiting)
            if not step.broken:
                return World(step.move, step.hidden)
            for further in self._further(step):
                heapq.heappush(waiting, further)
        return None

    def _sum(self, name: str) -> Sum:
        return self.sums.sums[name] if name else self.demand

    def _of(self, atom: int) -> Iterator[str]:
        yield from self.sums.of[atom]
        if atom in self.asked:
            yield DEMAND

    def _over(self, name: str, shift: int) -> int:
        """How many pupils too many a sum has when it is so far from its true total; too few: < 0."""
        each = self._sum(name)
        value = (self.sums.totals[name] if name else self.asked_total) + shift
        if value > each.high:
            return int(value - each.high)
        return min(0, value - each.low)

    def _note(self, step: Step, name: str, shift: int) -> None:
        step.shifts[name] = shift
        over = self._over(name, shift)
        if over:
            step.broken[name] = over
        else:
            step.broken.pop(name, None)

    def _shift(self, step: Step, atom: int, extent: int) -> None:
        step.move[atom] = step.move.get(atom, 0) + extent
        for name in self._of(atom):
            if name not in step.hidden:
                self._note(step, name, step.shifts.get(name, 0) + extent)

    def _further(self, step: Step) -> Iterator[Step]:
        """Ways on: each mends, or hides, the smallest of the broken sums."""
        name = min(
            step.broken, key=lambda name: (len(self._sum(name).atoms), -abs(step.broken[name]))
        )
        each = self._sum(name)
        if name and self.may_hide and each.cost < inf:
            yield self._judged(self._hiding(step, (name,)))
        ways = sorted(self._ways(step, each, -step.broken[name]))
        if ways and not ways[0].cost and not ways[0].n_broken:
            del ways[1:]
        for way in ways[: self.width]:
            further = self._hiding(step, way.hide)
            self._shift(further, way.atom, way.extent)
            yield self._judged(further)

    def _hiding(self, step: Step, names: tuple[str, ...]) -> Step:
        """A copy of the step with these sums hidden."""
        broken = {name: over for name, over in step.broken.items() if name not in names}
        return Step(
            0.0,
            0,
            next(self.turns),
            step.cost + sum(self._sum(name).cost for name in names),
            dict(step.move),
            step.hidden.union(names),
            dict(step.shifts),
            broken,
        )

    def _judged(self, step: Step) -> Step:
        step.n_broken = len(step.broken)
        step.likely = step.cost + sum(self._to_mend(name) for name in step.broken)
        return step

    def _to_mend(self, name: str) -> float:
        """The least that mending this sum can cost: hiding it, or moving its cheapest atom."""
        if not self.may_hide or not name:
            return 0.0
        if name not in self.mending:
            least = self._sum(name).cost
            for atom in self._sum(name).atoms:
                own = self.sums.alone[atom]
                least = min(least, sum(self.sums.sums[each].cost for each in own))
            self.mending[name] = least
        return self.mending[name]

    def _ways(self, step: Step, each: Sum, wanted: int) -> Iterator[Way]:
        """Atoms that can move towards what is wanted. Of those in the same sums, one does."""
        kinds = set()
        for atom in each.atoms:
            moved = step.move.get(atom, 0)
            if moved * wanted < 0:  # never back the way it came
                continue
            for extent, hide in self._extents(atom, moved, wanted, step.hidden):
                if self.is_whole and extent != wanted:
                    continue
                cost, n_broken = 0.0, 0
                for name in hide:
                    cost += self.sums.sums[name].cost
                kind: list[object] = [extent, cost]
                for name in self._of(atom):
                    if name not in step.hidden and name not in hide:
                        over = self._over(name, step.shifts.get(name, 0) + extent)
                        n_broken += bool(over) - (name in step.broken)
                        kind.append(name)
                if tuple(kind) not in kinds:
                    kinds.add(tuple(kind))
                    yield Way(cost, n_broken + len(step.broken), atom, extent, hide)

    def _extents(
        self, atom: int, moved: int, wanted: int, hidden: frozenset[str]
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """How far an atom can move towards what is wanted, and what must be hidden for it."""
        value = self.sums.values[atom] + moved
        low, high = 0.0, self.caps.get(atom, self.sums.caps[atom])
        own_low, own_high = low, high
        own = [name for name in self.sums.alone[atom] if name not in hidden]
        for name in own:
            each = self.sums.sums[name]
            own_low, own_high = max(own_low, each.low), min(own_high, each.high)
            if not self.may_hide or each.cost == inf:
                low, high = max(low, each.low), min(high, each.high)
        full = _towards(value, wanted, low, high)
        within = _towards(value, wanted, own_low, own_high)
        if within:
            yield within, ()
        if full != within:
            there = value + full
            sums = self.sums.sums
            yield full, tuple(n for n in own if not sums[n].low <= there <= sums[n].high)


def _towards(value: int, wanted: int, low: float, high: float) -> int:
    """As much of what is wanted as stays between low and high."""
    if wanted > 0:
        return int(max(0, min(wanted, high - value)))
    return int(min(0, max(wanted, low - value)))
