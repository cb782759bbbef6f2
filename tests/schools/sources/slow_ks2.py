"""A slow second opinion on a performance table: what every cell of it must turn out as."""

import re

from leadwell.schools import catalogue as catalogues
from leadwell.schools.catalogue import Measure, Unit
from leadwell.schools.reasons import Reason
from tests.schools.sources.damage import slow_rows

CATALOGUE = catalogues.load()
NUMBERS = {
    Unit.PERCENT: re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?%"),
    Unit.SCALED_SCORE: re.compile(r"[0-9]{2,3}(\.[0-9]{1,2})?"),
    Unit.PROGRESS_POINTS: re.compile(r"-?[0-9]{1,2}(\.[0-9]{1,2})?"),
    Unit.PUPILS: re.compile(r"[0-9]{1,8}"),
    Unit.POINTS: re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?"),
}
WORDS = {"SUPP", "NA", "LOWCOV", "NE", "NP", "NEW", "SP", "RE", "LOW"}
LETTERS = {"z", "c", "x", "u", "k"}
Cell = tuple[float | None, Reason]


class CannotBeRight(Exception):
    """A cell that is neither a number nor a code: a reader must not take the file in."""


def slow_cell(measure: Measure, text: str | None) -> Cell:
    """text: None where the row ended before it. Raises CannotBeRight."""
    if text is None:
        return None, Reason.ROW_CUT
    if not text.strip(" "):
        return None, Reason.BLANK
    low, high = measure.bounds
    if NUMBERS[measure.unit].fullmatch(text) and low <= float(text.rstrip("%")) <= high:
        return float(text.rstrip("%")), Reason.VALUE
    if text.upper() in WORDS or text in LETTERS:
        return None, Reason[text.upper()]
    raise CannotBeRight(f"{measure.key}: {text!r}")


def slow_results(content: bytes, academic_year: int) -> list[dict[str, object]]:
    """Each row of the bytes as it must be typed, in their order. Raises CannotBeRight."""
    header, *rows = slow_rows(content)
    places = {" ".join(name.split()).casefold(): at for at, name in enumerate(header)}
    return [_typed(row, places, academic_year) for row in rows]


def _typed(row: list[str], places: dict[str, int], academic_year: int) -> dict[str, object]:
    def text(column: str) -> str | None:
        at = places.get(column.casefold())
        return row[at] if at is not None and at < len(row) else None

    kind = int(text("RECTYPE") or 0)
    is_school = kind in (1, 2)
    numbers = (text("LEA") or "").strip() or None
    told: dict[str, object] = {
        "record_type": kind,
        "urn": int(text("URN") or 0) if is_school else None,
        "la_code": int(numbers) if numbers else None,
        "laestab": int(f"{numbers}{text('ESTAB')}") if is_school else None,
        "name": (text("SCHNAME") or "").strip(" "),
    }
    for measure in CATALOGUE.measures:
        told[measure.key] = _cell(measure, text(measure.wide[0]), places, academic_year)
    return told


def _cell(measure: Measure, text: str | None, places: dict[str, int], year: int) -> Cell:
    is_there = measure.wide[0].casefold() in places
    if CATALOGUE.produced(measure.key, year) and not (text or "").strip(" "):
        return None, Reason.NOT_PRODUCED
    return slow_cell(measure, text) if is_there else (None, Reason.COLUMN_ABSENT)
