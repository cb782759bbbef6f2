"""A table of released figures, and the words that stand around it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from leadwell.evidence.disclosure.cells import Cell, State
from leadwell.evidence.disclosure.release import Release


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column: its key in the release, and what it is called."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """Rows and columns of a release, in the order in which they are read.

    name: of files. title: what it shows, of whom, when. row_title: over the names of rows. source,
    as_at: where the figures are from. Raises TypeError for anything but a Release: a number that
    did not come through the one door is no figure here. Raises KeyError for a line it has not.
    """

    release: Release
    name: str
    title: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    source: str
    as_at: date
    row_title: str = "Pupils"

    def __post_init__(self) -> None:
        if not isinstance(self.release, Release):
            raise TypeError("Only figures that were released can be shown.")
        for row in self.rows:
            for _ in self.cells(row):
                pass

    def cells(self, row: Line) -> Iterator[Cell]:
        """The row's figures, one a column."""
        return (self.release.cell(row.key, column.key) for column in self.columns)

    @property
    def headings(self) -> tuple[str, ...]:
        return (self.row_title, *(column.title for column in self.columns))

    @property
    def notes(self) -> tuple[str, ...]:
        """How to read it; every file and page has these below the figures. The sentence for hidden
        figures is the same for all of them, so it stands here once."""
        every = [cell for row in self.rows for cell in self.cells(row)]
        whys = dict.fromkeys(cell.why for cell in every if cell.is_hidden)
        return (*self.release.notes, *whys)

    @property
    def is_published(self) -> bool:
        """Whether any of it is the Department's."""
        every = (cell for row in self.rows for cell in self.cells(row))
        return any(cell.state is State.PUBLISHED for cell in every)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Row by row in words: for letters, and for whoever listens."""
        return tuple(
            f"{row.title}: "
            + "; ".join(
                f"{column.title.lower()} {cell.text if cell.is_hidden else cell.words}"
                for column, cell in zip(self.columns, self.cells(row), strict=True)
            )
            + "."
            for row in self.rows
        )
