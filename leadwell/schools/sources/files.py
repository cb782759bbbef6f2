"""From foreign bytes to a clean table of text: the one door every published file comes through.

Nothing is guessed and nothing is dropped in silence: a file is read whole, or refused.
"""

import codecs
import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from pathlib import Path
from typing import Any

from leadwell.schools.sources.headers import fold
from leadwell.schools.sources.kinds import Kind, recognise, wrong_kind
from leadwell.schools.sources.refusal import Problems, Refused
from leadwell.schools.sources.sniffing import CONTROL_BYTES, sniff

__all__ = [
    "LINE_NUMBER", "PAD", "Kind", "Table", "read_header", "read_table", "recognise", "sniff",
    "wrong_kind",
]  # fmt: skip

PAD = "\x01"
"""Stands in the clean table for "the row ended before this column". No file taken in holds it."""

LINE_NUMBER = "line_number"
"""First column of the clean table: the line of the source on which the row begins."""

_CHUNK = 1 << 20
_UTF8_READ_AS_CP1252 = re.compile(rb"[\xc2-\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]")
_AGAIN = "Download it again."


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
        return _Reading(source, may_be_short=True, spill_column=None).header


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
    scan = _scan(path)
    try:
        with (
            path.open(encoding=scan.encoding, newline="") as source,
            to.open("w", encoding="utf-8", newline="") as clean,
        ):
            reading = _Reading(source, may_be_short=may_be_short, spill_column=spill_column)
            is_kept = [not (leave_out and leave_out(fold(name))) for name in reading.header]
            header = tuple(compress(reading.header, is_kept))
            rows = iter(reading) if all(is_kept) else _without(reading, is_kept)
            writer = csv.writer(clean, lineterminator="\n")
            writer.writerow([LINE_NUMBER, *header])
            writer.writerows(rows)
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


def _without(rows: "_Reading", is_kept: Sequence[bool]) -> Iterator[list[Any]]:
    selectors = [True, *is_kept]
    return (list(compress(row, selectors)) for row in rows)


class _Reading:
    """One pass over the rows, giving [line, cell, ...]: each as long as the header."""

    def __init__(
        self, source: Iterable[str], *, may_be_short: bool, spill_column: str | None
    ) -> None:
        self.reader = csv.reader(source, strict=True)
        self.may_be_short = may_be_short
        self.problems = Problems()
        self.n_rows = self.n_spilled = self.line = 0
        self.short_rows: list[int] = []
        self.is_last_short = False
        names = self._next_row()
        while names is not None and not any(names):
            names = self._next_row()
        self.header, self.n_nameless = _checked_header(names or [])
        self.may_spill = spill_column is not None and fold(self.header[-1]) == fold(spill_column)

    def __iter__(self) -> Iterator[list[Any]]:
        width = len(self.header)
        while (row := self._next_row()) is not None:
            if len(row) != width:
                row = self._fitted(row, width)
            else:
                self.is_last_short = False
            if any(row):
                self.n_rows += 1
                yield [self.line, *row]

    def _next_row(self) -> list[str] | None:
        self.line = self.reader.line_num + 1
        try:
            return next(self.reader, None)
        except csv.Error as error:
            raise Refused(_unreadable(str(error), self.line)) from error

    def _fitted(self, row: list[str], width: int) -> list[str]:
        """The row at the header's length, or empty when it is blank or cannot be made to fit."""
        if not any(row):
            return []
        self.is_last_short = len(row) < width
        if self.is_last_short and self.may_be_short:
            self.short_rows.append(self.line)
            return row + [PAD] * (width - len(row))
        kept, extra = row[:width], row[width:]
        if extra and len(extra) <= self.n_nameless and not any(extra):
            return kept
        if extra and self.may_spill:
            self.n_spilled += 1
            return [*kept[:-1], ", ".join([kept[-1], *extra])]
        self.problems.add(self.line, "", "", f"{len(row)} fields, where the header has {width}")
        return []

    def refuse_what_is_wrong(self, *, ends_with_line_break: bool) -> None:
        """Raise Refused for what only the whole file shows."""
        if self.is_last_short and not ends_with_line_break:
            raise Refused(
                f"This file is cut short: it stops in the middle of line {self.reader.line_num}. "
                f"{_AGAIN}"
            )
        self.problems.refuse_if_any(f"Rows of this file are too short or too long. {_AGAIN}")
        if not self.n_rows:
            raise Refused(f"This file has column names but no rows. {_AGAIN}")


def _checked_header(names: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Column names as written, and how many empty ones at the end were dropped."""
    kept = list(names)
    while kept and not kept[-1].strip():
        kept.pop()
    if len(kept) < 2:
        raise Refused(
            "This file is not a table with columns parted by commas. "
            "Save it as CSV UTF-8 (comma delimited), or download it again."
        )
    problems = Problems()
    seen: set[str] = set()
    for place, name in enumerate(kept, start=1):
        folded = fold(name)
        if not folded:
            problems.add(1, "", "", f"column {place} has no name")
        elif folded in seen:
            problems.add(1, name, "", "this column is there twice")
        seen.add(folded)
    problems.refuse_if_any(f"The column names of this file cannot be trusted. {_AGAIN}")
    return tuple(kept), len(names) - len(kept)


def _unreadable(error: str, line: int) -> str:
    if "unexpected end of data" in error:
        return (
            f"This file ends in the middle of a quoted cell that begins on line {line} or after: "
            f"it is cut short or damaged. {_AGAIN}"
        )
    if "field larger" in error:
        return f"This file has a cell of impossible length on line {line}. {_AGAIN}"
    return f"This file is damaged at line {line}: its quotation marks do not pair up. {_AGAIN}"


@dataclass(slots=True)
class _Scan:
    """What one pass over the bytes tells."""

    encoding: str = "utf-8"
    n_bytes: int = 0
    ends_with_line_break: bool = False
    n_lone_returns: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    @property
    def sha256(self) -> str:
        return str(self.digest.hexdigest())


def _scan(path: Path) -> _Scan:
    scan = _Scan()
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8 = True
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            # A carriage return and its line feed may fall on either side of a chunk's edge.
            chunk += source.read(1) if chunk.endswith(b"\r") else b""
            if len(chunk.translate(None, CONTROL_BYTES)) != len(chunk):
                raise Refused(_where_damaged(path, CONTROL_BYTES))
            scan.n_lone_returns += chunk.count(b"\r") - chunk.count(b"\r\n")
            if not scan.n_bytes and chunk.startswith(codecs.BOM_UTF8):
                scan.encoding = "utf-8-sig"
            scan.digest.update(chunk)
            scan.n_bytes += len(chunk)
            scan.ends_with_line_break = chunk[-1:] in b"\r\n"
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
    if scan.n_lone_returns:
        raise Refused(f"This file holds line breaks of a broken kind, so it is damaged. {_AGAIN}")
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    if not is_utf8:
        scan.encoding = _older_encoding(path, has_mark=scan.encoding == "utf-8-sig")
    return scan


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _older_encoding(path: Path, *, has_mark: bool) -> str:
    """cp1252, when the whole file is that: never a UTF-8 file with a broken letter in it."""
    with path.open("rb") as source:
        for number, line in enumerate(source, start=1):
            if line.isascii():
                continue
            try:
                line.decode("cp1252")
            except UnicodeDecodeError:
                has_mark = True
            if has_mark or _UTF8_READ_AS_CP1252.search(line):
                raise Refused(
                    f"This file holds letters that cannot be read, about line {number}: "
                    f"it is damaged, or two files were joined. {_AGAIN}"
                )
    return "cp1252"


def _where_damaged(path: Path, forbidden: bytes) -> str:
    with path.open("rb") as source:
        for number, line in enumerate(source, start=1):
            if len(line.translate(None, forbidden)) != len(line):
                return (
                    f"This file is damaged: line {number} holds bytes that are not text. {_AGAIN}"
                )
    return f"This file is damaged: it holds bytes that are not text. {_AGAIN}"
