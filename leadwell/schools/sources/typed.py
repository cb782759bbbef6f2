"""The SQL that turns the text of every cell into a number and a reason.

A relation of texts, one column a measure, whatever the layout it came from, becomes Parquet with
one schema.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from leadwell.schools.catalogue import Catalogue, Measure, Unit
from leadwell.schools.reasons import Reason
from leadwell.schools.sources.cells import (
    Column,
    is_without,
    refuse_bad_cells,
    refuse_impossible_years,
)
from leadwell.schools.sources.raw import Connection, named, quoted

IDENTITY = {
    "line_number": "INTEGER",
    "academic_year": "SMALLINT",
    "record_type": "TINYINT",
    "urn": "INTEGER",
    "laestab": "INTEGER",
    "la_code": "SMALLINT",
    "name": "VARCHAR",
    "town": "VARCHAR",
    "postcode": "VARCHAR",
    "urn_ac": "INTEGER",
    "name_ac": "VARCHAR",
    "open_ac": "DATE",
    "nftype": "VARCHAR",
    "age_range": "VARCHAR",
    "is_confirmed": "BOOLEAN",
}
"""Columns of the typed Parquet that say whose row it is, and their types."""

WIDE_SHAPES = {
    Unit.PERCENT: r"\d{1,3}(\.\d{1,2})?%",
    Unit.SCALED_SCORE: r"\d{2,3}(\.\d{1,2})?",
    Unit.PROGRESS_POINTS: r"-?\d{1,2}(\.\d{1,2})?",
    Unit.PUPILS: r"\d{1,8}",
    Unit.POINTS: r"\d{1,3}(\.\d{1,2})?",
}
"""How a number of each unit is written in the performance tables."""

EES_SHAPES = WIDE_SHAPES | {Unit.PERCENT: r"\d{1,3}(\.\d{1,2})?%?"}
"""The statistics service leaves the % out; its school information for 2023/24 has it."""

_TYPED = """
COPY (
    WITH numbered AS (SELECT *, {numbers} FROM {cells})
    SELECT {identity}, {measures} FROM numbered
    ORDER BY urn NULLS LAST, academic_year, record_type, la_code, name
) TO {typed} (FORMAT parquet, COMPRESSION zstd)
"""

_COUNTS = """
SELECT of_measure, reason, count(*) FROM read_parquet({typed})
UNPIVOT INCLUDE NULLS (reason FOR of_measure IN (COLUMNS('.*__reason')))
GROUP BY ALL ORDER BY ALL
"""


def write_typed(
    con: Connection,
    *,
    cells: str,
    columns: Mapping[str, Column],
    catalogue: Catalogue,
    years: Sequence[int],
    shapes: Mapping[Unit, str],
    null_means: Reason,
    to: Path,
) -> dict[str, dict[Reason, int]]:
    """Numbers and reasons to Parquet, and how many cells of each measure there are by reason.

    cells: a relation with the columns of IDENTITY and, for each key of `columns`, its text.
    null_means: what a null text stands for.

    Raises Refused, naming cells that are neither a number of the measure's shape within its
    bounds nor a known code, and values of a measure that nobody was given that year.
    """
    numbers, parts = [], []
    for measure in catalogue.measures:
        off = [year for year in years if is_without(catalogue, measure.key, year)]
        if measure.key in columns:
            numbers.append(f"{_number(named(measure.key), measure, shapes)} AS n{measure.slot}")
            parts.append(_present(measure, off, null_means))
        else:
            parts.append(_absent(measure, off))
    sql = _TYPED.format(
        numbers=", ".join(numbers) or "NULL AS none",
        cells=cells,
        identity=", ".join(f"{name}::{kind} AS {name}" for name, kind in IDENTITY.items()),
        measures=", ".join(parts),
        typed=quoted(to),
    )
    con.execute(sql)
    counts, bad = _counts(con, catalogue, to)
    refuse_bad_cells(con, columns, catalogue, shapes, bad)
    refuse_impossible_years(con, columns, catalogue, years, to)
    return counts


def _number(text: str, measure: Measure, shapes: Mapping[Unit, str]) -> str:
    low, high = measure.bounds
    return f"number_of({text}, {quoted(shapes[measure.unit])}, {low}, {high})"


def _present(measure: Measure, off: Sequence[int], null_means: Reason) -> str:
    """The measure's two columns: what is left blank in a year without it was not produced."""
    text, number = named(measure.key), f"n{measure.slot}"
    reason = (
        f"CASE WHEN {number} IS NOT NULL THEN 0 WHEN {text} IS NULL THEN {int(null_means)} "
        f"ELSE reason_of({text}) END"
    )
    if off:
        reason = (
            f"CASE WHEN academic_year IN {_in(off)} AND coalesce(is_blank({text}), true) "
            f"THEN {int(Reason.NOT_PRODUCED)} ELSE {reason} END"
        )
    return f"{number} AS {text}, ({reason})::UTINYINT AS {named(measure.key + '__reason')}"


def _absent(measure: Measure, off: Sequence[int]) -> str:
    reason = str(int(Reason.COLUMN_ABSENT))
    if off:
        reason = (
            f"CASE WHEN academic_year IN {_in(off)} THEN {int(Reason.NOT_PRODUCED)} "
            f"ELSE {reason} END"
        )
    return (
        f"NULL::DOUBLE AS {named(measure.key)}, "
        f"({reason})::UTINYINT AS {named(measure.key + '__reason')}"
    )


def _in(years: Sequence[int]) -> str:
    return "(" + ", ".join(map(str, years)) + ")"


def _counts(
    con: Connection, catalogue: Catalogue, typed: Path
) -> tuple[dict[str, dict[Reason, int]], dict[str, int]]:
    """For each measure, rows by reason; and, where there are any, rows with none at all."""
    counts: dict[str, dict[Reason, int]] = {measure.key: {} for measure in catalogue.measures}
    bad: dict[str, int] = {}
    for name, code, n in con.execute(_COUNTS.format(typed=quoted(typed))).fetchall():
        key = name.removesuffix("__reason")
        if code is None:
            bad[key] = n
        else:
            counts[key][Reason(code)] = n
    return counts, bad
