"""The lists, read once from lists.yaml and checked."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from leadwell.lib import academic_year as years
from leadwell.lib.codes.lists import CodeList, Scale, Span, Value

FILE = Path(__file__).with_name("lists.yaml")
OF_A_LIST = {"title", "about", "from", "to", "values", "scales", "reserved"}
OF_A_SCALE = {"title", "from", "to", "values"}
OF_A_VALUE = {"says", "note", "register", "from", "to"}
NUMBERS = {"at", "low", "high", "mean", "sd"}


@cache
def every() -> Mapping[str, CodeList]:
    """All lists by key, in the order of the file."""
    return MappingProxyType(read(FILE.read_text(encoding="utf-8")))


def of(key: str) -> CodeList:
    """Raises KeyError for a list there is not."""
    return every()[key]


def valid(key: str, *, on: date) -> tuple[Value, ...]:
    """What may be written that day."""
    return of(key).valid(on=on)


def choices(key: str, *, on: date) -> list[tuple[str, str]]:
    """The same, for a form."""
    return [(value.code, value.says) for value in valid(key, on=on)]


def said(key: str, code: str, *, on: date) -> str:
    """What a code written that day says. Raises NotACode for one that could not be written."""
    return of(key).value(code, on=on).says


def one_scale(key: str, days: Iterable[date]) -> Scale:
    """The scale that all these days share. Raises AcrossScales where there are two."""
    return of(key).one_scale(days)


def read(text: str) -> dict[str, CodeList]:
    """The lists of such a file. Raises ValueError, naming the list, for one that cannot be right."""
    return {key: _list(key, row) for key, row in yaml.safe_load(text).items()}


def _list(key: str, row: dict[str, Any]) -> CodeList:
    _known(key, row, OF_A_LIST)
    if ("values" in row) == ("scales" in row):
        raise ValueError(f"{key}: a list has values, or scales that have them")
    whole = {name: row[name] for name in OF_A_SCALE if name in row}
    told = row.get("scales") or {key: whole}
    scales = tuple(_scale(f"{key}: {name}", name, each) for name, each in told.items())
    _apart(key, [scale.span for scale in scales])
    reserved = (_value(key, code, each, Span()) for code, each in row.get("reserved", {}).items())
    made = CodeList(key, row["title"], row.get("about", ""), scales, tuple(reserved))
    live = {value.code for scale in scales for value in scale.values}
    if both := live & {value.code for value in made.reserved}:
        raise ValueError(f"{key}: {sorted(both)} are reserved and in use")
    return made


def _scale(where: str, key: str, row: dict[str, Any]) -> Scale:
    _known(where, row, OF_A_SCALE)
    span = _span(where, row, Span())
    values = tuple(
        _value(where, code, one, span)
        for code, each in row["values"].items()
        for one in (each if isinstance(each, list) else [each])
    )
    for code in {value.code for value in values}:
        _apart(f"{where}: {code}", [value.span for value in values if value.code == code])
    return Scale(key, row["title"], span, values)


def _value(where: str, code: Any, told: Any, within: Span) -> Value:
    if not isinstance(code, str):
        raise ValueError(f"{where}: the code {code!r} stands without quotes")
    row = {"says": told} if isinstance(told, str) else dict(told)
    _known(f"{where}: {code}", row, OF_A_VALUE | NUMBERS)
    return Value(
        code=code,
        says=str(row["says"]),
        span=_span(f"{where}: {code}", row, within),
        note=row.get("note", ""),
        register=row.get("register", ""),
        numbers=MappingProxyType({name: float(row[name]) for name in row if name in NUMBERS}),
    )


def _span(where: str, row: dict[str, Any], within: Span) -> Span:
    """Where an end is not given it is that of what it stands in."""
    span = Span(
        _first(row["from"]) if "from" in row else within.first,
        _last(row["to"]) if "to" in row else within.last,
    )
    if span.first > span.last or not span.within(within):
        raise ValueError(f"{where}: {span.words} does not fit")
    return span


def _first(told: str | date) -> date:
    return told if isinstance(told, date) else years.first_day(years.parse(told))


def _last(told: str | date) -> date:
    return told if isinstance(told, date) else years.last_day(years.parse(told))


def _apart(where: str, spans: list[Span]) -> None:
    if any(one.overlaps(other) for one, other in combinations(spans, 2)):
        raise ValueError(f"{where}: holds twice at one time")


def _known(where: str, row: dict[str, Any], names: set[str]) -> None:
    if unknown := row.keys() - names:
        raise ValueError(f"{where}: {sorted(unknown)} is not understood")
