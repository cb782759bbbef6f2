"""The Department's performance tables for key stage 2: one row a school, 250 to 330 columns.

Source: the tables' own metadata and abbreviations, 2015/16 to 2024/25.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from leadwell.lib.academic_year import label
from leadwell.schools import catalogue as catalogues
from leadwell.schools.catalogue import Catalogue
from leadwell.schools.reasons import Reason
from leadwell.schools.sources import raw, typed
from leadwell.schools.sources.cells import Column
from leadwell.schools.sources.files import Table, read_header, read_table
from leadwell.schools.sources.header_year import year_of
from leadwell.schools.sources.headers import match
from leadwell.schools.sources.kinds import Kind, recognise, wrong_kind
from leadwell.schools.sources.raw import Connection, named, quoted
from leadwell.schools.sources.refusal import Problem, Problems, Refused
from leadwell.schools.sources.results import Layout, Results, Scratch, results_of

IDENTITY = {
    "record_type": ["RECTYPE"],
    "la": ["LEA"],
    "estab": ["ESTAB"],
    "urn": ["URN"],
    "name": ["SCHNAME"],
    "town": ["TOWN"],
    "postcode": ["PCODE"],
    "urn_ac": ["URN_AC"],
    "name_ac": ["SCHNAME_AC"],
    "open_ac": ["OPEN_AC"],
    "nftype": ["NFTYPE"],
    "age_range": ["AGERANGE"],
    "confirmed": ["CONFEXAM"],
}
"""Columns that say whose row it is, by their names in every year."""

REQUIRED = ("record_type", "la", "estab", "urn", "name", "eligible_pupils")

_IS_SCHOOL = "record_type IN ('1', '2')"

# What must hold of each identity cell of each row, in SQL, and what is said when it does not.
# A null is a cell the row does not reach, or a column the file does not have.
_RULES = (
    ("record_type", "record_type IN ('1', '2', '3', '4', '5')", "is not a record type, 1 to 5"),
    ("urn", rf"NOT {_IS_SCHOOL} OR regexp_full_match(urn, '[1-9]\d{{5}}')", "is not a URN"),
    ("urn", f"{_IS_SCHOOL} OR is_blank(urn)", "is a URN on the row of an area"),
    (
        "la",
        r"record_type IN ('4', '5') OR regexp_full_match(la, '[2-9]\d\d')",
        "is not a local authority's code",
    ),
    ("la", "record_type NOT IN ('4', '5') OR is_blank(la)", "is a code on the row of England"),
    (
        "estab",
        rf"NOT {_IS_SCHOOL} OR regexp_full_match(estab, '\d{{4}}')",
        "is not an establishment number",
    ),
    ("estab", f"{_IS_SCHOOL} OR is_blank(estab)", "is a number on the row of an area"),
    ("name", f"NOT {_IS_SCHOOL} OR NOT is_blank(name)", "a school without a name"),
    ("name", "name IS NULL OR length(trim(name, ' ')) <= 200", "is longer than 200 letters"),
    ("town", "town IS NULL OR length(trim(town, ' ')) <= 100", "is longer than 100 letters"),
    (
        "postcode",
        "postcode IS NULL OR length(trim(postcode, ' ')) <= 10",
        "is longer than 10 letters",
    ),
    (
        "urn_ac",
        r"urn_ac IS NULL OR is_blank(urn_ac) OR regexp_full_match(urn_ac, '0|[1-9]\d{5}')",
        "is not a URN",
    ),
    (
        "open_ac",
        r"open_ac IS NULL OR is_blank(open_ac) OR (regexp_full_match(open_ac, '\d{8}') "
        "AND try_strptime(open_ac, '%Y%m%d') IS NOT NULL)",
        "is not a date written like 20180901",
    ),
    (
        "confirmed",
        "confirmed IS NULL OR is_blank(confirmed) OR confirmed = 'R'",
        "is neither blank nor R",
    ),
)

_TWICE = f"""
SELECT line_number, urn FROM texts
WHERE {_IS_SCHOOL} QUALIFY count(*) OVER (PARTITION BY urn) > 1
UNION ALL
SELECT line_number, record_type FROM texts
WHERE NOT {_IS_SCHOOL} QUALIFY count(*) OVER (PARTITION BY record_type, la) > 1
ORDER BY line_number
"""

_CELLS = """
CREATE VIEW cells AS
SELECT line_number, {year} AS academic_year, record_type,
    CASE WHEN record_type IN ('1', '2') THEN urn END AS urn,
    nullif(trim(la, ' '), '') AS la_code,
    CASE WHEN record_type IN ('1', '2') THEN la || estab END AS laestab,
    coalesce(trim(name, ' '), '') AS name,
    nullif(trim(town, ' '), '') AS town,
    nullif(trim(postcode, ' '), '') AS postcode,
    CASE WHEN NOT is_blank(urn_ac) AND urn_ac <> '0' THEN urn_ac END AS urn_ac,
    nullif(trim(name_ac, ' '), '') AS name_ac,
    try_strptime(open_ac, '%Y%m%d') AS open_ac,
    nullif(trim(nftype, ' '), '') AS nftype,
    nullif(trim(age_range, ' '), '') AS age_range,
    CASE WHEN record_type IN ('1', '2') THEN confirmed <> 'R' END AS is_confirmed,
    {measures}
FROM texts
"""


def read(
    path: Path,
    *,
    scratch: Path,
    academic_year: int | None,
    accept_incomplete: bool = False,
    when_copied: Callable[[], None] = lambda: None,
) -> Results:
    """Read one year of the performance tables whole.

    scratch: an empty directory; the two Parquet files of the Results are left in it.
    academic_year: the year it starts; None to take it from the header, where that names one.
    accept_incomplete: take a file without the two rows for England that a complete one has.
    when_copied: called once the clean copy is written.

    Raises Refused: its problems give line, column and text.
    """
    header = read_header(path)
    found = recognise(header)
    if found is not Kind.KS2_WIDE:
        raise wrong_kind(found, Kind.KS2_WIDE)
    year, year_check = year_of(header, academic_year, catalogues.load())
    place = Scratch(scratch)
    with place.tidied(), raw.connect(scratch) as con:
        table = read_table(path, to=place.clean, may_be_short=True)
        when_copied()
        fields = _fields(table, catalogues.load())
        raw.check_names(table)
        raw.write_raw(con, table, place.raw)
        con.execute(
            f"CREATE VIEW texts AS SELECT {_columns(fields)} FROM read_parquet({quoted(place.raw)})"
        )
        _check_identity(con, fields, year)
        if not accept_incomplete:
            _check_complete(con, table)
        cells = _write_typed(con, fields, catalogues.load(), year, place.typed)
        counted = con.execute("SELECT record_type::INT, count(*) FROM texts GROUP BY 1 ORDER BY 1")
        rows = {(year, record_type): n for record_type, n in counted.fetchall()}
    used = set(fields.values())
    catalogue = catalogues.load()
    return results_of(
        Layout.KS2_WIDE,
        table,
        years=(year,),
        rows=rows,
        cells=cells,
        absent=tuple(m.key for m in catalogue.measures if m.key not in fields),
        year_check=year_check,
        unknown=tuple(
            n for n in table.header if n not in used and not catalogue.is_known_column(n)
        ),
        scratch=place,
    )


def _fields(table: Table, catalogue: Catalogue) -> dict[str, str]:
    """The file's own column name for each identity field and each measure it has."""
    aliases = {**IDENTITY, **{measure.key: measure.wide for measure in catalogue.measures}}
    return {
        field: table.header[index]
        for field, index in match(table.header, aliases, REQUIRED).items()
    }


def _columns(fields: Mapping[str, str]) -> str:
    """SQL for the columns we use under our own names, as text."""
    present = [f"{named(name)} AS {named(field)}" for field, name in fields.items()]
    absent = [f"NULL::VARCHAR AS {field}" for field in IDENTITY if field not in fields]
    return ", ".join(["line_number", *present, *absent])


def _check_identity(con: Connection, fields: Mapping[str, str], year: int) -> None:
    """Raise Refused unless every row says, rightly, whose it is."""
    problems = Problems()
    rules = (*_RULES, _open_ac_rule(year))
    broken = ", ".join(f"count(*) FILTER (coalesce(NOT ({rule}), true))" for _, rule, _ in rules)
    times = con.execute(f"SELECT {broken} FROM texts").fetchone() or ()
    for (field, rule, why), n in zip(rules, times, strict=True):
        if not n:
            continue
        sql = f"SELECT line_number, {field} FROM texts WHERE coalesce(NOT ({rule}), true)"
        for line, text in con.execute(f"{sql} ORDER BY line_number").fetchall():
            problems.add(line, fields[field], text or "", why)
    for line, text in con.execute(_TWICE).fetchall():
        problems.add(line, "", text, "stands on two rows")
    problems.found.sort(key=lambda problem: problem.line)
    problems.refuse_if_any(
        f"This file is not a whole table of results for {label(year)}: "
        "rows do not say, as they must, which school or area they are about."
    )


def _open_ac_rule(year: int) -> tuple[str, str, str]:
    """An academy shown as still to open opens between the autumn before the tests and the end of
    the next school year: later, and the file is of a later year than it is said to be."""
    return (
        "open_ac",
        "open_ac IS NULL OR is_blank(open_ac) "
        f"OR open_ac BETWEEN '{year}0101' AND '{year + 2}0831'",
        f"is not a date that a file for {label(year)} can hold: check the year",
    )


def _check_complete(con: Connection, table: Table) -> None:
    """Raise Refused unless both rows for England are there, whole."""
    rows = con.execute("SELECT record_type, line_number FROM texts WHERE record_type IN ('4', '5')")
    lines = dict(rows.fetchall())
    short = set(table.short_rows)
    missing = [kind for kind in ("4", "5") if lines.get(kind, 0) in short | {0}]
    if missing:
        raise Refused(
            "This file is cut short, or is a part of a larger one: the rows for England "
            f"(RECTYPE {' and '.join(missing)}) are not there, or not whole. Download it again.",
            [
                Problem(lines.get(kind, 0), "RECTYPE", kind, "row missing or cut")
                for kind in missing
            ],
            may_be_accepted=True,
        )


def _write_typed(
    con: Connection, fields: Mapping[str, str], catalogue: Catalogue, year: int, to: Path
) -> dict[str, dict[Reason, int]]:
    columns = {
        measure.key: Column(name=fields[measure.key], relation="texts", text=named(measure.key))
        for measure in catalogue.measures
        if measure.key in fields
    }
    con.execute(_CELLS.format(year=year, measures=", ".join(map(named, columns))))
    return typed.write_typed(
        con,
        cells="cells",
        columns=columns,
        catalogue=catalogue,
        years=[year],
        shapes=typed.WIDE_SHAPES,
        null_means=Reason.ROW_CUT,
        to=to,
    )
