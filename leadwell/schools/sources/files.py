"""From foreign bytes to a clean table of text: the one door every published file comes through.

Nothing is guessed and nothing is dropped in silence: a file is read whole, or refused.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from leadwell.schools.sources.kinds import Kind, recognise, wrong_kind
from leadwell.schools.sources.refusal import Refused
from leadwell.schools.sources.rows import LINE_NUMBER, PAD, Reading
from leadwell.schools.sources.scanning import scan_bytes
from leadwell.schools.sources.sniffing import sniff

__all__ = [
    "LINE_NUMBER", "PAD", "Kind", "Table", "read_header", "read_table", "recognise", "sniff",
    "wrong_kind",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was read whole, and where its clean copy stands.

    encoding: "utf-8-sig", "utf-8" or "cp1252", as found.
    header: column names as written, an empty last name dropped.
    n_rows: rows under the header; rows with nothing in any cell are not counted.
    short_rows: line numbers of rows that ended early; their missing cells are PAD.
    n_spilled: rows whose extra fields were joined, with ", ", into the last column.
    sha256, n_bytes: of the source as it came.
    path: the clean copy: UTF-8, LINE_NUMBER first, then the columns of `header`.
    """

    encoding: str
    header: tuple[str, ...]
    n_rows: int
    short_rows: tuple[int, ...]
    n_spilled: int
    sha256: str
    n_bytes: int
    path: Path

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row of the clean copy: its line in the source, and its cells in header order."""
        with self.path.open(encoding="utf-8", newline="") as clean:
            reader = csv.reader(clean, strict=True)
            next(reader)
            for line, *cells in reader:
                yield int(line), cells


def read_header(path: Path) -> tuple[str, ...]:
    """The column names of a file as written, to recognise it by. Raises Refused."""
    sniff(path)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as source:
        return Reading(source, may_be_short=True, spill_column=None).header


def read_table(
    path: Path,
    *,
    to: Path,
    may_be_short: bool,
    spill_column: str | None = None,
    leave_out: Callable[[str], bool] | None = None,
) -> Table:
    """Check a file of comma-separated values and write its clean copy at `to`.

    may_be_short: rows may end early (the Key Stage 2 files do this); otherwise they are refused.
    spill_column: the last column, when the source is known to spill extra fields after it.
    leave_out: asked of each folded column name; true for what must not be kept, such as names of
        people. Such a column is in neither the header nor the clean copy.

    Raises Refused when the file is no table, is cut short, holds rows of the wrong length, bytes
    of no one encoding, unpaired quotation marks, or a column name twice. Rows are streamed.
    """
    sniff(path)
    scan = scan_bytes(path)
    try:
        with (
            path.open(encoding=scan.encoding, newline="") as source,
            to.open("w", encoding="utf-8", newline="") as clean,
        ):
            reading = Reading(source, may_be_short=may_be_short, spill_column=spill_column)
            header = reading.without(leave_out, clean) if leave_out else reading.copy(clean)
            reading.refuse_what_is_wrong(ends_with_line_break=scan.ends_with_line_break)
    except Refused:
        to.unlink(missing_ok=True)
        raise
    return Table(
        encoding=scan.encoding,
        header=header,
        n_rows=reading.n_rows,
        short_rows=tuple(reading.short_rows),
        n_spilled=reading.n_spilled,
        sha256=scan.sha256,
        n_bytes=scan.n_bytes,
        path=to,
    )
