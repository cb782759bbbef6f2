"""The clean copy of a file to Parquet with every column as text, in DuckDB, nothing guessed."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import duckdb

from leadwell.schools import reasons
from leadwell.schools.reasons import Reason
from leadwell.schools.sources.files import LINE_NUMBER, PAD, Table
from leadwell.schools.sources.headers import fold
from leadwell.schools.sources.refusal import Refused

Connection = duckdb.DuckDBPyConnection

MEMORY = "400MB"
"""What DuckDB may hold; beyond it, it uses the scratch directory."""
THREADS = 2
_CELLS_IN_A_GROUP = 3_000_000
"""Cells of a Parquet row group: it is held in memory until it is written."""

_MACROS = """
CREATE MACRO is_blank(t) AS trim(t, ' ') = '';
CREATE MACRO number_of(t, shape, low, high) AS
    CASE WHEN regexp_full_match(t, shape)
          AND TRY_CAST(rtrim(t, '%') AS DOUBLE) BETWEEN low AND high
         THEN TRY_CAST(rtrim(t, '%') AS DOUBLE) END;
CREATE MACRO reason_of(t) AS
    CASE WHEN is_blank(t) THEN {blank} ELSE {numbers}[list_position({words}, t)] END;
"""

_COPY = """
COPY (
    SELECT * FROM read_csv(
        {clean}, header = true, auto_detect = false, columns = {types},
        delim = ',', quote = '"', escape = '"', nullstr = {pad}, strict_mode = true
    )
) TO {to} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {n_rows})
"""


@contextmanager
def connect(scratch: Path) -> Iterator[Connection]:
    """A DuckDB of its own, small, with the macros this module's SQL uses."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "threads": THREADS,
        "temp_directory": str(scratch / "spill"),
        "autoinstall_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=config) as con:
        con.execute(_macros())
        yield con


def _macros() -> str:
    # One look into a list, and not a CASE: DuckDB then asks once for each different text.
    numbers = {text: int(reason) for text, reason in _spellings().items()}
    return _MACROS.format(
        blank=int(Reason.BLANK),
        words=f"[{', '.join(map(quoted, numbers))}]",
        numbers=list(numbers.values()),
    )


def _spellings() -> dict[str, Reason]:
    """Every code in every case it may be written in (see reasons), upper case first."""
    return {
        "".join(letters): reason
        for text, reason in reasons.codes().items()
        for letters in product(*((c.upper(), c) if len(text) > 1 else (c,) for c in text))
    }


def quoted(text: str | Path) -> str:
    """A text as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"


def named(column: str) -> str:
    """A column's name as SQL writes it."""
    return '"' + column.replace('"', '""') + '"'


def check_names(table: Table) -> None:
    """Raise Refused when a column of the file has our own name for the line."""
    if any(fold(name) == LINE_NUMBER for name in table.header):
        raise Refused(
            f"This file has a column named {LINE_NUMBER}, which published files do not have. "
            "Take in the file as it was downloaded."
        )


def write_raw(con: Connection, table: Table, to: Path) -> None:
    """Every cell as text, with its line, to Parquet; null where the row ended before the column.

    In one thread: the same file gives the same bytes.
    """
    types = [f"{quoted(LINE_NUMBER)}: 'INTEGER'"]
    types += [f"{quoted(name)}: 'VARCHAR'" for name in table.header]
    sql = _COPY.format(
        clean=quoted(table.path),
        types="{" + ", ".join(types) + "}",
        pad=quoted(PAD),
        to=quoted(to),
        n_rows=min(_CELLS_IN_A_GROUP // len(table.header), 122_880),
    )
    con.execute("SET threads = 1")
    (written,) = con.execute(sql).fetchone() or (0,)
    con.execute(f"SET threads = {THREADS}")
    if written != table.n_rows:
        raise RuntimeError(f"{written} rows were written of {table.n_rows} in {table.path}")
