"""A newcomer at a terminal: from an empty machine to loaded results, a backup, a wreck, and back."""

import json
import shutil
from pathlib import Path

import pytest

from tests.homes import copied
from tests.schools import register_files
from tests.schools.sources import makers


@pytest.fixture
def home_to_break(empty_home: Path, shared_home: Path) -> Path:
    """Without a single table."""
    return copied(shared_home, empty_home)


def test_from_an_empty_machine_to_counts_and_back_from_a_wreck(leadwell, home_to_break, tmp_path):
    status, out, _ = leadwell(
        "init", "--email", "h@example.org", "--name", "Rowan Teasel", "--json"
    )
    assert (status, "/account/set-password/" in json.loads(out)["link"]) == (0, True)

    results = makers.saved(
        makers.wide_bytes([makers.school(900101), makers.school(900102), *makers.ENGLAND]), tmp_path
    )
    status, out, _ = leadwell("import-results", results, "--year", "2018/19", "--dry-run")
    assert status == 0
    assert "This was a dry run: nothing was changed." in out

    status, out, _ = leadwell("import-results", results, "--year", "2018/19", "--json")
    assert (status, json.loads(out)["changes"]["n_new"]) == (0, 4)
    status, out, _ = leadwell("import-results", results, "--year", "2018/19")
    assert (status, "Nothing changes" in out) == (0, True)

    register = register_files.register(tmp_path, register_files.row(900101))
    status, _, err = leadwell("import-results", register, "--year", "2018/19")
    assert (status, "leadwell import-register" in err) == (1, True)
    status, _, err = leadwell("import-results", results, "--year", "2018")
    assert (status, "Write it like" in " ".join(err.split())) == (2, True)

    before = leadwell("check-data", "--json")[1]
    assert json.loads(before)["years"]["2018/19"]["rows"]["mainstream"] == 2
    assert leadwell("backup", tmp_path / "kept.backup")[0] == 0
    shutil.rmtree(home_to_break / "data")
    assert json.loads(leadwell("check-data", "--json")[1])["years"] == {}
    assert leadwell("restore", tmp_path / "kept.backup")[0] == 0
    assert leadwell("check-data", "--json")[1] == before
