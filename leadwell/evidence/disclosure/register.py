"""What has been shown before: the sums that readers already have, and what was kept from them.

One register holds what was shown to programme and public alike, because whoever may see the one
can read the other. Figures a school sees of its own pupils are not in it. It holds true numbers, so
it is kept as carefully as the rows they were counted from. Storing it is for floors above.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from leadwell.evidence.disclosure.policy import Tier
from leadwell.evidence.disclosure.table import Table, Tally

Atoms = frozenset[str]


class FiguresMoved(ValueError):
    """An atom has other numbers than when it was first shown: 12 becoming 11 tells of a leaver.

    Figures move at measure points only, and a new measure point has atoms of its own.
    """


@dataclass(frozen=True, slots=True)
class Fact:
    """low <= pupils of the atoms <= high: all of them, or those who reached the layer's outcome."""

    atoms: Atoms
    layer: str
    low: int
    high: int
    tier: Tier


@dataclass(frozen=True, slots=True)
class Withheld:
    """A figure that was hidden stays hidden. is_primary: for its own sake."""

    atoms: Atoms
    layer: str
    tier: Tier
    is_primary: bool


@dataclass(frozen=True, slots=True)
class Register:
    """wholes: the sets of atoms that are all pupils of a year, at one school or several."""

    tallies: Mapping[str, Tally] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    wholes: frozenset[Atoms] = frozenset()

    def check(self, table: Table) -> None:
        """Raises FiguresMoved, naming the first three atoms whose numbers are not what they were."""
        moved = [
            f"{atom}: {_told(was, tally)}"
            for atom, tally in sorted(table.tallies.items())
            if (was := self.tallies.get(atom)) and _told(was, tally)
        ]
        if moved:
            raise FiguresMoved(
                "Numbers have changed since they were first shown "
                f"({'; '.join(moved[:3])}). They move at measure points only: "
                "give the new numbers a new measure point."
            )

    def about(self, atoms: Iterable[str]) -> "Register":
        """Only what can be added up with these atoms, directly or through other facts."""
        near = set(atoms)
        far = [(fact.atoms, fact) for fact in self.facts]
        is_growing = True
        while is_growing:
            touching = [pair for pair in far if not near.isdisjoint(pair[0])]
            far = [pair for pair in far if near.isdisjoint(pair[0])]
            is_growing = any(not pair[0] <= near for pair in touching)
            near.update(*(pair[0] for pair in touching))
        return Register(
            {atom: tally for atom, tally in self.tallies.items() if atom in near},
            tuple(fact for fact in self.facts if fact.atoms <= near),
            tuple(each for each in self.withheld if each.atoms <= near),
            frozenset(each for each in self.wholes if each <= near),
        )

    def grown(
        self,
        *,
        tallies: Mapping[str, Tally],
        facts: Iterable[Fact],
        withheld: Iterable[Withheld],
        wholes: Iterable[Atoms],
    ) -> "Register":
        """With what is shown now, each thing once and in the order in which it came."""
        return Register(
            {**self.tallies, **{a: _together(self.tallies.get(a), t) for a, t in tallies.items()}},
            tuple(dict.fromkeys((*self.facts, *facts))),
            tuple(dict.fromkeys((*self.withheld, *withheld))),
            self.wholes | frozenset(wholes),
        )

    def as_data(self) -> dict[str, Any]:
        """As lists and dicts of text and numbers, for JSON."""
        return {
            "tallies": {
                atom: [tally.n, dict(tally.met), dict(tally.total)]
                for atom, tally in sorted(self.tallies.items())
            },
            "facts": [[sorted(f.atoms), f.layer, f.low, f.high, str(f.tier)] for f in self.facts],
            "withheld": [
                [sorted(w.atoms), w.layer, str(w.tier), w.is_primary] for w in self.withheld
            ],
            "wholes": sorted(sorted(each) for each in self.wholes),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Register":
        """The register that as_data() wrote."""
        return cls(
            {atom: Tally(n, met, total) for atom, (n, met, total) in data["tallies"].items()},
            tuple(
                Fact(frozenset(a), layer, low, high, Tier(tier))
                for a, layer, low, high, tier in data["facts"]
            ),
            tuple(
                Withheld(frozenset(a), layer, Tier(tier), primary)
                for a, layer, tier, primary in data["withheld"]
            ),
            frozenset(frozenset(each) for each in data["wholes"]),
        )


def _together(was: Tally | None, now: Tally) -> Tally:
    """What both know of an atom."""
    if was is None:
        return now
    return Tally(now.n, {**was.met, **now.met}, {**was.total, **now.total})


def _told(was: Tally, now: Tally) -> str:
    """What has changed about an atom, "" if nothing that both know."""
    if was.n != now.n:
        return f"{was.n} pupils, now {now.n}"
    for layer in sorted(was.met.keys() & now.met.keys()):
        if was.met[layer] != now.met[layer]:
            return f"{layer} {was.met[layer]}, now {now.met[layer]}"
    return ""
