"""Whose row it is, in a file of the statistics service: school, authority, region or England.

Makes the view `rows` over the raw Parquet: line_number, academic_year, record_type (1 to 6, null
for kinds of school we do not keep apart), urn, laestab, la_code, name, level, topic, breakdown,
subject (these four folded to lower case), then every column of the file, named as folded.
"""

from collections.abc import Sequence
from pathlib import Path

from leadwell.lib.academic_year import label
from leadwell.schools.catalogue import Catalogue
from leadwell.schools.sources.headers import fold
from leadwell.schools.sources.raw import Connection, named, quoted
from leadwell.schools.sources.refusal import Problems

PLACES = (
    "time_period", "geographic_level", "rectype", "establishment_type_group", "school_urn",
    "school_laestab", "school_name", "old_la_code", "la_name", "region_code", "region_name",
    "breakdown_topic", "breakdown", "subject",
)  # fmt: skip
"""Columns that place a row; any but the first two may be missing."""

FILTERS = (
    "sex", "gender", "disadvantage_status", "fsm_status", "first_language", "ethnicity_major",
    "ethnicity_minor", "sen_provision", "sen_primary_need", "month_of_birth",
)  # fmt: skip
"""In files without a breakdown, each of these narrows the pupils down unless it says Total."""

KNOWN_GROUPS = {
    "topic_of_row": (
        "all pupils", "sex", "gender", "disadvantaged status", "disadvantage status",
        "first language", "mobility status", "prior attainment", "",
    ),
    "breakdown_of_row": (
        "total", "boys", "girls", "male", "female", "disadvantaged",
        "not known to be disadvantaged", "disadvantaged all other", "not disadvantaged",
        "other pupils", "known or believed to be english",
        "known or believed to be other than english", "first language unclassified", "unclassified",
        "unknown", "mobile", "non mobile", "non-mobile", "3 year average", "low", "middle", "high",
        "low prior attainment", "middle prior attainment", "high prior attainment",
    ),
    "subject_of_row": (
        "", "reading, writing and maths", "reading", "writing", "maths",
        "grammar, punctuation and spelling", "science",
    ),
}  # fmt: skip
"""Groups of pupils and subjects that are known, used or not. Rows about any other are kept as text,
and told of: a row whose group is misspelt would else be a school's missing figure, and nobody told."""

_POOLED = "average ("  # of three years: the topic names them

_ROWS = """
CREATE VIEW rows AS
WITH placed AS (
    SELECT line_number, {columns}, {places},
        lower(trim(geographic_level_, ' ')) AS level,
        replace(lower(trim(establishment_type_group_, ' ')), '-', ' ') AS schools,
        replace(school_laestab_, '/', '') AS laestab_text
    FROM read_parquet({raw})
    WHERE time_period_ IN ({periods})
)
SELECT * EXCLUDE ({dropped}),
    try_cast(left(time_period_, 4) AS SMALLINT) AS academic_year,
    CASE level
        WHEN 'school' THEN
            CASE WHEN rectype_ IN ('1', '2') THEN rectype_
                 WHEN substr(laestab_text, 4, 1) = '7' THEN '2' ELSE '1' END
        WHEN 'local authority' THEN
            CASE WHEN coalesce(rectype_ = '3', schools IN {state}, true) THEN '3' END
        WHEN 'regional' THEN CASE WHEN coalesce(schools IN {state}, true) THEN '6' END
        WHEN 'national' THEN
            CASE WHEN rectype_ IN ('4', '5') THEN rectype_
                 WHEN coalesce(schools IN {state}, true) THEN '5'
                 WHEN schools IN {every} THEN '4' END
    END AS record_type,
    CASE WHEN level = 'school' THEN school_urn_ END AS urn,
    CASE WHEN level = 'school' THEN laestab_text END AS laestab,
    CASE level WHEN 'school' THEN left(laestab_text, 3)
               WHEN 'local authority' THEN old_la_code_ END AS la_code,
    coalesce(trim(CASE level WHEN 'school' THEN school_name_ WHEN 'local authority' THEN la_name_
                             WHEN 'regional' THEN region_name_ ELSE '' END, ' '), '') AS name,
    lower(trim({topic}, ' ')) AS topic_of_row,
    lower(trim({breakdown}, ' ')) AS breakdown_of_row,
    lower(trim(coalesce(subject_, ''), ' ')) AS subject_of_row
FROM placed
"""

_STATE = ("all state funded", "all state funded schools", "state funded", "state funded schools")
_EVERY = ("all schools", "total")

_RULES = (
    (
        "geographic_level",
        "level IN ('school', 'local authority', 'regional', 'national')",
        "is not School, Local authority, Regional or National",
    ),
    (
        "school_urn",
        r"level <> 'school' OR regexp_full_match(urn, '[1-9]\d{5}')",
        "is not a URN",
    ),
    (
        "school_laestab",
        r"level <> 'school' OR regexp_full_match(school_laestab_, '[2-9]\d\d/?\d{4}')",
        "is not a local authority and establishment number",
    ),
    (
        "old_la_code",
        r"level <> 'local authority' OR regexp_full_match(la_code, '[2-9]\d\d')",
        "is not a local authority's code",
    ),
    ("region_name", "level <> 'regional' OR name <> ''", "a region without a name"),
    ("region_name", "level <> 'regional' OR length(name) <= 60", "is longer than 60 letters"),
    ("school_name", "level <> 'school' OR length(name) <= 200", "is longer than 200 letters"),
    ("la_name", "level <> 'local authority' OR length(name) <= 200", "is longer than 200 letters"),
)


def rows_view(header: Sequence[str], raw: Path, years: Sequence[int]) -> str:
    """SQL for the view `rows`, of those academic years."""
    names = {fold(name): name for name in header}
    places = [f"{named(names[p]) if p in names else 'NULL::VARCHAR'} AS {p}_" for p in PLACES]
    topic, breakdown = _breakdown(names)
    return _ROWS.format(
        columns=", ".join(
            f"{named(name)} AS {named('c ' + folded)}" for folded, name in names.items()
        ),
        places=", ".join(places),
        raw=quoted(raw),
        periods=", ".join(quoted(f"{year}{(year + 1) % 100:02}") for year in years),
        dropped="schools, laestab_text",
        state=_STATE,
        every=_EVERY,
        topic=topic,
        breakdown=breakdown,
    )


def cell(column: str) -> str:
    """A column of the file in the view `rows`, by its folded name."""
    return named("c " + column)


def _breakdown(names: dict[str, str]) -> tuple[str, str]:
    """SQL for the topic and the breakdown of a row, whichever way the file has them."""
    if "breakdown" in names:
        return "coalesce(breakdown_topic_, '')", "breakdown_"
    rest = [f"lower({cell(each)}) = 'total'" for each in FILTERS if each in names]
    if not rest:
        return "'All pupils'", "'Total'"
    if "disadvantage_status" not in names:
        return f"CASE WHEN {' AND '.join(rest)} THEN 'All pupils' ELSE '' END", "'Total'"
    status = cell("disadvantage_status")
    others = [sql for sql in rest if status not in sql] or ["true"]
    topic = (
        f"CASE WHEN NOT ({' AND '.join(others)}) THEN '' "
        f"WHEN lower({status}) = 'total' THEN 'All pupils' ELSE 'Disadvantaged status' END"
    )
    return topic, status


def unknown_groups(con: Connection) -> tuple[str, ...]:
    """Words for a group of pupils or a subject, folded, that no file known here has had."""
    found: dict[str, None] = {}
    for column, known in KNOWN_GROUPS.items():
        sql = f"SELECT {column}, min(line_number) FROM rows GROUP BY 1 ORDER BY 2"
        for text, _ in con.execute(sql).fetchall():
            if text not in known and not text.startswith(_POOLED):
                found[text] = None
    return tuple(found)


def check_rows(con: Connection, catalogue: Catalogue) -> None:
    """Raise Refused unless every row says, rightly, whose it is."""
    problems = Problems()
    for column, rule, why in _RULES:
        sql = f"SELECT line_number, {column}_ FROM rows WHERE coalesce(NOT ({rule}), true)"
        for line, text in con.execute(f"{sql} ORDER BY line_number").fetchall():
            problems.add(line, column, text or "", why)
    for year in sorted(catalogue.not_published_years):
        sql = f"SELECT line_number, urn FROM rows WHERE level = 'school' AND academic_year = {year}"
        for line, text in con.execute(f"{sql} ORDER BY line_number").fetchall():
            problems.add(
                line, "time_period", text, f"no school was given results for {label(year)}"
            )
    problems.found.sort(key=lambda problem: problem.line)
    problems.refuse_if_any(
        "This file is not a whole table of results: "
        "rows do not say, as they must, which school or area they are about."
    )
