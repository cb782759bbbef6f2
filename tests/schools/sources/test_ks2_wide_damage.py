"""Performance tables cut or changed anywhere, and what a reading leaves behind."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadwell.schools.reasons import Reason
from leadwell.schools.sources import ks2_wide
from leadwell.schools.sources.refusal import Refused
from tests.schools.sources.damage import Damage, damages, quick
from tests.schools.sources.makers import ENGLAND, WIDE_HEADER, area, cut, saved, school, wide_bytes
from tests.schools.sources.slow_ks2 import CATALOGUE, slow_results
from tests.schools.sources.wide import REAL, rows_of

few = settings(quick, max_examples=120)
fewest = settings(quick, max_examples=15)

HEADER = (*WIDE_HEADER, "READPROG_18")  # two that look back, as there are twenty in a real file
SMALL = wide_bytes(
    [
        row | ({} if "PTRWM_EXP" not in row else {"READPROG_18": "0.3"})
        for row in (
            school(100001, SCHNAME="Larkfield, the old school"),
            school(100002, PTRWM_EXP="SUPP", CONFEXAM="R"),
            cut(school(100003, TOTPUPS="NEW"), after="TOTPUPS"),
            area(3),
            *ENGLAND,
        )
    ],
    header=HEADER,
)


def test_a_refused_file_leaves_nothing_behind(tmp_path):
    (tmp_path / "scratch").mkdir()
    path = saved(wide_bytes([school(100001, TELIG="?"), *ENGLAND]), tmp_path)
    with pytest.raises(Refused):
        ks2_wide.read(path, scratch=tmp_path / "scratch", academic_year=2018)
    assert not list((tmp_path / "scratch").iterdir())


def test_a_file_that_is_taken_in_leaves_its_two_parquet_files(tmp_path):
    (tmp_path / "scratch").mkdir()
    path = saved(SMALL, tmp_path)
    results = ks2_wide.read(path, scratch=tmp_path / "scratch", academic_year=2018)
    left = {results.raw_parquet, results.typed_parquet}
    assert set((tmp_path / "scratch").iterdir()) == left


def test_two_readings_give_the_same_bytes(tmp_path):
    path = saved(SMALL, tmp_path)
    copies = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        copies.append(ks2_wide.read(path, scratch=tmp_path / name, academic_year=2018))
    one, two = copies
    assert one.typed_parquet.read_bytes() == two.typed_parquet.read_bytes()
    assert one.raw_parquet.read_bytes() == two.raw_parquet.read_bytes()


# Damage: a file cut anywhere, or with one byte changed, is refused, or taken in just as it now
# reads: every cell as a slow second reading types it, and nothing of it left out in silence.


def typed_by(content, academic_year=None):
    """What a reading types: its year and rows, in the file's order; None if it was refused."""
    with TemporaryDirectory() as folder:
        path = saved(content, Path(folder))
        try:
            results = ks2_wide.read(path, scratch=Path(folder), academic_year=academic_year)
        except Refused:
            return None
        rows = sorted(rows_of(results), key=lambda row: row["line_number"])
    return results.academic_years[0], [as_slowly_told(row) for row in rows]


def as_slowly_told(row):
    cells = {m.key: (row[m.key], Reason(row[f"{m.key}__reason"])) for m in CATALOGUE.measures}
    return {
        name: row[name] for name in ("record_type", "urn", "la_code", "laestab", "name")
    } | cells


def is_refused_or_as_it_reads(content, academic_year=None):
    if (found := typed_by(content, academic_year)) is None:
        return
    year, rows = found
    assert year == 2018
    assert rows == slow_results(content, year)


@few
@given(damage=damages)
def test_a_damaged_file_is_refused_or_taken_in_just_as_it_now_reads(damage):
    is_refused_or_as_it_reads(damage.to(SMALL))


NAMES = SMALL.index(b"\r\n")


@few
@given(place=st.integers(0, NAMES - 1), byte=st.sampled_from(b"9X_,"))
def test_a_damaged_column_name_is_refused_or_its_figures_are_absent(place, byte):
    """The column names are where one byte does most harm."""
    is_refused_or_as_it_reads(Damage(place, byte).to(SMALL))


@pytest.mark.parametrize("name", ["PTRWM_EXP_18", "READPROG_18"])
@pytest.mark.parametrize("ending", [b"_19", b"_98", b"_10", b"X18"])
def test_a_damaged_year_in_one_column_name_makes_the_file_no_other_year_s(name, ending):
    whole = name.encode()
    is_refused_or_as_it_reads(SMALL.replace(whole, whole[:-3] + ending))


@fewest
@given(damage=damages)
def test_a_damaged_real_file_is_refused_or_taken_in_just_as_it_now_reads(shared_data, damage):
    content = (shared_data / "ks2" / REAL[2018]).read_bytes()
    is_refused_or_as_it_reads(damage.to(content))
