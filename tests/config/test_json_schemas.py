"""What --json prints is what docs/reference/json.md and leadwell/config/schemas say, and no more."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from leadwell.config import commands
from leadwell.schools import actions, checking
from leadwell.schools.report import LoadReport
from tests.explore.playbooks.files import playbook_of_ones_own
from tests.factories import NOON
from tests.schools import register_files
from tests.schools.register_files import academy, closed, row
from tests.schools.sources import makers

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = Path(commands.__file__).resolve().parents[1] / "schemas"
OLD, NEW = 900101, 900201
Said = dict[str, Any]


@cache
def schema(name: str) -> Said:
    found: Said = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def check(said: Said, name: str) -> None:
    jsonschema.Draft202012Validator(schema(name)).validate(said)


def results(folder: Path, *rows: makers.Row, name: str = "2018.csv") -> Path:
    return makers.saved(makers.wide_bytes([*rows, *makers.ENGLAND]), folder, name)


def test_what_init_and_the_data_commands_print_fits_their_schemas(leadwell, tmp_path):
    register = register_files.register(tmp_path, closed(OLD, "31-10-2017"), academy(NEW))
    links = register_files.links(tmp_path, (OLD, NEW, "Successor"))
    terms = tmp_path / "terms.yaml"
    terms.write_text("terms: [{name: autumn, start: 2026-09-02, end: 2026-12-18}]")
    playbook = playbook_of_ones_own(tmp_path)
    asked: list[tuple[str, list[str | Path]]] = [
        ("init", ["--email", "asha@example.org", "--name", "Asha"]),
        ("import-register", [register, "--dry-run"]),
        ("import-register", [register]),
        ("import-links", [links]),
        ("import-results", [results(tmp_path, makers.school(NEW)), "--year", "2018/19"]),
        ("import-terms", [terms, "--school", str(NEW)]),
        ("add-playbook", [playbook]),
        ("check-data", []),
        ("evaluate", ["--schools", str(NEW), "--start", "2018/19", "--chosen-on", "none"]),
    ]
    for command, arguments in asked:
        status, said = leadwell(command, *arguments, "--json")
        assert status == 0
        check(said, command)


def test_an_outcome_there_is_not_is_refused_as_one_object(leadwell):
    asked = ["--schools", str(NEW), "--start", "2018/19", "--outcome", "shoe_size"]
    status, said = leadwell("evaluate", *asked, "--json")

    assert status == 1
    check(said, "refusal")
    assert "There is no outcome “shoe_size”" in said["refused"]


def test_what_backup_and_restore_print_fits_their_schemas_and_names_one_dump(leadwell, tmp_path):
    file = tmp_path / "all.leadwell"
    _, backup = leadwell("backup", file, "--json")
    _, restore = leadwell("restore", file, "--json")

    check(backup, "backup")
    check(restore, "restore")
    assert backup["sha256"] == restore["sha256"]


def test_a_refused_file_prints_why_as_one_object_and_leaves_with_status_1(leadwell, tmp_path):
    path = register_files.register(tmp_path, row(OLD), row(NEW, opened="the autumn"))
    status, said = leadwell("import-register", path, "--json")

    assert status == 1
    check(said, "refusal")
    assert said["problems"][0]["column"] == "OpenDate"


@pytest.fixture
def load(tmp_path: Path, db: None) -> Callable[..., LoadReport]:
    """Load a file by the action of its kind, as the commands do."""
    actions_by_kind: dict[str, Callable[..., LoadReport]] = {
        "register": actions.import_register,
        "links": actions.import_links,
        "results": actions.import_results,
    }

    def load(kind: str, path: Path, **options: Any) -> LoadReport:
        if kind == "results":
            options = {"academic_year": 2018, "status": ""} | options
        action = actions_by_kind[kind]
        return action(path=path, name=path.name, by="a test", at=NOON, **options)

    return load


def test_a_register_that_changes_schools_fits(load, tmp_path):
    load("register", register_files.register(tmp_path, closed(OLD, "31-10-2017"), row(900102)))
    later = [closed(OLD, "31-10-2017", name="New Name"), row(900102), academy(NEW)]
    report = load("register", register_files.register(tmp_path, *later))

    assert report.changes["fields"] == {"name": 1}
    check(as_printed(report), "import-register")


def test_a_file_that_is_loaded_already_fits_each_schema(load, tmp_path):
    files = {
        "register": register_files.register(tmp_path, closed(OLD, "31-10-2017"), academy(NEW)),
        "links": register_files.links(tmp_path, (OLD, NEW, "Successor")),
        "results": results(tmp_path, makers.school(NEW)),
    }
    for kind, path in files.items():
        load(kind, path)
        again = load(kind, path)
        assert again.is_known
        check(as_printed(again), f"import-{kind}")


def test_results_that_replace_others_fit_with_their_examples(load, tmp_path):
    load("results", results(tmp_path, makers.school(NEW)), status="provisional")
    later = makers.school(NEW, PTRWM_EXP="SUPP", URN_AC="900300")
    report = load("results", results(tmp_path, later), status="final")

    [example] = report.changes["examples"]
    assert (example["before_reason"], example["after_reason"]) == ("value", "supp")
    assert example["academic_year"] == "2018/19"
    check(as_printed(report), "import-results")


def test_a_long_file_of_the_statistics_service_fits(load, tmp_path):
    path = makers.saved(makers.ees_bytes([makers.attainment(NEW)]), tmp_path, "long.csv")
    check(as_printed(load("results", path, academic_year=None)), "import-results")


def test_what_is_held_fits_when_there_is_nothing_and_when_there_is_something(load, tmp_path):
    check(held(), "check-data")
    schools = [closed(OLD, "31-10-2017"), academy(NEW, number="2101")]
    load("register", register_files.register(tmp_path, *schools))
    load("links", register_files.links(tmp_path, (OLD, NEW, "Successor")))
    load("results", results(tmp_path, makers.school(NEW), makers.area(3)))

    assert held()["register"]["joins"] == {"converter": 1}
    check(held(), "check-data")


def as_printed(report: LoadReport) -> Said:
    """Through JSON and back, as somebody reads it."""
    said: Said = json.loads(json.dumps(report.as_json()))
    return said


def held() -> Said:
    said: Said = json.loads(json.dumps(checking.check().as_json()))
    return said


@pytest.mark.parametrize("name", sorted(path.stem for path in SCHEMAS.glob("*.json")))
def test_every_key_has_a_description_and_no_other_key_is_allowed(name):
    jsonschema.Draft202012Validator.check_schema(schema(name))
    for path, part in _objects(schema(name), name):
        if "properties" in part:
            assert part["additionalProperties"] is False, path
        for key, value in part.get("properties", {}).items():
            assert value.get("description"), f"{path}.{key} is not described"


def _objects(part: Any, path: str) -> Iterator[tuple[str, Said]]:
    if isinstance(part, dict):
        if part.get("type") == "object":
            yield path, part
        for key, value in part.items():
            yield from _objects(value, f"{path}.{key}")
    elif isinstance(part, list):
        for value in part:
            yield from _objects(value, path)
