"""The rows under a header: each as long as it, or the file is refused.

A line without quotation marks and with as many commas as the header is a row as it stands, and
is copied as it stands: that is what makes a national file quick to read. Any other line goes
through the csv module, with whatever lines its quoted cells run over.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from typing import Any, TextIO

from leadwell.schools.sources.headers import fold
from leadwell.schools.sources.refusal import Problems, Refused
from leadwell.schools.sources.scanning import AGAIN

LINE_NUMBER = "line_number"
"""First column of the clean table: the line of the source on which the row begins."""

PAD = "\x01"
"""Stands in the clean table for "the row ended before this column". No file taken in holds it."""


class _Lines:
    """The lines of a text, counted; one may be handed back to be read again."""

    def __init__(self, source: Iterable[str]) -> None:
        self.n = 0
        self._source = iter(source)
        self._back: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.pop() if self._back else next(self._source)
        self.n += 1
        return line

    def hand_back(self, line: str) -> None:
        self._back.append(line)
        self.n -= 1


class Reading:
    """One pass over a text of comma-separated values; `header` is there once it is made."""

    def __init__(
        self, source: Iterable[str], *, may_be_short: bool, spill_column: str | None
    ) -> None:
        self.lines = _Lines(source)
        self.reader = csv.reader(self.lines, strict=True)
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
        """Each row as [line, cell, ...], as long as the header."""
        while (row := self._next_row()) is not None:
            if fitted := self._kept(row):
                yield fitted

    def without(self, leave_out: Callable[[str], bool], to: TextIO) -> tuple[str, ...]:
        """Write all rows, after a header, without the columns that are to be left out."""
        is_kept = [not leave_out(fold(name)) for name in self.header]
        header = tuple(compress(self.header, is_kept))
        selectors = [True, *is_kept]
        writer = csv.writer(to, lineterminator="\n")
        writer.writerow([LINE_NUMBER, *header])
        writer.writerows(list(compress(row, selectors)) for row in self)
        return header

    def copy(self, to: TextIO) -> tuple[str, ...]:
        """Write all rows, after a header: most of them as they stand."""
        writer = csv.writer(to, lineterminator="\n")
        writer.writerow([LINE_NUMBER, *self.header])
        n_commas, longest, lines = len(self.header) - 1, csv.field_size_limit(), self.lines
        for line in lines:
            if '"' in line or line.count(",") != n_commas or len(line) > longest:
                lines.hand_back(line)
                row = self._next_row()
                if row and (fitted := self._kept(row)):
                    writer.writerow(fitted)
                continue
            self.is_last_short = False
            body = line.rstrip("\r\n")
            if body.strip(","):
                self.n_rows += 1
                to.write(f"{lines.n},{body}\n")
        return self.header

    def _next_row(self) -> list[str] | None:
        self.line = self.lines.n + 1
        try:
            return next(self.reader, None)
        except csv.Error as error:
            raise Refused(_unreadable(str(error), self.line)) from error

    def _kept(self, row: list[str]) -> list[Any]:
        """The row with its line before it, at the header's length; empty when it is not kept."""
        if len(row) != len(self.header):
            row = self._fitted(row, len(self.header))
        else:
            self.is_last_short = False
        if not any(row):
            return []
        self.n_rows += 1
        return [self.line, *row]

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
                f"This file is cut short: it stops in the middle of line {self.lines.n}. {AGAIN}"
            )
        self.problems.refuse_if_any(f"Rows of this file are too short or too long. {AGAIN}")
        if not self.n_rows:
            raise Refused(f"This file has column names but no rows. {AGAIN}")


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
    problems.refuse_if_any(f"The column names of this file cannot be trusted. {AGAIN}")
    return tuple(kept), len(names) - len(kept)


def _unreadable(error: str, line: int) -> str:
    if "unexpected end of data" in error:
        return (
            f"This file ends in the middle of a quoted cell that begins on line {line} or after: "
            f"it is cut short or damaged. {AGAIN}"
        )
    if "field larger" in error:
        return f"This file has a cell of impossible length on line {line}. {AGAIN}"
    return f"This file is damaged at line {line}: its quotation marks do not pair up. {AGAIN}"
