"""What a sheet has: its columns, and what may stand in a cell of each."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum, auto
from typing import Any

from leadwell.lib.spreadsheet.texts import canonical, meant

Value = str | date | float
"""What a cell says; "" where it says nothing."""

DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
MOST_CHOICES_SAID = 12
EMPTY = ""


class Kind(Enum):
    """What stands in a column. CODE: digits that are a name, as a URN is."""

    TEXT = auto()
    CODE = auto()
    DAY = auto()
    NUMBER = auto()
    CHOICE = auto()


class Part(Enum):
    """What a column is for. ASKED: may be changed. FIXED: asked of a new row, and stays. SHOWN: to
    be read; what comes back in it is not looked at. KEY: says which row it is."""

    ASKED = auto()
    FIXED = auto()
    SHOWN = auto()
    KEY = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """title: its heading, by which it is found again, in whichever order. hint: said at the cell."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    part: Part = Part.ASKED
    width: int = 20
    choices: tuple[str, ...] = ()
    hint: str = ""

    def value(self, raw: Any) -> Value:
        """What a cell means. Raises ValueError with a sentence for whoever wrote it."""
        if isinstance(raw, str):
            raw = meant(raw)
            raw = canonical(raw)
        if raw == EMPTY or raw is None:
            return EMPTY
        if isinstance(raw, bool):
            raise ValueError("Write it as text: the program took it for true or false.")
        return READERS[self.kind](self, raw)


@dataclass(frozen=True, slots=True)
class Layout:
    """title: of the sheet, at most 31 letters. columns: the key's first."""

    title: str
    columns: tuple[Column, ...]
    by_title: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        named = {heading(column.title): column for column in self.columns}
        object.__setattr__(self, "by_title", named)


def heading(text: str) -> str:
    """A heading as it is compared: capitals and spaces do not count."""
    return " ".join(text.split()).casefold()


def _text(column: Column, raw: Any) -> str:
    if isinstance(raw, str):
        return raw
    if isinstance(raw, (date, time)):
        raise ValueError(
            "The program took this for a date. Format the cell as text, write it again."
        )
    raise ValueError(
        "The program took this for a number, and may have dropped a zero. Format the cell as text, "
        "write it again."
    )


def _code(column: Column, raw: Any) -> str:
    """A number typed into it is its digits."""
    if isinstance(raw, (int, float)) and float(raw).is_integer() and raw >= 0:
        return str(int(raw))
    return _text(column, raw)


def _day(column: Column, raw: Any) -> date:
    if isinstance(raw, datetime):
        if raw.time() == time():
            return raw.date()
    elif isinstance(raw, date):
        return raw
    elif isinstance(raw, str):
        for form in DAYS:
            with suppress(ValueError):
                return datetime.strptime(raw, form).date()
    raise ValueError("Write the day as 22/11/2026 or 2026-11-22.")


def _number(column: Column, raw: Any) -> float:
    if isinstance(raw, (int, float)):
        return raw
    if isinstance(raw, str) and NUMBER.fullmatch(raw):
        return float(raw)
    raise ValueError("Write a number, in digits.")


def _choice(column: Column, raw: Any) -> str:
    asked = str(raw).casefold()
    found = next((one for one in column.choices if one.casefold() == asked), None)
    if found is None:
        listed = ", ".join(column.choices[:MOST_CHOICES_SAID])
        more = ", …" if len(column.choices) > MOST_CHOICES_SAID else ""
        raise ValueError(f"Choose one of: {listed}{more}." if listed else "Leave it empty.")
    return found


READERS: Mapping[Kind, Callable[[Column, Any], Value]] = {
    Kind.TEXT: _text, Kind.CODE: _code, Kind.DAY: _day, Kind.NUMBER: _number, Kind.CHOICE: _choice,
}  # fmt: skip
