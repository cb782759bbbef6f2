"""What the reader of values does not tell: formulas, errors, merged cells, what is hidden.

python-calamine gives what a formula last came to, as if somebody had written it, and an error as
nothing; so the sheet's own XML is gone through first, without keeping it.
"""

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from leadwell.lib.spreadsheet.refusal import Problem, Refused
from leadwell.lib.spreadsheet.unpacking import DAMAGED

MOST_ROWS = 10_000
MOST_COLUMNS = 100
MOST_MARKS = 200
BOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"
PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
TOO_MANY = (
    f"The sheet has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns. Take out what is no row "
    "of the list, or bring it in as several files."
)
Attributes = Mapping[str, str]


@dataclass(slots=True)
class Marks:
    """problems: what may not be in a sheet, in order, the first 200."""

    problems: list[Problem] = field(default_factory=list)
    row: int = 0
    place: int = 0
    is_error: bool = False

    def add(self, row: int, column: str, why: str) -> None:
        if len(self.problems) < MOST_MARKS:
            self.problems.append(Problem(row, column, "", why))


def sheet_part(parts: Mapping[str, bytes], name: str) -> bytes | None:
    """The XML of the sheet of this name, None where there is none. Raises Refused."""
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}

    def book(tag: str, said: Attributes) -> None:
        if tag == "sheet":
            link = next((value for key, value in said.items() if _local(key) == "id"), "")
            sheets[said.get("name", "")] = link
        elif tag == "workbookPr" and said.get("date1904") in {"1", "true"}:
            raise Refused("This file counts days from 1904. Save it with the usual calendar.")

    def link(tag: str, said: Attributes) -> None:
        if tag == "Relationship":
            targets[said.get("Id", "")] = said.get("Target", "")

    walk(parts.get(BOOK, b""), book)
    walk(parts.get(LINKS, b""), link)
    if name not in sheets:
        return None
    target = targets.get(sheets[name], "")
    return parts.get(posixpath.normpath(posixpath.join("/xl", target)).lstrip("/"))


def marks(sheet: bytes) -> list[Problem]:
    """What may not be in the sheet. Raises Refused where it is larger than a list can be."""
    found = Marks()
    walk(sheet, lambda tag, said: _open(found, tag, said))
    return found.problems


def walk(xml: bytes, opened: Callable[[str, Attributes], None]) -> None:
    """Call `opened` for each element, without its namespace. Raises Refused for what is no XML, or
    would have anything besides itself read."""
    parser = expat.ParserCreate()

    def start(tag: str, said: Any) -> None:
        opened(_local(tag), said)

    def doctype(*_: object) -> None:
        raise Refused(DAMAGED)

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError) as error:
        raise Refused(DAMAGED) from error


def _open(found: Marks, tag: str, said: Attributes) -> None:
    match tag:
        case "row":
            found.row = _number(said.get("r")) or found.row + 1
            found.place = 0
            if said.get("hidden") in {"1", "true"} and found.row > 1:
                found.add(found.row, "", "This row is hidden. Take filters off and show every row.")
        case "c":
            letters, row = _place(said.get("r", ""))
            found.place = letters or found.place + 1
            found.row = row or found.row
            if said.get("t") == "e":
                found.add(found.row, column_letters(found.place), "The cell shows an error.")
        case "v" | "is":
            if found.row > MOST_ROWS + 1 or found.place > MOST_COLUMNS:
                raise Refused(TOO_MANY)
        case "f":
            found.add(
                found.row, column_letters(found.place),
                "The cell holds a formula. Copy it and paste its value.",
            )  # fmt: skip
        case "mergeCell":
            _, row = _place(said.get("ref", ""))
            found.add(row, said.get("ref", ""), "These cells are merged. Part them again.")
        case "col" if said.get("hidden") in {"1", "true"}:
            first = _number(said.get("min"))
            if first <= MOST_COLUMNS:
                found.add(0, column_letters(first), "This column is hidden. Show every column.")


def column_letters(place: int) -> str:
    """ "Column AB" of 28."""
    letters = ""
    while place > 0:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return f"Column {letters}" if letters else ""


def _place(reference: str) -> tuple[int, int]:
    """Column and row of "AB12" or the first of "A1:B2"; 0 where it says none."""
    found = PLACE.match(reference)
    if not found:
        return 0, 0
    place = 0
    for letter in found[1]:
        place = place * 26 + ord(letter) - 64
    return place, int(found[2])


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _local(name: str) -> str:
    return name.rpartition(":")[2]
