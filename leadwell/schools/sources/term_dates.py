"""Term dates of one council, or one school, from a small YAML file. No Django here.

name: Larkshire Council        # or nothing, when it is said for whom they are
terms:
  - name: autumn
    start: 2026-09-02
    end: 2026-12-18
    half_terms:                # the holidays within the term
      - start: 2026-10-26
        end: 2026-10-30
"""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from leadwell.lib import academic_year, school_days
from leadwell.schools.sources.refusal import Refused, shortened

TERMS = ("autumn", "spring", "summer")
LARGEST = 200_000
LONGEST_TERM = 150
"""Days. An autumn term of 16 weeks has 112; more is a year read for a term."""


@dataclass(frozen=True, slots=True)
class Part:
    """Half a term: its year, its term, which part, and its first and last day."""

    academic_year: int
    term: str
    number: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class TermDates:
    """name: the council the file is about, "" when it does not say. parts: in order of days."""

    name: str
    parts: tuple[Part, ...]


def read(path: Path) -> TermDates:
    """Raises Refused, in one sentence, for anything but a whole set of term dates."""
    if path.stat().st_size > LARGEST:
        raise Refused("This file is too large for term dates. Choose the YAML file of one council.")
    try:
        held = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Refused("This file cannot be read as YAML: it may be damaged.") from error
    if not isinstance(held, dict) or not isinstance(held.get("terms"), list) or not held["terms"]:
        raise Refused("This file holds no term dates: it has no list of terms.")
    parts = [part for number, term in enumerate(held["terms"], 1) for part in _term(number, term)]
    parts.sort(key=lambda part: part.first)
    for one, after in pairwise(parts):
        if after.first <= one.last:
            raise Refused(
                f"Two terms in this file overlap: one ends on {one.last}, "
                f"another begins on {after.first}."
            )
    return TermDates(str(held.get("name") or ""), tuple(parts))


def _term(number: int, term: Any) -> list[Part]:
    if not isinstance(term, dict) or str(term.get("name")).lower() not in TERMS:
        raise Refused(f"Term {number} in this file is none of autumn, spring and summer.")
    first, last = (_day(term, which, number) for which in ("start", "end"))
    holidays = term.get("half_terms") or []
    if not isinstance(holidays, list) or not all(isinstance(each, dict) for each in holidays):
        raise Refused(f"The half-term holidays of term {number} cannot be read.")
    off = [(_day(each, "start", number), _day(each, "end", number)) for each in holidays]
    if (last - first).days > LONGEST_TERM:
        raise Refused(f"Term {number} in this file lasts from {first} to {last}: that is too long.")
    try:
        parts = school_days.half_terms(first, last, off)
    except ValueError as error:
        raise Refused(f"Term {number} in this file cannot be right: {error}.") from error
    name = str(term["name"]).lower()
    return [
        Part(academic_year.of(begins), name, part, begins, ends)
        for part, (begins, ends) in enumerate(parts, 1)
    ]


def _day(held: dict[str, Any], which: str, number: int) -> date:
    day = held.get(which)
    if type(day) is not date:
        said = shortened(str(day)) if day is not None else "nothing"
        raise Refused(f"The {which} of term {number} is {said!r}: write a day, like 2026-09-02.")
    return day
