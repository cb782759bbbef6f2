"""Sheets in: unpacked within bounds, looked through for what may not be in them, then read by
python-calamine. Whole, or refused with every row that is wrong."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from leadwell.lib.spreadsheet import marks
from leadwell.lib.spreadsheet.columns import EMPTY, Column, Layout, Part, Value, heading
from leadwell.lib.spreadsheet.marks import MOST_ROWS
from leadwell.lib.spreadsheet.refusal import Problem, Refused
from leadwell.lib.spreadsheet.texts import canonical, meant
from leadwell.lib.spreadsheet.unpacking import (
    DAMAGED,
    LOCKED,
    MOST_BYTES,
    packed_again,
    parts_of,
)
from leadwell.lib.spreadsheet.writing import ABOUT

__all__ = ["MOST_BYTES", "MOST_ROWS", "Row", "Sheet", "read"]

NOT_OURS = (
    "This is no list that was taken out here: the hidden sheet that says what it is has gone. Take "
    "the list out again, and work in that file."
)
Cells = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Row:
    """number: of the sheet, from 1. values: by the keys of columns; what is only shown is left out."""

    number: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Sheet:
    """about: what the hidden sheet says. problems: rows that cannot be read; they are not in rows.
    unread: headings of columns that somebody added."""

    about: Mapping[str, str]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    unread: tuple[str, ...]


def read(content: bytes, layout: Layout) -> Sheet:
    """A list that comes back. Rows in which nothing stands are no rows.

    Raises Refused for what is no such file, with each row that holds what may not be there.
    """
    parts = parts_of(content)
    sheet = marks.sheet_part(parts, layout.title)
    hidden = marks.sheet_part(parts, ABOUT)
    if sheet is None or hidden is None:
        raise Refused(NOT_OURS)
    marks.marks(hidden)
    if found := marks.marks(sheet):
        raise Refused("The sheet holds what cannot be trusted to come back as it was meant.", found)
    cells, about = _cells(parts, layout.title)
    if not cells:
        raise Refused("The sheet is empty. Take the list out again.")
    places, unread = _places(cells[0], layout)
    rows, problems = _rows(cells, places)
    return Sheet(_said(about), tuple(rows), tuple(problems), unread)


def _cells(parts: dict[str, bytes], title: str) -> tuple[Cells, Cells]:
    try:
        book = CalamineWorkbook.from_filelike(packed_again(parts))
        both = [
            book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in (title, ABOUT)
        ]
    except PasswordError as error:
        raise Refused(LOCKED) from error
    except (CalamineError, ValueError, OverflowError) as error:
        raise Refused(DAMAGED) from error
    except BaseException as error:
        # Rust's own panic is no Exception; everything else goes on its way.
        if type(error).__name__ != "PanicException":
            raise
        raise Refused(DAMAGED) from error
    return both[0], both[1]


def _said(cells: Cells) -> dict[str, str]:
    pairs = (row[:2] for row in cells if len(row) > 1)
    return {str(label): canonical(meant(str(text))) for label, text in pairs}


def _places(header: Sequence[Any], layout: Layout) -> tuple[dict[int, Column], tuple[str, ...]]:
    """Where each column stands now, and what was added. What is only shown may have gone."""
    headings = [heading(meant(str(one))) for one in header]
    twice = [one for one, n in Counter(headings).items() if n > 1 and one in layout.by_title]
    missing = [
        column.title
        for named, column in layout.by_title.items()
        if named not in headings and column.part != Part.SHOWN
    ]
    if twice or missing:
        problems = [
            *(Problem(1, layout.by_title[one].title, "", "This heading is there twice.") for one in twice),
            *(Problem(1, one, "", "This heading is missing.") for one in missing),
        ]  # fmt: skip
        raise Refused("The headings in row 1 are not those of the list.", problems)
    places = {
        place: column
        for place, named in enumerate(headings)
        if (column := layout.by_title.get(named)) and column.part != Part.SHOWN
    }
    unread = tuple(
        str(one) for one, named in zip(header, headings, strict=True)
        if named and named not in layout.by_title
    )  # fmt: skip
    return places, unread


def _rows(cells: Cells, places: Mapping[int, Column]) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, written in enumerate(cells[1:], start=2):
        if all(cell in {EMPTY, None} for cell in written):
            continue
        values: dict[str, Value] = {}
        wrong = list(_values(number, written, places, values))
        problems += wrong
        if not wrong:
            rows.append(Row(number, values))
    return rows, problems


def _values(
    number: int, written: Sequence[Any], places: Mapping[int, Column], values: dict[str, Value]
) -> Iterator[Problem]:
    for place, column in places.items():
        raw = written[place]
        try:
            values[column.key] = column.value(raw)
        except ValueError as error:
            yield Problem(number, column.title, str(raw), str(error))
