"""What a file of published results turned out to hold, whatever its layout."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from leadwell.schools.reasons import Reason
from leadwell.schools.sources.files import Table


class Layout(StrEnum):
    """The value is what people are told."""

    KS2_WIDE = "performance tables, a row a school"
    EES_ATTAINMENT = "statistics service, attainment"
    EES_INFORMATION = "statistics service, school information"


@dataclass(frozen=True, slots=True)
class Results:
    """A file that was read whole. The two Parquet files are in the `scratch` of the reader.

    academic_years: those kept, in order.
    encoding, sha256, n_bytes, n_rows, short_rows, header: of the source, as in files.Table;
        for the statistics service a row is one school, group of pupils and subject.
    rows_by_record_type: typed rows, by (academic year, record type 1 to 6).
    cells_by_reason: for each measure of the catalogue, typed rows by reason; 0 has a value.
    absent_measures: keys the file has no column (or no rows of the kind) for, in slot order.
    year_check: a sentence saying how the year was checked.
    unknown_columns: names as written that no version of this layout we know has had.
    unknown_groups: words for groups of pupils or subjects, in small letters, that none we know has
        had; their rows are kept as text only.
    raw_parquet: line_number and the text of every column as written; null where the row ended.
    typed_parquet: one row a school or area and year; columns in typed.IDENTITY, then for each
        measure, in slot order, `<key>` DOUBLE and `<key>__reason` UTINYINT. Sorted by urn.
    """

    layout: Layout
    academic_years: tuple[int, ...]
    encoding: str
    sha256: str
    n_bytes: int
    n_rows: int
    short_rows: tuple[int, ...]
    header: tuple[str, ...]
    rows_by_record_type: Mapping[tuple[int, int], int]
    cells_by_reason: Mapping[str, Mapping[Reason, int]]
    absent_measures: tuple[str, ...]
    year_check: str
    unknown_columns: tuple[str, ...]
    unknown_groups: tuple[str, ...]
    raw_parquet: Path
    typed_parquet: Path


@dataclass(frozen=True, slots=True)
class Scratch:
    """Where one file's reading keeps its things: a directory that nothing else uses."""

    folder: Path

    @property
    def clean(self) -> Path:
        return self.folder / "clean.csv"

    @property
    def raw(self) -> Path:
        return self.folder / "raw.parquet"

    @property
    def typed(self) -> Path:
        return self.folder / "typed.parquet"

    @contextmanager
    def tidied(self) -> Iterator[None]:
        """Keep the two Parquet files of a file that was taken in; nothing of one that was not."""
        try:
            yield
        except BaseException:
            for path in (self.raw, self.typed):
                path.unlink(missing_ok=True)
            raise
        finally:
            self.clean.unlink(missing_ok=True)


def results_of(
    layout: Layout,
    table: Table,
    *,
    years: tuple[int, ...],
    rows: Mapping[tuple[int, int], int],
    cells: Mapping[str, Mapping[Reason, int]],
    absent: tuple[str, ...],
    year_check: str,
    unknown: tuple[str, ...],
    scratch: Scratch,
    unknown_groups: tuple[str, ...] = (),
) -> Results:
    """The Results of a table that has been typed."""
    return Results(
        layout=layout,
        academic_years=years,
        encoding=table.encoding,
        sha256=table.sha256,
        n_bytes=table.n_bytes,
        n_rows=table.n_rows,
        short_rows=table.short_rows,
        header=table.header,
        rows_by_record_type=rows,
        cells_by_reason=cells,
        absent_measures=absent,
        year_check=year_check,
        unknown_columns=unknown,
        unknown_groups=unknown_groups,
        raw_parquet=scratch.raw,
        typed_parquet=scratch.typed,
    )
