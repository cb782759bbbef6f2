"""The published panel as arrays: schools down, years across. The one place tables become arrays.

Which row is shown is decided in the database (later status, later file); the values come from the
columns kept in Parquet. docs/reference/panel.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from leadwell.lib.academic_year import exam_date
from leadwell.schools import catalogue, store
from leadwell.schools.models import SourceFile
from leadwell.schools.reasons import Reason

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Codes = NDArray[np.uint8]
_ABSENT = (Reason.COLUMN_ABSENT, Reason.ROW_ABSENT)


@dataclass(frozen=True, slots=True)
class ResultsPanel:
    """Published results of schools. n schools, t years; every array is read-only.

    school_ids: shape (n,), ascending. academic_years: shape (t,), ascending, the year they start.
    urns, la_codes: shape (n, t), of the row used; 0 where the school has none that year.
    is_special: shape (n,). values: by measure, shape (n, t), in the measure's unit, NaN exactly
    where reasons (same shape, schools.reasons.Reason) is not 0.
    """

    school_ids: Ints
    academic_years: Ints
    urns: Ints
    la_codes: Ints
    is_special: NDArray[np.bool_]
    values: dict[str, Floats]
    reasons: dict[str, Codes]


def read(measures: Sequence[str], academic_years: Sequence[int]) -> ResultsPanel:
    """The panel of these measures and years, for every school with a row in any of them.

    Where a school has rows under two URNs in one year, the one with a value is used; with two
    values, that of the URN in force on the day of the tests. Raises KeyError for an unknown measure.
    """
    years = np.array(sorted(set(academic_years)), dtype=np.int64)
    rows = _rows(years)
    school_ids, school_at = np.unique(rows[:, 0], return_inverse=True)
    year_at = np.searchsorted(years, rows[:, 1])
    cells = _cells(measures, rows)
    shape = (school_ids.size, years.size)
    order = _order(rows, cells)
    place = (school_at[order], year_at[order])  # later rows overwrite: the best comes last

    def spread(column: NDArray, empty: float) -> NDArray:
        full = np.full(shape, empty, dtype=column.dtype)
        full[place] = column[order]
        full.flags.writeable = False
        return full

    is_special = np.zeros(school_ids.size, dtype=bool)
    is_special[school_at[order]] = rows[order, 4] == 2
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
    """A row a URN and year shown: school, year, URN, area, record type, source, in force on the day."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select p.school_id, p.academic_year, p.urn, coalesce(p.la_code, 0), p.record_type,
                 p.source_id, (coalesce(e.opened_on, '-infinity') <= d.day
                               and coalesce(e.closed_on, 'infinity') >= d.day)::int
               from schools_publishedyear p
               join schools_registerentry e on e.urn = p.urn
               join unnest(%s::int[], %s::date[]) as d(year, day) on d.year = p.academic_year
               where p.record_type in (1, 2)""",
            [years.tolist(), [exam_date(int(year)) for year in years]],
        )
        return np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 7)


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
    for source_id, is_own in _sources(rows):
        _fill(cells, source_id, keys, is_own)
    return cells


def _sources(rows: Ints) -> list[tuple[int, NDArray[np.bool_]]]:
    """Each file that rows are shown from, with the rows it may fill: its own, and what others lack."""
    own = [(int(source), rows[:, 5] == source) for source in np.unique(rows[:, 5])]
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.academic_year, p.urn, also from schools_publishedyear p, "
            "unnest(p.also_from) with ordinality as u(also, n) where p.urn is not null "
            "order by n desc"
        )
        others: dict[int, set[int]] = {}
        for year, urn, also in cursor.fetchall():
            others.setdefault(also, set()).add(year * 1_000_000 + urn)
    keys = rows[:, 1] * 1_000_000 + rows[:, 2]
    return own + [(also, np.isin(keys, list(wanted))) for also, wanted in others.items()]


def _fill(
    cells: dict[str, tuple[Floats, Codes]], source_id: int, keys: Ints, mine: NDArray[np.bool_]
) -> None:
    source = SourceFile.objects.select_related(None).get(pk=source_id)
    if source.typed_id is None:
        return
    names = ", ".join(f'"{key}", "{key}__reason"' for key in cells)
    with store.connect() as duck:
        found = duck.execute(
            f"select academic_year::bigint * 1000000 + urn as key, {names} "
            "from read_parquet(?) where urn is not null order by key",
            [str(store.local(source.typed_id))],
        ).fetchnumpy()
    at = np.flatnonzero(mine)
    spot = np.searchsorted(found["key"], keys[at])
    spot[spot == len(found["key"])] = 0
    hit = found["key"][spot] == keys[at]
    at, spot = at[hit], spot[hit]
    for key, (values, reasons) in cells.items():
        missing = np.isin(reasons[at], _ABSENT)
        to, from_ = at[missing], spot[missing]
        values[to] = np.ma.filled(found[key].astype(float), np.nan)[from_]
        reasons[to] = found[f"{key}__reason"][from_]


def _order(rows: Ints, cells: dict[str, tuple[Floats, Codes]]) -> Ints:
    """Rows so that of two about one school and year the better one is last."""
    n_values = sum((reasons == Reason.VALUE).astype(np.int64) for _, reasons in cells.values())
    return np.lexsort((rows[:, 2], rows[:, 6], n_values))


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
