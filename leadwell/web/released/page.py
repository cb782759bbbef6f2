"""Released figures as cells of a page."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from leadwell.evidence.disclosure.cells import Cell
from leadwell.web.charts.drawing import Drawing
from leadwell.web.released.table import ReleasedTable


@dataclass(frozen=True, slots=True)
class Shown:
    """What _released.html shows: a table, and the picture of one of its columns if there is one."""

    table: ReleasedTable
    drawing: Drawing | None = None

    @property
    def rows(self) -> list[list[str | SafeString]]:
        return [
            [row.title, *(cell_html(cell) for cell in self.table.cells(row))]
            for row in self.table.rows
        ]

    @property
    def is_broad(self) -> bool:
        """Whether there are too many columns to stand beside one another on a phone."""
        return len(self.table.headings) > 3


def cell_html(cell: Cell) -> SafeString:
    """The figure, and under it what it is a part of. Whoever listens hears why there is none."""
    if cell.why:
        return format_html(
            '{}<span class="visually-hidden"> {}</span>', cell.text or "no figure", cell.why
        )
    if cell.fraction and cell.fraction != cell.text:
        return format_html('{} <span class="chg">{}</span>', cell.text, cell.fraction)
    return format_html("{}", cell.text)
