"""What is asked for: pupils counted in atoms, and rows that are sets of atoms.

An atom is a group of pupils that no two rows divide: "school 12, year 6, end, disadvantaged". Atoms
never overlap, so every sum, complement and difference is a sum of atoms. Where rows of two tables
overlap (disadvantaged here, English as an additional language there), both tables are handed the
finer atoms. An atom's name says the measure point, and stands for the same pupils for ever.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from leadwell.evidence.figure import Figure

PUPILS = ""  # the layer of numbers of pupils; every other layer is an outcome


class Kind(StrEnum):
    """COHORT: all pupils of a year in one school, whose headline is shown as the Department shows
    it. SET: all pupils of several schools, or a total. GROUP: pupils with a characteristic, at one
    school or many, and any cell of a cross-table."""

    COHORT = "cohort"
    SET = "set"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Tally:
    """One atom's pupils: how many, how many reached each outcome, the sum of each score.

    Everybody in n counts in every percentage and every mean; pupils without a score are an atom of
    their own in another table.
    """

    n: int
    met: Mapping[str, int] = field(default_factory=dict)
    total: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.n < 0 or any(not 0 <= met <= self.n for met in self.met.values()):
            raise ValueError("no fewer than none, and no more than all, can reach an outcome")

    def at(self, layer: str) -> int:
        return self.met[layer] if layer else self.n


@dataclass(frozen=True, slots=True)
class Row:
    """A line of figures about the pupils of some atoms.

    published: by column ("" for the number of pupils), what the Department has printed about the
    same pupils. It is passed through as it stands; what it shows is known to everybody, and what
    it hides (`is_hidden_by_source`) stays hidden in every figure of ours.
    """

    key: str
    atoms: frozenset[str]
    kind: Kind
    published: Mapping[str, Figure] = field(default_factory=dict)
    is_hidden_by_source: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows down; across: the number of pupils, a percentage an outcome, a mean a score.

    Raises ValueError for a row without a name, two of one name, a row without atoms or with one
    nobody counted, a column an atom has no number for, and a name that is both an outcome and a score.
    """

    tallies: Mapping[str, Tally]
    rows: tuple[Row, ...]
    outcomes: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    _counts: dict[tuple[str, str], int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len({row.key for row in self.rows}) < len(self.rows):
            raise ValueError("two rows have the same name")
        columns = (PUPILS, *self.outcomes, *self.scores)
        if len(set(columns)) < len(columns):
            raise ValueError("two columns have the same name")
        for row in self.rows:
            if not row.key.strip() or row.key.startswith("\t"):
                raise ValueError("a row has no name")
            if not row.atoms or not row.atoms <= self.tallies.keys():
                raise ValueError(f"row {row.key!r} is of pupils nobody has counted")
            for atom in row.atoms:
                tally = self.tallies[atom]
                if not all(outcome in tally.met for outcome in self.outcomes):
                    raise ValueError(f"{atom!r} has no number for every outcome")
                if not all(score in tally.total for score in self.scores):
                    raise ValueError(f"{atom!r} has no sum for every score")
        counts = {
            (row.key, layer): sum([self.tallies[atom].at(layer) for atom in row.atoms])
            for row in self.rows
            for layer in (PUPILS, *self.outcomes)
        }
        object.__setattr__(self, "_counts", counts)

    def count(self, row: Row, layer: str = PUPILS) -> int:
        """Pupils of a row of this table, or those of them who reached an outcome."""
        return self._counts[row.key, layer]

    def mean(self, row: Row, score: str) -> float:
        return sum(self.tallies[atom].total[score] for atom in row.atoms) / self.count(row)


def cross_table(
    counts: Mapping[tuple[str, str], int], *, name: str, has_totals: bool = True
) -> Table:
    """Pupils by two things, as a table of counts: a row a cell, then a row a total.

    counts: by (row, column), all combinations or some. name: of the whole, the start of every
    atom's name. Keys of rows: "row | column", "row | all", "all | column", "all | all".
    """
    tallies = {f"{name} | {down} | {across}": Tally(n) for (down, across), n in counts.items()}
    cells = {f"{down} | {across}": {f"{name} | {down} | {across}"} for down, across in counts}
    totals: dict[str, set[str]] = {}
    for down, across in counts if has_totals else ():
        for line in (f"{down} | all", f"all | {across}", "all | all"):
            totals.setdefault(line, set()).add(f"{name} | {down} | {across}")
    rows = (
        Row(key, frozenset(atoms), Kind.SET if key == "all | all" else Kind.GROUP)
        for key, atoms in (cells | totals).items()
    )
    return Table(tallies, tuple(rows))
