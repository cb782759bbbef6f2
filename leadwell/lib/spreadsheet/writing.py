"""Sheets out, by XlsxWriter: a row at a time, so that a long list needs no more memory than a short one."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from leadwell.lib.spreadsheet.columns import Column, Kind, Layout, Part, Value
from leadwell.lib.spreadsheet.texts import harmless

ABOUT = "About this file"
LISTS = "To choose from"
NEW_ROWS = 500
"""Rows below the list in which one is still offered what to choose from."""
MOST_HINT = 255
FORMATS = {Kind.DAY: "yyyy-mm-dd", Kind.NUMBER: "General"}
QUIET = {"bg_color": "#f1f3f5", "font_color": "#495057"}


def write(
    layout: Layout,
    rows: Iterable[Sequence[Value]],
    *,
    about: Mapping[str, str],
    at: datetime,
) -> bytes:
    """A file with the list, header frozen, and two hidden sheets: what the file is, and what may be
    chosen. Each row has a value for each column; text that looks like a formula is harmless."""
    with tempfile.TemporaryDirectory(prefix="leadwell-sheet-") as folder:
        path = Path(folder, "list.xlsx")
        book = xlsxwriter.Workbook(path, {"constant_memory": True, "tmpdir": folder})
        book.set_properties({"title": layout.title, "created": at.replace(tzinfo=None)})
        sheet = book.add_worksheet(layout.title)
        formats = [_format(book, column) for column in layout.columns]
        _header(book, sheet, layout, formats)
        n = 0
        for n, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                _cell(sheet, n, place, value, formats[place])
        _choices(book, sheet, layout, n + NEW_ROWS)
        _about(book, about)
        book.close()
        return path.read_bytes()


def _format(book: xlsxwriter.Workbook, column: Column) -> Format:
    """Text stays text, whatever is typed: a telephone number keeps its zero."""
    wanted = {"num_format": FORMATS.get(column.kind, "@"), "valign": "top"}
    return book.add_format(wanted | (QUIET if column.part != Part.ASKED else {}))


def _header(
    book: xlsxwriter.Workbook, sheet: Worksheet, layout: Layout, formats: Sequence[Format]
) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(layout.columns):
        sheet.set_column(place, place, column.width, formats[place])
        sheet.write_string(0, place, column.title, bold)


def _cell(sheet: Worksheet, row: int, place: int, value: Value, form: Format) -> None:
    if value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, place, value, form)
    elif isinstance(value, str):
        sheet.write_string(row, place, harmless(value), form)
    else:
        sheet.write_number(row, place, value, form)


def _choices(book: xlsxwriter.Workbook, sheet: Worksheet, layout: Layout, last: int) -> None:
    """Lists to choose from, each a column of a hidden sheet, and what is said at the cells."""
    lists = [column for column in layout.columns if column.choices]
    if lists:
        hidden = book.add_worksheet(LISTS)
        hidden.hide()
        for row in range(max(len(column.choices) for column in lists)):
            for place, column in enumerate(lists):
                if row < len(column.choices):
                    hidden.write_string(row, place, harmless(column.choices[row]))
    for place, column in enumerate(layout.columns):
        said = {"input_message": column.hint[:MOST_HINT]} if column.hint else {}
        if column.choices:
            letter = xlsxwriter.utility.xl_col_to_name(lists.index(column))
            source = f"='{LISTS}'!${letter}$1:${letter}${len(column.choices)}"
            sheet.data_validation(
                1, place, last, place, {"validate": "list", "source": source, **said}
            )
        elif said:
            sheet.data_validation(1, place, last, place, {"validate": "any", **said})


def _about(book: xlsxwriter.Workbook, about: Mapping[str, str]) -> None:
    sheet = book.add_worksheet(ABOUT)
    sheet.hide()
    for row, (label, text) in enumerate(about.items()):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, harmless(text))
