"""What else is hidden, so that what is hidden for its own sake cannot be worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from leadwell.evidence.disclosure.search import NARROW, WIDE, another
from leadwell.evidence.disclosure.sums import HEADLINE, Move, Sum, Sums, World


@dataclass(frozen=True, slots=True)
class Case:
    """A world there must be.

    demands: any one of them; none at all for a world that only has to agree with what is shown.
    weaker: the next best, best first, where what is out already makes those impossible. start, caps: where the search starts, if not from the truth.
    """

    demands: tuple[Sum | None, ...]
    weaker: tuple[Sum, ...] = ()
    start: Move = field(default_factory=dict)
    caps: Mapping[int, float] = field(default_factory=dict)

    @property
    def atoms(self) -> frozenset[int]:
        """Those that are asked about."""
        return frozenset(atom for demand in self.demands if demand for atom in demand.atoms)


@dataclass(frozen=True, slots=True)
class Protected:
    """hidden: names of the sums that go. moves: the worlds held in hand. failed: cases for
    which hiding all that can be hidden was not enough: it is out already."""

    hidden: frozenset[str]
    moves: tuple[Move, ...]
    failed: tuple[Case, ...]


def protect(sums: Sums, cases: Sequence[Case]) -> Protected:
    """Hide sums until every case has its world, then bring back what turned out not to be needed.

    sums: is changed. Hiding never takes a world away, so one pass over the cases is enough.
    """
    hidden: dict[str, Sum] = {}
    held: list[tuple[Case, Move]] = []
    failed = []
    for case in cases:
        world = _world(sums, case, may_hide=False) or _hiding(sums, case, hidden)
        if world is None:
            failed.append(case)
            case, world = _weakened(sums, case)
        if world:
            held.append((case, world.move))
    for name in sorted(hidden, key=lambda name: -hidden[name].cost):
        sums.add(name, hidden[name])
        if renewed := _still_held(sums, name, held):
            del hidden[name]
            held = renewed
        else:
            sums.remove(name)
    return Protected(frozenset(hidden), tuple(move for _, move in held if move), tuple(failed))


def _world(
    sums: Sums, case: Case, *, may_hide: bool, is_whole: bool = False, width: int = WIDE
) -> World | None:
    """The cheapest of the worlds that meet one of the demands."""
    best: World | None = None
    for demand in case.demands:
        world = another(
            sums,
            demand,
            may_hide=may_hide,
            start=case.start,
            caps=case.caps,
            is_whole=is_whole,
            width=width,
        )
        if world and (best is None or _cost(sums, world) < _cost(sums, best)):
            best = world
        if best and not best.hidden:
            break
    return best


def _cost(sums: Sums, world: World) -> float:
    return sum(sums.sums[name].cost for name in world.hidden)


def _cheapest(sums: Sums, case: Case) -> World | None:
    """Of two quick searches the cheaper world; a slow search only if both miss."""
    quick = [
        world
        for width in (NARROW, WIDE)
        if (world := _world(sums, case, may_hide=True, is_whole=True, width=width))
    ]
    if quick:
        return min(quick, key=lambda world: _cost(sums, world))
    return _world(sums, case, may_hide=True)


def _hiding(sums: Sums, case: Case, hidden: dict[str, Sum]) -> World | None:
    """Hide what the cheapest world asks for. If none is found: all that touches it, then all that
    is connected with that, until one is."""
    if world := _cheapest(sums, case):
        for name in sorted(world.hidden):
            hidden[name] = sums.remove(name)
        return world
    for most in (HEADLINE, inf):
        atoms: set[int] = set(case.atoms | case.start.keys())
        wider = atoms
        while wider:
            names = sums.names_with(sorted(wider))
            wider = set().union(*(sums.sums[name].atoms for name in names)) - atoms
            atoms |= wider
            for name in [name for name in names if sums.sums[name].cost < most]:
                hidden[name] = sums.remove(name)
            if world := _world(sums, case, may_hide=False):
                return world
    return None


def _weakened(sums: Sums, case: Case) -> tuple[Case, World | None]:
    """The best that can still be had, with all hidden that can be."""
    for demand in case.weaker:
        weaker = Case((demand,), (), case.start, case.caps)
        if world := _world(sums, weaker, may_hide=False):
            return weaker, world
    return case, None


def _still_held(
    sums: Sums, name: str, held: Sequence[tuple[Case, Move]]
) -> list[tuple[Case, Move]]:
    """The worlds, with others for those that disagree with this sum; empty if one has none."""
    renewed = []
    for case, move in held:
        if not sums.agrees(name, move):
            world = _world(sums, case, may_hide=False)
            if world is None:
                return []
            move = world.move
        renewed.append((case, move))
    return renewed
