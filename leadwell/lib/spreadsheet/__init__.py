"""Spreadsheets (XLSX) that go out, are worked in, and come back: read whole or refused, by row."""

from leadwell.lib.spreadsheet.columns import Column, Kind, Layout, Part, Value
from leadwell.lib.spreadsheet.reading import MOST_BYTES, MOST_ROWS, Row, Sheet, read
from leadwell.lib.spreadsheet.refusal import Problem, Refused
from leadwell.lib.spreadsheet.texts import canonical
from leadwell.lib.spreadsheet.writing import write

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "Column",
    "Kind",
    "Layout",
    "Part",
    "Problem",
    "Refused",
    "Row",
    "Sheet",
    "Value",
    "canonical",
    "read",
    "write",
]
