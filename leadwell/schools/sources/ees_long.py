"""Key stage 2 results from the Department's statistics service, 2022/23 onwards.

Two kinds of file. Attainment: a row for each school, group of pupils and subject, several years
in one file. Information: a row a school, with numbers of pupils. Both come for schools, and for
local authorities, regions and England.

Source: the service's own data guidance and previews of the 2023/24 and 2024/25 files.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from leadwell.lib.academic_year import label
from leadwell.schools import catalogue as catalogues
from leadwell.schools.catalogue import Catalogue, EesCell, Measure
from leadwell.schools.reasons import Reason
from leadwell.schools.sources import raw, typed
from leadwell.schools.sources.cells import Column
from leadwell.schools.sources.ees_rows import (
    FILTERS,
    PLACES,
    cell,
    check_rows,
    rows_view,
    unknown_groups,
)
from leadwell.schools.sources.files import Table, read_header, read_table
from leadwell.schools.sources.headers import fold, match
from leadwell.schools.sources.kinds import Kind, recognise, wrong_kind
from leadwell.schools.sources.raw import Connection, named, quoted
from leadwell.schools.sources.refusal import Problems, Refused
from leadwell.schools.sources.results import Layout, Results, Scratch, results_of

NOT_USED = (
    "time_identifier", "country_code", "country_name", "new_la_code", "version",
    "establishment_count", "eligible_pupil_count", "expected_standard_pupil_count",
    "higher_standard_pupil_count", "absent_or_not_able_to_access_percent",
    "working_towards_expected_standard_pupil_percent", "working_towards_expected_standard",
    "absent_or_disapplied_percent", "progress_measure_unadjusted", "progress_measure_description",
)  # fmt: skip
"""Columns of the attainment files that are known, and kept as text only."""

_KEY = "academic_year, record_type, urn, la_code, CASE WHEN record_type = '6' THEN name END"

_SLICED = (
    "CREATE VIEW sliced AS SELECT *, CASE {whens} END AS slice FROM rows WHERE record_type > ''"
)

_TWICE = f"""
SELECT line_number, coalesce(urn, name) FROM sliced WHERE slice IS NOT NULL
QUALIFY count(*) OVER (PARTITION BY {_KEY}, slice) > 1
ORDER BY line_number
"""

_CELLS = f"""
CREATE VIEW cells AS
SELECT min(line_number) AS line_number, academic_year, record_type, urn,
    arg_min(laestab, line_number) AS laestab, la_code, arg_min(name, line_number) AS name,
    NULL AS town, NULL AS postcode, NULL AS urn_ac, NULL AS name_ac, NULL AS open_ac,
    NULL AS nftype, NULL AS age_range, NULL AS is_confirmed,
    {{measures}}
FROM sliced WHERE slice IS NOT NULL GROUP BY {_KEY}
"""


def read(
    path: Path,
    *,
    scratch: Path,
    academic_year: int | None,
    when_copied: Callable[[], None] = lambda: None,
) -> Results:
    """Read one file of the statistics service whole, attainment or information.

    scratch: an empty directory; the two Parquet files of the Results are left in it.
    academic_year: keep that year only, which must be in the file; None to keep every year.
    when_copied: called once the clean copy is written.

    A school is taken as special (record type 2) by its establishment number, 7000 to 7999,
    where the file itself does not say. Raises Refused: its problems give line, column and text.
    """
    header = read_header(path)
    found = recognise(header)
    if found is not Kind.EES_LONG:
        raise wrong_kind(found, Kind.EES_LONG)
    layout = _layout(header)
    place = Scratch(scratch)
    with place.tidied(), raw.connect(scratch) as con:
        table = read_table(path, to=place.clean, may_be_short=False)
        when_copied()
        raw.check_names(table)
        raw.write_raw(con, table, place.raw)
        years, year_check = _years(con, table, place.raw, academic_year)
        con.execute(rows_view(table.header, place.raw, years))
        check_rows(con, catalogues.load())
        groups = unknown_groups(con) if layout is Layout.EES_ATTAINMENT else ()
        columns = _make_cells(con, table, catalogues.load(), layout)
        cells = typed.write_typed(
            con,
            cells="cells",
            columns=columns,
            catalogue=catalogues.load(),
            years=years,
            shapes=typed.EES_SHAPES,
            null_means=Reason.ROW_ABSENT,
            to=place.typed,
        )
        rows = con.execute(
            "SELECT academic_year::INT, record_type::INT, count(*) "
            f"FROM read_parquet({quoted(place.typed)}) GROUP BY 1, 2 ORDER BY 1, 2"
        ).fetchall()
    return results_of(
        layout,
        table,
        years=years,
        rows={(year, kind): n for year, kind, n in rows},
        cells=cells,
        absent=tuple(m.key for m in catalogues.load().measures if m.key not in columns),
        year_check=year_check,
        unknown=_unknown(table, catalogues.load()),
        unknown_groups=groups,
        scratch=place,
    )


def _layout(header: Sequence[str]) -> Layout:
    names = {fold(name) for name in header}
    if "subject" in names:
        return Layout.EES_ATTAINMENT
    if "telig" in names:
        return Layout.EES_INFORMATION
    raise Refused(
        "This file of the statistics service holds neither attainment by subject nor numbers of "
        "pupils at the end of key stage 2. Take in the key stage 2 attainment or information file."
    )


def _years(
    con: Connection, table: Table, parquet: Path, wanted: int | None
) -> tuple[tuple[int, ...], str]:
    """The academic years to keep, and a sentence on how we know. time_period is like 202425."""
    column = table.header[match(table.header, {"time": ["time_period"]}, ["time"])["time"]]
    found = con.execute(
        f"SELECT {named(column)}, min(line_number) FROM read_parquet({quoted(parquet)}) "
        "GROUP BY 1 ORDER BY 2"
    ).fetchall()
    problems = Problems()
    for text, line in found:
        is_period = text.isascii() and text.isdigit() and len(text) == 6
        if not is_period or (int(text[:4]) + 1) % 100 != int(text[4:]):
            problems.add(line, column, text, "is not a school year written like 202425")
    problems.refuse_if_any("This file does not say rightly which school years it is about.")
    years = tuple(sorted(int(text[:4]) for text, _ in found))
    in_words = ", ".join(map(label, years))
    if wanted is None:
        return years, f"the file says {in_words}"
    if wanted not in years:
        raise Refused(
            f"This file is for {in_words}, and holds nothing for {label(wanted)}. Check the year."
        )
    return (wanted,), f"the file says {in_words}; {label(wanted)} kept"


def _make_cells(
    con: Connection, table: Table, catalogue: Catalogue, layout: Layout
) -> dict[str, Column]:
    """Turn the long file on its side: the relation `cells`; and where each text stood.

    A slice is the rows of one group of pupils and one subject; in the information file, all rows.
    """
    names = {fold(name): name for name in table.header}
    found = _found(names, catalogue, layout)
    slices = {sql: number for number, sql in enumerate(dict.fromkeys(found.values()))}
    whens = " ".join(f"WHEN {sql} THEN {number}" for sql, number in slices.items())
    con.execute(_SLICED.format(whens=whens or "WHEN false THEN 0"))
    present = {number for (number,) in con.execute("SELECT DISTINCT slice FROM sliced").fetchall()}
    columns = {
        measure.key: Column(
            name=names[_ees(measure).column],
            relation="sliced",
            text=cell(_ees(measure).column),
            where=f"slice = {slices[sql]}",
        )
        for measure, sql in found.items()
        if slices[sql] in present
    }
    if not columns:
        raise Refused(
            "This file has no rows for the pupils and subjects Leadwell knows. "
            "Take in the key stage 2 attainment or information file as it was downloaded."
        )
    _refuse_twice(con)
    texts = (
        f"any_value({column.text}) FILTER (WHERE {column.where}) AS {named(key)}"
        for key, column in columns.items()
    )
    con.execute(_CELLS.format(measures=", ".join(texts)))
    return columns


def _found(names: Mapping[str, str], catalogue: Catalogue, layout: Layout) -> dict[Measure, str]:
    """Measures whose column the file has, each with the SQL that picks its rows."""
    is_information = layout is Layout.EES_INFORMATION
    return {
        measure: _picks(measure.ees)
        for measure in catalogue.measures
        if measure.ees
        and measure.ees.is_information == is_information
        and measure.ees.column in names
    }


def _ees(measure: Measure) -> EesCell:
    assert measure.ees is not None
    return measure.ees


def _picks(ees: EesCell) -> str:
    if ees.is_information:
        return "true"
    breakdowns = ", ".join(quoted(each.lower()) for each in ees.breakdown)
    return (
        f"starts_with(topic_of_row, {quoted(ees.breakdown_topic.lower())}) "
        f"AND breakdown_of_row IN ({breakdowns}) AND subject_of_row = {quoted(ees.subject.lower())}"
    )


def _refuse_twice(con: Connection) -> None:
    problems = Problems()
    for line, text in con.execute(_TWICE).fetchall():
        problems.add(line, "", text, "a second row for the same pupils and subject")
    problems.refuse_if_any("This file has rows twice, and only one of each can be right.")


def _unknown(table: Table, catalogue: Catalogue) -> tuple[str, ...]:
    known = {*PLACES, *FILTERS, *NOT_USED}
    known |= {measure.ees.column for measure in catalogue.measures if measure.ees}
    known |= {fold(name) for measure in catalogue.measures for name in measure.wide}
    return tuple(
        name
        for name in table.header
        if fold(name) not in known and not catalogue.is_known_column(name)
    )
