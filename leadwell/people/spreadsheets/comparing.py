"""A file that came back, held against the list as it stands: row by row, three ways.

What stood in a row when it was taken out is known by its key. So a row that only somebody else has
changed since is left alone, and one that both changed is a conflict. A row that is not in the file
stays as it is: absence asks for nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from leadwell.lib.spreadsheet import Column, Part, Problem, Row, Value
from leadwell.people.spreadsheets import keys
from leadwell.people.spreadsheets.listing import KEY, STAYS, Change, Line, Listing
from leadwell.programmes.models import Programme

FOREIGN = (
    "This key is of no row of this list. It was changed, or the row comes from another file, or it is "
    "not yours any more. Empty it to add the row as a new one."
)
TWICE = "This key is there twice, in rows {}. Keep one of them; empty the key of a new row."


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that both changed: row, what it is about, the column's title, theirs and ours."""

    row: int
    name: str
    column: str
    yours: Value
    now: Value


@dataclass(slots=True)
class Compared:
    """n_same: rows as they stand, with those that somebody else has changed since and the file has
    not (n_overtaken). n_blank: rows still to be filled in. n_absent: rows of the list not in it."""

    changes: list[Change] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    n_same: int = 0
    n_overtaken: int = 0
    n_blank: int = 0
    n_absent: int = 0


def compare(
    listing: Listing, programme: Programme, lines: Sequence[Line], rows: Iterable[Row]
) -> Compared:
    """rows: of the file. Nothing is changed."""
    columns = listing.columns(programme)
    known = {keys.row_key(listing, programme, line.number): line for line in lines if line.number}
    found = Compared()
    met: dict[str, list[int]] = {}
    for row in rows:
        key = str(row.values[KEY.key])
        values = {name: value for name, value in row.values.items() if name != KEY.key}
        if not key:
            _added(found, listing, row.number, values)
            continue
        name, stood = keys.parted(key)
        met.setdefault(name, []).append(row.number)
        if line := known.get(name):
            _held_against(found, listing, columns, Change(row.number, values, line), stood)
        else:
            found.problems.append(Problem(row.number, KEY.title, key, FOREIGN))
    for numbers in met.values():
        if len(numbers) > 1:
            listed = ", ".join(map(str, numbers))
            found.problems += [
                Problem(number, KEY.title, "", TWICE.format(listed)) for number in numbers
            ]
    found.n_absent = len(known.keys() - met.keys())
    return found


def _added(found: Compared, listing: Listing, number: int, values: Mapping[str, Value]) -> None:
    if listing.is_blank(values):
        found.n_blank += 1
    else:
        found.changes.append(Change(number, values))


def _held_against(
    found: Compared, listing: Listing, columns: tuple[Column, ...], change: Change, stood: str
) -> None:
    assert change.line
    now, mine = change.line.values, change.values
    problems = [
        Problem(change.row, one.title, str(mine[one.key]), listing.fixed.get(one.key, STAYS))
        for one in columns
        if one.part == Part.FIXED and mine[one.key] != now[one.key]
    ]
    found.problems += problems
    if problems:
        return
    differ = [one for one in columns if one.part == Part.ASKED and mine[one.key] != now[one.key]]
    if not differ:
        found.n_same += 1
    elif keys.seen(columns, now) == stood:
        found.changes.append(change)
    elif keys.seen(columns, mine) == stood:
        found.n_same += 1
        found.n_overtaken += 1
    else:
        found.clashes += [
            Clash(change.row, change.line.name, one.title, mine[one.key], now[one.key])
            for one in differ
        ]
