"""The clean copy of a file to Parquet with every column as text, in DuckDB, nothing guessed."""

from collections.abc import Iterator
from contextlib import contextmanager
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

_MACROS = """
CREATE MACRO is_blank(t) AS trim(t, ' ') = '';
CREATE MACRO number_of(t, shape, low, high) AS
    CASE WHEN regexp_full_match(t, shape)
          AND TRY_CAST(rtrim(t, '%') AS DOUBLE) BETWEEN low AND high
         THEN TRY_CAST(rtrim(t, '%') AS DOUBLE) END;
CREATE MACRO reason_of(t) AS
    CASE WHEN is_blank(t) THEN {blank} ELSE CASE {folded} {words} END END;
"""

_RAW = """
COPY (
    SELECT * FROM read_csv(
        {clean}, header = true, auto_detect = false, columns = {columns},
        delim = ',', quote = '"', escape = '"', nullstr = {pad}, strict_mode = true
    )
) TO {raw} (FORMAT parquet, COMPRESSION zstd)
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
    # A single letter is not folded (see reasons): the words are compared in lower case.
    whens = " ".join(f"WHEN {quoted(t)} THEN {int(r)}" for t, r in reasons.codes().items())
    folded = "CASE WHEN length(t) > 1 THEN lower(t) ELSE t END"
    return _MACROS.format(blank=int(Reason.BLANK), folded=folded, words=whens)


def quoted(text: str | Path) -> str:
    """A text as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"


def named(column: str) -> str:
    """A column's name as SQL writes it."""
    return '"' + column.replace('"', '""') + '"'


def write_raw(con: Connection, table: Table, to: Path) -> None:
    """Every cell as text, with its line, to Parquet; null where the row ended before the column."""
    if any(fold(name) == LINE_NUMBER for name in table.header):
        raise Refused(
            f"This file has a column named {LINE_NUMBER}, which published files do not have. "
            "Take in the file as it was downloaded."
        )
    columns = [f"{quoted(LINE_NUMBER)}: 'INTEGER'"]
    columns += [f"{quoted(name)}: 'VARCHAR'" for name in table.header]
    sql = _RAW.format(
        clean=quoted(table.path),
        columns="{" + ", ".join(columns) + "}",
        pad=quoted(PAD),
        raw=quoted(to),
    )
    (written,) = con.execute(sql).fetchone() or (0,)
    if written != table.n_rows:
        raise RuntimeError(f"{written} rows were written of {table.n_rows} in {table.path}")
