"""Tables as CSV files: the one writer, for every table of the site.

A spreadsheet runs a cell that begins like a formula, so text that does is written with an
apostrophe before it. Numbers are numbers, negative ones too: what a value is decides, not how it
looks. Text is quoted, so that a semicolon in a name cannot begin a new cell where lists are
separated so.

The file starts with a byte order mark: without it Excel on Windows reads UTF-8 as cp1252 and
spoils every dash, accent and pound sign, and whatever else reads CSV knows the mark. The names of
the columns come first and the sources last, after an empty row, so that programs find the header.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from math import isfinite

from django.conf import settings
from django.http import HttpResponse

from leadwell.lib.spreadsheet.texts import FORMULA
from leadwell.web import exports

ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0. "
    "Source: Department for Education."
)
INVENTED = "A demonstration: every school, trust and figure here is invented."
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
Value = str | int | float | Decimal | date | None


def download(
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    name: str,
    notes: Sequence[str] = (),
    is_published: bool = True,
) -> HttpResponse:
    """The table as a file `name`.csv; notes are its last lines.

    The attribution is the last of all, where anything in it stands on published data. The file is
    whole before any of it is sent: its rows are read in the transaction that logs that it was
    taken, and a table that breaks off half-way is never sent.
    """
    counting = _Counting(rows)
    written = "".join(lines(columns, counting, notes=notes, is_published=is_published))
    response = HttpResponse(written, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = disposition(name, "csv")
    return exports.counted(response, counting.n)


def disposition(name: str, ending: str) -> str:
    """How a file is named to the browser, whatever letters are in its name."""
    safe = re.sub(r"[^A-Za-z0-9-]+", "-", name).strip("-") or "leadwell"
    return f'attachment; filename="{safe}.{ending}"'


def last_lines(*, is_published: bool = True) -> list[str]:
    """What every table we give away ends with. is_published: whether it has published data."""
    invented = [INVENTED] if settings.MODE == "demo" else []
    return [*invented, *([ATTRIBUTION] if is_published else [])]


def lines(
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    notes: Sequence[str] = (),
    is_published: bool = True,
) -> Iterator[str]:
    """The file, a line at a time."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_NONNUMERIC)
    yield BYTE_ORDER_MARK + writer.writerow([cell(column) for column in columns])
    for row in rows:
        yield writer.writerow([cell(value) for value in row])
    yield writer.writerow([])
    for note in [*notes, *last_lines(is_published=is_published)]:
        yield writer.writerow([cell(note)])


def cell(value: Value) -> str | int | float | Decimal:
    """A value as it may stand in a file: text made harmless, dates as 2026-11-21, None as ""."""
    if value is None or (isinstance(value, float) and not isfinite(value)):
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        text = value.replace("\0", "")
        return f"'{text}" if FORMULA.match(text) else text
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


class _Counting:
    """Rows, and how many there were once all are read."""

    def __init__(self, rows: Iterable[Sequence[Value]]) -> None:
        self.rows, self.n = rows, 0

    def __iter__(self) -> Iterator[Sequence[Value]]:
        for row in self.rows:
            self.n += 1
            yield row


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text
