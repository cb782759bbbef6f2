"""What the page about a load says: sentences first, then what was found, then examples."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst

from leadwell.accounts.models import User
from leadwell.lib.verdict import Verdict
from leadwell.people import rules, transitions
from leadwell.people.transitions import TRANSITIONS, State
from leadwell.schools import catalogue
from leadwell.schools.models import Load
from leadwell.schools.reasons import Reason
from leadwell.schools.report import ENCODINGS, NOUNS
from leadwell.web import numbers
from leadwell.web.templatetags.leadwell import day_and_year

Row = tuple[str, ...]

HEADINGS = {
    State.WAITING: "This file waits to be looked at.",
    State.LOOKING: "This file is being looked at.",
    State.LOOKED: "This is what the file would change.",
    State.LOADING: "This file is being loaded.",
    State.DONE: "This file is loaded.",
    State.REFUSED: "This file was refused. Nothing was changed.",
    State.DROPPED: "This file was dropped. Nothing was changed.",
}
SILENT = transitions.WORKING | {State.DROPPED}
ANSWERS: dict[str, tuple[Any, str]] = {
    "confirm": (rules.may_confirm_load, "people:confirm"),
    "drop": (rules.may_drop_load, "people:drop"),
}


@dataclass(frozen=True, slots=True)
class Button:
    """Something the person may do now."""

    text: str
    url: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A table of the page; no rows, no table. is_short: few narrow columns, kept side by side."""

    caption: str
    columns: Row
    rows: Sequence[Row]
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class LoadPage:
    """facts: labels and values. seen: changes when anything on the page has."""

    load: Load
    heading: str
    is_working: bool
    sentences: tuple[str, ...]
    buttons: tuple[Button, ...]
    may_explain: Verdict
    facts: tuple[tuple[str, str], ...]
    tables: tuple[Listed, ...]
    absent: tuple[str, ...]
    unknown: tuple[str, ...]
    unknown_groups: tuple[str, ...]
    seen: str


def about(load: Load, user: User) -> LoadPage:
    # While it is worked at, and once it is dropped, what was found before says nothing.
    report = {} if load.state in SILENT else load.report
    facts, changes = report.get("facts", {}), report.get("changes", {})
    tables = (_problems(report), _examples(changes), _fields(changes), _rows(facts), _cells(facts))
    return LoadPage(
        load=load,
        heading=_heading(load),
        is_working=load.state in transitions.WORKING,
        sentences=tuple(report.get("sentences", ())),
        buttons=tuple(_buttons(load, user)),
        may_explain=rules.may_look_again(user, load),
        facts=tuple(_facts(report, facts)),
        tables=tuple(table for table in tables if table.rows),
        absent=tuple(_measure(key).label for key in facts.get("absent_measures", ())),
        unknown=tuple(facts.get("unknown_columns", ())),
        unknown_groups=tuple(facts.get("unknown_groups", ())),
        seen=f"{load.state}|{load.progress}",
    )


def _heading(load: Load) -> str:
    if load.state == State.LOOKED and load.report.get("changes_nothing"):
        return "This file would change nothing."
    return HEADINGS[State(load.state)]


def _buttons(load: Load, user: User) -> Iterator[Button]:
    for verb, (rule, url) in ANSWERS.items():
        if rule(user, load):
            yield Button(TRANSITIONS[verb].button, reverse(url, args=[load.pk]), verb == "confirm")


def _facts(report: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "n_rows" not in report:
        return
    yield "Rows", f"{report['n_rows']:,}"
    yield "Size", f"{report['n_bytes'] / 1e6:,.1f} MB"
    yield "Letters written as", ENCODINGS.get(report["encoding"], report["encoding"])
    if layout := facts.get("layout"):
        yield "Layout", layout
    if check := facts.get("year_check"):
        yield "Year", f"{', '.join(facts['academic_years'])}: {check}"
    if as_at := facts.get("as_at"):
        yield "Tells of", day_and_year(date.fromisoformat(as_at))
    yield "Rows that end early", _short(facts.get("n_short_rows", 0))
    if spilled := facts.get("n_spilled_rows"):
        yield "Rows with a stray comma, mended", f"{spilled:,}"


def _short(n: int) -> str:
    return f"{n:,}, taken in as far as they go" if n else "none"


def _problems(report: Mapping[str, Any]) -> Listed:
    problems, n = report.get("problems", ()), report.get("n_problems", 0)
    caption = "Where to look in the file"
    if n > len(problems):
        caption += f": the first {len(problems)} of {n:,} places"
    rows = [
        (
            f"Line {p['line']:,}" if p["line"] else "The file as a whole",
            p["column"],
            p["text"],
            p["reason"],
        )
        for p in problems
    ]
    return Listed(caption, ("Where", "Column", "What stands there", "What is wrong"), rows)


def _examples(changes: Mapping[str, Any]) -> Listed:
    examples, n = changes.get("examples", ()), changes.get("n_cells_changed", 0)
    rows = [
        (
            e["name"] or "England",
            f"{_measure(e['measure']).label}, {e['academic_year']}",
            _value(e["measure"], e["before"], e["before_reason"]),
            _value(e["measure"], e["after"], e["after_reason"]),
        )
        for e in examples
    ]
    caption = f"Figures that differ: {len(rows)} of {n:,}"
    return Listed(caption, ("About", "Figure", "Before", "After"), rows)


def _fields(changes: Mapping[str, Any]) -> Listed:
    rows = [
        (name.replace("_", " ").replace("la code", "local authority"), f"{n:,}")
        for name, n in changes.get("fields", {}).items()
        if n
    ]
    return Listed("What differs about schools we hold", ("Fact", "Schools"), rows, is_short=True)


def _rows(facts: Mapping[str, Any]) -> Listed:
    rows = [
        (capfirst(NOUNS[kind][0]), year, f"{n:,}")
        for year, n_by_kind in facts.get("rows_by_record_type", {}).items()
        for kind, n in n_by_kind.items()
    ]
    return Listed("Rows of each kind", ("Kind", "Year", "Rows"), rows, is_short=True)


def _cells(facts: Mapping[str, Any]) -> Listed:
    n_by_reason: Counter[str] = Counter()
    for reasons in facts.get("cells_by_reason", {}).values():
        n_by_reason.update(reasons)
    rows = [
        ("A figure" if reason == "value" else Reason[reason.upper()].sentence, f"{n:,}")
        for reason, n in n_by_reason.most_common()
    ]
    return Listed("What stands in the cells we read", ("Cell", "How many"), rows, is_short=True)


def _measure(key: str) -> catalogue.Measure:
    return catalogue.load().by_key[key]


def _value(key: str, value: float | None, reason: str) -> str:
    if value is None:
        return Reason[reason.upper()].sentence
    measure = _measure(key)
    per_cent = "%" if measure.unit == "percent" else ""
    return numbers.plain(value, measure.decimals) + per_cent
