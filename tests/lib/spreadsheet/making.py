"""Sheets made for the tests: good ones by our writer, damaged ones by changing their parts."""

import io
import zipfile
from collections.abc import Callable, Sequence

import xlsxwriter

from leadwell.lib.spreadsheet import Column, Kind, Layout, Part, Value, write
from tests.factories import NOON

LAYOUT = Layout(
    "Things",
    (
        Column("key", "Row", part=Part.KEY),
        Column("urn", "URN", Kind.CODE, Part.FIXED),
        Column("name", "Name"),
        Column("on", "Last day", Kind.DAY),
        Column("n", "Days", Kind.NUMBER),
        Column("how", "How", Kind.CHOICE, choices=("In post", "Interim")),
        Column("seen", "School", part=Part.SHOWN),
    ),
)
KEYS = tuple(column.key for column in LAYOUT.columns)
SHEET = "xl/worksheets/sheet1.xml"


def made(*rows: Sequence[Value]) -> bytes:
    return write(LAYOUT, rows, about={"This is": "Things", "Mark": "=1"}, at=NOON)


def damaged(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same file with one part of it changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return held.getvalue()


def by_hand(fill: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]) -> bytes:
    """A file as a person's program writes it: the headings, and what `fill` puts under them."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet("Things")
    for place, column in enumerate(LAYOUT.columns):
        sheet.write_string(0, place, column.title)
    fill(book, sheet)
    book.add_worksheet("About this file").write_string(0, 0, "Mark")
    book.close()
    return held.getvalue()
