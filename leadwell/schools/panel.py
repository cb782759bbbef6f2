"""The published panel as arrays: schools down, years across. The one place tables become arrays.

Which row is shown is decided in the database (later status, later file); the values come from the
columns kept in Parquet. docs/reference/panel.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from leadwell.schools import catalogue, standing_row, store
from leadwell.schools.merging import RANKS, SAYS_NOTHING
from leadwell.schools.models import SourceFile
from leadwell.schools.reasons import Reason

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Codes = NDArray[np.uint8]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ResultsPanel:
    """Published results of schools. n schools, t years; every array is read-only.

    school_ids: shape (n,), ascending. academic_years: shape (t,), ascending, the year they start.
    urns, la_codes: shape (n, t), of the row used; 0 where the school has none that year.
    is_special: shape (n,), by the row of the latest of these years. values: by measure, shape (n, t), in the measure's unit, NaN exactly
    where reasons (same shape, schools.reasons.Reason) is not 0.
    """

    school_ids: Ints
    academic_years: Ints
    urns: Ints
    la_codes: Ints
    is_special: Flags
    values: dict[str, Floats]
    reasons: dict[str, Codes]


def read(measures: Sequence[str], academic_years: Sequence[int]) -> ResultsPanel:
    """The panel of these measures and years, for every school with a row in any of them.

    Where a school has rows under two URNs in one year, the one that stands is used
    (schools/standing_row.py). Raises KeyError for an unknown measure.
    """
    years = np.array(sorted(set(academic_years)), dtype=np.int64)
    rows = _rows(years)
    school_ids, school_at = np.unique(rows[:, 0], return_inverse=True)
    year_at = np.searchsorted(years, rows[:, 1])
    cells = _cells(measures, rows)
    shape = (school_ids.size, years.size)
    place = (school_at, year_at)

    def spread(column: NDArray, empty: float) -> NDArray:
        full = np.full(shape, empty, dtype=column.dtype)
        full[place] = column
        full.flags.writeable = False
        return full

    is_special = np.zeros(school_ids.size, dtype=bool)
    by_year = np.argsort(rows[:, 1], kind="stable")  # later rows overwrite
    is_special[school_at[by_year]] = rows[by_year, 4] == 2
    values, reasons = {}, {}
    for key in measures:
        value, reason = cells[key]
        reasons[key] = _with_years(spread(reason, Reason.ROW_ABSENT), key, years)
        values[key] = spread(value, np.nan)
    return ResultsPanel(
        school_ids=school_ids,
        academic_years=years,
        urns=spread(rows[:, 2], 0),
        la_codes=spread(rows[:, 3], 0),
        is_special=is_special,
        values=values,
        reasons=reasons,
    )


def _rows(years: Ints) -> Ints:
    """A row a school and year: school, year, URN, area, record type, source."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""select p.school_id, p.academic_year, p.urn, coalesce(p.la_code, 0), p.record_type,
                  p.source_id
                from schools_publishedyear p
                where p.record_type in (1, 2) and p.academic_year = any(%s)
                  and {standing_row.condition("p")}""",
            [years.tolist()],
        )
        return np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 6)


def _cells(measures: Sequence[str], rows: Ints) -> dict[str, tuple[Floats, Codes]]:
    """Each measure's values and reasons, in the order of rows."""
    known = catalogue.load().by_key
    cells = {
        known[key].key: (
            np.full(len(rows), np.nan),
            np.full(len(rows), Reason.COLUMN_ABSENT, dtype=np.uint8),
        )
        for key in measures
    }
    keys = rows[:, 1] * 1_000_000 + rows[:, 2]
    for source, own, other in _sources(rows, keys):
        _fill(cells, source, keys, own, other)
    return cells


def _sources(rows: Ints, keys: Ints) -> list[tuple[SourceFile, Flags, Flags]]:
    """Each file that rows are shown from, the one to ask first first (merging.File.weight).

    With it the rows that are its own, and those that may lack what it has.
    """
    others: dict[int, list[int]] = {int(source): [] for source in np.unique(rows[:, 5])}
    with connection.cursor() as cursor:
        cursor.execute(
            "select also, array_agg(p.academic_year * 1000000::bigint + p.urn) "
            "from schools_publishedyear p, unnest(p.also_from) as also "
            "where p.urn is not null and p.academic_year = any(%s) group by also",
            [np.unique(rows[:, 1]).tolist()],
        )
        others |= dict(cursor.fetchall())
    files = SourceFile.objects.defer("report").filter(pk__in=others, typed__isnull=False)
    ordered = sorted(files, key=lambda file: (RANKS[file.status], file.pk), reverse=True)
    return [(file, rows[:, 5] == file.pk, np.isin(keys, others[file.pk])) for file in ordered]


def _fill(
    cells: dict[str, tuple[Floats, Codes]],
    source: SourceFile,
    keys: Ints,
    own: Flags,
    other: Flags,
) -> None:
    names = ", ".join(f'"{key}", "{key}__reason"' for key in cells)
    with store.connect() as duck:
        found = duck.execute(
            f"select academic_year::bigint * 1000000 + urn as key, {names} "
            "from read_parquet(?) where urn is not null order by key",
            [str(store.local(str(source.typed_id)))],
        ).fetchnumpy()
    at = np.flatnonzero(own | other)
    spot = np.searchsorted(found["key"], keys[at])
    spot[spot == len(found["key"])] = 0
    hit = found["key"][spot] == keys[at]
    at, spot = at[hit], spot[hit]
    for key, (values, reasons) in cells.items():
        given = found[f"{key}__reason"][spot]
        missing = np.isin(reasons[at], SAYS_NOTHING) & (own[at] | ~np.isin(given, SAYS_NOTHING))
        values[at[missing]] = np.ma.filled(found[key].astype(float), np.nan)[spot[missing]]
        reasons[at[missing]] = given[missing]


def _with_years(reasons: Codes, key: str, years: Ints) -> Codes:
    """Years in which nobody was given the measure say so, whatever the file left blank."""
    known = catalogue.load()
    full = reasons.copy()
    for at, year in enumerate(years):
        why = known.produced(key, int(year))
        if why is not None:
            full[:, at] = np.where(full[:, at] == Reason.VALUE, Reason.VALUE, why)
    full.flags.writeable = False
    return full
