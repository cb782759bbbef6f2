"""What the guard finds: names, pupils' numbers, dates of birth, numbers of few pupils, and grades
beside somebody.

Strings are compared, nothing more. Positions are counted in characters, here and in guard.js.
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from leadwell.lib.guard.reading import (
    BETWEEN,
    REVERSED,
    Read,
    Word,
    follows,
    joined,
    keys,
    phrase,
    read,
)

Span = tuple[int, int]
"""From one word to another, both in."""


class Kind(StrEnum):
    NAME = "name"
    UPN = "upn"
    BIRTH = "birth"
    FEW = "few"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class Found:
    """start, end: in characters of the text. says: a sentence that says what to do."""

    kind: Kind
    start: int
    end: int
    words: str

    @property
    def says(self) -> str:
        return str(data()["says"][self.kind]).format(words=" ".join(self.words.split()))


@dataclass(frozen=True, slots=True)
class Name:
    """parts: all of it. given, surname: its first word, and those of its last."""

    parts: tuple[str, ...]
    given: str
    surname: tuple[str, ...]


@cache
def data() -> dict[str, Any]:
    """words.yaml, as guard.js gets it too."""
    text = (Path(__file__).parent / "words.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def titles() -> frozenset[str]:
    """In lower case: what stands before a name, such as "mrs"."""
    return frozenset(data()["titles"])


def for_page(*, names: Iterable[str], on: date) -> dict[str, Any]:
    """What guard.js needs, for `json_script`. names: only those the reader may know anyway."""
    return {**data(), "names": sorted(set(names)), "on": on.isoformat()}


def find(text: str, *, names: Iterable[str] = (), on: date) -> tuple[Found, ...]:
    """In the order of the text. names: the full names of people listed at the school. on: the day
    from which ages are counted."""
    has = read(text)
    known = [name for name in map(_name, names) if name]
    named = [*_full_names(has, known), *_titled_names(has, known)]
    found = [_found(has, Kind.NAME, *_chars(has, span)) for span in named]
    found += [_found(has, Kind.UPN, *chars) for chars in _numbers(has.folded)]
    found += [_found(has, Kind.BIRTH, *chars) for chars in _births(has, on)]
    found += [_found(has, Kind.FEW, *_chars(has, span)) for span in _few(has)]
    somebody = [*named, *_staff(has, known)]
    found += [_found(has, Kind.GRADE, *_chars(has, span)) for span in _grades(has, somebody)]
    return tuple(_outermost(found))


def count(found: Iterable[Found]) -> dict[str, int]:
    """How many of each kind: all that a log may hold of it."""
    return dict(sorted(Counter(str(each.kind) for each in found).items()))


def _found(has: Read, kind: Kind, start: int, end: int) -> Found:
    start, end = has.span(start, end)
    return Found(kind, start, end, has.text[start:end])


def _chars(has: Read, span: Span) -> tuple[int, int]:
    first, last = has.words[span[0]], has.words[span[1]]
    return first.start, last.stop


def _outermost(found: Iterable[Found]) -> Iterator[Found]:
    """None that overlaps an earlier or longer one of its kind."""
    ends: dict[Kind, int] = {}
    for each in sorted(found, key=lambda f: (f.start, -f.end, f.kind)):
        if each.start >= ends.get(each.kind, 0):
            ends[each.kind] = each.end
            yield each


# Names


def _name(full: str) -> Name | None:
    """None for a name of one word: too much would look like it."""
    chunks = [parts for chunk in full.split() if (parts := keys(chunk))]
    while chunks and chunks[0][0] in data()["titles"]:
        chunks = chunks[1:]
    if len(chunks) < 2:
        return None
    return Name(tuple(part for chunk in chunks for part in chunk), chunks[0][0], chunks[-1])


def _full_names(has: Read, known: Iterable[Name]) -> Iterator[Span]:
    for name in known:
        for parts in {name.parts, (name.given, *name.surname)}:
            for i in phrase(has, parts):
                yield from _if_a_name(has, (i, i + len(parts) - 1))
        for i in phrase(has, name.surname):
            yield from _turned_round(has, i + len(name.surname) - 1, i, name.given)


def _turned_round(has: Read, comma: int, first: int, given: str) -> Iterator[Span]:
    """ "Patel, Anna"; comma: the word before it."""
    is_there = comma + 1 < len(has.words) and has.words[comma + 1].key == given
    if is_there and joined(has, comma, by=REVERSED):
        yield from _if_a_name(has, (first, comma + 1))


def _if_a_name(has: Read, span: Span) -> Iterator[Span]:
    """Words that mean something else count as a name with capitals only."""
    words = has.words[span[0] : span[1] + 1]
    is_plain = all(word.key in data()["common"] for word in words)
    if not is_plain or all(word.is_capital for word in words):
        yield span


def _titled_names(has: Read, known: Iterable[Name]) -> Iterator[Span]:
    """ "Mrs Patel", of a surname that is listed; of a double one either half too."""
    surnames = {name.surname for name in known} | {(p,) for name in known for p in name.surname}
    for i in _titles(has):
        for surname in surnames:
            if follows(has, i + 1, surname):
                yield (i, i + len(surname))


def _titles(has: Read) -> Iterator[int]:
    """Words that are titles and have something after them."""
    for i, word in enumerate(has.words[:-1]):
        if word.key in data()["titles"] and joined(has, i, is_title=True):
            yield i


# Grades


def _staff(has: Read, known: Iterable[Name]) -> Iterator[Span]:
    """Who might be graded besides those named in full: a role, a title with any name, a part of a
    listed name by itself."""
    for i in _titles(has):
        if has.words[i + 1].is_capital:
            yield (i, i + 1)
    yield from _phrases(has, data()["roles"], plural=True)
    parts = {part for name in known for part in name.parts if len(part) > 1}
    for i, word in enumerate(has.words):
        if word.key in parts and word.key not in data()["common"] and word.is_capital:
            yield (i, i)


def _grades(has: Read, somebody: Iterable[Span]) -> Iterator[Span]:
    spans = list(somebody)
    harmless = {
        i for first, last in _phrases(has, data()["harmless"]) for i in range(first, last + 1)
    }
    for first, last in _phrases(has, data()["grades"]):
        if first in harmless:
            continue
        if any(0 < max(a - last, first - b) <= data()["within"] for a, b in spans):
            yield (first, last)


def _phrases(has: Read, phrases: Iterable[str], *, plural: bool = False) -> Iterator[Span]:
    """A phrase in capitals is looked for in capitals only."""
    for said in phrases:
        parts = _keys_of(said)
        for wanted in {parts, (*parts[:-1], parts[-1] + "s")} if plural else {parts}:
            for i in phrase(has, wanted):
                if not said.isupper() or _is_written(has.words[i], said):
                    yield (i, i + len(parts) - 1)


@cache
def _keys_of(phrase: str) -> tuple[str, ...]:
    return keys(phrase)


def _is_written(word: Word, capitals: str) -> bool:
    return word.raw in {capitals, f"{capitals}s"}


# Few pupils


def _few(has: Read) -> Iterator[Span]:
    """ "3 of 7 pupils", "two disadvantaged pupils": numbers by which few are known."""
    few = data()["few"]
    groups = dict(_phrases(has, few["groups"]))
    somebody = dict(_phrases(has, few["pupils"], plural=True)) | groups
    numbers = {i: n for i in range(len(has.words)) if (n := _number(has, i)) is not None}
    for i, n in numbers.items():
        before = {word.key for word in has.words[max(i - 3, 0) : i]}
        if before & set(few["not_after"]):
            continue
        whole = _whole_of(has, i)
        if whole in numbers:
            is_few = 0 < n < few["fewest"] or 0 < numbers[whole] - n < few["fewest"]
            is_small = numbers[whole] < few["fewest"]
            last = _near(has, whole, somebody)
            if n <= numbers[whole] and (is_few or is_small) and last is not None:
                yield (i, last)
        elif 0 < n < few["fewest"] and (last := _near(has, i, groups)) is not None:
            yield (i, last)


def _number(has: Read, i: int) -> int | None:
    """ "7", "seven" and "twenty-seven", by its last word."""
    key = has.words[i].key
    if key.isascii() and key.isdecimal():
        return int(key)
    names: list[str] = data()["few"]["numbers"]
    tens = f"{has.words[i - 1].key}-{key}" if i and _touch(has, i - 1) else ""
    said = tens if tens in names else key
    return names.index(said) if said in names else None


def _whole_of(has: Read, i: int) -> int | None:
    """Of which word's number this one is a part: "3 of 7", "three out of the seven", "3/7"."""
    if i + 1 < len(has.words) and joined(has, i, by=SLASH):
        return i + 1
    at = i
    for words in (("out",), ("of",), data()["few"]["the"]):
        is_next = at + 1 < len(has.words) and _touch(has, at) and has.words[at + 1].key in words
        if not is_next and words == ("of",):
            return None
        at += is_next
    is_tens = at + 2 < len(has.words) and _number(has, at + 2) is not None and _touch(has, at + 1)
    at += 1
    if is_tens and has.words[at].key in ("twenty",):
        at += 1
    return at if at < len(has.words) and _touch(has, at - 1) else None


def _near(has: Read, i: int, said: Mapping[int, int]) -> int | None:
    """The last word of the first of these phrases that comes soon after word i."""
    for j in range(i + 1, min(i + 1 + data()["few"]["reach"], len(has.words))):
        if not _touch(has, j - 1):
            return None
        if j in said:
            return said[j]
    return None


def _touch(has: Read, i: int) -> bool:
    """Whether no more than a space or a hyphen is between word i and the next."""
    return joined(has, i, by=BETWEEN)


# Numbers and dates

SLASH = re.compile(r" *[/\u2044] *")
UPN = re.compile(r"[a-z](?:[ -]?[0-9]){12}|[a-z][0-9]{11}[a-z]")
"""A pupil's number: a letter and twelve figures; a temporary one ends in a letter."""

DAY, YEAR = r"([0-3]?[0-9])", r"((?:19|20)?[0-9]{2})"
NUMERIC = re.compile(rf"{DAY} ?[/.-] ?([01]?[0-9]) ?[/.-] ?{YEAR}")
ISO = re.compile(r"((?:19|20)[0-9]{2})[/.-]([01]?[0-9])[/.-]([0-3]?[0-9])")
DAY_FIRST = re.compile(rf"{DAY} *(?:st|nd|rd|th)?(?: +of)?[ -]+([a-z]{{3,9}})\.?,?[ -]+'?{YEAR}")
MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? +([0-3]?[0-9])(?:st|nd|rd|th)?,? +((?:19|20)[0-9]{2})")


def _numbers(folded: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in UPN.finditer(folded) if _stands_alone(folded, match))


def _births(has: Read, on: date) -> Iterator[tuple[int, int]]:
    for span in _phrases(has, data()["birth"]):
        yield _chars(has, span)
    orders = ((NUMERIC, "dmy"), (ISO, "ymd"), (DAY_FIRST, "dmy"), (MONTH_FIRST, "mdy"))
    for pattern, order in orders:
        for match in pattern.finditer(has.folded):
            written = dict(zip(order, match.groups(), strict=True))
            if _stands_alone(has.folded, match) and _is_a_childs(written, on):
                yield match.span()


def _stands_alone(folded: str, match: re.Match[str]) -> bool:
    around = folded[max(match.start() - 1, 0) : match.start()] + folded[match.end() :][:1]
    return not any(each.isalnum() for each in around)


def _is_a_childs(written: Mapping[str, str], on: date) -> bool:
    """Whether somebody born on that day would be a child now. A day that is none is not."""
    day, month, year = int(written["d"]), _month(written["m"]), int(written["y"])
    if year < 100:
        year += 2000 if 2000 + year <= on.year else 1900
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return False
    today = (on.month, on.day)
    eldest, youngest = (on.year - data()["oldest"], *today), (on.year - data()["youngest"], *today)
    return eldest <= (year, month, day) <= youngest


def _month(written: str) -> int:
    """0 for what is none; by its first letters too."""
    if written.isdecimal():
        return int(written)
    names = data()["months"]
    return next((n for n, name in enumerate(names, 1) if name.startswith(written)), 0)
