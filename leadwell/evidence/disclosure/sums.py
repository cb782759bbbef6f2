"""What a reader can add up, and other worlds in which all of it is true as well.

Every shown figure tells that some atoms together have between `low` and `high` pupils. A hidden
number is safe if we hold in our hands another world: whole numbers, none below nought, that agree
with everything shown and in which the hidden number is far from what it is. Whoever only has what
was shown cannot tell that world from this one. No world found counts as none: then more is hidden.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf

HEADLINE = 1_000_000.0  # cost of hiding a school's headline: only where nothing else will do
Move = Mapping[int, int]  # atom -> pupils more (or fewer) than in truth


@dataclass(frozen=True, slots=True)
class Sum:
    """low <= pupils of the atoms <= high. cost: of hiding it, inf if it is out already."""

    atoms: tuple[int, ...]
    low: int
    high: float
    cost: float = inf


@dataclass(frozen=True, slots=True)
class World:
    """How it differs from the truth, and which sums (by name) are hidden so that it may."""

    move: Move
    hidden: frozenset[str] = frozenset()


class Sums:
    """The sums a reader has. Names are any text; atoms are 0, 1, 2 ...

    values: the truth, by atom. caps: the most an atom can have (inf where nobody knows).
    """

    def __init__(self, values: Sequence[int], caps: Sequence[float] | None = None) -> None:
        self.values = values
        self.caps = caps if caps is not None else [inf] * len(values)
        self.sums: dict[str, Sum] = {}
        self.totals: dict[str, int] = {}
        self.of: list[dict[str, None]] = [{} for _ in values]
        self.alone: list[dict[str, None]] = [{} for _ in values]  # sums of that atom only

    def add(self, name: str, each: Sum) -> None:
        self.sums[name] = each
        self.totals[name] = sum(self.values[atom] for atom in each.atoms)
        for atom in each.atoms:
            self.of[atom][name] = None
        if len(each.atoms) == 1:
            self.alone[each.atoms[0]][name] = None

    def remove(self, name: str) -> Sum:
        each = self.sums.pop(name)
        del self.totals[name]
        for atom in each.atoms:
            del self.of[atom][name]
        if len(each.atoms) == 1:
            del self.alone[each.atoms[0]][name]
        return each

    def names_with(self, atoms: Collection[int]) -> dict[str, None]:
        """The sums that any of these atoms is in, in the order they were added."""
        return {name: None for atom in atoms for name in self.of[atom]}

    def agrees(self, name: str, move: Move) -> bool:
        each = self.sums[name]
        value = self.totals[name] + sum(move.get(atom, 0) for atom in each.atoms)
        return each.low <= value <= each.high

    def reach(self, atoms: Collection[int]) -> tuple[float, float]:
        """Never narrower than what is left open by each sum that is out already, and by each
        headline, which may be shown whatever it tells."""
        inside = set(atoms)
        low, high = 0.0, float(sum(self.caps[atom] for atom in inside))
        for name in self.names_with(atoms):
            each = self.sums[name]
            if each.cost >= HEADLINE:
                others = [atom for atom in each.atoms if atom not in inside]
                low = max(low, each.low - sum(self.caps[atom] for atom in others))
                if len(others) + len(inside) == len(each.atoms):
                    high = min(high, each.high)
        return low, high
