"""Released figures as bars. A figure that may not be told has no bar: its place says why, and so do
the description and the table beside it."""

from leadwell.evidence.disclosure.cells import Cell
from leadwell.web.charts.bars import Bar, Bars, bars
from leadwell.web.charts.drawing import Absence, Drawing
from leadwell.web.charts.scale import PERCENT, Unit
from leadwell.web.released.table import Line, ReleasedTable

HIDDEN = Absence("Hidden", is_hidden=True)
EMPTY = Absence("No pupils")
POINTS = Unit(decimals=1)
UNITS = {"percent": PERCENT, "pupils": Unit()}


def drawing_of(table: ReleasedTable, column: str, *, ident: str) -> Drawing:
    """Bars of one column, a row each. ident: of the chart on its page."""
    line = next(each for each in table.columns if each.key == column)
    cells = [table.release.cell(row.key, column) for row in table.rows]
    return bars(
        Bars(
            ident=ident,
            title=f"{line.title}. {table.title}",
            bars=tuple(_bar(row, cell) for row, cell in zip(table.rows, cells, strict=True)),
            unit=UNITS.get(cells[0].unit, POINTS),
            name_name=table.row_title,
            value_name=line.title,
        )
    )


def _bar(row: Line, cell: Cell) -> Bar:
    if cell.value is None:
        return Bar(row.title, absent=_absence(cell))
    of = f"({cell.fraction})" if cell.fraction else ""
    return Bar(row.title, cell.value, of, text=cell.text)


def _absence(cell: Cell) -> Absence:
    if cell.is_hidden:
        return HIDDEN
    return Absence(cell.text) if cell.text else EMPTY
