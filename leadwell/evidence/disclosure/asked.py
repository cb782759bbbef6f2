"""A question to the engine: a table, who asks, and what can be added up with it from before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

from leadwell.evidence.disclosure import rounding
from leadwell.evidence.disclosure.policy import Policy, Tier
from leadwell.evidence.disclosure.register import Atoms, Fact, Register
from leadwell.evidence.disclosure.sums import Sum, Sums
from leadwell.evidence.disclosure.table import PUPILS, Kind, Row, Table, Tally


@dataclass(frozen=True)
class Asked:
    """A table, who asks, and what can be added up with it from before. own: atoms of the asker's
    own school, whose numbers they know."""

    table: Table
    tier: Tier
    policy: Policy
    before: Register
    own: Atoms

    @cached_property
    def tallies(self) -> Mapping[str, Tally]:
        of_rows = frozenset().union(*(row.atoms for row in self.table.rows))
        return {**self.before.tallies, **{a: self.table.tallies[a] for a in sorted(of_rows)}}

    @cached_property
    def atoms(self) -> tuple[str, ...]:
        return tuple(sorted(self.tallies))

    @cached_property
    def index(self) -> Mapping[str, int]:
        return {atom: i for i, atom in enumerate(self.atoms)}

    @cached_property
    def wholes(self) -> frozenset[Atoms]:
        rows = (row.atoms for row in self.table.rows if row.kind is not Kind.GROUP)
        return self.before.wholes | frozenset(rows)

    def places(self, atoms: Iterable[str]) -> tuple[int, ...]:
        return tuple(sorted(self.index[atom] for atom in atoms))

    def count(self, atoms: Iterable[str], layer: str) -> int:
        return sum(self.tallies[atom].at(layer) for atom in atoms)

    def names(self, places: Iterable[int]) -> Atoms:
        return frozenset(self.atoms[place] for place in places)

    def is_own(self, row: Row) -> bool:
        return row.atoms <= self.own

    def was_withheld(self, atoms: Atoms, layer: str) -> bool:
        """Kept from these readers before, or from the programme and so from the public."""
        return any(
            each.atoms == atoms
            and each.layer == layer
            and (each.tier is self.tier or self.tier is Tier.PUBLIC)
            for each in self.before.withheld
        )


def what_is_out(asked: Asked, layer: str) -> list[Fact]:
    """What readers can add up before anything is shown: earlier figures, the Department's, and,
    for somebody at a school, that school's own."""
    out = [fact for fact in asked.before.facts if fact.layer == layer]
    for row in asked.table.rows:
        out += _printed(asked, row, layer)
    for atom in sorted(asked.own & asked.index.keys()):
        n = asked.tallies[atom].met.get(layer, 0) if layer else asked.tallies[atom].n
        out.append(Fact(frozenset({atom}), layer, n, n, Tier.SCHOOL))
    return list(dict.fromkeys(out))


def _printed(asked: Asked, row: Row, layer: str) -> list[Fact]:
    """What the Department's figures tell of a row. Where they do not fit the pupils we counted,
    they are about other pupils and tell nothing of these."""
    n, told = asked.table.count(row), []
    for column, figure in row.published.items():
        if layer == PUPILS:
            is_count = column == PUPILS and figure.value is not None
            printed = figure.value if is_count else figure.denominator
            if printed == n:
                told.append(Fact(row.atoms, layer, n, n, Tier.PUBLIC))
        elif column == layer and figure.value is not None and figure.unit == "percent" and n:
            low, high = rounding.within_per_cent(figure.value, n)
            if low <= asked.table.count(row, layer) <= high:
                told.append(Fact(row.atoms, layer, low, high, Tier.PUBLIC))
    return told


def sums_of(asked: Asked, layer: str, facts: Sequence[Fact]) -> Sums:
    """The sums of facts that are out: none of them can be hidden any more."""
    tallies = [asked.tallies[atom] for atom in asked.atoms]
    if layer == PUPILS:
        sums = Sums([tally.n for tally in tallies], [inf] * len(tallies))
    else:
        # An atom that nobody counted this outcome of is in none of its sums.
        met = [tally.met.get(layer, 0) for tally in tallies]
        sums = Sums(met, [tally.n if layer in tally.met else 0 for tally in tallies])
    for i, fact in enumerate(facts):
        # No row of a table has such a name.
        sums.add(f"\t{i}", Sum(asked.places(fact.atoms), fact.low, fact.high))
    return sums
