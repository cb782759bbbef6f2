"""Small tables to ask about, and short ways to ask."""

from leadwell.evidence.disclosure.policy import Tier
from leadwell.evidence.disclosure.register import Register
from leadwell.evidence.disclosure.release import Release, release
from leadwell.evidence.disclosure.table import Kind, Row, Table, Tally

COHORT, SET, GROUP = Kind.COHORT, Kind.SET, Kind.GROUP
SCHOOL, PROGRAMME, PUBLIC = Tier.SCHOOL, Tier.PROGRAMME, Tier.PUBLIC
NOTHING = Register()


def row(key: str, atoms: str, kind: Kind, **more) -> Row:
    """atoms: their names, apart by spaces."""
    return Row(key, frozenset(atoms.split()), kind, **more)


def table(counts: dict[str, int | tuple[int, int]], *rows: Row) -> Table:
    """counts: pupils by atom, or pupils and how many of them reached "expected"."""
    has_outcome = isinstance(next(iter(counts.values())), tuple)
    tallies = {
        atom: Tally(each[0], {"expected": each[1]}) if isinstance(each, tuple) else Tally(each)
        for atom, each in counts.items()
    }
    return Table(tallies, rows, ("expected",) if has_outcome else ())


def asked(question: Table, tier: Tier = PROGRAMME, before: Register = NOTHING) -> Release:
    return release(question, tier=tier, register=before)


def texts(answer: Release, column: str = "") -> dict[str, str]:
    """What is printed in a column, by row."""
    return {key: cell.text for (key, of), cell in answer.cells.items() if of == column}
