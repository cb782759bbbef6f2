"""Cells that cannot be right: found by SQL, named by line and column, refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from leadwell.lib.academic_year import label
from leadwell.schools.catalogue import Catalogue, Measure, Unit
from leadwell.schools.reasons import Reason
from leadwell.schools.sources.raw import Connection, named, quoted
from leadwell.schools.sources.refusal import NAMED, Problem, Problems, Refused

_BAD_CELLS = """
SELECT line_number, {text} AS cell FROM {relation}
WHERE ({where}) AND number_of({text}, {shape}, {low}, {high}) IS NULL
  AND {text} IS NOT NULL AND reason_of({text}) IS NULL
ORDER BY line_number LIMIT {limit}
"""


@dataclass(frozen=True, slots=True)
class Column:
    """Where a measure's cells stand as text, so that a bad one can be named.

    name: as the file writes it. relation, text, where: SQL for the cells, with line_number.
    """

    name: str
    relation: str
    text: str
    where: str = "true"


def is_without(catalogue: Catalogue, key: str, year: int) -> bool:
    """Whether nobody, not even England, was given the measure that year."""
    return catalogue.produced(key, year) not in (None, Reason.NOT_PUBLISHED_YEAR)


def refuse_bad_cells(
    con: Connection,
    columns: Mapping[str, Column],
    catalogue: Catalogue,
    shapes: Mapping[Unit, str],
    bad: Mapping[str, int],
) -> None:
    """Raise Refused if any measure has cells (bad: how many) with neither a value nor a reason."""
    found: list[Problem] = []
    for key in bad:
        measure, column = catalogue.by_key[key], columns[key]
        low, high = measure.bounds
        sql = _BAD_CELLS.format(
            text=column.text,
            relation=column.relation,
            where=column.where,
            shape=quoted(shapes[measure.unit]),
            low=low,
            high=high,
            limit=NAMED,
        )
        for line, text in con.execute(sql).fetchall():
            found.append(Problem(line, column.name, text, _why(text, measure, shapes)))
    found.sort(key=lambda problem: problem.line)
    Problems(found[:NAMED], sum(bad.values())).refuse_if_any(
        "Cells of this file are neither a number that can be right nor a known code, "
        "so none of it was taken in. Download it again."
    )


_UNIT_WORDS = {
    Unit.PERCENT: "a percentage",
    Unit.SCALED_SCORE: "a scaled score",
    Unit.PROGRESS_POINTS: "a progress score",
    Unit.PUPILS: "a number of pupils",
    Unit.POINTS: "a number of points",
}


def _why(text: str, measure: Measure, shapes: Mapping[Unit, str]) -> str:
    if re.fullmatch(shapes[measure.unit], text, re.ASCII):
        low, high = measure.bounds
        return f"is not between {low:g} and {high:g}"
    if measure.unit is Unit.PERCENT and re.fullmatch(r"\d{1,3}(\.\d+)?", text, re.ASCII):
        return "is a number without the % that this file's percentages have"
    return f"is neither {_UNIT_WORDS[measure.unit]} nor a known code"


def refuse_impossible_years(
    con: Connection,
    columns: Mapping[str, Column],
    catalogue: Catalogue,
    years: Sequence[int],
    typed: Path,
) -> None:
    """A value nobody was given means that the file is of another year."""
    clauses = {
        (key, year): f"count({named(key)}) FILTER (WHERE academic_year = {year})"
        for year in years
        for key in columns
        if is_without(catalogue, key, year)
    }
    if not clauses:
        return
    select = ", ".join(clauses.values())
    row = con.execute(f"SELECT {select} FROM read_parquet({quoted(typed)})").fetchone() or ()
    for (key, year), n in zip(clauses, row, strict=True):
        if n:
            raise Refused(
                f"This file gives {n:,} values of “{catalogue.by_key[key].label}” for "
                f"{label(year)}, when no school was given one. "
                "Check which year the file is for."
            )
