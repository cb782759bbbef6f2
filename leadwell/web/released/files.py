"""Released figures as files: CSV, JSON and PDF."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse

from leadwell.evidence.disclosure.cells import Cell
from leadwell.web import csv_out, exports
from leadwell.web.charts.drawing import Drawing
from leadwell.web.csv_out import Value
from leadwell.web.pdf.document import Column, Document, Picture, Section
from leadwell.web.released.table import Line, ReleasedTable

FRACTION = "of how many"


def csv_file(table: ReleasedTable) -> HttpResponse:
    """A column a figure, and one beside each percentage for the fraction it is of."""
    return csv_out.download(
        [table.row_title, *(name for line in table.columns for name in _names(table, line))],
        [
            [row.title, *(value for cell in table.cells(row) for value in _values(cell))]
            for row in table.rows
        ],
        name=table.name,
        notes=[f"{table.title}, as at {table.as_at:%d %B %Y}.", *table.notes, table.source],
        is_published=table.is_published,
    )


def data(table: ReleasedTable) -> dict[str, Any]:
    """As an API gives it: {"value": null, "reason": "suppressed"} for a hidden figure."""
    return {
        "title": table.title,
        "as_at": table.as_at.isoformat(),
        "source": table.source,
        "notes": list(table.notes),
        "rows": [
            {
                "key": row.key,
                "title": row.title,
                "figures": {
                    line.title: _told(cell)
                    for line, cell in zip(table.columns, table.cells(row), strict=True)
                },
            }
            for row in table.rows
        ],
    }


def json_file(table: ReleasedTable) -> JsonResponse:
    response = JsonResponse(data(table), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = csv_out.disposition(table.name, "json")
    return exports.counted(response, len(table.rows))


def document(table: ReleasedTable, *, made_on: date, drawing: Drawing | None = None) -> Document:
    """For paper: hand it to web.pdf.press."""
    return Document(
        name=table.name,
        title=table.title,
        made_on=made_on,
        facts=[("As at", f"{table.as_at:%d %B %Y}"), ("Source", table.source)],
        columns=[Column(table.row_title, 2), *(Column(line.title) for line in table.columns)],
        sections=[
            Section(
                "Figures",
                [[(row.title, ""), *map(_printed, table.cells(row))] for row in table.rows],
            )
        ],
        pictures=_pictures(drawing),
        notes=table.notes,
        is_wide=False,
        is_published=table.is_published,
    )


def _pictures(drawing: Drawing | None) -> Sequence[Picture]:
    if drawing is None:
        return ()
    wide, narrow = str(drawing.wide), str(drawing.narrow)
    return (Picture(drawing.title, wide, narrow, alt=drawing.desc, caption=""),)


def _names(table: ReleasedTable, line: Line) -> tuple[str, ...]:
    is_share = any(table.release.cell(row.key, line.key).unit == "percent" for row in table.rows)
    return (line.title, f"{line.title}, {FRACTION}") if is_share else (line.title,)


def _values(cell: Cell) -> tuple[Value, ...]:
    figure = cell.csv if cell.value is None else cell.value
    return (figure, cell.fraction) if cell.unit == "percent" else (figure,)


def _told(cell: Cell) -> dict[str, Any]:
    return cell.api | ({"of": cell.fraction} if cell.fraction else {})


def _printed(cell: Cell) -> tuple[str, str]:
    under = cell.fraction if cell.fraction != cell.text else ""
    return cell.text or cell.why, under
