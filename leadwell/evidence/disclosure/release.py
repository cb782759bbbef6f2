"""The one door: a table in, what its reader is shown out, and the register grown by it.

The same table, register and reader give the same release, and releasing it again changes nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from leadwell.evidence.disclosure import cells
from leadwell.evidence.disclosure.asked import Asked
from leadwell.evidence.disclosure.cells import Cell
from leadwell.evidence.disclosure.layers import Decided, decide
from leadwell.evidence.disclosure.policy import STANDARD, Policy, Tier
from leadwell.evidence.disclosure.register import Atoms, Register, Withheld
from leadwell.evidence.disclosure.table import PUPILS, Kind, Row, Table


@dataclass(frozen=True, slots=True)
class Release:
    """cells: by key of row and column ("" is the number of pupils). notes: sentences that stand
    below the table. register: with this in it. exposed: sets of atoms whose small numbers could be
    worked out before this from what others have printed; nothing here adds to it."""

    cells: Mapping[tuple[str, str], Cell]
    notes: tuple[str, ...]
    register: Register
    exposed: tuple[Atoms, ...] = ()

    def cell(self, row: str, column: str = PUPILS) -> Cell:
        return self.cells[row, column]

    @property
    def hidden(self) -> tuple[tuple[str, str], ...]:
        """Row and column of every hidden cell."""
        return tuple(place for place, cell in self.cells.items() if cell.is_hidden)


def release(
    table: Table,
    *,
    tier: Tier,
    register: Register,
    policy: Policy = STANDARD,
    own: Atoms = frozenset(),
) -> Release:
    """What a reader of this tier is shown.

    register: everything shown to programme and public before; Register() if nothing was. own: for
    somebody at a school, the atoms of that school, shown as counted whatever the tier of the rest.
    Tier.SCHOOL means that all of the table is their own: nothing is hidden, nothing is registered.
    Raises FiguresMoved (a ValueError) if an atom's numbers are not those first shown.
    """
    register.check(table)
    if tier is Tier.SCHOOL:
        own = frozenset(table.tallies)
    rows = frozenset[str]().union(*(row.atoms for row in table.rows))
    asked = Asked(table, tier, policy, register.about(rows), own)
    decided = decide(asked)
    shown = {
        (row.key, column): _cell(asked, decided, row, column)
        for row in table.rows
        for column in (PUPILS, *table.outcomes, *table.scores)
    }
    return Release(
        shown,
        tuple(_notes(shown)),
        register if tier is Tier.SCHOOL else _grown(register, asked, decided),
        tuple(dict.fromkeys(atoms for each in decided.values() for atoms in each.exposed)),
    )


def _cell(asked: Asked, decided: Mapping[str, Decided], row: Row, column: str) -> Cell:
    table, policy = asked.table, asked.policy
    if column in row.published:
        return cells.published(row, column)
    is_own = asked.is_own(row)
    tier = Tier.SCHOOL if is_own else asked.tier
    is_hidden = not is_own and (
        row.key in decided[PUPILS].hidden
        or (column in table.outcomes and row.key in decided[column].hidden)
    )
    if column == PUPILS:
        if is_hidden:
            return cells.hidden(row, column, "pupils", policy)
        return cells.count(table, row, tier, policy)
    if column in table.outcomes:
        if is_hidden:
            return cells.hidden(row, column, "percent", policy)
        return cells.outcome(table, row, column, tier, policy)
    return (
        cells.hidden(row, column, "points", policy)
        if is_hidden
        else cells.score(table, row, column)
    )


def _notes(shown: Mapping[tuple[str, str], Cell]) -> Iterator[str]:
    states = {cell.state for cell in shown.values()}
    if cells.State.HIDDEN in states:
        yield "c: hidden so that no pupil can be recognised. Totals are of all pupils, hidden or not."
    if cells.State.ROUNDED in states:
        yield (
            "Numbers of pupils are rounded to the nearest 5 and percentages are worked out from"
            " those, so parts may not add up to their total."
        )
    if cells.State.PUBLISHED in states:
        yield "Figures of the Department for Education are as it published them."


def _grown(register: Register, asked: Asked, decided: Mapping[str, Decided]) -> Register:
    by_key = {row.key: row.atoms for row in asked.table.rows}
    return register.grown(
        tallies={atom: asked.tallies[atom] for atoms in by_key.values() for atom in sorted(atoms)},
        facts=(fact for each in decided.values() for fact in each.facts.values()),
        withheld=(
            Withheld(by_key[key], layer, asked.tier, key in each.for_own_sake)
            for layer, each in decided.items()
            for key in by_key
            if key in each.hidden
        ),
        wholes=(row.atoms for row in asked.table.rows if row.kind is not Kind.GROUP),
    )
