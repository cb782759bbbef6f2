"""Performance tables cut or changed anywhere, and what a reading leaves behind."""

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadwell.schools.sources import ks2_wide
from leadwell.schools.sources.refusal import Refused
from tests.schools.sources.makers import ENGLAND, area, cut, saved, school, wide_bytes
from tests.schools.sources.wide import REAL

SMALL = wide_bytes(
    [
        school(100001, SCHNAME="Larkfield, the old school"),
        school(100002, PTRWM_EXP="SUPP", CONFEXAM="R"),
        cut(school(100003, TOTPUPS="NEW"), after="TOTPUPS"),
        area(3),
        *ENGLAND,
    ]
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


# Damage: a file cut anywhere, or with one byte changed, is refused or is seen to be different.

few = settings(
    max_examples=40,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TELLING = b',"\r\n \x00\x01%5\xe9'


@st.composite
def places_and_bytes(draw):
    """A place in a file, and the byte it becomes: None when the file stops there."""
    byte = st.none() | st.sampled_from(TELLING) | st.integers(0, 255)
    return draw(st.integers(0, 2**40)), draw(byte)


def damaged(content, place_and_byte):
    place, byte = place_and_byte
    place %= len(content)
    if byte is None:
        return content[:place]
    return content[:place] + bytes([byte]) + content[place + 1 :]


def shown_by(content):
    """Everything a reading shows of a file's cells, names and encoding; None if it was refused."""
    with TemporaryDirectory() as folder:
        path = saved(content, Path(folder))
        try:
            results = ks2_wide.read(path, scratch=Path(folder), academic_year=None)
        except Refused:
            return None
        raw = duckdb.execute(
            "SELECT * FROM read_parquet(?) ORDER BY line_number", [str(results.raw_parquet)]
        ).fetchall()
        return results.encoding, results.header, results.short_rows, raw


@pytest.fixture(scope="module")
def real_file(shared_data):
    content = (shared_data / "ks2" / REAL[2018]).read_bytes()
    return content, shown_by(content)


@few
@given(damage=places_and_bytes())
def test_a_damaged_file_is_refused_or_seen_to_differ(damage):
    changed = damaged(SMALL, damage)
    if changed != SMALL:
        assert shown_by(changed) != shown_by(SMALL)


@settings(few, max_examples=20)
@given(damage=places_and_bytes())
def test_a_damaged_real_file_is_refused_or_seen_to_differ(real_file, damage):
    content, shown = real_file
    changed = damaged(content, damage)
    if changed != content:
        assert shown_by(changed) != shown
