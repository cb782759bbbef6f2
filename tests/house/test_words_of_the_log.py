"""No words that somebody wrote are told to the log: its rows outlive a person’s wish to be forgotten.
It tells by numbers, codes and days, and the row that it names has the words."""

import ast
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from leadwell.audit import log
from leadwell.audit.models import Event
from leadwell.programmes import actions as programmes
from tests.factories import NOON, make_person, make_programme

SOURCES = Path(__file__).parents[2] / "leadwell"
OWN = {"by", "at", "actor", "verb", "subject"}

CODES = {
    "code", "key", "kind", "sha256", "state", "colour", "level", "voice", "point", "party", "role",
    "criterion", "how", "outcome", "decision", "effect", "library", "version", "stage", "rule",
    "issuer", "lesson", "warning", "specialist_as", "urn", "tier", "shown", "answer",
}  # fmt: skip
"""Names of fields that are no words wherever they stand, though another table may have words by it."""
LISTED = {
    "explore/designing/actions.py: about": "what a warning is about: a day or a number",
    "explore/choosing/actions/composing.py: *said": "numbers: the reason is left out",
    "people/spreadsheets/actions.py: *counted": "numbers",
    "people/privacy/actions.py: why": "one of the reasons of a list",
    "prepare/actions.py: was": "whose it was, by number",
    "prepare/passing.py: was": "whose it was, by number",
    "prepare/deploying/register/actions.py: {k: str(n) for k, n in days.items()}": "days",
    "prepare/memoranda/actions/paper.py: was": "a kind of file, its length and a day",
    "prepare/offering/actions.py: {name: str(value) for name, value in fields.items() "
    "if name != 'extra_because'}": "pounds and days: the reason is left out",
    "programmes/actions.py: said": "words are left out field by field",
    "programmes/actions.py: was": "a stage",
    "programmes/actions.py: why": "one of the reasons of a list",
    "programmes/registering.py: said": "one of three answers",
    "programmes/setting_up.py: sha256(text)": "a hash",
    "govern/actions.py: said": "a day",
}  # fmt: skip


def free_fields() -> set[str]:
    """Names of all fields, of any table of ours, in which somebody may write what they like."""
    return {
        field.name
        for model in apps.get_models()
        if model.__module__.startswith("leadwell.") and "pgh_id" not in vars(model)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
    } - CODES


def told() -> Iterator[tuple[str, ast.expr]]:
    """Every value that is put into a detail of the log: the file, and how it is written there."""
    trees = {
        path: ast.parse(path.read_text())
        for path in sorted(SOURCES.rglob("*.py"))
        if "migrations" not in path.parts
    }
    helpers = {
        (path.relative_to(SOURCES), one.name): one
        for path, tree in trees.items()
        for one in ast.walk(tree)
        if isinstance(one, ast.FunctionDef) and one.name != "record" and _passes_on(one)
    }
    for path, tree in trees.items():
        where = path.relative_to(SOURCES)
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for value in _told_in(function, where, helpers):
                    yield where.as_posix(), value


def _calls_log(function: ast.FunctionDef) -> bool:
    return any(_is_log(one) for one in ast.walk(function))


def _is_log(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "log.record"


def _passes_on(function: ast.FunctionDef) -> bool:
    """Whether others hand it what is told: as `detail`, or as further keywords."""
    arguments = function.args
    named = {one.arg for one in (*arguments.args, *arguments.kwonlyargs)}
    last = arguments.kwarg.arg if arguments.kwarg else ""
    return _calls_log(function) and ("detail" in named or last == "detail")


def _told_in(function: ast.FunctionDef, where: Path, helpers) -> Iterator[ast.expr]:
    wholes: list[ast.expr] = []
    for call in ast.walk(function):
        if _is_log(call):
            wholes += [word.value for word in call.keywords if word.arg == "detail"]
        elif isinstance(call, ast.Call):
            helper = _nearest(ast.unparse(call.func).rpartition(".")[2], where, helpers)
            if helper is not None:
                named = {one.arg for one in (*helper.args.args, *helper.args.kwonlyargs)} | OWN
                for word in call.keywords:
                    if word.arg is None:
                        yield ast.Starred(word.value, ast.Load())
                    elif word.arg not in named:
                        yield word.value
                wholes += [word.value for word in call.keywords if word.arg == "detail"]
                wholes += [one for one in call.args if isinstance(one, ast.Dict)]
    for whole in wholes:
        yield from _within(whole, function)


def _nearest(name: str, where: Path, helpers) -> ast.FunctionDef | None:
    """The helper of this name and this floor that stands nearest to the file."""
    those = {path: one for (path, its), one in helpers.items() if its == name}
    near = {path: _shared(path, where) for path in those}
    best = max(near, key=lambda path: near[path], default=None)
    return those[best] if best and near[best] else None


def _shared(one: Path, other: Path) -> int:
    """How many folders two files share, and once more where they are one file."""
    pairs = zip(one.parts, other.parts, strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))


def _within(whole: ast.expr, function: ast.FunctionDef) -> Iterator[ast.expr]:
    """The values of a detail. A name stands for what this function made by it."""
    if isinstance(whole, ast.Dict):
        for key, value in zip(whole.keys, whole.values, strict=True):
            yield value if key else ast.Starred(value, ast.Load())
    elif isinstance(whole, ast.BinOp):
        yield from _within(whole.left, function)
        yield from _within(whole.right, function)
    elif isinstance(whole, ast.Name):
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == whole.id:
                yield from _within(node.value, function)
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).startswith(
                f"{whole.id}["
            ):
                yield node.value
    elif isinstance(whole, ast.DictComp):
        yield whole


def _leaves(value: ast.expr) -> Iterator[ast.expr]:
    """What could bring words with it; numbers, days and what is counted cannot."""
    if isinstance(value, ast.List | ast.Tuple):
        for each in value.elts:
            yield from _leaves(each)
    elif isinstance(value, ast.IfExp):
        yield from _leaves(value.body)
        yield from _leaves(value.orelse)
    elif isinstance(value, ast.Dict):
        for each in value.values:
            yield from _leaves(each)
    elif isinstance(value, ast.Call) and ast.unparse(value.func).rpartition(".")[2] in {
        "len", "sum", "bool", "isoformat", "sorted", "count", "localdate", "asdict",
    }:  # fmt: skip
        return
    elif not isinstance(value, ast.Constant | ast.Compare):
        yield value


def may_have_words(value: ast.expr, free: set[str]) -> bool:
    if isinstance(value, ast.DictComp | ast.JoinedStr):
        return True
    if isinstance(value, ast.Starred):
        return isinstance(value.value, ast.Name)
    if isinstance(value, ast.ListComp):
        return may_have_words(value.elt, free)
    if isinstance(value, ast.Call):  # str(of a number) says a number; str(of a thing) its title
        inner = value.args[0] if value.args else value.func
        is_text = ast.unparse(value.func) == "str"
        numbers = {"days", "tier", "value"}
        return (is_text and ast.unparse(inner) not in numbers) or _last(inner) in free
    return _last(value) in free


def _last(value: ast.expr) -> str:
    return ast.unparse(value).rpartition(".")[2]


def test_nothing_that_somebody_wrote_is_told_to_the_log():
    free = free_fields()
    assert {"because", "title", "text", "name", "reason", "what"} <= free
    found = [
        f"{where}: {ast.unparse(leaf)}"
        for where, value in told()
        for leaf in _leaves(value)
        if may_have_words(leaf, free)
    ]
    assert len(list(told())) > 90
    assert sorted(set(found) - set(LISTED)) == [], "tell by number, code or day; or list it here"
    assert sorted(set(LISTED) - set(found)) == []


@pytest.mark.parametrize(
    "words",
    [
        "because",
        "lesson.title",
        "str(part)",
        "f'{n} words'",
        "{'name': person.name}",
        "[said.text]",
    ],
)
def test_words_would_be_found(words):
    leaves = _leaves(ast.parse(words, mode="eval").body)
    assert any(may_have_words(one, free_fields()) for one in leaves)


@pytest.mark.parametrize(
    "code", ["made.pk", "on.isoformat()", "len(rows)", "programme.code", "'red'", "str(days)"]
)
def test_numbers_codes_and_days_are_not(code):
    leaves = _leaves(ast.parse(code, mode="eval").body)
    assert not any(may_have_words(one, free_fields()) for one in leaves)


def test_what_gets_there_all_the_same_is_left_out(db):
    person = make_person()
    log.record(
        at=NOON, actor="upkeep", verb="tried", subject=person,
        detail={"n": 3, "code": "R-1", "said": "Kim Ash is ill", "in": [["a b"], {"x": "c\nd"}]},
    )  # fmt: skip
    kept = Event.objects.get(verb="tried").detail
    assert kept == {"n": 3, "code": "R-1", "said": "words", "in": [["words"], {"x": "words"}]}


def test_of_a_changed_programme_the_log_has_numbers_and_codes_and_the_names_of_words(db):
    programme = make_programme(name="Before", budget_gbp=8)
    programmes.change(thing=programme, by=None, at=NOON, name="After", budget_gbp=9)
    changed = Event.objects.get(verb="changed").detail["changed"]
    assert changed == {"name": "words", "budget_gbp": [8, 9]}
