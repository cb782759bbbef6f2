"""What a file of published results turned out to hold, whatever its layout."""

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from leadwell.schools.reasons import Reason
from leadwell.schools.sources import raw
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
    raw: will be, once it is written, the Parquet of line_number and the text of every column as
        written; null where the row ended. raw_parquet waits for it.
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
    raw: Future[Path]
    typed_parquet: Path

    @property
    def raw_parquet(self) -> Path:
        return self.raw.result()


@dataclass(slots=True)
class Scratch:
    """Where one file's reading keeps its things: a directory that nothing else uses."""

    folder: Path
    text: Future[Path] | None = None  # the Parquet of every text, once it is being written

    @property
    def clean(self) -> Path:
        return self.folder / "clean.csv"

    @property
    def some(self) -> Path:
        return self.folder / "some.parquet"

    @property
    def raw(self) -> Path:
        return self.folder / "raw.parquet"

    @property
    def typed(self) -> Path:
        return self.folder / "typed.parquet"

    @contextmanager
    def tidied(self) -> Iterator[None]:
        """Keep the two Parquet files of a file that was taken in; nothing of one that was not.

        The clean copy goes once every text is written from it.
        """
        try:
            yield
        except BaseException:
            if self.text:
                wait([self.text])
            for path in (self.raw, self.typed, self.clean):
                path.unlink(missing_ok=True)
            raise
        else:
            if self.text:
                self.text.add_done_callback(lambda _: self.clean.unlink(missing_ok=True))
        finally:
            self.some.unlink(missing_ok=True)

    def write_raw(self, table: Table, aside: Executor | None) -> Future[Path]:
        """Write every text, in another thread when there is one: a file can be typed meanwhile."""
        if aside:
            self.text = aside.submit(self._write_raw, table)
        else:
            self.text = Future()
            self.text.set_result(self._write_raw(table))
        return self.text

    def _write_raw(self, table: Table) -> Path:
        with raw.connect(self.folder, memory=raw.ASIDE, threads=1) as con:
            raw.write_raw(con, table, self.raw)
        return self.raw


def results_of(
    layout: Layout,
    table: Table,
    *,
    text: Future[Path],
    years: tuple[int, ...],
    rows: Mapping[tuple[int, int], int],
    cells: Mapping[str, Mapping[Reason, int]],
    absent: tuple[str, ...],
    year_check: str,
    unknown: tuple[str, ...],
    scratch: Scratch,
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
        raw=text,
        typed_parquet=scratch.typed,
    )
