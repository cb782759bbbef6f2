"""The golden table of the docs: every quantity is as published, and without the data it stays."""

import pytest

from benchmarks import golden


def test_every_quantity_is_as_near_as_is_said(shared_data):
    folder = shared_data.parent / "golden"
    if not folder.is_dir():
        pytest.skip("shared/golden is not beside this checkout")
    lines = golden.lines(folder)
    assert [line for line in lines if not line.is_met] == []
    assert len({line.case for line in lines}) >= 10


def test_without_the_data_there_is_no_table(tmp_path):
    with pytest.raises(golden.Absent, match="stays as it was"):
        golden.measure(folder=tmp_path / "nothing")
