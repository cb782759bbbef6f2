"""Conventions of the house that no linter sees."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "leadwell"
SOURCE = sorted(
    path.relative_to(ROOT)
    for folder in ("leadwell", "tests", "tools")
    for path in (ROOT / folder).rglob("*.py")
    if path.parent.name != "migrations"
)
WRITTEN = sorted(
    path.relative_to(ROOT)
    for folder in ("leadwell", "tests", "tools", "docs")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".html", ".css", ".js", ".md", ".yaml", ".json", ".txt"}
    and "vendor" not in path.parts
)

COLLECTIONS = {"utils", "helpers", "services", "managers", "signals", "mixins", "constants"}
LONGEST = 450
# A test file is longer than what it tests: one that is over is split by subject.
LONGEST_TEST = 500

CLOCK = re.compile(
    r"\btimezone\.(now|localdate|localtime)\(\)|\b(date|datetime)\.(today|now|utcnow)\("
)
MAY_READ_THE_CLOCK = re.compile(r"leadwell/config/|leadwell/(\w+/)+(\w+_)?(views|jobs)\.py$")
READS_THE_CLOCK_ALL_THE_SAME = {
    "leadwell/deliver/notes/access.py": "a head's word holds as long as the head's own role of today",
    "leadwell/accounts/adapter.py": "stands where a view would: allauth's own views call it",
    "leadwell/accounts/presence.py": "says when somebody was last here",
    "leadwell/accounts/sessions.py": "a session that has ended is none: Django asks so too",
    "leadwell/people/access.py": "who may see is always asked about now, by roles with dates",
    "leadwell/people/looking.py": "called by middleware, says when somebody looked",
}

PEOPLE = r"(request\.user|user|by|person|self\.user)(\.pk|\.id)?"
BY_PERSON = re.compile(rf"\.(filter|exclude|get)\([^)]*=\s*{PEOPLE}\s*[,)]")
FILTERS_BY_PERSON_ALL_THE_SAME = {
    "leadwell/govern/boards/views.py": "nobody declares an interest on behalf of themselves",
    "leadwell/accounts/actions.py": "the row is the person's own account",
    "leadwell/people/actions.py": "a file that one person sends twice is one upload",
    "leadwell/people/privacy/actions.py": "it is about a person, not for one",
    "leadwell/people/privacy/erasures.py": "the same",
    "leadwell/people/privacy/places.py": "the same",
    "leadwell/people/privacy/rules.py": "the same",
}


def text_of(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def code_of(path: Path) -> str:
    """A module without its docstrings and comments."""
    return ast.unparse(_Undocumented().visit(ast.parse(text_of(path))))


class _Undocumented(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return ast.copy_location(ast.Pass(), node) if is_text else node


def of_the_house() -> Iterator[Path]:
    return (path for path in SOURCE if path.parts[0] == "leadwell")


def test_no_module_is_named_for_being_a_collection():
    assert [path for path in SOURCE if path.stem in COLLECTIONS] == []


def test_no_file_is_too_long_to_read_at_a_sitting():
    longest = {"leadwell": LONGEST, "tools": LONGEST, "tests": LONGEST_TEST}
    lengths = {path: len(text_of(path).splitlines()) for path in SOURCE}
    assert {path: n for path, n in lengths.items() if n > longest[path.parts[0]]} == {}


def test_only_access_py_says_whose_rows_a_person_sees():
    found = {
        str(path)
        for path in of_the_house()
        if path.name != "access.py" and BY_PERSON.search(code_of(path))
    }
    assert found - FILTERS_BY_PERSON_ALL_THE_SAME.keys() == set()


def test_the_clock_is_read_in_views_commands_and_jobs_only():
    found = {
        str(path)
        for path in of_the_house()
        if CLOCK.search(code_of(path)) and not MAY_READ_THE_CLOCK.search(str(path))
    }
    assert found - READS_THE_CLOCK_ALL_THE_SAME.keys() == set()


@pytest.mark.parametrize("known", [FILTERS_BY_PERSON_ALL_THE_SAME, READS_THE_CLOCK_ALL_THE_SAME])
def test_an_exception_named_here_is_still_there(known):
    assert [name for name in known if not (ROOT / name).exists()] == []


def test_no_lock_names_where_packages_come_from():
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    assert locks
    assert [lock.name for lock in locks if "://" in lock.read_text(encoding="utf-8")] == []
    packages = json.loads(text_of(Path("package-lock.json")))["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_every_dependency_says_what_it_is_for():
    lines = text_of(Path("pyproject.toml")).splitlines()
    project = tomllib.loads("\n".join(lines))["project"]
    wanted = list(chain(project["dependencies"], *project["optional-dependencies"].values()))
    said = [line for line in lines if re.match(r'\s+"[^"]+",?\s+# \S', line)]
    assert [name for name in wanted if not any(f'"{name}"' in line for line in said)] == []


def test_templates_have_no_style_of_their_own():
    templates = [path for path in WRITTEN if path.suffix == ".html"]
    assert templates
    assert [path for path in templates if re.search(r"\sstyle\s*=", text_of(path))] == []


def test_nothing_is_left_to_do_in_the_text():
    mark = "TO" + "DO"
    assert [path for path in WRITTEN if mark in text_of(path)] == []
