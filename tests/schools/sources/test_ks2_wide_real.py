"""The real files, against a slow reading of them by the csv module alone."""

import csv
import io
import re

import pytest

from leadwell.schools import catalogue as catalogues
from leadwell.schools.reasons import Reason
from leadwell.schools.sources import ks2_wide
from tests.schools.sources.wide import REAL, rows_of

CATALOGUE = catalogues.load()
NUMBER = re.compile(r"-?\d+(\.\d+)?%?")
SLOW_CODES = {"SUPP": Reason.SUPP, "NA": Reason.NA, "NEW": Reason.NEW, "LOWCOV": Reason.LOWCOV}


def slow_cell(row: list[str], place: int) -> tuple[float | None, Reason]:
    if place >= len(row):
        return None, Reason.ROW_CUT
    if not row[place].strip():
        return None, Reason.BLANK
    if NUMBER.fullmatch(row[place]):
        return float(row[place].rstrip("%")), Reason.VALUE
    return None, SLOW_CODES[row[place]]


@pytest.mark.parametrize("academic_year", REAL)
def test_every_cell_of_a_real_file_is_as_the_csv_module_has_it(
    shared_data, tmp_path, academic_year
):
    path = shared_data / "ks2" / REAL[academic_year]
    results = ks2_wide.read(path, scratch=tmp_path, academic_year=academic_year)
    text = path.read_bytes().decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    places = {name.casefold(): place for place, name in enumerate(header)}
    typed = {row["line_number"]: row for row in rows_of(results)}
    assert len(typed) == len(rows)
    for measure in CATALOGUE.measures:
        place = places.get(measure.wide[0].casefold())
        if place is None:
            assert measure.key in results.absent_measures
            continue
        for line, row in enumerate(rows, start=2):
            found = typed[line][measure.key], typed[line][f"{measure.key}__reason"]
            assert found == slow_cell(row, place), (measure.key, line)


@pytest.mark.parametrize(
    ("academic_year", "rows", "rwm", "n_short"),
    [
        (2016, (219, 13, 1, 1, 1), {"VALUE": 220, "SUPP": 4, "ROW_CUT": 11}, 22),
        (2017, (222, 13, 1, 1, 1), {"VALUE": 226, "SUPP": 2, "ROW_CUT": 10}, 10),
        (2018, (223, 16, 1, 1, 1), {"VALUE": 227, "SUPP": 3, "BLANK": 1, "ROW_CUT": 11}, 12),
    ],
)
def test_real_files_hold_what_was_counted_in_them_by_hand(
    shared_data, tmp_path, academic_year, rows, rwm, n_short
):
    path = shared_data / "ks2" / REAL[academic_year]
    results = ks2_wide.read(path, scratch=tmp_path, academic_year=None)
    assert results.rows_by_record_type == {(academic_year, n): k for n, k in enumerate(rows, 1)}
    assert {r.name: n for r, n in results.cells_by_reason["rwm_expected"].items()} == rwm
    assert len(results.short_rows) == n_short
    assert results.unknown_columns == ()
    assert results.encoding == "utf-8-sig"
